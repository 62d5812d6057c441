//! A token: a credential's lasting identity, and the status that a person sees.

use super::Instant;
use super::id::TokenId;
use super::kind::Kind;
use super::name::Name;
use super::owner::OwnerId;
use super::policy::Policy;
use super::scope::ScopeSet;
use std::fmt;
use std::str::FromStr;

/// The stored state of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenState {
    /// Its secrets are accepted.
    Active,
    /// None of its secrets is accepted until it is enabled again.
    Disabled,
    /// Ended for good.
    Revoked,
}

impl TokenState {
    /// The word kept in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Revoked => "revoked",
        }
    }

    /// The state that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Active, Self::Disabled, Self::Revoked].into_iter().find(|state| state.word() == word)
    }
}

/// What a person sees: the state, with expiry and grace taken into account at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Accepted.
    Active,
    /// Accepted, and so is its previous secret until the grace ends.
    Rotating,
    /// Switched off.
    Disabled,
    /// Past its expiry.
    Expired,
    /// Ended for good.
    Revoked,
}

impl Status {
    /// All statuses, in the order in which lists show them.
    pub const ALL: [Self; 5] = [Self::Active, Self::Rotating, Self::Disabled, Self::Expired, Self::Revoked];

    /// The word used in filters, JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Rotating => "rotating",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// Whether the verifier would accept the token's current secret.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Active | Self::Rotating)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// The word is none of the statuses.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no such status; the statuses are active, rotating, disabled, expired and revoked")]
pub struct UnknownStatus;

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.word() == word).ok_or(UnknownStatus)
    }
}

/// A token as stored, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its public id.
    pub id: TokenId,
    /// What it is for.
    pub kind: Kind,
    /// What it speaks for.
    pub owner: OwnerId,
    /// Its name, unique among its owner's live tokens without regard to case.
    pub name: Name,
    /// What it may do; empty where the kind has no scopes.
    pub scopes: ScopeSet,
    /// The instant from which it is refused.
    pub expires_at: Option<Instant>,
    /// Where it may be used from, and how often.
    pub policy: Policy,
    /// Stored state.
    pub state: TokenState,
    /// Whether its value was issued elsewhere and adopted.
    pub adopted: bool,
    /// A person's words.
    pub note: String,
    /// When it was issued.
    pub created_at: Instant,
    /// When its state last changed.
    pub state_changed_at: Instant,
    /// When its present secret was made.
    pub rotated_at: Instant,
}

impl Token {
    /// Whether `now` is at or past the expiry.
    pub fn is_expired(&self, now: Instant) -> bool {
        self.expires_at.is_some_and(|at| now >= at)
    }

    /// The status at `now`; `grace_until` is that of a retiring secret, if there is one.
    pub fn status(&self, grace_until: Option<Instant>, now: Instant) -> Status {
        match self.state {
            TokenState::Revoked => Status::Revoked,
            _ if self.is_expired(now) => Status::Expired,
            TokenState::Disabled => Status::Disabled,
            TokenState::Active if grace_until.is_some_and(|until| now < until) => Status::Rotating,
            TokenState::Active => Status::Active,
        }
    }
}
