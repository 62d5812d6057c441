//! Owners: what a token speaks for.

use super::Instant;
use super::kind::Kind;
use super::name::Name;
use std::fmt;

/// The row that an owner is in the store; stable for the owner's life, never shown to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnerId(pub i64);

/// What sort of thing an owner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OwnerKind {
    /// The person or team that the vault belongs to; exactly one.
    Account,
    /// A project.
    Project,
    /// A bot, perhaps of a project.
    Bot,
    /// An integration, perhaps of a project.
    Integration,
    /// A service that issues tokens of its own.
    External,
}

impl OwnerKind {
    /// All owner kinds, in the order of the owners tree.
    pub const ALL: [Self; 5] = [Self::Account, Self::Project, Self::Bot, Self::Integration, Self::External];

    /// The word used in selectors, JSON and the store.
    pub fn word(self) -> &'static str {
        self.token_kind().word()
    }

    /// The kind of token issued with an owner of this kind. (The account also owns PATs.)
    pub fn token_kind(self) -> Kind {
        match self {
            Self::Account => Kind::Account,
            Self::Project => Kind::Project,
            Self::Bot => Kind::Bot,
            Self::Integration => Kind::Integration,
            Self::External => Kind::External,
        }
    }

    /// The owner kind that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for OwnerKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// An owner as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its row.
    pub id: OwnerId,
    /// What it is.
    pub kind: OwnerKind,
    /// Its name, unique among the owners of its kind without regard to case.
    pub name: Name,
    /// The project that a bot or integration belongs to.
    pub project: Option<OwnerId>,
    /// How the thing calls itself where it runs (`x-bot-id`, `x-integration-id`, `x-workspace-id`).
    pub external_id: Option<String>,
    /// Where an external service lets a person issue a new value.
    pub dashboard_url: Option<String>,
    /// A person's words.
    pub note: String,
    /// When it was added.
    pub created_at: Instant,
    /// When it was archived, if it was.
    pub archived_at: Option<Instant>,
}
