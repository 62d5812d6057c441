//! From a selector to the one token that it names.

use super::{Result, Services};
use crate::domain::selector::Selector;
use crate::domain::summary::TokenSummary;

impl Services {
    /// The token that a selector names. Revoked tokens are found by id only.
    ///
    /// # Errors
    /// None (the nearest is named), or several (all are named).
    pub fn resolve(&self, selector: &Selector) -> Result<TokenSummary> {
        let _ = selector;
        todo!()
    }
}
