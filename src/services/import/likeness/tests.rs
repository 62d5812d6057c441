//! What an everyday `.env` holds besides secrets.

use super::*;

#[test]
fn settings_are_left_out() {
    let settings = [
        ("PORT", "3000"),
        ("DEBUG", "true"),
        ("TOKEN_TTL", "3600"),
        ("TIMEOUT", "30s"),
        ("MAX_UPLOAD", "25MB"),
        ("NODE_ENV", "production"),
        ("TZ", "Europe/Berlin"),
        ("AWS_REGION", "eu-central-1"),
        ("API_URL", "https://api.example.org/v1"),
        ("REDIS_URL", "redis://localhost:6379/0"),
        ("DATABASE_URL", "postgres://app@db.example.org/app"),
        ("KEY_FILE", "/etc/ssl/private/key.pem"),
        ("DATA_DIR", "./data"),
        ("HOME_PATH", "C:\\Users\\ana"),
        ("DB_HOST", "db.example.org"),
        ("LISTEN", "127.0.0.1:8080"),
        ("LISTEN6", "::1"),
        ("CACHE", "localhost:6379"),
        ("SMTP_FROM", "bot@example.org"),
        ("API_KEY", "changeme"),
        ("API_TOKEN", "<your token here>"),
        ("API_TOKEN", "your-token"),
        ("API_TOKEN", "xxxxxxxxxxxxxxxx"),
        ("API_TOKEN", "********"),
        ("SECRET_ENABLED", "on"),
        ("APP_NAME", "Greeter of the village"),
        ("AUTH_HEADER", "x-api-token"),
        ("NEXT_PUBLIC_KEY", "pk_abcdefghij0123456789"),
        ("TELEGRAM_CHAT_ID", "-1001234567890"),
    ];
    for (name, value) in settings {
        assert!(no_secret(name, value).is_some(), "{name}={value} would be imported");
    }
}

#[test]
fn secrets_are_not() {
    let secrets = [
        ("GITHUB_TOKEN", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
        ("WHATEVER", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
        ("DB_PASSWORD", "hunter2"),
        ("ADMIN_PASS", "correct horse battery staple"),
        ("OPENAI_API_KEY", "sk-proj-abcdefghijklmnopqrstuv"),
        ("DATABASE_URL", "postgres://app:hunter2@db.example.org/app"),
        ("SLACK_WEBHOOK", "https://hooks.slack.com/services/T0001/B0001/aB3dE5fG7hJ9kL1mN3pQ5rS7"),
        ("SENTRY_DSN", "https://0123456789abcdef0123456789abcdef@o1.ingest.example.org/1?key=0123456789abcdef01234567"),
        ("SESSION", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
        ("TLS", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----"),
        ("BOT", "bp_bot_0123456789abcdefghij"),
        ("UUID", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
        ("AWS_ACCESS_KEY_ID", "AKIA0123456789ABCDEF"),
        ("JWT_SECRET", "/9aB3dE5fG7hJ9kL1mN3pQ5rS7=="),
        ("COOKIE_SECRET", "keyboardcat"),
    ];
    for (name, value) in secrets {
        assert_eq!(no_secret(name, value), None, "{name}={value}");
    }
}
