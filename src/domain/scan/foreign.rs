//! Looking for values that have no shape of their own: by a keyed hash of their first bytes, at every byte of the stream.

use crate::domain::plaintext::Plaintext;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

/// Shorter values are not looked for: they would be found in texts that have nothing to do with them.
pub const MIN_FOREIGN_BYTES: usize = 12;

/// Bytes that are hashed.
const HEAD: usize = 8;

/// Bits of the hash by which most places are passed over at once.
const SIEVE_BITS: u32 = 16;

/// The values to look for. They are compared in full wherever the hash of eight bytes fits; nothing but the hash is kept of them
/// outside memory that is wiped.
pub struct Foreign {
    key: u64,
    /// A bit for each hash that a value begins with.
    sieve: Vec<u64>,
    by_head: HashMap<u64, Vec<usize>>,
    values: Vec<Plaintext>,
    longest: usize,
}

impl Foreign {
    /// What looks for `values`, under a random key. `None` when none of them is long enough.
    pub fn new(values: Vec<Plaintext>, key: u64) -> Option<Self> {
        let key = key | 1;
        let mut sieve = vec![0; 1 << (SIEVE_BITS - 6)];
        let mut by_head: HashMap<u64, Vec<usize>> = HashMap::new();
        for (which, value) in values.iter().enumerate() {
            if let Some(hash) = hash_at(value.expose().as_bytes(), 0, key)
                && value.expose().len() >= MIN_FOREIGN_BYTES
            {
                sieve[place(hash).0] |= place(hash).1;
                by_head.entry(hash).or_default().push(which);
            }
        }
        let longest = by_head.values().flatten().map(|which| values[*which].expose().len()).max()?;
        Some(Self { key, sieve, by_head, values, longest })
    }

    /// Bytes of the longest value.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Places in `range` of the window where a value may begin.
    pub(super) fn starts_in<'a>(&'a self, window: &'a [u8], range: Range<usize>) -> impl Iterator<Item = usize> + 'a {
        let last = (window.len() + 1).saturating_sub(HEAD);
        (range.start..range.end.min(last))
            .filter(|at| hash_at(window, *at, self.key).is_some_and(|hash| self.sieve[place(hash).0] & place(hash).1 != 0))
    }

    /// The values that stand at a place.
    pub(super) fn matches_at<'a>(&'a self, window: &'a [u8], at: usize) -> impl Iterator<Item = usize> + 'a {
        let known = hash_at(window, at, self.key).and_then(|hash| self.by_head.get(&hash));
        known
            .into_iter()
            .flatten()
            .copied()
            .filter(move |which| window.get(at..).is_some_and(|rest| rest.starts_with(self.values[*which].expose().as_bytes())))
    }
}

/// Multiplication by an odd key: no two heads have the same hash, and the upper bits depend on all of the head.
fn hash_at(bytes: &[u8], at: usize, key: u64) -> Option<u64> {
    let head: &[u8; HEAD] = bytes.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*head).wrapping_mul(key))
}

/// The word of the sieve and the bit in it.
fn place(hash: u64) -> (usize, u64) {
    let upper = hash >> (u64::BITS - SIEVE_BITS);
    ((upper >> 6) as usize, 1 << (upper & 63))
}

impl fmt::Debug for Foreign {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Foreign").field("values", &self.values.len()).finish_non_exhaustive()
    }
}
