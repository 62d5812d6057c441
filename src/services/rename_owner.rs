//! Renaming an owner.

use super::change::{About, Change};
use super::owners::find_owner;
use super::{Authority, Error, Result, Services};
use crate::domain::event::{Action, Difference, Outcome, write_differences};
use crate::domain::name::Name;
use crate::domain::owner::Owner;
use crate::domain::selector::OwnerSelector;

impl Services {
    /// Renames an owner (the account too); its tokens keep their ids and values.
    ///
    /// # Errors
    /// No such owner, or the name is taken.
    pub fn rename_owner(&self, authority: Authority<'_>, owner: &OwnerSelector, name: Name) -> Result<Owner> {
        self.change(authority, "rename", |change| {
            let owner = find_owner(change.tx, owner)?;
            change.rename_owner(owner, &name)
        })
    }
}

impl Change<'_> {
    /// Renames an owner and writes the event.
    pub fn rename_owner(&self, owner: Owner, name: &Name) -> Result<Owner> {
        let holder = self.tx.owner_named(owner.kind, name.as_str())?;
        if holder.is_some_and(|holder| holder.id != owner.id) {
            return Err(Error::Duplicate { what: owner.kind.to_string(), name: name.to_string() });
        }
        self.tx.rename_owner(owner.id, name)?;
        let renamed = self.tx.owner(owner.id)?;
        let change: Vec<_> = Difference::of("name", owner.name.as_str(), name.as_str()).into_iter().collect();
        self.record(Action::OwnerRename, Outcome::Done, About::owner(&renamed, write_differences(&change)))?;
        Ok(renamed)
    }
}
