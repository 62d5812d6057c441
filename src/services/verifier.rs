//! Looking up presented values for the verification service: no passphrase, no writing, no answer older than the request.

use super::verify::{look_up, read_format};
use super::{Result, Services};
use crate::domain::format::FormatError;
use crate::domain::identity;
use crate::domain::verdict::Known;
use bytes::Bytes;
use std::path::Path;
use std::sync::Arc;

/// What the vault says of a value whose form is fine.
#[derive(Debug)]
pub struct Seen {
    /// The token and the secret.
    pub known: Known,
    /// The values of [`identity::HEADERS`], ready to be sent.
    pub identity: [Bytes; identity::HEADERS.len()],
}

/// What the vault says of a value: its form, and the token that it belongs to.
pub type Sight = std::result::Result<Option<Arc<Seen>>, FormatError>;

/// A view of one vault for the verification service. Shared between threads.
#[derive(Debug)]
pub struct Verifier {
    services: Services,
}

impl Verifier {
    /// The view of an open vault.
    pub fn new(services: Services) -> Self {
        Self { services }
    }

    /// Where the vault lies.
    pub fn path(&self) -> &Path {
        self.services.path()
    }

    /// What the vault says of a value, where that is certain without reading the database; never blocks.
    /// `None` where it is not: ask [`Verifier::look_up`].
    pub fn at_once(&self, _value: &str) -> Option<Sight> {
        None
    }

    /// What the vault says of values, all in one transaction that begins after the call: true of the committed state for every
    /// request that was there before. Blocks on the disk and on locks.
    ///
    /// # Errors
    /// The store failed; none of them may pass then.
    pub fn look_up(&self, values: &[&str]) -> Result<Vec<Sight>> {
        let brand = &self.services.info.brand;
        self.services.store.read(|tx| {
            let sight = |value: &&str| -> Result<Sight> {
                match read_format(tx, brand, value)? {
                    Ok(()) => Ok(Ok(look_up(tx, value)?.map(|known| Arc::new(Seen::from(known))))),
                    Err(error) => Ok(Err(error)),
                }
            };
            values.iter().map(sight).collect()
        })
    }
}

impl From<Known> for Seen {
    fn from(known: Known) -> Self {
        Self { identity: identity::values(&known).map(Bytes::from), known }
    }
}
