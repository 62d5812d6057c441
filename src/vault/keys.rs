//! The vault's keys, wiped when dropped and without a way to be printed, cloned or compared.

use crate::clock::{Entropy, EntropyError};
use hkdf::Hkdf;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// The key that every slot holds, whatever its role. Never used itself: each use derives a key of its own from it.
pub struct MemberKey(Zeroizing<[u8; 32]>);

impl MemberKey {
    /// A new one.
    ///
    /// # Errors
    /// The generator failed.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    pub(super) fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    pub(super) fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key for one purpose: HKDF-SHA-256 (RFC 5869) without salt, the purpose as its info.
    pub(super) fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        // Fails only beyond 255 blocks of output; one is asked for. A key of zeros must not come of it even so.
        if Hkdf::<Sha256>::new(None, self.0.as_slice()).expand(purpose.as_bytes(), key.as_mut_slice()).is_err() {
            unreachable!("one block of HKDF output");
        }
        key
    }
}

/// X25519 as HPKE wraps it; wipes itself when dropped.
pub(super) type HpkePrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;

/// The private key that values are sealed to (X25519, RFC 7748).
pub struct PrivateKey(HpkePrivateKey);

impl PrivateKey {
    /// `None` unless there are 32 bytes.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        HpkePrivateKey::from_bytes(bytes).ok().map(Self)
    }

    pub(super) fn expose(&self) -> &HpkePrivateKey {
        &self.0
    }

    pub(super) fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(X25519HkdfSha256::sk_to_pk(&self.0).to_bytes().into())
    }
}

/// The public key that values are sealed with. No secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// A key as stored.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key as stored.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A new key pair.
///
/// # Errors
/// The generator failed.
pub fn generate(entropy: &dyn Entropy) -> Result<(PrivateKey, PublicKey), EntropyError> {
    let mut seed = Zeroizing::new([0; 32]);
    entropy.fill(seed.as_mut_slice())?;
    let (private, public) = X25519HkdfSha256::derive_keypair(seed.as_slice());
    Ok((PrivateKey(private), PublicKey(public.to_bytes().into())))
}

/// What a slot holds.
pub struct SlotKeys {
    /// Keys the event chain and the digests of external values.
    pub member: MemberKey,
    /// Opens values; owners only.
    pub private: Option<PrivateKey>,
}

macro_rules! redacted {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "(redacted)"))
            }
        })*
    };
}

redacted!(MemberKey, PrivateKey, SlotKeys);
