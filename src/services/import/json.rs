//! JSON (RFC 8259): one object of names and values, or a list of records with the fields of the CSV header.
//!
//! The shape is read by serde_json as raw text, so that each value keeps its line and goes straight into a string
//! that is wiped, and a name that is there twice is seen twice.

use super::columns::Column;
use super::entry::{Entry, Parsed, finish, roomy};
use crate::domain::plaintext::Plaintext;
use crate::services::{Error, Result};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

const NOT_TEXT: &str = "its value is a list or an object, not text";

/// Reads a file whose byte order mark is gone already.
///
/// # Errors
/// It is no UTF-8, no JSON, or neither an object nor a list.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Parsed>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        Error::Invalid(format!("line {line} is not valid UTF-8; save the file as UTF-8"))
    })?;
    let place = Place { text };
    // serde_json's own messages can quote what they found, which may be a value.
    let no_json = |error: serde_json::Error| Error::Invalid(format!("line {}: this is no valid JSON", error.line()));
    match text.trim_start().as_bytes().first() {
        Some(b'{') => {
            let members: Members<'_> = serde_json::from_str(text).map_err(no_json)?;
            Ok(members.0.iter().map(|(name, value)| place.pair(name, value)).collect())
        }
        Some(b'[') => {
            let records: Vec<&RawValue> = serde_json::from_str(text).map_err(no_json)?;
            Ok(records.into_iter().map(|record| place.record(record)).collect())
        }
        _ => Err(Error::Invalid("the file is neither a JSON object of names and values nor a list of records".to_owned())),
    }
}

/// The text that raw values lie in, which tells their line.
struct Place<'a> {
    text: &'a str,
}

impl Place<'_> {
    fn line_of(&self, raw: &RawValue) -> usize {
        let offset = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        1 + self.text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
    }

    fn pair(&self, name: &str, raw: &RawValue) -> Parsed {
        let line = self.line_of(raw);
        match text_of(raw) {
            Some(value) => Parsed::entry(line, name, value),
            None => Parsed::bad(line, Some(name), NOT_TEXT),
        }
    }

    fn record(&self, raw: &RawValue) -> Parsed {
        let line = self.line_of(raw);
        let Ok(Members(fields)) = serde_json::from_str(raw.get()) else {
            return Parsed::bad(line, None, "it is no record with name and value");
        };
        let mut texts: [Option<Plaintext>; 5] = Default::default();
        for (word, raw) in &fields {
            let column = match Column::from_word(word) {
                Ok(column) => column,
                Err(reason) => return Parsed::bad(line, None, reason),
            };
            let Some(text) = text_of(raw) else {
                return Parsed::bad(line, None, NOT_TEXT);
            };
            if texts[column as usize].replace(text).is_some() {
                return Parsed::bad(line, None, format!("it has {word} twice"));
            }
        }
        let [name, value, service, note, expires] = texts.map(|text| text.filter(|text| !text.expose().is_empty()));
        let text = |text: Option<Plaintext>| text.map(|text| text.expose().to_owned());
        match text(name) {
            None => Parsed::bad(line, None, "it has no name"),
            Some(name) => Parsed::Entry(Entry {
                line,
                name,
                value: value.unwrap_or_else(|| Plaintext::new(String::new())),
                service: text(service),
                note: text(note),
                expires: text(expires),
            }),
        }
    }
}

/// An object's members in order, those with the same name included.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// A scalar as text: what is in the quotes, a number or a switch as written, nothing for null.
fn text_of(raw: &RawValue) -> Option<Plaintext> {
    let raw = raw.get().trim();
    if let Some(inner) = raw.strip_prefix('"') {
        return Some(unescape(inner.strip_suffix('"').unwrap_or(inner)));
    }
    match raw.as_bytes().first() {
        Some(b'{' | b'[') => None,
        _ if raw == "null" => Some(Plaintext::new(String::new())),
        _ => Some(Plaintext::new(raw.to_owned())),
    }
}

/// Resolves the escapes of a string that serde_json has found well-formed. A half of a surrogate pair without its
/// other half becomes U+FFFD.
fn unescape(inner: &str) -> Plaintext {
    let mut text = roomy(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = rest[at + 1..].chars().next().unwrap_or('\\');
        rest = rest.get(at + 1 + escape.len_utf8()..).unwrap_or_default();
        match escape {
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'u' => {
                let (c, after) = unicode(rest);
                text.push(c);
                rest = after;
            }
            c => text.push(c),
        }
    }
    text.push_str(rest);
    finish(text)
}

/// The character of `\uXXXX` or of a pair of them, and what follows.
fn unicode(rest: &str) -> (char, &str) {
    let unit = |text: &str| text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let after = rest.get(4..).unwrap_or_default();
    let first = unit(rest).unwrap_or(0xfffd);
    let low = after.strip_prefix("\\u").and_then(unit).filter(|low| (0xdc00..0xe000).contains(low));
    match (first, low) {
        (0xd800..=0xdbff, Some(low)) => {
            let c = 0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(c).unwrap_or('\u{fffd}'), after.get(6..).unwrap_or_default())
        }
        _ => (char::from_u32(first).unwrap_or('\u{fffd}'), after),
    }
}

#[cfg(test)]
mod tests;
