//! Names of owners and tokens: what a person may call them.

use super::label::is_active;
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

/// The most characters a name may have.
pub const MAX_CHARS: usize = 64;

/// A name: 1 to 64 characters in normalisation form C, parted by single spaces, without controls, and without `/` (which
/// selectors use).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The name as text; still to be passed through `display_safe` where stored data may be foreign.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which two names are the same: lower case.
    pub fn folded(&self) -> String {
        Self::fold(&self.0)
    }

    /// The same form of a name as a person typed it.
    pub fn fold(text: &str) -> String {
        normal(text).to_lowercase()
    }

    /// A name read back from the store, taken as it stands.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&super::label::display_safe(&self.0), out)
    }
}

/// Why a name is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NameError {
    /// Nothing that can be seen is left after trimming.
    #[error("a name cannot be empty")]
    Empty,
    /// More than [`MAX_CHARS`] characters.
    #[error("the name has {0} characters; {MAX_CHARS} is the most")]
    TooLong(usize),
    /// It holds a character that could act on a terminal or cannot be seen.
    #[error("the name holds the character {0}, which is not shown or acts on terminals; leave it out")]
    Active(String),
    /// It holds a slash.
    #[error("a name cannot hold '/', which selectors use between an owner and a token")]
    Slash,
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(c) = text.chars().find(|c| is_active(*c)) {
            return Err(NameError::Active(format!("U+{:04X}", c as u32)));
        }
        let name = normal(text);
        match name.chars().count() {
            n if n > MAX_CHARS => Err(NameError::TooLong(n)),
            _ if !name.chars().any(is_seen) => Err(NameError::Empty),
            _ if name.contains('/') => Err(NameError::Slash),
            _ => Ok(Self(name)),
        }
    }
}

/// The form in which names are kept and looked up: normalisation form C (Unicode Standard Annex 15), each run of spaces of
/// any width one plain space, so that two names that look the same are the same.
pub fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// Whether `c` leaves a mark of its own: neither a space, nor a mark upon another character, nor the blank pattern of Braille.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && c != '\u{2800}' && c.width().unwrap_or(0) > 0
}

#[cfg(test)]
mod tests;
