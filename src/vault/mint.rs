//! Minting: new values and new ids.

use super::VaultError;
use crate::clock::{Entropy, EntropyError};
use crate::domain::brand::Brand;
use crate::domain::format::{BASE62, CHECKSUM_CHARS, RANDOM_CHARS, checksum};
use crate::domain::id::{ID_CHARS, TokenId};
use crate::domain::kind::Kind;
use crate::domain::plaintext::Plaintext;
use crate::domain::slot::{SlotId, VaultId};
use zeroize::Zeroizing;

/// The greatest multiple of 62 that a byte can hold. Bytes from there on are thrown away, else the first eight
/// digits would come up more often than the others.
const FAIR_BELOW: u8 = 248;

/// Draws of [`DRAW`] bytes before the generator is called broken: each yields 46 digits on average.
const MAX_DRAWS: usize = 64;

/// Bytes asked of the generator at once.
const DRAW: usize = 48;

/// A new value: `<brand>_<tag>_`, 30 random base62 characters (178 bits), 6 of checksum.
///
/// # Errors
/// [`VaultError::NotMinted`] for external tokens, [`VaultError::Entropy`] when the generator failed.
pub fn mint(brand: &Brand, kind: Kind, entropy: &dyn Entropy) -> Result<Plaintext, VaultError> {
    let tag = kind.tag().ok_or(VaultError::NotMinted(kind))?;
    // Room for all of it: a string that grows would leave its beginning behind in freed memory.
    let mut value = Zeroizing::new(String::with_capacity(brand.as_str().len() + tag.len() + 2 + RANDOM_CHARS + CHECKSUM_CHARS));
    value.extend([brand.as_str(), "_", tag, "_"]);
    push_digits(&mut value, RANDOM_CHARS, entropy)?;
    let sum = checksum(&value);
    value.extend(sum.map(char::from));
    Ok(Plaintext::new(std::mem::take(&mut *value)))
}

/// A new public id, 60 random bits.
///
/// # Errors
/// The generator failed.
pub fn mint_id(entropy: &dyn Entropy) -> Result<TokenId, EntropyError> {
    let mut quintets = [0; ID_CHARS];
    entropy.fill(&mut quintets)?;
    Ok(TokenId::from_quintets(quintets))
}

/// A new vault's id, 128 random bits.
///
/// # Errors
/// The generator failed.
pub fn mint_vault_id(entropy: &dyn Entropy) -> Result<VaultId, EntropyError> {
    random_id(entropy).map(VaultId)
}

/// A new slot's id, 128 random bits.
///
/// # Errors
/// The generator failed.
pub fn mint_slot_id(entropy: &dyn Entropy) -> Result<SlotId, EntropyError> {
    random_id(entropy).map(SlotId)
}

fn random_id(entropy: &dyn Entropy) -> Result<[u8; 16], EntropyError> {
    let mut id = [0; 16];
    entropy.fill(&mut id)?;
    Ok(id)
}

fn push_digits(text: &mut String, count: usize, entropy: &dyn Entropy) -> Result<(), EntropyError> {
    let end = text.len() + count;
    let mut bytes = Zeroizing::new([0; DRAW]);
    for _ in 0..MAX_DRAWS {
        entropy.fill(bytes.as_mut_slice())?;
        for byte in bytes.iter().filter(|byte| **byte < FAIR_BELOW) {
            if text.len() == end {
                return Ok(());
            }
            text.push(char::from(BASE62[usize::from(byte % 62)]));
        }
        if text.len() == end {
            return Ok(());
        }
    }
    Err(EntropyError("it repeats one byte".to_owned()))
}

#[cfg(test)]
mod tests;
