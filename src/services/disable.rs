//! Switching a token off and on again.

use super::{Authority, Result, Services};
use crate::domain::id::TokenId;
use crate::domain::summary::TokenSummary;

impl Services {
    /// Switches a token off; a secret in its grace is retired for good.
    ///
    /// # Errors
    /// It is disabled or revoked already.
    pub fn disable(&self, authority: Authority<'_>, id: TokenId) -> Result<TokenSummary> {
        let _ = (authority, id);
        todo!()
    }

    /// Switches a token on again.
    ///
    /// # Errors
    /// It is active or revoked.
    pub fn enable(&self, authority: Authority<'_>, id: TokenId) -> Result<TokenSummary> {
        let _ = (authority, id);
        todo!()
    }
}
