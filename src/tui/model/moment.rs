//! The time as the runtime hands it in: what the calendar says, and how long the program has run.

use crate::domain::Instant;
use std::time::Duration;

/// One moment. Dates are reckoned by the wall clock; countdowns by the time up, which no clock change moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock.
    pub wall: Instant,
    /// Time since the program started.
    pub up: Duration,
}

impl Moment {
    /// The time up, `later` from now.
    pub fn plus(self, later: Duration) -> Duration {
        self.up.saturating_add(later)
    }

    /// Whether a deadline on the time up has come.
    pub fn reached(self, deadline: Duration) -> bool {
        self.up >= deadline
    }

    /// Whole seconds until `deadline`, begun seconds counting as whole ones.
    pub fn seconds_until(self, deadline: Duration) -> u64 {
        deadline.saturating_sub(self.up).as_millis().div_ceil(1000) as u64
    }

    /// The next moment at which [`seconds_until`](Self::seconds_until) of `deadline` changes; `None` once it has come.
    pub fn next_second(self, deadline: Duration) -> Option<Duration> {
        let left = self.seconds_until(deadline);
        (left > 0).then(|| deadline.saturating_sub(Duration::from_secs(left - 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Moment {
        Moment { wall: Instant::UNIX_EPOCH, up: Duration::from_millis(millis) }
    }

    #[test]
    fn a_countdown_names_each_second_once() {
        let deadline = Duration::from_secs(15);
        assert_eq!(at(0).seconds_until(deadline), 15);
        assert_eq!(at(0).next_second(deadline), Some(Duration::from_secs(1)));
        assert_eq!(at(1000).seconds_until(deadline), 14);
        assert_eq!(at(14_001).seconds_until(deadline), 1);
        assert_eq!(at(14_001).next_second(deadline), Some(deadline));
        assert_eq!(at(15_000).next_second(deadline), None);
        assert!(at(15_000).reached(deadline));
    }
}
