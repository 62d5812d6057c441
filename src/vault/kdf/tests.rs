//! Bounds, calibration and the derivation itself.

use super::calibrate::meminfo_available;
use super::*;
use crate::vault::fixture::passphrase;
use std::time::Duration;

fn params(memory_kib: u32, iterations: u32, lanes: u32) -> KdfParams {
    KdfParams { memory_kib, iterations, lanes }
}

#[test]
fn what_is_derived_stays_what_it_was() {
    let derived = derive(&passphrase("correct horse"), &[1; SALT_BYTES], KdfParams::FLOOR).unwrap();
    let hex: String = derived.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hex,
        "08823298e96cc21b4deca70116ec949bb07f3c64b07a9a66e505e819c280bb32c9486c5c4aa99683805b3ff7735f6655dc35f5d2fbe93ee86e762cca48c05b74"
    );
}

#[test]
fn costs_beyond_the_bounds_are_refused_before_any_memory_is_touched() {
    let refused = [
        params(4 * 1024 * 1024, 1, 1),
        params(u32::MAX, u32::MAX, u32::MAX),
        params(8, 1, 1),
        params(19 * 1024 - 1, 1, 1),
        params(1024 * 1024 + 1, 1, 1),
        params(19 * 1024, 0, 1),
        params(19 * 1024, 17, 1),
        params(19 * 1024, 1, 0),
        params(19 * 1024, 1, 9),
    ];
    for params in refused {
        let begun = std::time::Instant::now();
        assert_eq!(derive(&passphrase("x"), &[0; SALT_BYTES], params).unwrap_err(), KdfError::Bounds(params));
        assert!(begun.elapsed() < Duration::from_millis(50), "{params:?} was worked on");
    }
    for params in [KdfParams::FLOOR, KdfParams::CEILING, KdfParams::MINIMUM_NEW] {
        assert_eq!(params.check(), Ok(()));
    }
}

#[test]
fn no_memory_is_an_error_and_not_an_abort() {
    assert!(allocate(usize::MAX / 2048).is_none());
}

/// A machine on which 1 GiB and one pass take `per_gib_pass`.
fn machine(per_gib_pass: Duration) -> impl FnMut(KdfParams) -> Result<Duration, KdfError> {
    move |params| Ok(per_gib_pass.mul_f64(f64::from(params.memory_kib) / 1024.0 / 1024.0 * f64::from(params.iterations)))
}

#[test]
fn a_slow_machine_gets_the_least_and_no_less() {
    assert_eq!(calibrate(None, machine(Duration::from_secs(30))).unwrap(), KdfParams::MINIMUM_NEW);
    assert_eq!(calibrate(Some(1024), machine(Duration::from_secs(1))).unwrap().memory_kib, KdfParams::MINIMUM_NEW.memory_kib);
}

#[test]
fn a_usual_machine_is_brought_to_half_a_second() {
    for millis in [500, 700, 1000, 2000] {
        let mut machine = machine(Duration::from_millis(millis));
        let chosen = calibrate(Some(16 * 1024 * 1024), &mut machine).unwrap();
        assert_eq!(chosen.check(), Ok(()));
        let takes = machine(chosen).unwrap();
        assert!((Duration::from_millis(350)..=Duration::from_millis(500)).contains(&takes), "{chosen:?} takes {takes:?}");
    }
}

#[test]
fn little_free_memory_makes_for_more_passes_instead() {
    let chosen = calibrate(Some(200 * 1024), machine(Duration::from_millis(800))).unwrap();
    assert!(chosen.memory_kib <= 100 * 1024, "{chosen:?}");
    assert!(chosen.iterations > 3, "{chosen:?}");
    let fast = calibrate(None, machine(Duration::from_millis(1))).unwrap();
    assert_eq!(fast, params(256 * 1024, 16, 1));
}

#[test]
fn a_machine_that_cannot_measure_says_so() {
    assert_eq!(calibrate(None, |_| Err(KdfError::Memory(65_536))).unwrap_err(), KdfError::Memory(65_536));
}

#[test]
fn free_memory_is_read_from_the_kernel() {
    assert_eq!(meminfo_available("MemTotal:  100 kB\nMemAvailable:   2048 kB\n"), Some(2048));
    assert_eq!(meminfo_available("MemTotal:  100 kB\n"), None);
}
