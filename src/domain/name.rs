//! Names of owners and tokens: what a person may call them.

use super::label::is_active;
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// The most characters a name may have.
pub const MAX_CHARS: usize = 64;

/// A name: 1 to 64 characters in normalisation form C, without edges of space, controls, or `/` (which selectors use).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The name as text; still to be passed through `display_safe` where stored data may be foreign.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which two names are the same: lower case.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
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
    /// Nothing is left after trimming.
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
        let name: String = text.trim().nfc().collect();
        match name.chars().count() {
            0 => Err(NameError::Empty),
            n if n > MAX_CHARS => Err(NameError::TooLong(n)),
            _ if name.contains('/') => Err(NameError::Slash),
            _ => Ok(Self(name)),
        }
    }
}
