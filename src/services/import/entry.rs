//! What a parser makes of a file: one entry a value, or the reason why a line gives none.

use crate::domain::plaintext::Plaintext;
use zeroize::Zeroizing;

/// A name with its value, as the file has it.
pub(super) struct Entry {
    /// The line that it begins on, from 1.
    pub line: usize,
    /// The name, `GITHUB_TOKEN` for example.
    pub name: String,
    /// The value; may be empty.
    pub value: Plaintext,
    /// The external service that it belongs to, if the file says so.
    pub service: Option<String>,
    /// A person's words, if the file has any.
    pub note: Option<String>,
    /// The expiry as written, if the file has one.
    pub expires: Option<String>,
}

/// One line that a file was expected to give a value on.
pub(super) enum Parsed {
    /// It does.
    Entry(Entry),
    /// It does not.
    Bad(BadLine),
}

/// A line that gives no value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadLine {
    /// The line, from 1.
    pub line: usize,
    /// The name, where it could be told from the value for certain.
    pub name: Option<String>,
    /// What is wrong with it, without any of its text.
    pub reason: String,
}

impl Parsed {
    pub fn bad(line: usize, name: Option<&str>, reason: impl Into<String>) -> Self {
        Self::Bad(BadLine { line, name: name.map(str::to_owned), reason: reason.into() })
    }

    pub fn entry(line: usize, name: &str, value: Plaintext) -> Self {
        Self::Entry(Entry { line, name: name.to_owned(), value, service: None, note: None, expires: None })
    }
}

/// A string for a secret: it has room for all that will be put in, since one that grows leaves its beginning behind.
pub(super) fn roomy(bytes: usize) -> Zeroizing<String> {
    Zeroizing::new(String::with_capacity(bytes))
}

/// Seals a finished string off.
pub(super) fn finish(mut text: Zeroizing<String>) -> Plaintext {
    Plaintext::new(std::mem::take(&mut *text))
}
