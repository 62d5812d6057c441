//! The time handed to `update`: the wall clock, and a time up that neither stands still nor goes back.

use crate::clock::Clock;
use crate::tui::model::moment::Moment;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Reckons the time up. Where the wall clock ran ahead, as over a sleep of the machine, the time up goes with it:
/// what was to be hidden or locked by then is.
pub struct Ticker {
    clock: Arc<dyn Clock>,
    steady: Instant,
    last: Moment,
}

impl Ticker {
    /// Starts at zero.
    pub fn start(clock: Arc<dyn Clock>) -> Self {
        let last = Moment { wall: clock.now(), up: Duration::ZERO };
        Self { clock, steady: Instant::now(), last }
    }

    /// This moment.
    pub fn now(&mut self) -> Moment {
        let (steady, wall) = (Instant::now(), self.clock.now());
        let by_steady = steady.saturating_duration_since(self.steady);
        let by_wall = wall.as_millisecond().saturating_sub(self.last.wall.as_millisecond());
        let by_wall = Duration::from_millis(u64::try_from(by_wall).unwrap_or(0));
        // Differences under a second are rounding, not sleep.
        let gone = if by_wall > by_steady + Duration::from_secs(1) { by_wall } else { by_steady };
        self.steady = steady;
        self.last = Moment { wall, up: self.last.up.saturating_add(gone) };
        self.last
    }

    /// How long to wait for a moment; never longer than a clock jump would be noticed late.
    pub fn until(&mut self, up: Duration) -> Duration {
        up.saturating_sub(self.now().up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Instant as Wall;
    use std::sync::Mutex;

    #[derive(Debug)]
    struct Set(Mutex<Wall>);

    impl Clock for Set {
        fn now(&self) -> Wall {
            *self.0.lock().unwrap()
        }
    }

    fn ticker() -> (Ticker, Arc<Set>) {
        let clock = Arc::new(Set(Mutex::new("2026-06-15T12:00:00Z".parse().unwrap())));
        (Ticker::start(clock.clone()), clock)
    }

    fn jump(clock: &Set, seconds: i64) {
        *clock.0.lock().unwrap() += jiff::SignedDuration::from_secs(seconds);
    }

    #[test]
    fn after_a_sleep_of_the_machine_what_was_to_be_hidden_by_then_is() {
        let (mut ticker, clock) = ticker();
        jump(&clock, 3_600);
        assert!(ticker.now().up >= Duration::from_secs(3_600));
        assert_eq!(ticker.until(Duration::from_secs(15)), Duration::ZERO);
    }

    #[test]
    fn a_clock_that_is_set_back_stops_no_countdown() {
        let (mut ticker, clock) = ticker();
        let before = ticker.now();
        jump(&clock, -86_400 * 400);
        let after = ticker.now();
        assert!(after.up >= before.up && after.up < Duration::from_secs(600), "{:?}", after.up);
        assert!(after.wall < before.wall, "dates are reckoned by the clock as it is");
        assert!(ticker.until(after.up + Duration::from_secs(15)) <= Duration::from_secs(15));
    }
}
