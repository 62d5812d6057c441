//! From `GITHUB_API_TOKEN` to the external service `github`.

/// Last parts of a name that say what sort of secret it is, not whose.
const SORTS: [&str; 27] = [
    "TOKEN",
    "TOKENS",
    "KEY",
    "KEYS",
    "APIKEY",
    "API",
    "SECRET",
    "SECRETS",
    "PASSWORD",
    "PASSWD",
    "PASS",
    "PWD",
    "PASSPHRASE",
    "ACCESS",
    "AUTH",
    "BEARER",
    "PAT",
    "BAK",
    "IAK",
    "CREDENTIAL",
    "CREDENTIALS",
    "PRIVATE",
    "CLIENT",
    "URL",
    "URI",
    "DSN",
    "WEBHOOK",
];

/// The service that a name speaks of: its last parts that name a sort of secret are left out as long as one part stays.
pub(super) fn service_of(name: &str) -> String {
    let mut parts: Vec<String> =
        name.split(['_', '-', '.', ' ', '/']).filter(|part| !part.is_empty()).map(str::to_ascii_uppercase).collect();
    while parts.len() > 1 && parts.last().is_some_and(|last| SORTS.contains(&last.as_str())) {
        parts.pop();
    }
    parts.join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::service_of;

    #[test]
    fn what_says_the_sort_of_secret_is_left_out() {
        let known = [
            ("GITHUB_TOKEN", "github"),
            ("OPENAI_API_KEY", "openai"),
            ("STRIPE_SECRET_KEY", "stripe"),
            ("AWS_SECRET_ACCESS_KEY", "aws"),
            ("DATABASE_URL", "database"),
            ("GITHUB_WEBHOOK_SECRET", "github"),
            ("bot-penguin.api.token", "bot-penguin"),
            ("API_KEY", "api"),
            ("TOKEN", "token"),
            ("SENTRY", "sentry"),
            ("", ""),
        ];
        for (name, service) in known {
            assert_eq!(service_of(name), service, "{name}");
        }
    }
}
