//! Listing tokens.

use super::{Result, Services};
use crate::domain::filter::Filter;
use crate::domain::summary::TokenSummary;

/// The column that a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortKey {
    /// Kind, owner, name.
    #[default]
    Owner,
    /// The token's name.
    Name,
    /// Status.
    Status,
    /// Expiry, the nearest first, never last.
    Expires,
    /// Issued.
    Created,
    /// Last use, the latest first.
    Used,
}

/// Sorting of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Backwards.
    pub reverse: bool,
}

impl Services {
    /// Every token, ended ones too, in the order of kind, owner and name.
    ///
    /// # Errors
    /// The store failed.
    pub fn tokens(&self) -> Result<Vec<TokenSummary>> {
        todo!()
    }

    /// The tokens that match a filter, sorted.
    ///
    /// # Errors
    /// The store failed.
    pub fn list(&self, filter: &Filter, sort: Sort) -> Result<Vec<TokenSummary>> {
        let _ = (filter, sort);
        todo!()
    }
}
