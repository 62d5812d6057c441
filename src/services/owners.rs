//! Listing owners.

use super::{Result, Services};
use crate::domain::name::Name;
use crate::domain::owner::Owner;
use crate::domain::selector::OwnerSelector;

/// An owner with what the tree shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerView {
    /// The owner.
    pub owner: Owner,
    /// Its project's name.
    pub project: Option<Name>,
    /// Tokens that are accepted now.
    pub live: usize,
    /// Tokens in all.
    pub total: usize,
}

impl Services {
    /// All owners, archived ones too, by kind and name.
    ///
    /// # Errors
    /// The store failed.
    pub fn owners(&self) -> Result<Vec<OwnerView>> {
        todo!()
    }

    /// The owner that a selector names.
    ///
    /// # Errors
    /// No such owner; the nearest is named.
    pub fn owner(&self, selector: &OwnerSelector) -> Result<Owner> {
        let _ = selector;
        todo!()
    }
}
