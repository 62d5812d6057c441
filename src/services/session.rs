//! An unlocked vault: who unlocked it, and the keys that their slot holds.

use super::{Error, Result};
use crate::domain::name::Name;
use crate::domain::role::Role;
use crate::vault::{MemberKey, PrivateKey, SlotKeys};

/// An operator's unlocked slot. The keys are wiped when it is dropped, which is what locking means.
#[derive(Debug)]
pub struct Session {
    operator: Name,
    role: Role,
    keys: SlotKeys,
}

impl Session {
    pub(super) fn new(operator: Name, role: Role, keys: SlotKeys) -> Self {
        Self { operator, role, keys }
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

impl<'a> From<&'a Session> for Authority<'a> {
    fn from(session: &'a Session) -> Self {
        Self::Session(session)
    }
}
