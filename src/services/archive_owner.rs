//! Archiving an owner.

use super::{Authority, Result, Services};
use crate::domain::owner::Owner;
use crate::domain::selector::OwnerSelector;

/// What becomes of the live tokens of an owner that is archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveTokens {
    /// Refuse to archive while there are any.
    Refuse,
    /// Revoke them.
    Revoke,
    /// Leave them as they are; the audit will say so.
    Keep,
}

impl Services {
    /// Archives a project, bot, integration or external service; a project's bots and integrations count as its own.
    ///
    /// # Errors
    /// No such owner, it is the account or archived already, or tokens are live and may be neither revoked nor kept.
    pub fn archive_owner(&self, authority: Authority<'_>, owner: &OwnerSelector, tokens: ArchiveTokens) -> Result<Owner> {
        let _ = (authority, owner, tokens);
        todo!()
    }
}
