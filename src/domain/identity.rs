//! Whom a token speaks for, as the service behind the gateway reads it: always the same headers, empty where there is nothing
//! to say, so that a client can slip none of them in.

use super::kind::Kind;
use super::verdict::Speaker;
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

/// What the headers say of whom a token speaks for: printable ASCII, what is beyond it percent-encoded as UTF-8 (and so is `%`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names<T> {
    /// The owner's name.
    pub owner: T,
    /// The project's name; empty where there is none.
    pub project: T,
    /// What a bot or an integration is called where it runs: its external id, or its name where it has none.
    pub own: T,
}

impl Names<String> {
    /// The names of a speaker.
    pub fn of(speaker: &Speaker) -> Self {
        Self {
            owner: encode(speaker.owner.as_str()),
            project: speaker.project.as_ref().map(|project| encode(project.as_str())).unwrap_or_default(),
            own: encode(speaker.external_id.as_deref().unwrap_or(speaker.owner.as_str())),
        }
    }

    /// The same in another form.
    pub fn map<U>(self, form: impl Fn(String) -> U) -> Names<U> {
        Names { owner: form(self.owner), project: form(self.project), own: form(self.own) }
    }
}

impl<T: Clone + Default> Names<T> {
    /// The values of [`HEADERS`], for a token of this speaker.
    pub fn values(&self, kind: Kind, id: T, word: T, scopes: T, expires: T) -> [T; HEADERS.len()] {
        let of = |wanted: Kind| if kind == wanted { self.own.clone() } else { T::default() };
        [id, word, self.owner.clone(), self.project.clone(), of(Kind::Bot), of(Kind::Integration), scopes, expires]
    }
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
