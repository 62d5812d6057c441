//! A generator and keys that stay the same from run to run.

use super::{KdfParams, MemberKey, NewSlot, SlotKeys, keys};
use crate::clock::{Entropy, EntropyError};
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::domain::role::Role;
use crate::domain::slot::{SlotSort, VaultId};
use sha2::{Digest as _, Sha256};
use std::sync::Mutex;

/// SHA-256 of a seed and a running number: random enough for rejection sampling to be seen at work.
pub struct Seeded(Mutex<(u64, u64)>);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new((seed, 0)))
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        let mut state = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::new().chain_update(state.0.to_be_bytes()).chain_update(state.1.to_be_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
            state.1 += 1;
        }
        Ok(())
    }
}

/// Gives the same bytes over and over, or one byte.
pub struct Repeating(pub Vec<u8>);

impl Entropy for Repeating {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        bytes.iter_mut().zip(self.0.iter().cycle()).for_each(|(byte, source)| *byte = *source);
        Ok(())
    }
}

/// Fails always.
pub struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError("unplugged".to_owned()))
    }
}

pub fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(Plaintext::new(text.to_owned()))
}

pub fn slot_keys(seed: u64) -> SlotKeys {
    let entropy = Seeded::new(seed);
    SlotKeys { member: MemberKey::generate(&entropy).unwrap(), private: Some(keys::generate(&entropy).unwrap().0) }
}

pub const VAULT: VaultId = VaultId([7; 16]);

/// The cheapest slot that is allowed.
pub fn new_slot(role: Role) -> NewSlot {
    NewSlot {
        vault: VAULT,
        sort: SlotSort::Passphrase,
        operator: "ana".parse().unwrap(),
        role,
        params: KdfParams::FLOOR,
        created_at: jiff::Timestamp::UNIX_EPOCH,
    }
}
