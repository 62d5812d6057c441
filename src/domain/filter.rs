//! The filter grammar of lists: fuzzy words, `!word`, and `key:value` terms.
//!
//! ```text
//! filter = term*                          parted by spaces; all terms must match
//! term   = "!"* (word | quoted | key ":" value ("," value)*)
//! quoted = '"' text '"'                   with \" and \\ inside
//! key    = kind | status | owner | project | name | scope | id | expires | used | created
//! ```
//!
//! | term | matches a token … |
//! | --- | --- |
//! | `word` | whose name, owner, project or kind holds the letters in this order, or whose note, hint or id holds the word |
//! | `"two words"`, `!word` | one of those fields holds it (holds it nowhere) as it stands; lower case finds upper case too |
//! | `kind:bot,pat` | of one of these kinds |
//! | `status:active,expired` | of one of these statuses; `any` for all, long ended ones too |
//! | `owner:` `project:` `name:` | whose owner, project or name holds one of the values, in any case |
//! | `id:tok_4j`, `id:4j` | whose id begins with, or holds, the value |
//! | `scope:files:write` | that is granted the scope, be it by `files:*`, by `*`, or because its kind may do everything |
//! | `scope:files`, `scope:files:*` | that is granted something of, or all of, the resource |
//! | `expires:<30d` `expires:>30d` `expires:never` | that will expire sooner, later, or not at all |
//! | `used:<7d` `used:>30d` `used:never` | last used within, or longer ago than, the length of time; or not at all |
//! | `created:<7d` `created:>1w` | issued within, or longer ago than, the length of time |
//!
//! `!` turns any term round. Tokens that ended over 7 days ago match only when the filter has a `status:` term.

mod calls;
mod findings;
mod history;
mod lexer;
mod matching;
mod needle;
mod rank;
mod sift;
mod term;
mod terms;
#[cfg(test)]
mod tests;
mod values;

pub use calls::{CallField, CallFilter, CallRow};
pub use findings::{FindingField, FindingFilter, FindingRow};
pub use history::{EventField, EventFilter};
pub use rank::Ranking;
pub use values::in_quotes;

use super::Instant;
use super::summary::TokenRow;
use std::fmt;
use term::Terms;
use terms::Key;

/// A filter ready to be matched against rows. Its [`Display`](fmt::Display) is the canonical text, which parses to an equal filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Terms<Key>,
}

/// What is wrong with a filter, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// What is wrong and what to write instead; safe to show.
    pub message: String,
    /// The known key or value most like the one that was written.
    pub suggestion: Option<String>,
    /// Where the key or value at fault begins, in bytes.
    pub at: usize,
}

impl std::error::Error for FilterError {}

impl fmt::Display for FilterError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)?;
        self.suggestion.as_ref().map_or(Ok(()), |word| write!(out, "; did you mean {word}?"))
    }
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// A key or value that is not known, with the nearest match and its place; a quote that is not closed.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Terms::parse(text).map(|terms| Self { terms })
    }

    /// Whether nothing is filtered (but for what ended long ago).
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a row is shown. Allocates nothing, so that a hundred thousand rows take milliseconds.
    pub fn matches<'a>(&self, row: impl Into<TokenRow<'a>>, now: Instant) -> bool {
        let row = &row.into();
        (self.names_status() || !row.is_history(now)) && self.terms.iter().all(|term| term.matches(row, now))
    }

    /// How well a row fits, the best highest; `None` when it does not match. Makes a [`Ranking`] for one use:
    /// whoever scores many rows keeps one and calls [`Ranking::score`].
    pub fn score<'a>(&self, row: impl Into<TokenRow<'a>>, now: Instant) -> Option<u32> {
        Ranking::default().score(self, row, now)
    }

    /// The places in a cell's text (a name, an owner), counted in characters, that the words of the filter hit;
    /// sorted, each once.
    pub fn highlights(&self, cell: &str) -> Vec<usize> {
        Ranking::default().highlights(self, cell)
    }

    /// Whether it names a status, so that tokens that ended long ago may match too.
    pub fn names_status(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, term::Test::Keyed(Key::Status(_))))
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.terms.fmt(out)
    }
}
