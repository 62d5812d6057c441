//! The word by which a running service and a command tell that they speak of the same vault.

use super::{Result, Services, Verifier};
use crate::vault::digest;

impl Services {
    /// Tells this vault from others and nothing else about it.
    ///
    /// # Errors
    /// The store failed.
    pub fn fingerprint(&self) -> Result<String> {
        self.store.read(|tx| Ok(digest::fingerprint(tx.vault()?.uuid)))
    }
}

impl Verifier {
    /// As [`Services::fingerprint`], of the vault that is at the path now.
    ///
    /// # Errors
    /// The vault cannot be read now.
    pub fn fingerprint(&self) -> Result<String> {
        self.vault().map(digest::fingerprint)
    }
}
