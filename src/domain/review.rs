//! Reviews: walks through tokens, one at a time, each kept, rotated, revoked or put off.

mod report;

pub use report::{Report, ReportFormat, ReportRow, tally};

use super::Instant;
use super::id::TokenId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The number of a review; 1 for the vault's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReviewId(pub i64);

impl fmt::Display for ReviewId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// What was decided about a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It may stay as it is.
    Keep,
    /// It was given a new value.
    Rotate,
    /// It was ended.
    Revoke,
    /// It is to be looked at again at a date.
    Snooze(Instant),
}

impl Decision {
    /// The words of all of them.
    pub const WORDS: [&str; 4] = ["keep", "rotate", "revoke", "snooze"];

    /// Its word in commands, reports and the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Rotate => "rotate",
            Self::Revoke => "revoke",
            Self::Snooze(_) => "snooze",
        }
    }

    /// Until when it is put off.
    pub fn until(self) -> Option<Instant> {
        match self {
            Self::Snooze(until) => Some(until),
            _ => None,
        }
    }

    /// The decision that a stored word and date name.
    pub fn from_stored(word: &str, until: Option<Instant>) -> Option<Self> {
        match (word, until) {
            ("keep", None) => Some(Self::Keep),
            ("rotate", None) => Some(Self::Rotate),
            ("revoke", None) => Some(Self::Revoke),
            ("snooze", Some(until)) => Some(Self::Snooze(until)),
            _ => None,
        }
    }
}

/// A review as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its number.
    pub id: ReviewId,
    /// The filter that chose its tokens, as typed; empty for every live token.
    pub filter: String,
    /// When it was begun.
    pub begun_at: Instant,
    /// Who began it.
    pub begun_by: String,
    /// Number of the event that tells so.
    pub begun_seq: u64,
    /// Its end; none while it is open.
    pub closed: Option<Closed>,
    /// How many tokens it walks through.
    pub tokens: usize,
    /// How many of them are decided.
    pub decided: usize,
}

/// The end of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: Instant,
    /// Who closed it.
    pub by: String,
    /// Number of the event that tells so.
    pub seq: u64,
}

/// One token of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewItem {
    /// Its place in the walk, from 1.
    pub place: u32,
    /// The token.
    pub token: TokenId,
    /// What was decided; none yet.
    pub decided: Option<Decided>,
}

/// A decision with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What.
    pub decision: Decision,
    /// Why.
    pub note: String,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: String,
    /// Number of the event that tells so.
    pub seq: u64,
    /// What they were shown then.
    pub facts: Facts,
}

/// What a reviewer was shown of a token when they decided: lines for a report, as they were then. Each is still to be passed through
/// `display_safe`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What people call the token: `bot:helper/main`.
    pub label: String,
    /// Its kind's word.
    pub kind: String,
    /// Its status' word.
    pub status: String,
    /// What it may do, parted by spaces; empty where the kind has no scopes.
    pub scopes: String,
    /// When it was issued, RFC 3339.
    pub created_at: String,
    /// When its value was made, RFC 3339.
    pub rotated_at: String,
    /// When it expires, RFC 3339; empty for never.
    pub expires_at: String,
    /// When it was last accepted, RFC 3339; empty where nothing is known.
    pub last_used_at: String,
    /// Accepted calls in 7 days.
    pub calls_week: u64,
    /// Addresses that it was used from.
    pub sources: u64,
    /// The words of the rules that had an open finding, parted by spaces.
    pub findings: String,
}
