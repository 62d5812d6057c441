//! A token in one line: what lists, filters and the token table read.

use super::Instant;
use super::brand::Brand;
use super::id::TokenId;
use super::kind::Kind;
use super::mask::{Charset, Hint, mask};
use super::name::Name;
use super::owner::OwnerId;
use super::policy::Policy;
use super::scope::ScopeSet;
use super::selector::Selector;
use super::token::{Status, TokenState};

/// One token with what a row shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSummary {
    /// Its public id.
    pub id: TokenId,
    /// What it is for.
    pub kind: Kind,
    /// Its name.
    pub name: Name,
    /// Its owner's row.
    pub owner_id: OwnerId,
    /// Its owner's name.
    pub owner: Name,
    /// The project's name, for a project's own token and those of its bots and integrations.
    pub project: Option<Name>,
    /// Whether its owner is archived.
    pub owner_archived: bool,
    /// Stored state.
    pub state: TokenState,
    /// What it may do.
    pub scopes: ScopeSet,
    /// Where it may be used from, and how often.
    pub policy: Policy,
    /// The instant from which it is refused.
    pub expires_at: Option<Instant>,
    /// End of the grace of a retiring secret, if there is one.
    pub grace_until: Option<Instant>,
    /// Version of the current secret (of the last one, once revoked).
    pub version: u32,
    /// End of the current value.
    pub hint: Hint,
    /// Whether a sealed value is kept, so that it can be revealed.
    pub is_sealed: bool,
    /// Whether its value was adopted.
    pub adopted: bool,
    /// A person's words.
    pub note: String,
    /// When it was issued.
    pub created_at: Instant,
    /// When its state last changed.
    pub state_changed_at: Instant,
    /// When its present secret was made.
    pub rotated_at: Instant,
    /// When the verifier last accepted it, as far as is known.
    pub last_used_at: Option<Instant>,
}

/// How long an ended token stays in the default list.
pub const ENDED_SHOWN_FOR: super::span::Span = super::span::Span::from_days(7);

/// The times of a token in milliseconds since 1970: as small as they are stored, and turned into instants only where wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    expires_at: i64,
    grace_until: i64,
    created_at: i64,
    state_changed_at: i64,
    rotated_at: i64,
    last_used_at: i64,
}

/// No time.
const NEVER: i64 = i64::MIN;

fn millis(at: Option<Instant>) -> i64 {
    at.map_or(NEVER, Instant::as_millisecond)
}

/// Only milliseconds of instants get in; the fall-back cannot be reached.
fn instant(millis: i64) -> Instant {
    Instant::from_millisecond(millis).unwrap_or_default()
}

fn maybe(millis: i64) -> Option<Instant> {
    (millis != NEVER).then(|| instant(millis))
}

impl Times {
    /// From milliseconds since 1970.
    pub fn new(created_at: i64, state_changed_at: i64, rotated_at: i64) -> Self {
        Self { expires_at: NEVER, grace_until: NEVER, created_at, state_changed_at, rotated_at, last_used_at: NEVER }
    }

    /// With an expiry.
    #[must_use]
    pub fn expiring(self, at: Option<i64>) -> Self {
        Self { expires_at: at.unwrap_or(NEVER), ..self }
    }

    /// With the end of a grace.
    #[must_use]
    pub fn in_grace(self, until: Option<i64>) -> Self {
        Self { grace_until: until.unwrap_or(NEVER), ..self }
    }

    /// With a last use.
    #[must_use]
    pub fn used(self, at: Option<Instant>) -> Self {
        Self { last_used_at: millis(at), ..self }
    }
}

impl From<&TokenSummary> for Times {
    fn from(token: &TokenSummary) -> Self {
        Self {
            expires_at: millis(token.expires_at),
            grace_until: millis(token.grace_until),
            created_at: token.created_at.as_millisecond(),
            state_changed_at: token.state_changed_at.as_millisecond(),
            rotated_at: token.rotated_at.as_millisecond(),
            last_used_at: millis(token.last_used_at),
        }
    }
}

/// A token as a list has it, borrowed from wherever it is kept: what filters and orders look at, a hundred thousand times
/// in a row. What is not said here is said at [`TokenSummary`].
#[derive(Clone, Copy, Debug)]
pub struct TokenRow<'a> {
    /// Its public id.
    pub id: TokenId,
    /// What it is for.
    pub kind: Kind,
    /// Its name; still to be passed through `display_safe`.
    pub name: &'a str,
    /// Its owner's row.
    pub owner_id: OwnerId,
    /// Its owner's name.
    pub owner: &'a str,
    /// The project's name.
    pub project: Option<&'a str>,
    /// Whether its owner is archived.
    pub owner_archived: bool,
    /// Stored state.
    pub state: TokenState,
    /// What it may do.
    pub scopes: &'a ScopeSet,
    /// Where it may be used from, and how often.
    pub policy: &'a Policy,
    /// Version of the current secret.
    pub version: u32,
    /// End of the current value.
    pub hint: Hint,
    /// Whether a sealed value is kept.
    pub is_sealed: bool,
    /// Whether its value was adopted.
    pub adopted: bool,
    /// A person's words.
    pub note: &'a str,
    /// Its times.
    pub times: Times,
}

impl<'a> From<&'a TokenSummary> for TokenRow<'a> {
    fn from(token: &'a TokenSummary) -> Self {
        Self {
            id: token.id,
            kind: token.kind,
            name: token.name.as_str(),
            owner_id: token.owner_id,
            owner: token.owner.as_str(),
            project: token.project.as_ref().map(Name::as_str),
            owner_archived: token.owner_archived,
            state: token.state,
            scopes: &token.scopes,
            policy: &token.policy,
            version: token.version,
            hint: token.hint,
            is_sealed: token.is_sealed,
            adopted: token.adopted,
            note: &token.note,
            times: token.into(),
        }
    }
}

impl TokenRow<'_> {
    /// The instant from which it is refused.
    pub fn expires_at(&self) -> Option<Instant> {
        maybe(self.times.expires_at)
    }

    /// When it was issued.
    pub fn created_at(&self) -> Instant {
        instant(self.times.created_at)
    }

    /// End of the grace of a retiring secret, if there is one.
    pub fn grace_until(&self) -> Option<Instant> {
        maybe(self.times.grace_until)
    }

    /// When its state last changed.
    pub fn state_changed_at(&self) -> Instant {
        instant(self.times.state_changed_at)
    }

    /// When its present secret was made.
    pub fn rotated_at(&self) -> Instant {
        instant(self.times.rotated_at)
    }

    /// When the verifier last accepted it.
    pub fn last_used_at(&self) -> Option<Instant> {
        maybe(self.times.last_used_at)
    }

    /// The status at `now`.
    pub fn status(&self, now: Instant) -> Status {
        let (now, times) = (now.as_millisecond(), self.times);
        match self.state {
            TokenState::Revoked => Status::Revoked,
            _ if times.expires_at != NEVER && now >= times.expires_at => Status::Expired,
            TokenState::Disabled => Status::Disabled,
            // No grace is one that ended before time began.
            TokenState::Active if now < times.grace_until => Status::Rotating,
            TokenState::Active => Status::Active,
        }
    }

    /// Whether the default list, without a `status:` term, leaves it out: ended more than 7 days ago.
    pub fn is_history(&self, now: Instant) -> bool {
        let ended_at = match self.status(now) {
            Status::Revoked => self.times.state_changed_at,
            Status::Expired => self.times.expires_at,
            _ => return false,
        };
        let shown_for = i64::try_from(ENDED_SHOWN_FOR.as_secs() * 1_000).unwrap_or(i64::MAX);
        ended_at.saturating_add(shown_for) <= now.as_millisecond()
    }

    /// When its status next changes without anybody doing anything.
    pub fn changes_at(&self, now: Instant) -> Option<Instant> {
        let now = now.as_millisecond();
        [self.times.expires_at, self.times.grace_until].into_iter().filter(|at| *at > now).min().map(instant)
    }

    /// What people call it: its selector, or what that was until it was revoked.
    pub fn label(&self) -> String {
        let name = |text: &str| Name::from_stored(text.to_owned());
        Selector::naming(self.kind, &name(self.owner), &name(self.name)).to_string()
    }

    /// The same with everything of its own.
    pub fn to_summary(&self) -> TokenSummary {
        let name = |text: &str| Name::from_stored(text.to_owned());
        TokenSummary {
            id: self.id,
            kind: self.kind,
            name: name(self.name),
            owner_id: self.owner_id,
            owner: name(self.owner),
            project: self.project.map(name),
            owner_archived: self.owner_archived,
            state: self.state,
            scopes: self.scopes.clone(),
            policy: self.policy.clone(),
            expires_at: self.expires_at(),
            grace_until: self.grace_until(),
            version: self.version,
            hint: self.hint,
            is_sealed: self.is_sealed,
            adopted: self.adopted,
            note: self.note.to_owned(),
            created_at: self.created_at(),
            state_changed_at: self.state_changed_at(),
            rotated_at: self.rotated_at(),
            last_used_at: self.last_used_at(),
        }
    }
}

impl TokenSummary {
    /// The status at `now`.
    pub fn status(&self, now: Instant) -> Status {
        TokenRow::from(self).status(now)
    }

    /// How its value is shown while it is hidden. An adopted value does not begin as ours do.
    pub fn masked(&self, brand: &Brand, charset: Charset) -> String {
        self.masked_with(&self.hint, brand, charset)
    }

    /// The same with another hint, such as none.
    pub fn masked_with(&self, hint: &Hint, brand: &Brand, charset: Charset) -> String {
        let kind = if self.adopted { Kind::External } else { self.kind };
        mask(brand, kind, hint, charset)
    }

    /// The selector that a person would type for it; the id, once it is revoked and its name is free for others.
    pub fn selector(&self) -> String {
        match self.state {
            TokenState::Revoked => self.id.to_string(),
            _ => self.label(),
        }
    }

    /// What people call it: its selector, or what that was until it was revoked.
    pub fn label(&self) -> String {
        Selector::naming(self.kind, &self.owner, &self.name).to_string()
    }
}
