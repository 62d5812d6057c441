//! A token in one line: what lists, filters and the token table read.

use super::Instant;
use super::brand::Brand;
use super::id::TokenId;
use super::kind::Kind;
use super::mask::{Charset, Hint, mask};
use super::name::Name;
use super::owner::OwnerId;
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

/// The same, borrowed from wherever it is kept: what filters and orders look at, a hundred thousand times in a row.
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
    /// The instant from which it is refused.
    pub expires_at: Option<Instant>,
    /// End of the grace of a retiring secret.
    pub grace_until: Option<Instant>,
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
    /// When it was issued.
    pub created_at: Instant,
    /// When its state last changed.
    pub state_changed_at: Instant,
    /// When its present secret was made.
    pub rotated_at: Instant,
    /// When the verifier last accepted it.
    pub last_used_at: Option<Instant>,
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
            expires_at: token.expires_at,
            grace_until: token.grace_until,
            version: token.version,
            hint: token.hint,
            is_sealed: token.is_sealed,
            adopted: token.adopted,
            note: &token.note,
            created_at: token.created_at,
            state_changed_at: token.state_changed_at,
            rotated_at: token.rotated_at,
            last_used_at: token.last_used_at,
        }
    }
}

impl TokenRow<'_> {
    /// The status at `now`.
    pub fn status(&self, now: Instant) -> Status {
        match self.state {
            TokenState::Revoked => Status::Revoked,
            _ if self.expires_at.is_some_and(|at| now >= at) => Status::Expired,
            TokenState::Disabled => Status::Disabled,
            TokenState::Active if self.grace_until.is_some_and(|until| now < until) => Status::Rotating,
            TokenState::Active => Status::Active,
        }
    }

    /// Whether the default list, without a `status:` term, leaves it out: ended more than 7 days ago.
    pub fn is_history(&self, now: Instant) -> bool {
        let ended_at = match self.status(now) {
            Status::Revoked => self.state_changed_at,
            Status::Expired => self.expires_at.unwrap_or(self.state_changed_at),
            _ => return false,
        };
        ENDED_SHOWN_FOR.after(ended_at) <= now
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
            expires_at: self.expires_at,
            grace_until: self.grace_until,
            version: self.version,
            hint: self.hint,
            is_sealed: self.is_sealed,
            adopted: self.adopted,
            note: self.note.to_owned(),
            created_at: self.created_at,
            state_changed_at: self.state_changed_at,
            rotated_at: self.rotated_at,
            last_used_at: self.last_used_at,
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
        let kind = if self.adopted { Kind::External } else { self.kind };
        mask(brand, kind, &self.hint, charset)
    }

    /// The selector that a person would type for it; the id, once it is revoked and its name is free for others.
    pub fn selector(&self) -> String {
        match self.state {
            TokenState::Revoked => self.id.to_string(),
            _ => Selector::naming(self.kind, &self.owner, &self.name).to_string(),
        }
    }
}
