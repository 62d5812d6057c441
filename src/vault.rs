//! The keys: Argon2id slots, HPKE sealing, digests, minting, the event chain.

pub mod chain;
pub mod digest;
mod fields;
pub mod kdf;
pub mod keys;
pub mod mint;
pub mod recovery;
pub mod seal;
pub mod slots;

#[cfg(test)]
mod fixture;

pub use crate::domain::slot::KdfParams;
pub use kdf::KdfError;
pub use keys::{MemberKey, PrivateKey, PublicKey, SlotKeys};
pub use mint::{mint, mint_id, mint_slot_id, mint_vault_id};
pub use seal::SealContext;
pub use slots::{NewSlot, SlotError, open_slot, seal_slot};

use crate::clock::EntropyError;
use crate::domain::kind::Kind;

/// Why the keys failed. Messages hold no key and no value.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// No randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// A slot could not be made or opened.
    #[error(transparent)]
    Slot(#[from] SlotError),
    /// The kind has no values of our own.
    #[error("a value of kind {0} is issued elsewhere and cannot be made here; give the value you got there")]
    NotMinted(Kind),
    /// A value could not be sealed: the public key is no point to agree a key with.
    #[error("the vault's public key is damaged, nothing can be sealed to it; restore a backup")]
    Seal,
    /// A sealed value did not open, or did not hold text.
    #[error("the sealed value does not open with this vault's key at this place; restore a backup, or rotate the token")]
    Open,
}
