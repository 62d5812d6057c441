//! The filter grammar of the history: the tokens' own grammar with keys that fit events.
//!
//! | term | matches an event … |
//! | --- | --- |
//! | `word`, `"two words"` | whose actor, address, action, subject or detail holds it as it stands, whose token id begins with it, or (`refused`) which was refused; lower case finds upper case too |
//! | `actor:` | whose actor, or the address that they came from, holds one of the values, in any case |
//! | `action:rotate,reveal` | of one of these actions |
//! | `outcome:refused` | that ended so |
//! | `token:tok_4j`, `token:helper` | about a token whose id begins with the value, or which was called so |
//! | `subject:` | whose subject holds one of the values |
//! | `bot:helper`, `pat:ci` | whose subject holds this selector |
//! | `owner:` | whose subject belonged to an owner whose name held one of the values |
//! | `seq:412` | with that number |
//! | `at:<7d` `at:>30d` | within, or longer ago than, the length of time |
//! | `since:2026-03-01` `until:7d` | at or after, or up to the end of, a day, an instant (`2026-03-31T12:00:00Z`) or so long ago |
//!
//! `!` turns any term round. Words are not fuzzy here: a history is read to be sure of something, and in some hundred
//! letters of an event nearly any four stand in some order.

mod terms;
#[cfg(test)]
mod tests;

use super::FilterError;
use super::term::Terms;
use crate::domain::Instant;
use crate::domain::event::Event;
use crate::domain::id::TokenId;
use crate::domain::owner::OwnerKind;
use std::fmt;
use terms::Key;

/// A filter of events. Its [`Display`](fmt::Display) is the canonical text, which parses to an equal filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    terms: Terms<Key>,
}

/// A text of an event in which a filter may have hit something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventField {
    /// Who acted, or the address that they came from.
    Actor,
    /// What was done.
    Action,
    /// How it ended.
    Outcome,
    /// What it was done to.
    Subject,
    /// What else was said.
    Detail,
    /// The token's id.
    Token,
}

impl EventFilter {
    /// Reads a filter.
    ///
    /// # Errors
    /// A key or value that is not known, with the nearest match and its place; a quote that is not closed.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Terms::parse(text).map(|terms| Self { terms })
    }

    /// What happened to one token.
    pub fn of_token(id: TokenId) -> Self {
        Self { terms: Terms::of(Key::of_token(id)) }
    }

    /// What happened to an owner and to its tokens, as far as they are called as it is now.
    pub fn of_owner(kind: OwnerKind, name: &str) -> Self {
        Self { terms: Terms::of(Key::of_owner(kind, name)) }
    }

    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether an event is shown. Allocates nothing, so that a million events take a second.
    pub fn matches(&self, event: &Event, now: Instant) -> bool {
        self.terms.iter().all(|term| term.holds(|text| terms::is_anywhere(text, &event.what), |key| key.holds(event, now)))
    }

    /// The one token that it asks for, when it names one by its whole id: an index knows that token's events.
    pub fn token(&self) -> Option<TokenId> {
        self.terms.keys().find_map(Key::token)
    }

    /// The places in a field's text, counted in characters, that the filter hits; sorted, each once.
    pub fn highlights(&self, field: EventField, text: &str) -> Vec<usize> {
        self.terms.highlights(text, |key| key.hits(field, text))
    }
}

impl fmt::Display for EventFilter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.terms.fmt(out)
    }
}
