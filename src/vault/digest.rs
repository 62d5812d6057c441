//! Digests: how a value is recognised without being kept.

use super::keys::MemberKey;
use crate::domain::secret::Digest;
use crate::domain::slot::VaultId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const VALUE_TAG: &[u8] = b"jeton/value-digest/v1\0";
const EXTERNAL_TAG: &[u8] = b"jeton/external-digest/v1\0";
const LIST_TAG: &[u8] = b"jeton/list/v1\0";
const VAULT_TAG: &[u8] = b"jeton/vault-fingerprint/v1\0";
const EXTERNAL_KEY: &str = "jeton/external-digest-key/v1";

/// The digest of a value that carries its own 128 bits or more: SHA-256 over a domain tag and the whole value.
/// No slow hash: there is nothing to guess.
pub fn digest(value: &str) -> Digest {
    Digest(Sha256::new().chain_update(VALUE_TAG).chain_update(value.as_bytes()).finalize().into())
}

/// The digest of a value issued elsewhere, which may be short enough to be guessed from a stolen file:
/// HMAC-SHA-256 (RFC 2104) under a key that only an unlocked slot has.
pub fn keyed_digest(key: &MemberKey, value: &str) -> Digest {
    Digest(mac(key, EXTERNAL_KEY, &[EXTERNAL_TAG, value.as_bytes()]))
}

/// A word that tells one vault from another and nothing else about it: half of a digest of its identity, in hexadecimal.
pub fn fingerprint(vault: VaultId) -> String {
    let whole = Sha256::new().chain_update(VAULT_TAG).chain_update(vault.0).finalize();
    whole.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of a list in its canonical form, which an event then holds.
pub fn list(canonical: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(LIST_TAG)
        .chain_update((canonical.len() as u64).to_be_bytes())
        .chain_update(canonical)
        .finalize()
        .into()
}

/// Whether two digests are the same, in a time that does not depend on where they differ.
pub fn matches(left: &Digest, right: &Digest) -> bool {
    // Eight bytes at a time: the service compares with each request.
    let words = |digest: &Digest| -> [u64; 4] {
        let (words, _) = digest.0.as_chunks::<8>();
        std::array::from_fn(|at| words.get(at).copied().map_or(0, u64::from_ne_bytes))
    };
    let differences = words(left).into_iter().zip(words(right)).fold(0, |all, (one, other)| all | (one ^ other));
    differences.ct_eq(&0).into()
}

/// HMAC-SHA-256 over `parts` under the key for `purpose`.
fn mac(key: &MemberKey, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = keyed(key, purpose);
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HMAC-SHA-256 under the key for `purpose`, over nothing yet.
pub(super) fn keyed(key: &MemberKey, purpose: &str) -> Hmac<Sha256> {
    // A key shorter than a block is filled up with zeros (RFC 2104, section 2).
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key.derive(purpose).as_slice());
    Hmac::<Sha256>::new((&*block).into())
}

#[cfg(test)]
mod tests;
