//! From a passphrase to keys: Argon2id (RFC 9106), its cost bounded before anything is allocated.

mod calibrate;

pub use calibrate::{available_memory_kib, calibrate, measure};

use crate::domain::passphrase::Passphrase;
use crate::domain::slot::KdfParams;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroizing;

/// Bytes of a slot's salt.
pub const SALT_BYTES: usize = 16;

/// Bytes derived: a key and a commitment to it, 32 each.
pub(super) const OUTPUT_BYTES: usize = 64;

/// Why no key was derived.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum KdfError {
    /// The parameters lie outside the bounds; nothing was allocated.
    #[error(
        "the cost of a passphrase is out of bounds: {} KiB of memory, {} passes, {} lanes \
         (19 MiB to 1 GiB, 1 to 16, 1 to 8 are allowed); restore a backup",
        .0.memory_kib, .0.iterations, .0.lanes
    )]
    Bounds(KdfParams),
    /// The machine did not give the memory.
    #[error("the machine has not the {0} KiB of memory that this passphrase needs; free some and try again")]
    Memory(u32),
}

impl KdfParams {
    /// The least that is accepted when read back.
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, iterations: 1, lanes: 1 };

    /// The most that is accepted when read back.
    pub const CEILING: Self = Self { memory_kib: 1024 * 1024, iterations: 16, lanes: 8 };

    /// The least for a new vault.
    pub const MINIMUM_NEW: Self = Self { memory_kib: 64 * 1024, iterations: 3, lanes: 1 };

    /// Whether the parameters lie within the bounds.
    ///
    /// # Errors
    /// [`KdfError::Bounds`].
    pub fn check(self) -> Result<(), KdfError> {
        let fits = (Self::FLOOR.memory_kib..=Self::CEILING.memory_kib).contains(&self.memory_kib)
            && (Self::FLOOR.iterations..=Self::CEILING.iterations).contains(&self.iterations)
            && (Self::FLOOR.lanes..=Self::CEILING.lanes).contains(&self.lanes);
        if fits { Ok(()) } else { Err(KdfError::Bounds(self)) }
    }
}

/// Derives 64 bytes from a passphrase. Slow and hungry on purpose; the memory is wiped afterwards.
///
/// # Errors
/// The parameters are out of bounds, or the memory is not to be had.
pub(super) fn derive(
    passphrase: &Passphrase,
    salt: &[u8; SALT_BYTES],
    params: KdfParams,
) -> Result<Zeroizing<[u8; OUTPUT_BYTES]>, KdfError> {
    params.check()?;
    let out_of_bounds = |_| KdfError::Bounds(params);
    let cost = Params::new(params.memory_kib, params.iterations, params.lanes, Some(OUTPUT_BYTES)).map_err(out_of_bounds)?;
    let mut blocks = allocate(cost.block_count()).ok_or(KdfError::Memory(params.memory_kib))?;
    let mut output = Zeroizing::new([0; OUTPUT_BYTES]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost)
        .hash_password_into_with_memory(passphrase.expose().as_bytes(), salt, output.as_mut_slice(), blocks.as_mut_slice())
        .map_err(out_of_bounds)?;
    Ok(output)
}

/// Blocks of 1 KiB; `None` rather than an abort when there is no memory.
fn allocate(count: usize) -> Option<Zeroizing<Vec<Block>>> {
    let mut blocks = Zeroizing::new(Vec::new());
    blocks.try_reserve_exact(count).ok()?;
    blocks.resize(count, Block::new());
    Some(blocks)
}

#[cfg(test)]
mod tests;
