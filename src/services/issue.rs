//! Issuing a token.

use super::{Authority, Result, Services};
use crate::domain::expiry::Expiry;
use crate::domain::name::Name;
use crate::domain::plaintext::Plaintext;
use crate::domain::selector::OwnerSelector;
use crate::domain::summary::TokenSummary;

/// What the token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssueTarget {
    /// A personal token of the account.
    Personal,
    /// A further token of a bot, an integration or an external service.
    Owner(OwnerSelector),
}

/// What is to be issued.
#[derive(Debug)]
pub struct IssueRequest {
    /// What it speaks for.
    pub target: IssueTarget,
    /// Its name.
    pub name: Name,
    /// Chosen scopes; `None` takes the kind's default set.
    pub scopes: Option<Vec<String>>,
    /// Chosen expiry; `None` takes the kind's default (90 days for personal tokens, else never).
    pub expiry: Option<Expiry>,
    /// A person's words.
    pub note: String,
    /// The value, for external services only.
    pub value: Option<Plaintext>,
}

/// A token with the value just issued.
#[derive(Debug)]
pub struct Issued {
    /// The token.
    pub token: TokenSummary,
    /// Its value, in clear.
    pub value: Plaintext,
}

impl Services {
    /// Issues a token; the value is returned after the commit.
    ///
    /// # Errors
    /// The owner does not exist or is archived, the name is taken, a scope or the expiry does not fit the kind.
    pub fn issue(&self, authority: Authority<'_>, request: IssueRequest) -> Result<Issued> {
        let _ = (authority, request);
        todo!()
    }
}
