//! Whom a token speaks for, as the service behind the gateway reads it: always the same headers, empty where there is nothing
//! to say, so that a client can slip none of them in.

use super::kind::Kind;
use super::verdict::Known;
use std::fmt::Write;

/// The headers of an accepted request, in lower case.
pub const HEADERS: [&str; 8] = [
    "x-jeton-token-id",
    "x-jeton-kind",
    "x-jeton-owner",
    "x-jeton-project",
    "x-jeton-bot",
    "x-jeton-integration",
    "x-jeton-scopes",
    "x-jeton-expires",
];

/// The values of [`HEADERS`] for a token: printable ASCII, what is beyond it percent-encoded as UTF-8 (and so is `%`).
/// Bots and integrations are named by their external id, or by their name where they have none.
pub fn values(known: &Known) -> [String; HEADERS.len()] {
    let own = || known.external_id.clone().unwrap_or_else(|| known.owner.as_str().to_owned());
    let of = |kind: Kind| if known.kind == kind { encode(&own()) } else { String::new() };
    [
        known.id.to_string(),
        known.kind.word().to_owned(),
        encode(known.owner.as_str()),
        known.project.as_ref().map(|project| encode(project.as_str())).unwrap_or_default(),
        of(Kind::Bot),
        of(Kind::Integration),
        known.scopes.to_string(),
        known.expires_at.map(|at| at.to_string()).unwrap_or_default(),
    ]
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' '..=b'~' if byte != b'%' => encoded.push(char::from(byte)),
            // Writing into a string does not fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::name::Name;

    #[test]
    fn names_beyond_ascii_are_percent_encoded_and_read_back() {
        for (text, encoded) in
            [("order bot", "order bot"), ("50%", "50%25"), ("Björn", "Bj%C3%B6rn"), ("a\u{7f}\r\nb", "a%7F%0D%0Ab")]
        {
            assert_eq!(encode(Name::from_stored(text.to_owned()).as_str()), encoded);
        }
    }
}
