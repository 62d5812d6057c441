//! Unlocking: a passphrase or the recovery key against every slot.

use super::change::About;
use super::{Error, Result, Services, Session};
use crate::domain::event::{Action, Outcome};
use crate::domain::passphrase::Passphrase;
use crate::domain::slot::{Slot, SlotSort, VaultId};
use crate::vault::{SlotError, SlotKeys, open_slot, recovery};

impl Services {
    /// Unlocks with a passphrase or the recovery key. Slow on purpose (Argon2id, once a slot). Writes an event either way.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`] for any that opens no slot, whatever the cause.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<Session> {
        let (vault, slots) = self.store.read(|tx| -> Result<_> { Ok((tx.vault()?.uuid, tx.slots()?)) })?;
        let Some((slot, keys)) = try_slots(&vault, slots, passphrase)? else {
            self.write(None, |change| change.record(Action::Unlock, Outcome::Refused, About::default()))?;
            return Err(Error::WrongPassphrase);
        };
        let session = Session::new(vault, &slot, keys);
        let detail = format!("{} {}", slot.role, slot.sort.word());
        self.write(Some(&session), |change| change.record(Action::Unlock, Outcome::Done, About { detail, ..About::default() }))?;
        Ok(session)
    }
}

/// Tries the slots one by one; what reads as a recovery key is tried on the recovery slots only.
pub(super) fn try_slots(vault: &VaultId, slots: Vec<Slot>, passphrase: &Passphrase) -> Result<Option<(Slot, SlotKeys)>> {
    let recovery = recovery::normalise(passphrase.expose());
    let (sort, passphrase) = match &recovery {
        Some(key) => (SlotSort::Recovery, key),
        None => (SlotSort::Passphrase, passphrase),
    };
    for slot in slots.into_iter().filter(|slot| slot.sort == sort) {
        match open_slot(vault, &slot, passphrase) {
            Ok(keys) => return Ok(Some((slot, keys))),
            Err(SlotError::Wrong) => {}
            Err(error) => return Err(crate::vault::VaultError::from(error).into()),
        }
    }
    Ok(None)
}
