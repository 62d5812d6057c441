//! Adding an owner, and with it the first token.

use super::{Authority, Issued, Result, Services};
use crate::domain::expiry::Expiry;
use crate::domain::name::Name;
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::plaintext::Plaintext;

/// What is to be added.
#[derive(Debug)]
pub struct AddOwner {
    /// Project, bot, integration or external.
    pub kind: OwnerKind,
    /// Its name.
    pub name: Name,
    /// The project of a bot or integration.
    pub project: Option<Name>,
    /// How it calls itself where it runs.
    pub external_id: Option<String>,
    /// Where an external service issues values.
    pub dashboard_url: Option<String>,
    /// A person's words.
    pub note: String,
    /// Name of the first token; `None` for `default`.
    pub token_name: Option<Name>,
    /// Scopes of the first token; `None` for the kind's default set.
    pub scopes: Option<Vec<String>>,
    /// Expiry of the first token.
    pub expiry: Option<Expiry>,
    /// Value of the first token of an external service; without it none is stored yet.
    pub value: Option<Plaintext>,
}

/// An owner just added.
#[derive(Debug)]
pub struct Added {
    /// The owner.
    pub owner: Owner,
    /// Its first token; none for an external service without a value.
    pub issued: Option<Issued>,
}

impl Services {
    /// Adds an owner and issues its first token, in one transaction.
    ///
    /// # Errors
    /// The name is taken, the project does not exist or is archived, something does not fit the kind.
    pub fn add_owner(&self, authority: Authority<'_>, request: AddOwner) -> Result<Added> {
        let _ = (authority, request);
        todo!()
    }
}
