//! What the usage file says of tokens, as far as rules ask for it.

use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::verdict::Reason;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Whole days that the last 24 hours are compared with: a week.
pub const WEEK: usize = 7;

/// Figures of all tokens, or of a few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllFigures {
    /// The time that they cover; none where nothing was ever counted.
    pub span: Option<Covered>,
    /// By token; those never presented are not there.
    pub tokens: HashMap<TokenId, Figures>,
}

/// The time that figures cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Since when there are figures.
    pub from: Instant,
    /// Until when figures were kept, at least: the service may have stopped then.
    pub until: Instant,
}

/// Figures of one token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Of each secret, the newest first.
    pub secrets: Vec<SecretFigures>,
    /// Accepted calls of each of the last 24 hours, the present one last.
    pub hours: [u32; 24],
    /// Accepted calls of each of 7 whole days before those 24 hours, the oldest first.
    pub days: [u64; WEEK],
    /// Refused calls of these days, but for those refused because the value had ended.
    pub refused_days: [u64; WEEK],
    /// The same in the last 24 hours, by reason, the most first.
    pub refused: Vec<(Reason, u64)>,
    /// Accepted calls of the last 7 days, today among them.
    pub week: u64,
    /// Scopes that were needed and granted, with the last time.
    pub scopes: Vec<(Arc<str>, Instant)>,
    /// Where it was used from; only of tokens that have a new address, or of which an ended value was presented lately.
    pub sources: Vec<SourceFigures>,
}

/// Figures of one secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFigures {
    /// Its version.
    pub version: u32,
    /// The first call.
    pub first_at: Instant,
    /// The last call, accepted or not.
    pub last_at: Instant,
    /// The last accepted call.
    pub used_at: Option<Instant>,
    /// Where the last call came from.
    pub source: Option<IpAddr>,
    /// Accepted calls in the last 24 hours.
    pub day: u64,
    /// Calls in the last 24 hours that were refused because the value had ended: retired, revoked or expired.
    pub ended_day: u64,
    /// The same in the last 7 days, today among them.
    pub ended_week: u64,
}

/// Calls of one secret from one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFigures {
    /// The secret.
    pub version: u32,
    /// The address; none for those that were too many to keep apart, and unknown ones.
    pub address: Option<IpAddr>,
    /// Accepted calls.
    pub calls: u64,
    /// Refused calls.
    pub refused: u64,
    /// The first call.
    pub first_at: Instant,
    /// The last call.
    pub last_at: Instant,
}

impl Figures {
    /// Accepted calls in the last 24 hours.
    pub fn day(&self) -> u64 {
        self.hours.iter().map(|calls| u64::from(*calls)).sum()
    }

    /// The last accepted call.
    pub fn used_at(&self) -> Option<Instant> {
        self.secrets.iter().filter_map(|secret| secret.used_at).max()
    }

    /// The first call, accepted or not.
    pub fn first_at(&self) -> Option<Instant> {
        self.secrets.iter().map(|secret| secret.first_at).min()
    }

    /// Refused calls in the last 24 hours, but for those refused because the value had ended.
    pub fn refused_day(&self) -> u64 {
        self.refused.iter().map(|(_, calls)| calls).fold(0, |sum, calls| sum.saturating_add(*calls))
    }
}

/// Whether a refusal says that the value had ended, whatever it was used for.
pub fn is_ended(reason: Reason) -> bool {
    matches!(reason, Reason::Retired | Reason::Revoked | Reason::Expired)
}
