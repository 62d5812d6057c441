//! Listing owners, and finding the one that a selector names.

use super::{Error, Result, Services};
use crate::domain::name::Name;
use crate::domain::nearest::nearest;
use crate::domain::owner::{Owner, OwnerId, OwnerKind};
use crate::domain::selector::OwnerSelector;
use crate::store::Tx;
use std::collections::HashMap;

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

/// The owner that a selector names, archived or not.
pub(super) fn find_owner(tx: &Tx<'_>, selector: &OwnerSelector) -> Result<Owner> {
    if selector.kind == OwnerKind::Account {
        return Ok(tx.account()?);
    }
    if let Some(owner) = tx.owner_named(selector.kind, &selector.name)? {
        return Ok(owner);
    }
    let names: Vec<String> = tx
        .owners()?
        .into_iter()
        .filter(|owner| owner.kind == selector.kind)
        .map(|owner| owner.name.as_str().to_owned())
        .collect();
    Err(Error::NotFound {
        what: selector.kind.word(),
        name: selector.name.clone(),
        suggestion: nearest(&selector.name, names.iter().map(String::as_str)).map(str::to_owned),
    })
}

/// Owners with their counts, by kind and name.
pub(super) fn by_name(owners: Vec<Owner>, counts: &HashMap<OwnerId, (usize, usize)>) -> Vec<OwnerView> {
    let names: HashMap<OwnerId, Name> = owners.iter().map(|owner| (owner.id, owner.name.clone())).collect();
    let view = |owner: Owner| {
        let (live, total) = counts.get(&owner.id).copied().unwrap_or_default();
        let project = owner.project.and_then(|id| names.get(&id).cloned());
        OwnerView { owner, project, live, total }
    };
    let mut views: Vec<OwnerView> = owners.into_iter().map(view).collect();
    views.sort_by_cached_key(|view| (view.owner.kind, view.owner.name.folded()));
    views
}

impl Services {
    /// All owners, archived ones too, by kind and name.
    ///
    /// # Errors
    /// The store failed.
    pub fn owners(&self) -> Result<Vec<OwnerView>> {
        let now = self.now();
        let (owners, counts) = self.store.read(|tx| -> Result<_> { Ok((tx.owners()?, tx.count_tokens_by_owner(now)?)) })?;
        Ok(by_name(owners, &counts.into_iter().collect()))
    }

    /// The owner that a selector names.
    ///
    /// # Errors
    /// No such owner; the nearest is named.
    pub fn owner(&self, selector: &OwnerSelector) -> Result<Owner> {
        self.store.read(|tx| find_owner(tx, selector))
    }
}
