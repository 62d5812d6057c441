//! Unlocking: a passphrase or the recovery key against every slot.

use super::{Result, Services, Session};
use crate::domain::passphrase::Passphrase;

impl Services {
    /// Unlocks with a passphrase or the recovery key. Slow on purpose (Argon2id, once a slot). Writes an event either way.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`](super::Error::WrongPassphrase) for any that opens no slot, whatever the cause.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<Session> {
        let _ = passphrase;
        todo!()
    }
}
