//! Whether a line looks like a secret at all. `PORT=3000` does not.

/// Beginnings by which well-known issuers mark their secrets.
const MARKED: [&str; 26] = [
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "xoxb-",
    "xoxp-",
    "xapp-",
    "xoxe.",
    "sk-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "whsec_",
    "bp_pat_",
    "bp_bot_",
    "bp_int_",
    "SG.",
    "npm_",
    "pypi-",
    "dop_v1_",
    "hf_",
    "AGE-SECRET-KEY-",
];

/// Parts of a name that promise a secret.
const PROMISES: [&str; 24] = [
    "TOKEN",
    "TOKENS",
    "KEY",
    "KEYS",
    "APIKEY",
    "SECRET",
    "SECRETS",
    "PASSWORD",
    "PASSWD",
    "PASS",
    "PWD",
    "PASSPHRASE",
    "CREDENTIAL",
    "CREDENTIALS",
    "AUTH",
    "BEARER",
    "PAT",
    "BAK",
    "IAK",
    "DSN",
    "SALT",
    "WEBHOOK",
    "COOKIE",
    "SIGNATURE",
];

/// Last parts of a name that take such a promise back.
const TAKEN_BACK: [&str; 24] = [
    "ID",
    "IDS",
    "URL",
    "URI",
    "HOST",
    "PORT",
    "PATH",
    "FILE",
    "DIR",
    "NAME",
    "USER",
    "TTL",
    "EXPIRY",
    "EXPIRES",
    "TIMEOUT",
    "LENGTH",
    "SIZE",
    "COUNT",
    "LIMIT",
    "ENABLED",
    "TYPE",
    "ALGORITHM",
    "ISSUER",
    "HEADER",
];

const SWITCHES: [&str; 14] =
    ["true", "false", "yes", "no", "on", "off", "null", "none", "nil", "undefined", "enabled", "disabled", "y", "n"];

const PLACEHOLDERS: [&str; 9] =
    ["changeme", "change-me", "change_me", "replaceme", "replace-me", "todo", "placeholder", "your_api_token", "example"];

/// Characters of a piece that could not be a word.
const LONG_PIECE: usize = 16;

/// Why a line is no secret, or nothing if it may be one.
pub(super) fn no_secret(name: &str, value: &str) -> Option<&'static str> {
    if is_marked(value) {
        return None;
    }
    if parts(name).any(|part| part == "PUBLIC" || part == "PUB") {
        return Some("its name says that it is public");
    }
    let lower = value.to_ascii_lowercase();
    let is_one_of = |words: &[&str]| words.contains(&lower.as_str());
    if is_one_of(&SWITCHES) {
        return Some("it is a switch");
    }
    if is_one_of(&PLACEHOLDERS) || is_filler(&lower) {
        return Some("it is a placeholder");
    }
    if is_number(value) {
        return Some("it is a number");
    }
    if let Some((scheme, rest)) = value.split_once("://") {
        return (is_word(scheme) && !holds_credentials(rest)).then_some("it is an address without credentials");
    }
    if is_path(value) {
        return Some("it is a path");
    }
    if is_host_or_mail(value) {
        return Some("it is a host or mail address");
    }
    if promises(name) || is_random(value) {
        return None;
    }
    Some("it does not look like a secret")
}

/// Whether a well-known issuer marked it as a secret.
pub(super) fn is_marked(value: &str) -> bool {
    let is_jwt = value.starts_with("eyJ") && value.matches('.').count() == 2;
    is_jwt
        || value.starts_with("-----BEGIN ")
        || MARKED.iter().any(|mark| value.len() >= mark.len() + 12 && value.starts_with(mark))
}

fn parts(name: &str) -> impl DoubleEndedIterator<Item = String> + '_ {
    name.split(['_', '-', '.', ' ']).filter(|part| !part.is_empty()).map(str::to_ascii_uppercase)
}

fn promises(name: &str) -> bool {
    let is_taken_back = parts(name).next_back().is_some_and(|last| TAKEN_BACK.contains(&last.as_str()));
    !is_taken_back
        && parts(name).any(|part| PROMISES.contains(&part.as_str()) || part.ends_with("TOKEN") || part.ends_with("KEY"))
}

fn is_filler(lower: &str) -> bool {
    let is_bracketed = lower.starts_with('<') && lower.ends_with('>');
    let is_addressed = lower.starts_with("your-") || lower.starts_with("your_") || lower.starts_with("insert-");
    let is_one_character =
        lower.chars().all(|c| lower.starts_with(c)) && matches!(lower.chars().next(), Some('x' | '*' | '.' | '-'));
    is_bracketed || is_addressed || is_one_character
}

fn is_number(value: &str) -> bool {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &value[digits.len()..];
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b'+' | b'_'));
    unit.len() <= 3 && value.len() <= 20 && digits.bytes().any(|byte| byte.is_ascii_digit()) && is_plain
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// A password before the host, or a piece after it that is as long and mixed as a secret: a webhook's address.
fn holds_credentials(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let has_password =
        authority.rsplit_once('@').is_some_and(|(user, _)| user.split_once(':').is_some_and(|(_, pass)| !pass.is_empty()));
    has_password || rest[authority.len()..].split(['/', '?', '&', '=', '#']).any(is_random)
}

fn is_path(value: &str) -> bool {
    let begins = ["/", "./", "../", "~/"].iter().any(|start| value.starts_with(start)) || value.get(1..3) == Some(":\\");
    begins && !value.split(['/', '\\']).any(is_random)
}

fn is_host_or_mail(value: &str) -> bool {
    let host = value.rsplit_once('@').map_or(value, |(_, host)| host);
    let (host, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let labels: Vec<&str> = host.split('.').collect();
    let is_name = labels.iter().all(|label| {
        !label.is_empty() && label.len() < LONG_PIECE && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let has_port = !port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    let ends_like_one =
        labels.last().is_some_and(|last| (2..=12).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_lowercase()));
    let is_address = host.parse::<std::net::IpAddr>().is_ok() || value.parse::<std::net::IpAddr>().is_ok();
    is_address || (is_name && (labels.len() > 1 && ends_like_one || has_port || host == "localhost"))
}

/// Long, of one piece, and mixed as nothing that a person would write.
fn is_random(text: &str) -> bool {
    if text.len() < LONG_PIECE || text.chars().any(char::is_whitespace) {
        return false;
    }
    let has = |class: fn(&u8) -> bool| text.as_bytes().iter().any(class);
    let classes = [has(u8::is_ascii_lowercase), has(u8::is_ascii_uppercase), has(u8::is_ascii_digit)];
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    classes.iter().filter(|class| **class).count() >= 2 && (digits >= 2 || text.len() >= 2 * LONG_PIECE)
}

#[cfg(test)]
mod tests;
