//! Finding the cost that takes this machine about half a second.

use super::{KdfError, SALT_BYTES, derive};
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::domain::slot::KdfParams;
use std::time::{Duration, Instant};

/// How long unlocking one slot should take.
const AIM: Duration = Duration::from_millis(500);

/// The most memory that calibration chooses, whatever the machine has: a vault is often opened on a smaller one later.
const MOST_MEMORY_KIB: u32 = 256 * 1024;

/// Parameters that take about half a second: more memory first, as far as half of `available_kib` and 256 MiB go,
/// then more passes. Never under [`KdfParams::MINIMUM_NEW`]. `measure` tells how long given parameters take.
///
/// # Errors
/// What `measure` fails with.
pub fn calibrate(
    available_kib: Option<u64>,
    mut measure: impl FnMut(KdfParams) -> Result<Duration, KdfError>,
) -> Result<KdfParams, KdfError> {
    let least = KdfParams::MINIMUM_NEW;
    let taken = measure(least)?.max(Duration::from_millis(1));
    let factor = AIM.as_secs_f64() / taken.as_secs_f64();
    if factor <= 1.0 {
        return Ok(least);
    }
    let half_free = available_kib.map_or(MOST_MEMORY_KIB, |kib| u32::try_from(kib / 2).unwrap_or(u32::MAX));
    let most = half_free.min(MOST_MEMORY_KIB).max(least.memory_kib);
    let wanted = (f64::from(least.memory_kib) * factor).min(f64::from(most)) as u32;
    let memory_kib = (wanted - wanted % 1024).max(least.memory_kib);
    let left = factor * f64::from(least.memory_kib) / f64::from(memory_kib);
    let passes = (f64::from(least.iterations) * left) as u32;
    Ok(KdfParams { memory_kib, iterations: passes.clamp(least.iterations, KdfParams::CEILING.iterations), lanes: least.lanes })
}

/// How long one derivation takes here.
///
/// # Errors
/// The memory is not to be had.
pub fn measure(params: KdfParams) -> Result<Duration, KdfError> {
    let passphrase = Passphrase::new(Plaintext::new("how long does this take".to_owned()));
    let begun = Instant::now();
    derive(&passphrase, &[0; SALT_BYTES], params)?;
    Ok(begun.elapsed())
}

/// KiB of memory that this machine, or the control group it puts us in, has left; `None` where it does not say.
pub fn available_memory_kib() -> Option<u64> {
    let machine = std::fs::read_to_string("/proc/meminfo").ok().as_deref().and_then(meminfo_available);
    let number = |path| std::fs::read_to_string(path).ok()?.trim().parse::<u64>().ok();
    let group = number("/sys/fs/cgroup/memory.max")
        .map(|most| most.saturating_sub(number("/sys/fs/cgroup/memory.current").unwrap_or(0)) / 1024);
    [machine, group].into_iter().flatten().min()
}

pub(super) fn meminfo_available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
