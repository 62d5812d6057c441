//! The keys: Argon2id slots, HPKE sealing, digests, minting.

use zeroize::Zeroizing;

/// Why the keys failed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// To come.
    #[error("{0}")]
    Fault(String),
}

/// The key that every slot holds.
pub struct MemberKey(Zeroizing<[u8; 32]>);

/// The private key that values are sealed to.
pub struct PrivateKey(Zeroizing<[u8; 32]>);

/// What a slot holds.
pub struct SlotKeys {
    /// Keys the event chain and the digests of external values.
    pub member: MemberKey,
    /// Opens values; owners only.
    pub private: Option<PrivateKey>,
}

impl std::fmt::Debug for SlotKeys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SlotKeys(redacted)")
    }
}

/// Cost of turning a passphrase into a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfParams {
    /// KiB of memory.
    pub memory_kib: u32,
    /// Passes.
    pub iterations: u32,
    /// Lanes.
    pub lanes: u32,
}
