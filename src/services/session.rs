//! An unlocked vault: who unlocked it, and the keys that their slot holds.

use super::{Error, Result};
use crate::domain::name::Name;
use crate::domain::role::Role;
use crate::domain::slot::{Slot, SlotId, VaultId};
use crate::vault::{MemberKey, PrivateKey, SlotKeys};

/// An operator's unlocked slot. The keys are wiped when it is dropped, which is what locking means.
#[derive(Debug)]
pub struct Session {
    vault: VaultId,
    slot: SlotId,
    operator: Name,
    role: Role,
    keys: SlotKeys,
}

impl Session {
    pub(super) fn new(vault: VaultId, slot: &Slot, keys: SlotKeys) -> Self {
        Self { vault, slot: slot.id, operator: slot.operator.clone(), role: slot.role, keys }
    }

    /// The same keys under another slot of the same vault.
    pub(super) fn over(self, slot: &Slot) -> Self {
        Self::new(self.vault, slot, self.keys)
    }

    /// Who unlocked.
    pub fn operator(&self) -> &Name {
        &self.operator
    }

    /// What they may do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether values can be revealed.
    pub fn can_reveal(&self) -> bool {
        self.keys.private.is_some()
    }

    pub(super) fn vault(&self) -> VaultId {
        self.vault
    }

    pub(super) fn slot(&self) -> SlotId {
        self.slot
    }

    pub(super) fn member_key(&self) -> &MemberKey {
        &self.keys.member
    }

    pub(super) fn private_key(&self, verb: &'static str) -> Result<&PrivateKey> {
        self.keys.private.as_ref().ok_or(Error::NotPermitted { role: self.role, verb })
    }
}

/// By what right a change is made.
#[derive(Clone, Copy, Debug)]
pub enum Authority<'a> {
    /// An unlocked operator.
    Session(&'a Session),
    /// Nobody: the vault's `unattended` setting must list the verb.
    Unattended,
}

impl<'a> Authority<'a> {
    pub(super) fn session(self) -> Option<&'a Session> {
        match self {
            Self::Session(session) => Some(session),
            Self::Unattended => None,
        }
    }
}

impl<'a> From<&'a Session> for Authority<'a> {
    fn from(session: &'a Session) -> Self {
        Self::Session(session)
    }
}
