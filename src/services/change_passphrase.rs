//! Changing a passphrase: the operator's slot is made anew, and the old one goes in the same transaction.

use super::change::About;
use super::unlock::try_slots;
use super::{Error, Result, Services, Session};
use crate::domain::event::{Action, Outcome};
use crate::domain::passphrase::Passphrase;
use crate::domain::slot::{Slot, SlotSort, VaultId};
use crate::vault::{NewSlot, recovery, seal_slot};

impl Services {
    /// Puts `new` in the place of an operator's passphrase, proven by the present one or by the recovery key, which both
    /// name whose it is. The keys stay the same, so the recovery key and every sealed value stay good; sessions unlocked
    /// with the old passphrase end with its slot. Slow on purpose (Argon2id, twice). Writes an event either way.
    ///
    /// # Errors
    /// `new` is too weak, a recovery key, or no change; [`Error::WrongPassphrase`] for a proof that opens no slot; another
    /// process changed the passphrase meanwhile. The old one is still good then.
    pub fn change_passphrase(&self, proof: &Passphrase, new: &Passphrase) -> Result<Session> {
        check_new(proof, new)?;
        let (vault, slots) = self.store.read(|tx| -> Result<_> { Ok((tx.vault()?.uuid, tx.slots()?)) })?;
        let Some((proven, keys)) = try_slots(&vault, slots.clone(), proof)? else {
            self.write(None, |change| change.record(Action::Passphrase, Outcome::Refused, About::default()))?;
            return Err(Error::WrongPassphrase);
        };
        let old = slot_of(&proven, slots);
        let template = old.as_ref().unwrap_or(&proven);
        let slot = seal_slot(self.successor(vault, template), new, &keys, &*self.world.entropy)?;
        let session = Session::new(vault, &proven, keys);
        let written = self.write(Some(&session), |change| {
            if let Some(old) = &old {
                if !change.tx.has_slot(old.id)? {
                    return Err(Error::Locked);
                }
                change.tx.delete_slot(old.id)?;
            }
            change.tx.insert_slot(&slot)?;
            // The old wrapping would still open to the old passphrase.
            change.mark_erased();
            let detail = format!("{} {}, proven by the {}", slot.role, slot.operator, proof_word(proven.sort));
            change.record(Action::Passphrase, Outcome::Done, About { detail, ..About::default() })
        });
        match written {
            Ok(()) => Ok(session.over(&slot)),
            // The slot that was to go is gone already.
            Err(Error::Locked) => Err(Error::Invalid("the passphrase was changed meanwhile; start again".to_owned())),
            Err(error) => Err(error),
        }
    }

    /// As the old slot in whose it is, what it allows and what trying it costs.
    fn successor(&self, vault: VaultId, old: &Slot) -> NewSlot {
        NewSlot {
            vault,
            sort: SlotSort::Passphrase,
            operator: old.operator.clone(),
            role: old.role,
            params: old.params,
            created_at: self.now(),
        }
    }
}

fn check_new(proof: &Passphrase, new: &Passphrase) -> Result<()> {
    new.check_new()?;
    if recovery::normalise(new.expose()).is_some() {
        return Err(Error::Invalid("a recovery key cannot be the passphrase; choose words of your own".to_owned()));
    }
    if proof.expose() == new.expose() {
        return Err(Error::Invalid("that is the present passphrase; choose another".to_owned()));
    }
    Ok(())
}

/// The slot that goes: the proven one, or for a recovery key that of the same operator.
fn slot_of(proven: &Slot, slots: Vec<Slot>) -> Option<Slot> {
    if proven.sort == SlotSort::Passphrase {
        return Some(proven.clone());
    }
    slots.into_iter().find(|slot| slot.sort == SlotSort::Passphrase && slot.operator == proven.operator)
}

fn proof_word(sort: SlotSort) -> &'static str {
    match sort {
        SlotSort::Passphrase => "present one",
        SlotSort::Recovery => "recovery key",
    }
}
