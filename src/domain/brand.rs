//! A vault's brand: the first part of each value that it issues.

use std::fmt;
use std::str::FromStr;

/// 2 to 8 characters of `[a-z0-9]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Brand(String);

impl Brand {
    /// The brand as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Brand {
    fn default() -> Self {
        Self("jtn".to_owned())
    }
}

impl fmt::Display for Brand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The text is no brand.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a brand is 2 to 8 characters of a-z and 0-9")]
pub struct NotABrand;

impl FromStr for Brand {
    type Err = NotABrand;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = (2..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotABrand) }
    }
}
