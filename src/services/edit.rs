//! Changing what a token is called, may do, and until when.

use super::{Authority, Result, Services};
use crate::domain::expiry::Expiry;
use crate::domain::id::TokenId;
use crate::domain::name::Name;
use crate::domain::summary::TokenSummary;

/// What is to change; `None` leaves a thing as it is.
#[derive(Clone, Debug, Default)]
pub struct EditRequest {
    /// A new name.
    pub name: Option<Name>,
    /// A new note.
    pub note: Option<String>,
    /// New scopes, in place of all old ones.
    pub scopes: Option<Vec<String>>,
    /// A new expiry.
    pub expiry: Option<Expiry>,
}

impl Services {
    /// Edits a token.
    ///
    /// # Errors
    /// The token is revoked, the name is taken, a scope or the expiry does not fit the kind, or nothing is to change.
    pub fn edit(&self, authority: Authority<'_>, id: TokenId, request: EditRequest) -> Result<TokenSummary> {
        let _ = (authority, id, request);
        todo!()
    }
}
