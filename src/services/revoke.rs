//! Revoking: a token's end. Of the account and of projects, the next token is issued at once.

use super::{Authority, Issued, Result, Services};
use crate::domain::id::TokenId;
use crate::domain::summary::TokenSummary;

/// What a revoke would do, without doing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// The token as it is.
    pub token: TokenSummary,
    /// Secrets that are accepted now and would not be any more.
    pub accepted_secrets: usize,
    /// Whether the next token is issued at once (account, project).
    pub issues_next: bool,
}

/// A token just revoked.
#[derive(Debug)]
pub struct Revoked {
    /// The token.
    pub token: TokenSummary,
    /// The one issued in its place (account, project).
    pub next: Option<Issued>,
}

impl Services {
    /// What revoking would do.
    ///
    /// # Errors
    /// No such token, or it is revoked already.
    pub fn revoke_dry_run(&self, id: TokenId) -> Result<Consequence> {
        let _ = id;
        todo!()
    }

    /// Revokes a token: every secret is retired and its sealed value erased.
    ///
    /// # Errors
    /// It is revoked already.
    pub fn revoke(&self, authority: Authority<'_>, id: TokenId, reason: Option<&str>) -> Result<Revoked> {
        let _ = (authority, id, reason);
        todo!()
    }
}
