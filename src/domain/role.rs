//! Roles: what an unlocked operator may do.

use std::fmt;

/// What a key slot lets its operator do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything, operators included. Holds the private key.
    Owner,
    /// Issues, edits, rotates, revokes. Holds no private key: cannot reveal.
    Manager,
    /// Reads, reviews, accepts findings. Cannot reveal or change.
    Auditor,
}

impl Role {
    /// The word kept in the store and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Auditor => "auditor",
        }
    }

    /// The role that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Owner, Self::Manager, Self::Auditor].into_iter().find(|role| role.word() == word)
    }

    /// Whether the role may change tokens and owners (enforced by the program).
    pub fn may_change(self) -> bool {
        !matches!(self, Self::Auditor)
    }

    /// Whether the role's slot holds the private key (enforced by cryptography).
    pub fn holds_private_key(self) -> bool {
        matches!(self, Self::Owner)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}
