//! One version of a token's value.

use super::Instant;
use super::mask::Hint;

/// SHA-256 over a domain tag and the whole value (own and adopted values), or HMAC-SHA-256 under a key of
/// the vault (external values, which may be short enough to guess).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

/// Where a secret stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecretState {
    /// The one that clients should use.
    Current,
    /// The previous one, accepted until its grace ends.
    Retiring,
    /// Never accepted again; only its digest remains.
    Retired,
}

impl SecretState {
    /// The word kept in the store and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Retiring => "retiring",
            Self::Retired => "retired",
        }
    }

    /// The state that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Current, Self::Retiring, Self::Retired].into_iter().find(|state| state.word() == word)
    }
}

/// A secret as a person may see it: everything but its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// 1 for the first, one more with each rotation.
    pub version: u32,
    /// Stored state; a retiring secret whose grace has ended counts as retired.
    pub state: SecretState,
    /// How the value is recognised.
    pub digest: Digest,
    /// The end of the value, for people to recognise it by.
    pub hint: Hint,
    /// Whether a sealed value is kept.
    pub is_sealed: bool,
    /// When it was made.
    pub created_at: Instant,
    /// Until when a retiring secret is accepted.
    pub grace_until: Option<Instant>,
    /// When it was retired.
    pub retired_at: Option<Instant>,
}

impl Secret {
    /// Whether the verifier would accept it at `now`, were its token live.
    pub fn is_accepted(&self, now: Instant) -> bool {
        match self.state {
            SecretState::Current => true,
            SecretState::Retiring => self.grace_until.is_some_and(|until| now < until),
            SecretState::Retired => false,
        }
    }

    /// The state at `now`: a retiring secret whose grace has ended is retired.
    pub fn state_at(&self, now: Instant) -> SecretState {
        match self.state {
            SecretState::Retiring if !self.is_accepted(now) => SecretState::Retired,
            state => state,
        }
    }
}
