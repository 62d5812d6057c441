//! The world held in hand: a clock that is moved by the test, and reproducible randomness.

use jeton::clock::{Clock, Entropy, EntropyError, World};
use jeton::domain::Instant;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A clock that stands still until it is moved; it begins at noon (UTC) on 1 March 2026.
pub struct HandClock(Mutex<Instant>);

impl HandClock {
    pub fn pass(&self, time: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }

    /// Sets it to an instant, also one that has passed.
    #[allow(dead_code)]
    pub fn set(&self, at: &str) {
        *self.0.lock().unwrap() = at.parse().unwrap();
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

/// Reproducible bytes: splitmix64 from a seed.
struct Seeded(Mutex<u64>);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        let mut state = self.0.lock().unwrap();
        for byte in bytes {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z ^ (z >> 31)) as u8;
        }
        Ok(())
    }
}

/// A world in hand, and the clock to move it by.
pub fn world() -> (World, Arc<HandClock>) {
    let clock = Arc::new(HandClock(Mutex::new("2026-03-01T12:00:00Z".parse().unwrap())));
    (World { clock: clock.clone(), entropy: Arc::new(Seeded(Mutex::new(7))) }, clock)
}
