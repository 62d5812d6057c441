//! Ending a grace early, or extending it.

use super::{Authority, Result, Services};
use crate::domain::id::TokenId;
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;

impl Services {
    /// Ends the grace of the previous secret now.
    ///
    /// # Errors
    /// No secret is in its grace.
    pub fn end_grace(&self, authority: Authority<'_>, id: TokenId) -> Result<TokenSummary> {
        let _ = (authority, id);
        todo!()
    }

    /// Extends the grace of the previous secret.
    ///
    /// # Errors
    /// No secret is in its grace, or the new end is too far or beyond the token's expiry.
    pub fn extend_grace(&self, authority: Authority<'_>, id: TokenId, by: Span) -> Result<TokenSummary> {
        let _ = (authority, id, by);
        todo!()
    }
}
