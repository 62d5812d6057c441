//! Key slots as data: what lies in the store for each way to unlock a vault.

use super::Instant;
use super::name::Name;
use super::role::Role;
use std::fmt;

/// A vault's identity, random, made once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VaultId(pub [u8; 16]);

impl VaultId {
    /// The identity that 32 hexadecimal digits name.
    pub fn from_hex(text: &str) -> Option<Self> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let digit = |digit: u8| char::from(digit).to_digit(16);
        let bytes = pairs.iter().map(|[high, low]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok());
        let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
        if rest.is_empty() { bytes.try_into().ok().map(Self) } else { None }
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for VaultId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// A slot's identity, random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlotId(pub [u8; 16]);

/// The most slots a vault may have.
pub const MAX_SLOTS: usize = 32;

/// What opens a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotSort {
    /// An operator's passphrase.
    Passphrase,
    /// The recovery key.
    Recovery,
}

impl SlotSort {
    /// The word kept in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
        }
    }

    /// The sort that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Passphrase, Self::Recovery].into_iter().find(|sort| sort.word() == word)
    }
}

/// Cost of Argon2id (RFC 9106).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KdfParams {
    /// KiB of memory (m).
    pub memory_kib: u32,
    /// Passes (t).
    pub iterations: u32,
    /// Lanes (p).
    pub lanes: u32,
}

/// One way to unlock: keys wrapped under a key made from a passphrase or the recovery key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its identity.
    pub id: SlotId,
    /// What opens it.
    pub sort: SlotSort,
    /// Whose it is.
    pub operator: Name,
    /// What it lets its operator do.
    pub role: Role,
    /// Cost of the key derivation.
    pub params: KdfParams,
    /// Salt of the key derivation.
    pub salt: [u8; 16],
    /// Nonce of the wrapping.
    pub nonce: [u8; 24],
    /// The wrapped keys.
    pub wrapped: Vec<u8>,
    /// Commitment to the wrapping key.
    pub commitment: [u8; 32],
    /// When it was made.
    pub created_at: Instant,
}
