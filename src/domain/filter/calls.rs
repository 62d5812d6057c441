//! The filter grammar of traffic: the tokens' own grammar with keys that fit calls.
//!
//! | term | matches a call … |
//! | --- | --- |
//! | `word`, `"two words"` | whose token, owner, method, path, source, verdict, gateway, project or scope holds it as it stands, or whose token's id begins with it; lower case finds upper case too |
//! | `verdict:denied` `verdict:allow` | that was answered so |
//! | `reason:unknown,expired` | that was denied for one of these reasons |
//! | `token:helper`, `token:tok_4j` | with a token whose selector holds the value, or whose id begins with it; `none` where the value belonged to no token |
//! | `owner:` | with a token whose owner's name holds one of the values |
//! | `source:192.0.2.` `source:10.0.0.0/8` | from an address that begins so, or is in the network; `unknown` where none is known |
//! | `method:post` | of one of these methods |
//! | `path:` `scope:` `project:` | whose path, needed scope or project holds one of the values |
//! | `gateway:nginx` | that this gateway asked about |
//! | `at:<1h` `at:>1d` | within, or longer ago than, the length of time |
//!
//! `!` turns any term round.

mod terms;
#[cfg(test)]
mod tests;

use super::FilterError;
use super::term::Terms;
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::traffic::Call;
use std::fmt;
use terms::Key;

/// A filter of calls. Its [`Display`](fmt::Display) is the canonical text, which parses to an equal filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallFilter {
    terms: Terms<Key>,
}

/// A call with what the vault says of its token now.
#[derive(Clone, Copy, Debug)]
pub struct CallRow<'a> {
    /// The call.
    pub call: &'a Call,
    /// The token's selector, where the vault knows the token.
    pub token: Option<&'a str>,
    /// Its owner's name.
    pub owner: Option<&'a str>,
}

/// A text of a call in which a filter may have hit something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallField {
    /// The token's selector or id.
    Token,
    /// The method.
    Method,
    /// The path.
    Path,
    /// Where it came from.
    Source,
    /// `allow`, or the reason.
    Verdict,
}

impl CallFilter {
    /// Reads a filter.
    ///
    /// # Errors
    /// A key or value that is not known, with the nearest match and its place; a quote that is not closed.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Terms::parse(text).map(|terms| Self { terms })
    }

    /// Calls with one token.
    pub fn of_token(id: TokenId) -> Self {
        Self { terms: Terms::of(Key::of_token(id)) }
    }

    /// Calls with the tokens of owners called so.
    pub fn of_owner(name: &str) -> Self {
        Self { terms: Terms::of(Key::of_owner(name)) }
    }

    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a call is shown.
    pub fn matches(&self, row: &CallRow<'_>, now: Instant) -> bool {
        self.terms.iter().all(|term| term.holds(|text| terms::is_anywhere(text, row), |key| key.holds(row, now)))
    }

    /// The places in a field's text, counted in characters, that the filter hits; sorted, each once.
    pub fn highlights(&self, field: CallField, text: &str) -> Vec<usize> {
        self.terms.highlights(text, |key| key.hits(field, text))
    }
}

impl fmt::Display for CallFilter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.terms.fmt(out)
    }
}
