//! Renaming an owner.

use super::{Authority, Result, Services};
use crate::domain::name::Name;
use crate::domain::owner::Owner;
use crate::domain::selector::OwnerSelector;

impl Services {
    /// Renames an owner (the account too); its tokens keep their ids and values.
    ///
    /// # Errors
    /// No such owner, or the name is taken.
    pub fn rename_owner(&self, authority: Authority<'_>, owner: &OwnerSelector, name: Name) -> Result<Owner> {
        let _ = (authority, owner, name);
        todo!()
    }
}
