//! The recovery key: random, in groups that can be printed and typed again, with a checksum.

use crate::clock::{Entropy, EntropyError};
use crate::domain::id::CROCKFORD;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use zeroize::Zeroizing;

/// Random characters: 33 × 5 = 165 bits.
const RANDOM_CHARS: usize = 33;

/// Characters of the checksum; 32^7 exceeds 2^32.
const CHECKSUM_CHARS: usize = 7;

/// All characters, dashes left out.
const CHARS: usize = RANDOM_CHARS + CHECKSUM_CHARS;

/// Characters in a group; eight groups.
const GROUP: usize = 5;

/// A new recovery key in its printable form: eight groups of five characters with dashes between.
///
/// # Errors
/// The generator failed.
pub fn generate(entropy: &dyn Entropy) -> Result<Plaintext, EntropyError> {
    let mut random = Zeroizing::new([0; RANDOM_CHARS]);
    entropy.fill(random.as_mut_slice())?;
    let mut bare = Zeroizing::new(String::with_capacity(CHARS));
    bare.extend(random.iter().map(|byte| character(u32::from(*byte))));
    let sum = checksum(&bare);
    bare.extend(sum);
    let mut printed = String::with_capacity(CHARS + CHARS / GROUP);
    for group in groups(&bare) {
        if !printed.is_empty() {
            printed.push('-');
        }
        printed.push_str(group);
    }
    Ok(Plaintext::new(printed))
}

/// The groups of a recovery key, with or without dashes, for printing them in rows.
pub fn groups(key: &str) -> Vec<&str> {
    key.split('-')
        .flat_map(|part| (0..part.len()).step_by(GROUP).filter_map(|at| part.get(at..(at + GROUP).min(part.len()))))
        .collect()
}

/// A recovery key as typed, brought to the one form that its slot was made with: lower case is fine, so are missing or
/// further dashes and spaces, `O` for `0`, `I` and `L` for `1`. `None` when it is no recovery key or its checksum
/// does not fit.
pub fn normalise(typed: &str) -> Option<Passphrase> {
    let mut bare = Zeroizing::new(String::with_capacity(CHARS));
    for c in typed.chars().filter(|c| *c != '-' && !c.is_whitespace()) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        if bare.len() == CHARS || !c.is_ascii() || !CROCKFORD.contains(&(c.to_ascii_lowercase() as u8)) {
            return None;
        }
        bare.push(c);
    }
    if bare.len() != CHARS {
        return None;
    }
    let (random, sum) = bare.split_at(RANDOM_CHARS);
    let fits = sum.chars().eq(checksum(random));
    fits.then(|| Passphrase::new(Plaintext::new(std::mem::take(&mut *bare))))
}

fn character(quintet: u32) -> char {
    char::from(CROCKFORD[(quintet & 31) as usize].to_ascii_uppercase())
}

/// CRC32 as seven characters: any one wrong character and any two swapped neighbours change it.
fn checksum(random: &str) -> [char; CHECKSUM_CHARS] {
    let sum = crc32fast::hash(random.as_bytes());
    let mut at = CHECKSUM_CHARS as u32;
    [(); CHECKSUM_CHARS].map(|()| {
        at -= 1;
        character(sum.checked_shr(5 * at).unwrap_or(0))
    })
}

#[cfg(test)]
mod tests;
