//! Does `KEY=value` look like a secret? Decides what an import of an `.env` takes in and what it leaves out, and says why.

use super::entropy_estimate::plausible_bits;

/// A judgement with its reason, in words that follow "looks like".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It should be kept.
    Secret(&'static str),
    /// It is an ordinary setting.
    Plain(&'static str),
}

impl Likeness {
    /// Whether it should be kept.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::Secret(_))
    }

    /// What it looks like: "a port number", "a URL with a password in it".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Secret(reason) | Self::Plain(reason) => reason,
        }
    }
}

/// Random bits from which a value whose name says nothing is taken for a secret.
const TELLING_BITS: u32 = 80;

/// Beginnings of values that say what they are.
const MARKS: [&str; 22] = [
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "whsec_",
    "sk-",
    "xoxb-",
    "xoxp-",
    "xapp-",
    "SG.",
    "hf_",
    "npm_",
    "pypi-",
    "dop_v1_",
    "bp_pat_",
    "AGE-SECRET-KEY-",
    "-----BEGIN",
];

/// Words of a name that speak of a secret.
const TELLING_WORDS: [&str; 20] = [
    "token",
    "secret",
    "password",
    "passwd",
    "pass",
    "pwd",
    "passphrase",
    "key",
    "apikey",
    "credential",
    "credentials",
    "auth",
    "bearer",
    "pat",
    "bak",
    "iak",
    "private",
    "signing",
    "salt",
    "pin",
];

/// Last words of a name that speak of something about a secret, not of the secret.
const HARMLESS_LAST_WORDS: [&str; 30] = [
    "url",
    "uri",
    "host",
    "port",
    "path",
    "file",
    "dir",
    "name",
    "user",
    "username",
    "id",
    "ttl",
    "timeout",
    "expiry",
    "expires",
    "length",
    "size",
    "type",
    "algorithm",
    "alg",
    "issuer",
    "audience",
    "region",
    "email",
    "enabled",
    "mode",
    "prefix",
    "header",
    "version",
    "limit",
];

/// Values that stand where a secret is to be filled in.
const PLACEHOLDERS: [&str; 12] = [
    "changeme",
    "change_me",
    "change-me",
    "todo",
    "tbd",
    "none",
    "null",
    "nil",
    "undefined",
    "example",
    "placeholder",
    "redacted",
];

/// Judges a setting by its value first, then by its name, then by how random the value is.
pub fn judge(key: &str, value: &str) -> Likeness {
    let value = value.trim();
    if let Some(reason) = no_value(value) {
        return Likeness::Plain(reason);
    }
    if is_marked(value) {
        return Likeness::Secret("a value in a known token format");
    }
    if let Some((_, rest)) = value.split_once("://") {
        return judge_url(rest);
    }
    let name = NameHints::of(key);
    if let Some(reason) = plain_shape(value, name) {
        return Likeness::Plain(reason);
    }
    if name.tells && !name.is_harmless {
        return Likeness::Secret("a secret by its name");
    }
    if !value.contains(char::is_whitespace) && plausible_bits(value) >= TELLING_BITS && !(name.is_harmless && is_dashed_id(value))
    {
        return Likeness::Secret("a long random value");
    }
    Likeness::Plain("an ordinary setting")
}

/// Whether its issuer marked the value as a secret: a known beginning, a JWT, or a value of our own format.
pub fn is_marked(value: &str) -> bool {
    MARKS.iter().any(|mark| value.starts_with(mark)) || super::format::parse(value).is_ok() || is_jwt(value)
}

fn no_value(value: &str) -> Option<&'static str> {
    let lower = value.to_ascii_lowercase();
    let is_placeholder = PLACEHOLDERS.contains(&lower.as_str())
        || (value.starts_with('<') && value.ends_with('>'))
        || (value.starts_with("${") && value.ends_with('}'))
        || lower.starts_with("your_")
        || lower.starts_with("your-")
        || lower.chars().all(|c| matches!(c, 'x' | '*' | '.' | '-'));
    match value {
        "" => Some("an empty value"),
        _ if is_placeholder => Some("a placeholder"),
        _ => None,
    }
}

/// What the words of a name say.
#[derive(Clone, Copy)]
struct NameHints {
    tells: bool,
    is_harmless: bool,
}

impl NameHints {
    fn of(key: &str) -> Self {
        let words: Vec<String> = words(key);
        let is_public = words.iter().any(|word| word == "public" || word == "publishable");
        let is_harmless = is_public || words.last().is_some_and(|last| HARMLESS_LAST_WORDS.contains(&last.as_str()));
        Self { tells: words.iter().any(|word| TELLING_WORDS.contains(&word.as_str())), is_harmless }
    }
}

/// `orderBot_API-Key` is order, bot, api, key.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for c in key.chars() {
        let starts_word = !c.is_alphanumeric() || (c.is_uppercase() && after_lower);
        if starts_word {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        after_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn judge_url(rest: &str) -> Likeness {
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = place.split_once('/').unwrap_or((place, ""));
    if authority.rsplit_once('@').is_some_and(|(user, _)| user.split_once(':').is_some_and(|(_, password)| !password.is_empty()))
    {
        return Likeness::Secret("a URL with a password in it");
    }
    let is_telling = |text: &str| plausible_bits(text) >= TELLING_BITS && !is_dashed_id(text);
    if path.split('/').any(is_telling) {
        return Likeness::Secret("a URL with a secret in its path");
    }
    let has_secret = query.split('&').filter_map(|pair| pair.split_once('=')).any(|(key, value)| {
        let name = NameHints::of(key);
        (name.tells && !name.is_harmless && value.len() >= 8) || is_telling(value)
    });
    if has_secret { Likeness::Secret("a URL with a secret in its query") } else { Likeness::Plain("a URL without credentials") }
}

/// Shapes that are no secrets, whatever they are called; long digits under a telling name may be a password or a PIN.
fn plain_shape(value: &str, name: NameHints) -> Option<&'static str> {
    let lower = value.to_ascii_lowercase();
    let tells = name.tells && !name.is_harmless;
    if matches!(lower.as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "enabled" | "disabled") {
        return Some("a switch");
    }
    if value.parse::<f64>().is_ok() && !(tells && value.len() >= 4) {
        return Some("a number");
    }
    if is_quantity(&lower) && !(tells && value.len() > 8) {
        return Some("a quantity");
    }
    if is_date(value) {
        return Some("a date");
    }
    if is_email(value) {
        return Some("an e-mail address");
    }
    if is_path(value) && !(tells && plausible_bits(value) >= TELLING_BITS) {
        return Some("a path");
    }
    is_host(value, tells).then_some("a host")
}

/// `30s`, `512MB`, `1.5gb`
fn is_quantity(lower: &str) -> bool {
    let unit = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let units = ["ms", "s", "m", "h", "d", "w", "b", "k", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "%", "px"];
    unit.len() < lower.len() && units.contains(&unit)
}

fn is_date(value: &str) -> bool {
    value.get(..10).is_some_and(|head| head.parse::<jiff::civil::Date>().is_ok() && head.contains('-'))
}

fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.split_once('@') else { return false };
    !local.is_empty() && !value.contains(char::is_whitespace) && domain.contains('.') && is_domain(domain)
}

fn is_path(value: &str) -> bool {
    let is_drive = value.as_bytes().get(1..3) == Some(b":\\");
    ["/", "./", "../", "~/"].iter().any(|root| value.starts_with(root)) || is_drive
}

/// `example.org:443`, `127.0.0.1`, `localhost:5432`, `[::1]:7420`; several parted by commas.
fn is_host(value: &str, tells: bool) -> bool {
    value.split(',').all(|one| {
        if one.parse::<core::net::IpAddr>().is_ok() || one.parse::<core::net::SocketAddr>().is_ok() {
            return true;
        }
        let (host, port) = one.split_once(':').map_or((one, None), |(host, port)| (host, Some(port)));
        let has_port = port.is_some_and(|port| port.parse::<u16>().is_ok());
        let is_dotted = host.contains('.') && !(tells && plausible_bits(host) >= TELLING_BITS);
        is_domain(host) && (host == "localhost" || (port.is_none() && is_dotted && ends_like_a_domain(host)) || has_port)
    })
}

fn ends_like_a_domain(host: &str) -> bool {
    host.rsplit('.')
        .next()
        .is_some_and(|last| (2..=12).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn is_domain(text: &str) -> bool {
    !text.is_empty()
        && text
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

fn is_jwt(value: &str) -> bool {
    value.starts_with("eyJ") && value.matches('.').count() == 2 && value.len() >= 40
}

/// A UUID or another identifier in dashed hexadecimal groups.
fn is_dashed_id(value: &str) -> bool {
    value.contains('-') && value.split('-').all(|group| group.len() <= 12 && group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn assert_plain(settings: &[(&str, &str, &'static str)]) {
        for (key, value, reason) in settings {
            assert_eq!(judge(key, value), Likeness::Plain(reason), "{key}={value}");
        }
    }

    #[track_caller]
    fn assert_secret(settings: &[(&str, &str, &'static str)]) {
        for (key, value, reason) in settings {
            assert_eq!(judge(key, value), Likeness::Secret(reason), "{key}={value}");
        }
    }

    #[test]
    fn ordinary_settings_are_left_out() {
        assert_plain(&[
            ("PORT", "3000", "a number"),
            ("DEBUG", "true", "a switch"),
            ("RATE", "0.25", "a number"),
            ("TIMEOUT", "30s", "a quantity"),
            ("MAX_BODY", "512MB", "a quantity"),
            ("SINCE", "2026-01-31", "a date"),
            ("NODE_ENV", "production", "an ordinary setting"),
            ("GREETING", "Hello and welcome to our shop, dear customer", "an ordinary setting"),
            ("API_URL", "https://api.example.org/v1", "a URL without credentials"),
            ("DATABASE_URL", "postgres://app@db.internal:5432/shop", "a URL without credentials"),
            ("DATA_DIR", "/var/lib/shop/data", "a path"),
            ("CERT", "./certs/server.pem", "a path"),
            ("WINDOWS", "C:\\Users\\shop", "a path"),
            ("ADMIN", "ops@example.org", "an e-mail address"),
            ("BIND", "127.0.0.1:7420", "a host"),
            ("REDIS", "cache.internal:6379", "a host"),
            ("HOSTS", "a.example.org,b.example.org", "a host"),
            ("LISTEN", "[::1]:80", "a host"),
            ("EMPTY_TOKEN", "", "an empty value"),
        ]);
    }

    #[test]
    fn what_is_about_a_secret_is_none() {
        assert_plain(&[
            ("TOKEN_TTL", "3600", "a number"),
            ("TOKEN_URL", "https://login.example.org/token", "a URL without credentials"),
            ("SECRET_NAME", "order-bot", "an ordinary setting"),
            ("KEY_FILE", "/etc/keys/shop.pem", "a path"),
            ("PASSWORD_RESET_ENABLED", "true", "a switch"),
            ("BOT_ID", "7b0e9a52-4c1d-4f83-9e6a-d25c8b3f1704", "an ordinary setting"),
            ("AUTH_HEADER", "x-api-token", "an ordinary setting"),
        ]);
    }

    #[test]
    fn placeholders_are_left_out() {
        for value in ["changeme", "CHANGE_ME", "<your token>", "${TOKEN}", "your_api_key_here", "xxxxxxxx", "********", "..."] {
            assert_plain(&[("API_TOKEN", value, "a placeholder")]);
        }
    }

    #[test]
    fn secrets_are_taken_by_form_name_or_randomness() {
        assert_secret(&[
            ("GITHUB", "ghp_x7Kd92mQpLrT4vWnZ8sYbF3hJcG6aE1uRk0M", "a value in a known token format"),
            ("X", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib3QifQ.SflKxwRJSMeKKF2QT4fw", "a value in a known token format"),
            ("TLS", "-----BEGIN PRIVATE KEY-----", "a value in a known token format"),
            ("API_TOKEN", "hunter2", "a secret by its name"),
            ("DB_PASSWORD", "12345678", "a secret by its name"),
            ("dbPassword", "correct horse", "a secret by its name"),
            ("STRIPE-KEY", "abc", "a secret by its name"),
            ("SESSION_SECRET", "/9j4AAQSkZJRgx7Kd92mQpLrT4vWn", "a secret by its name"),
            ("CRM", "x7Kd92mQpLrT4vWnZ8sYbF3h", "a long random value"),
            ("DATABASE_URL", "postgres://app:s3cret@db.internal/shop", "a URL with a password in it"),
            (
                "HOOK",
                "https://hooks.example.org/services/T024BE7LD/B08Q4KX2M/x7Kd92mQpLrT4vWnZ8sYbF3h",
                "a URL with a secret in its path",
            ),
            ("FEED", "https://example.org/feed?user=4&token=x7Kd92mQpL", "a URL with a secret in its query"),
        ]);
    }

    #[test]
    fn names_are_read_word_by_word() {
        assert_eq!(words("orderBot_API-Key2"), ["order", "bot", "api", "key2"]);
        assert!(!judge("MONKEY", "banana").is_secret());
        assert!(!judge("COMPASS", "north").is_secret());
    }

    proptest! {
        #[test]
        fn any_setting_is_met_calmly(key in any::<String>(), value in any::<String>()) {
            prop_assert!(!judge(&key, &value).reason().is_empty());
        }

        #[test]
        fn numbers_are_never_secrets_by_themselves(key in "[A-Z]{1,8}", value in any::<u64>()) {
            prop_assume!(!NameHints::of(&key).tells);
            prop_assert!(!judge(&key, &value.to_string()).is_secret());
        }
    }
}
