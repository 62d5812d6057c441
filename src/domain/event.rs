//! Events: who did what, when, to what, and how it ended; each bound to the one before.

mod diff;
mod export;
mod form;

pub use diff::{Difference, read_differences, write_differences};
pub use export::{EventRecord, Export, ExportFormat};
pub use form::{EventParts, canonical, number_field};

use super::Instant;
use super::id::TokenId;
use super::owner::OwnerId;
use std::fmt;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The vault was made.
    Init,
    /// An operator unlocked the vault (or failed to).
    Unlock,
    /// An owner was added.
    OwnerAdd,
    /// An owner was renamed.
    OwnerRename,
    /// An owner's external id, dashboard address or note was changed.
    OwnerEdit,
    /// An owner was archived.
    OwnerArchive,
    /// A token was issued.
    Issue,
    /// A value was shown.
    Reveal,
    /// A value was put on a clipboard.
    Copy,
    /// A value was handed to a program.
    Inject,
    /// A token's name, note, scopes, expiry, networks or rate was changed.
    Edit,
    /// A new secret was made.
    Rotate,
    /// A grace was ended early.
    GraceEnd,
    /// A grace was extended.
    GraceExtend,
    /// A grace ran out and its secret was retired.
    GraceOver,
    /// A token was switched off.
    Disable,
    /// A token was switched on again.
    Enable,
    /// A token was ended for good.
    Revoke,
    /// A value issued elsewhere was taken in.
    Import,
    /// The database was migrated.
    Migrate,
    /// A passphrase was changed.
    Passphrase,
    /// A finding was accepted until a date.
    Accept,
    /// An acceptance was taken back.
    Unaccept,
    /// A review was begun.
    ReviewBegin,
    /// A token was judged in a review.
    Review,
    /// A review was closed.
    ReviewClose,
    /// A scan saw a value, or a place no longer has it.
    Sighting,
    /// The present head was taken for right, although this machine remembered another.
    TrustHead,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 28] = [
        Self::Init,
        Self::Unlock,
        Self::OwnerAdd,
        Self::OwnerRename,
        Self::OwnerEdit,
        Self::OwnerArchive,
        Self::Issue,
        Self::Reveal,
        Self::Copy,
        Self::Inject,
        Self::Edit,
        Self::Rotate,
        Self::GraceEnd,
        Self::GraceExtend,
        Self::GraceOver,
        Self::Disable,
        Self::Enable,
        Self::Revoke,
        Self::Import,
        Self::Migrate,
        Self::Passphrase,
        Self::Accept,
        Self::Unaccept,
        Self::ReviewBegin,
        Self::Review,
        Self::ReviewClose,
        Self::Sighting,
        Self::TrustHead,
    ];

    /// The word kept in the store and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Unlock => "unlock",
            Self::OwnerAdd => "owner-add",
            Self::OwnerRename => "owner-rename",
            Self::OwnerEdit => "owner-edit",
            Self::OwnerArchive => "owner-archive",
            Self::Issue => "issue",
            Self::Reveal => "reveal",
            Self::Copy => "copy",
            Self::Inject => "inject",
            Self::Edit => "edit",
            Self::Rotate => "rotate",
            Self::GraceEnd => "grace-end",
            Self::GraceExtend => "grace-extend",
            Self::GraceOver => "grace-over",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Revoke => "revoke",
            Self::Import => "import",
            Self::Migrate => "migrate",
            Self::Passphrase => "passphrase",
            Self::Accept => "accept",
            Self::Unaccept => "unaccept",
            Self::ReviewBegin => "review-begin",
            Self::Review => "review",
            Self::ReviewClose => "review-close",
            Self::Sighting => "sighting",
            Self::TrustHead => "trust-head",
        }
    }

    /// What it means, for people who do not know the words.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Init => "the vault was made",
            Self::Unlock => "the vault was unlocked",
            Self::OwnerAdd => "an owner was added",
            Self::OwnerRename => "an owner was given another name",
            Self::OwnerEdit => "what is kept of an owner was changed",
            Self::OwnerArchive => "an owner was put away",
            Self::Issue => "a token was issued",
            Self::Reveal => "the value was shown",
            Self::Copy => "the value was put on a clipboard",
            Self::Inject => "the value was handed to a program",
            Self::Edit => "what the token is called or may do was changed",
            Self::Rotate => "a new value was made",
            Self::GraceEnd => "the previous value was ended early",
            Self::GraceExtend => "the previous value is accepted for longer",
            Self::GraceOver => "the previous value's grace ran out",
            Self::Disable => "the token was switched off",
            Self::Enable => "the token was switched on again",
            Self::Revoke => "the token was ended for good",
            Self::Import => "a value issued elsewhere was taken in",
            Self::Migrate => "the file was brought up to date",
            Self::Passphrase => "a passphrase was changed",
            Self::Accept => "a finding was accepted for a while",
            Self::Unaccept => "an acceptance was taken back",
            Self::ReviewBegin => "a review was begun",
            Self::Review => "a token was judged in a review",
            Self::ReviewClose => "a review was closed",
            Self::Sighting => "a scan saw the value somewhere, or no longer",
            Self::TrustHead => "a head that differs from the remembered one was taken for right",
        }
    }

    /// The action that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }
}

impl Action {
    /// Whether only somebody who has unlocked the vault can do it, so that each such event carries a keyed hash. A rotation or
    /// revocation may be unattended; what follows of itself, is seen by a scan or was refused happens without a key.
    pub fn needs_key(self) -> bool {
        !matches!(self, Self::Rotate | Self::Revoke | Self::GraceOver | Self::Migrate | Self::Sighting)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
}

impl Outcome {
    /// The word kept in the store and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    /// The outcome that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Done, Self::Refused].into_iter().find(|outcome| outcome.word() == word)
    }
}

/// Who acted, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The operator's name once unlocked; else the operating system's user.
    pub name: String,
    /// The address of the SSH client, when there is one.
    pub address: Option<String>,
}

/// An event about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// When.
    pub at: Instant,
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// How it ended.
    pub outcome: Outcome,
    /// The token concerned.
    pub token: Option<TokenId>,
    /// The owner concerned.
    pub owner: Option<OwnerId>,
    /// The name of the thing at that time, so that history reads well after a rename.
    pub subject: String,
    /// What else there is to say, for people; never a value.
    pub detail: String,
}

/// An event as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// 1 for the first, without gaps.
    pub seq: u64,
    /// What happened.
    pub what: NewEvent,
    /// SHA-256 over the previous hash and this event's canonical form.
    pub hash: [u8; 32],
    /// HMAC-SHA-256 of the hash under the audit key, when the vault was unlocked.
    pub mac: Option<[u8; 32]>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_action_and_outcome_has_a_word_of_its_own() {
        let words: HashSet<&str> = Action::ALL.into_iter().map(Action::word).collect();
        assert_eq!(words.len(), Action::ALL.len());
        assert!(Action::ALL.into_iter().all(|action| Action::from_word(action.word()) == Some(action)));
        assert!([Outcome::Done, Outcome::Refused].into_iter().all(|outcome| Outcome::from_word(outcome.word()) == Some(outcome)));
        assert_eq!(Action::from_word("Reveal"), None);
    }
}
