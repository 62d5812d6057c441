//! Key slots: a passphrase or the recovery key wraps the keys that its role may hold.

use super::VaultError;
use super::fields::length_prefixed;
use super::kdf::{self, KdfError, SALT_BYTES};
use super::keys::{MemberKey, PrivateKey, SlotKeys};
use super::mint::mint_slot_id;
use crate::clock::Entropy;
use crate::domain::Instant;
use crate::domain::name::Name;
use crate::domain::passphrase::Passphrase;
use crate::domain::role::Role;
use crate::domain::slot::{KdfParams, Slot, SlotSort, VaultId};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Bytes of a slot's nonce (XChaCha20).
pub const NONCE_BYTES: usize = 24;

const AAD_TAG: &[u8] = b"jeton/slot/v1";
const PAYLOAD_VERSION: u8 = 1;
const KEY_BYTES: usize = 32;

/// A slot about to be made.
#[derive(Clone, Debug)]
pub struct NewSlot {
    /// The vault it belongs to.
    pub vault: VaultId,
    /// What opens it.
    pub sort: SlotSort,
    /// Whose it is.
    pub operator: Name,
    /// What it lets them do.
    pub role: Role,
    /// Cost of trying a passphrase.
    pub params: KdfParams,
    /// When it is made.
    pub created_at: Instant,
}

/// Why a slot was not made or does not open.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum SlotError {
    /// The passphrase is not this slot's.
    #[error("the passphrase does not open this slot")]
    Wrong,
    /// Its cost is out of bounds; nothing was allocated.
    #[error("{}", KdfError::Bounds(*.0))]
    Bounds(KdfParams),
    /// The machine did not give the memory (KiB).
    #[error("{}", KdfError::Memory(*.0))]
    Memory(u32),
    /// The passphrase is right, but the slot was altered.
    #[error("the slot was altered or damaged ({0}); restore a backup")]
    Corrupt(&'static str),
    /// A slot of this role must hold the private key, and there is none to put in.
    #[error("a slot of role {0} holds the private key; unlock as an owner to make one")]
    NoPrivateKey(Role),
}

impl From<KdfError> for SlotError {
    fn from(error: KdfError) -> Self {
        match error {
            KdfError::Bounds(params) => Self::Bounds(params),
            KdfError::Memory(kib) => Self::Memory(kib),
        }
    }
}

/// Makes a slot: wraps the keys that the role may hold (the private key for owners only) under the passphrase.
///
/// # Errors
/// The cost is out of bounds or not to be had, an owner's slot has no private key to hold, or the generator failed.
pub fn seal_slot(new: NewSlot, passphrase: &Passphrase, keys: &SlotKeys, entropy: &dyn Entropy) -> Result<Slot, VaultError> {
    let payload = payload(new.role, keys)?;
    let mut slot = Slot {
        id: mint_slot_id(entropy)?,
        sort: new.sort,
        operator: new.operator,
        role: new.role,
        params: new.params,
        salt: [0; SALT_BYTES],
        nonce: [0; NONCE_BYTES],
        wrapped: Vec::new(),
        commitment: [0; 32],
        created_at: new.created_at,
    };
    entropy.fill(&mut slot.salt)?;
    entropy.fill(&mut slot.nonce)?;
    let (cipher, commitment) = wrapping(&slot, passphrase)?;
    slot.commitment = commitment;
    let aad = associated_data(&new.vault, &slot);
    slot.wrapped = cipher
        .encrypt(&slot.nonce.into(), Payload { msg: &payload, aad: &aad })
        .map_err(|_| SlotError::Corrupt("its keys could not be wrapped"))?;
    Ok(slot)
}

/// Opens a slot. Slow on purpose.
///
/// # Errors
/// [`SlotError::Wrong`] when the passphrase is another, the others as they say.
pub fn open_slot(vault: &VaultId, slot: &Slot, passphrase: &Passphrase) -> Result<SlotKeys, SlotError> {
    let (cipher, commitment) = wrapping(slot, passphrase)?;
    if !bool::from(commitment.ct_eq(&slot.commitment)) {
        return Err(SlotError::Wrong);
    }
    let aad = associated_data(vault, slot);
    let payload = cipher
        .decrypt(&slot.nonce.into(), Payload { msg: &slot.wrapped, aad: &aad })
        .map(Zeroizing::new)
        .map_err(|_| SlotError::Corrupt("its keys or what is bound to them changed"))?;
    unpack(slot.role, &payload)
}

/// The wrapping cipher and the commitment to its key, both from one derivation.
fn wrapping(slot: &Slot, passphrase: &Passphrase) -> Result<(XChaCha20Poly1305, [u8; 32]), SlotError> {
    let derived = kdf::derive(passphrase, &slot.salt, slot.params)?;
    let (key, committed) = derived.split_at(KEY_BYTES);
    let mut commitment = [0; 32];
    commitment.copy_from_slice(committed);
    let cipher = XChaCha20Poly1305::new_from_slice(key).map_err(|_| SlotError::Corrupt("its key has another length"))?;
    Ok((cipher, commitment))
}

fn associated_data(vault: &VaultId, slot: &Slot) -> Vec<u8> {
    length_prefixed(&[
        AAD_TAG,
        &vault.0,
        &slot.id.0,
        slot.sort.word().as_bytes(),
        slot.role.word().as_bytes(),
        &slot.params.memory_kib.to_be_bytes(),
        &slot.params.iterations.to_be_bytes(),
        &slot.params.lanes.to_be_bytes(),
    ])
}

/// The version, the member key, and for roles that hold it the private key.
fn payload(role: Role, keys: &SlotKeys) -> Result<Zeroizing<Vec<u8>>, SlotError> {
    let mut payload = Zeroizing::new(Vec::with_capacity(1 + 2 * KEY_BYTES));
    payload.push(PAYLOAD_VERSION);
    payload.extend_from_slice(keys.member.expose());
    if role.holds_private_key() {
        payload.extend_from_slice(keys.private.as_ref().ok_or(SlotError::NoPrivateKey(role))?.to_bytes().as_slice());
    }
    Ok(payload)
}

fn unpack(role: Role, payload: &[u8]) -> Result<SlotKeys, SlotError> {
    let Some((&PAYLOAD_VERSION, rest)) = payload.split_first() else {
        return Err(SlotError::Corrupt("a newer program made it"));
    };
    let expected = if role.holds_private_key() { 2 * KEY_BYTES } else { KEY_BYTES };
    if rest.len() != expected {
        return Err(SlotError::Corrupt("it holds other keys than its role says"));
    }
    let (member, private) = rest.split_at(KEY_BYTES);
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    bytes.copy_from_slice(member);
    Ok(SlotKeys { member: MemberKey::from_bytes(bytes), private: PrivateKey::from_bytes(private) })
}

#[cfg(test)]
mod tests;
