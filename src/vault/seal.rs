//! Sealing: values go to the vault's public key, and only the private key brings them back.
//!
//! HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305.
//! A sealed value is the encapsulated key (32 bytes), then the ciphertext with its tag (16 bytes more than the value).

use super::VaultError;
use super::fields::length_prefixed;
use super::keys::{PrivateKey, PublicKey};
use crate::clock::{Entropy, EntropyError};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::plaintext::Plaintext;
use crate::domain::slot::VaultId;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand::rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;
use zeroize::Zeroizing;

const INFO: &[u8] = b"jeton/sealed-value/v1";
const ENCAPPED: usize = 32;

/// Where a sealed value stands. Sealed at one place, it opens at no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealContext {
    /// The vault.
    pub vault: VaultId,
    /// The token.
    pub token: TokenId,
    /// The secret's version.
    pub version: u32,
    /// The token's kind.
    pub kind: Kind,
    /// The row of the public key.
    pub key_id: i64,
}

impl SealContext {
    fn associated_data(&self) -> Vec<u8> {
        length_prefixed(&[
            &self.vault.0,
            self.token.to_string().as_bytes(),
            &self.version.to_be_bytes(),
            self.kind.word().as_bytes(),
            &self.key_id.to_be_bytes(),
        ])
    }
}

/// Seals a value at its place. Needs no secret.
///
/// # Errors
/// The generator failed, or the public key is none.
pub fn seal(to: &PublicKey, at: &SealContext, value: &Plaintext, entropy: &dyn Entropy) -> Result<Vec<u8>, VaultError> {
    seal_bytes(to, INFO, &at.associated_data(), value.expose().as_bytes(), entropy)
}

/// Opens a sealed value. Whether it is the right one, its digest says.
///
/// # Errors
/// [`VaultError::Open`] when it was sealed elsewhere, to another key, or altered.
pub fn open(key: &PrivateKey, at: &SealContext, sealed: &[u8]) -> Result<Plaintext, VaultError> {
    let bytes = open_bytes(key, INFO, &at.associated_data(), sealed)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| VaultError::Open)?;
    Ok(Plaintext::new(text.to_owned()))
}

fn seal_bytes(to: &PublicKey, info: &[u8], aad: &[u8], plain: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, VaultError> {
    let to = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(to.as_bytes()).map_err(|_| VaultError::Seal)?;
    let mut generator = Remembering { entropy, failure: None };
    let sealed = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &to,
        info,
        plain,
        aad,
        &mut generator,
    );
    if let Some(failure) = generator.failure {
        return Err(failure.into());
    }
    let (encapped, ciphertext) = sealed.map_err(|_| VaultError::Seal)?;
    let mut out = Vec::with_capacity(ENCAPPED + ciphertext.len());
    out.extend_from_slice(&encapped.to_bytes());
    out.extend_from_slice(&ciphertext);
    Ok(out)
}

fn open_bytes(key: &PrivateKey, info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (encapped, ciphertext) = sealed.split_at_checked(ENCAPPED).ok_or(VaultError::Open)?;
    let encapped = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapped).map_err(|_| VaultError::Open)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        key.expose(),
        &encapped,
        info,
        ciphertext,
        aad,
    )
    .map(Zeroizing::new)
    .map_err(|_| VaultError::Open)
}

/// The generator that was handed in, as HPKE wants it: one that cannot fail. A failure is remembered, and whatever
/// was made after it is thrown away.
struct Remembering<'a> {
    entropy: &'a dyn Entropy,
    failure: Option<EntropyError>,
}

impl TryRng for Remembering<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        if let Err(failure) = self.entropy.fill(bytes) {
            self.failure = Some(failure);
        }
        Ok(())
    }
}

impl TryCryptoRng for Remembering<'_> {}

#[cfg(test)]
mod tests;
