//! Counting against a rate: the generic cell rate algorithm (ITU-T I.371), with a number of calls that may come at once.

use super::Instant;
use super::policy::Rate;
use std::collections::HashMap;
use std::hash::Hash;

/// How far one caller has used up its rate.
///
/// All that is kept is the instant at which the last of the calls let through would have come, had they come evenly spaced.
/// As many calls as the rate names may come at once; each becomes possible again after an even share of the rate's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meter {
    /// Milliseconds of the epoch, times [`FINE`].
    used_until: i128,
}

/// A call's share of the time is a fraction of a millisecond for large rates; so many parts make a millisecond.
const FINE: i128 = 1 << 32;

/// What came of one more call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It fits, and was counted.
    Within,
    /// It does not fit, and was not counted; it would in so many milliseconds.
    Over {
        /// At least 1.
        wait_ms: u64,
    },
}

impl Meter {
    /// Counts one more call at `now`, if it fits.
    ///
    /// A clock that was set back neither opens the rate nor closes it for longer than the rate's own time: whatever lies further
    /// ahead than that counts as a rate that is used up just now.
    pub fn count(&mut self, rate: Rate, now: Instant) -> Fit {
        let used_until = self.at(rate, now);
        let over = used_until + share(rate) - (fine(now) + whole(rate));
        if over > 0 {
            self.used_until = used_until;
            let wait_ms = u64::try_from((over + FINE - 1) / FINE).unwrap_or(u64::MAX);
            return Fit::Over { wait_ms: wait_ms.max(1) };
        }
        self.used_until = used_until + share(rate);
        Fit::Within
    }

    /// Whether one more call would fit at `now`. Counts nothing.
    pub fn fits(&self, rate: Rate, now: Instant) -> bool {
        self.at(rate, now) + share(rate) <= fine(now) + whole(rate)
    }

    /// Whether nothing of the rate is used at `now`: forgetting the meter changes nothing then.
    pub fn is_idle(&self, now: Instant) -> bool {
        self.used_until <= fine(now)
    }

    fn at(&self, rate: Rate, now: Instant) -> i128 {
        self.used_until.clamp(fine(now), fine(now) + whole(rate))
    }
}

fn fine(at: Instant) -> i128 {
    i128::from(at.as_millisecond()) * FINE
}

fn whole(rate: Rate) -> i128 {
    i128::from(rate.per.millis()) * FINE
}

/// Rounded up, so that no rounding lets one call more through.
fn share(rate: Rate) -> i128 {
    let calls = i128::from(rate.calls.get());
    (whole(rate) + calls - 1) / calls
}

/// The meters of many callers, in bounded room.
#[derive(Clone, Debug)]
pub struct Meters<K> {
    meters: HashMap<K, Meter>,
    most: usize,
}

impl<K: Copy + Eq + Hash> Meters<K> {
    /// Meters of at most so many callers.
    pub fn new(most: usize) -> Self {
        Self { meters: HashMap::new(), most: most.max(8) }
    }

    /// As [`Meter::count`], for one caller.
    pub fn count(&mut self, caller: K, rate: Rate, now: Instant) -> Fit {
        if self.meters.len() >= self.most && !self.meters.contains_key(&caller) {
            self.make_room(now);
        }
        self.meters.entry(caller).or_default().count(rate, now)
    }

    /// As [`Meter::fits`], for one caller.
    pub fn fits(&self, caller: K, rate: Rate, now: Instant) -> bool {
        self.meters.get(&caller).is_none_or(|meter| meter.fits(rate, now))
    }

    /// Forgets those that have nothing to remember. Where that is not enough, an eighth of the others, the least used up first.
    fn make_room(&mut self, now: Instant) {
        self.meters.retain(|_, meter| !meter.is_idle(now));
        let spare = self.most / 8;
        if self.meters.len() + spare <= self.most {
            return;
        }
        let mut ends: Vec<i128> = self.meters.values().map(|meter| meter.used_until).collect();
        let (_, last, _) = ends.select_nth_unstable(spare);
        let last = *last;
        self.meters.retain(|_, meter| meter.used_until > last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(ms: i64) -> Instant {
        Instant::from_millisecond(1_800_000_000_000 + ms).unwrap()
    }

    fn rate(text: &str) -> Rate {
        text.parse().unwrap()
    }

    #[test]
    fn so_many_may_come_at_once_and_then_one_each_share_of_the_time() {
        let mut meter = Meter::default();
        let rate = rate("3/m");
        for _ in 0..3 {
            assert_eq!(meter.count(rate, at(0)), Fit::Within);
        }
        assert_eq!(meter.count(rate, at(0)), Fit::Over { wait_ms: 20_000 });
        assert_eq!(meter.count(rate, at(19_999)), Fit::Over { wait_ms: 1 });
        assert_eq!(meter.count(rate, at(20_000)), Fit::Within);
        assert_eq!(meter.count(rate, at(20_000)), Fit::Over { wait_ms: 20_000 });
        assert!(!meter.is_idle(at(79_999)) && meter.is_idle(at(80_000)));
    }

    #[test]
    fn a_clock_set_back_neither_opens_nor_locks_for_ever() {
        let mut meter = Meter::default();
        let rate = rate("2/m");
        assert_eq!(meter.count(rate, at(0)), Fit::Within);
        assert_eq!(meter.count(rate, at(0)), Fit::Within);
        let year = 365 * 86_400_000;
        assert_eq!(meter.count(rate, at(-year)), Fit::Over { wait_ms: 30_000 }, "used up, as it was");
        assert_eq!(meter.count(rate, at(-year + 30_000)), Fit::Within, "and open again after a share of its time");
    }

    #[test]
    fn room_is_bounded_and_those_who_used_up_most_are_remembered_longest() {
        let rate = rate("2/m");
        let mut meters = Meters::new(64);
        assert_eq!((meters.count(u32::MAX, rate, at(0)), meters.count(u32::MAX, rate, at(0))), (Fit::Within, Fit::Within));
        for caller in 0..10_000 {
            assert_eq!(meters.count(caller, rate, at(1)), Fit::Within);
            assert!(meters.meters.len() <= 64);
        }
        assert!(!meters.fits(u32::MAX, rate, at(1)), "a flood of others does not open what was used up");
        assert!(meters.fits(u32::MAX, rate, at(60_000)));
    }

    proptest! {
        #[test]
        fn no_run_is_let_through_more_often_than_it_earned(
            calls in 1_u32..40, per in 0_usize..3, steps in proptest::collection::vec(0_i64..5_000, 1..400)
        ) {
            let rate = rate(&format!("{calls}/{}", ["s", "m", "h"][per]));
            let (mut meter, mut now, mut let_through) = (Meter::default(), 0, 0_i64);
            for step in steps {
                now += step;
                let fits = meter.fits(rate, at(now));
                let counted = meter.count(rate, at(now));
                prop_assert_eq!(fits, counted == Fit::Within);
                let_through += i64::from(counted == Fit::Within);
                let earned = i64::from(calls) + now * i64::from(calls) / i64::try_from(rate.per.millis()).unwrap();
                prop_assert!(let_through <= earned, "{} calls in {} ms", let_through, now);
            }
        }

        #[test]
        fn whoever_waits_as_told_is_let_through(calls in 1_u32..1_000_000, waits in proptest::collection::vec(any::<bool>(), 1..200)) {
            let rate = rate(&format!("{calls}/m"));
            let (mut meter, mut now) = (Meter::default(), 0);
            for wait in waits {
                if let Fit::Over { wait_ms } = meter.count(rate, at(now)) {
                    prop_assert!(wait_ms <= 60_000);
                    if wait {
                        now += i64::try_from(wait_ms).unwrap();
                        prop_assert_eq!(meter.count(rate, at(now)), Fit::Within);
                    }
                }
            }
        }

        #[test]
        fn however_the_clock_jumps_a_full_wait_opens_it(jumps in proptest::collection::vec(-10_000_000_i64..10_000_000, 1..100)) {
            let rate = rate("5/m");
            let mut meter = Meter::default();
            for jump in jumps {
                let before = meter.fits(rate, at(jump));
                prop_assert_eq!(meter.count(rate, at(jump)) == Fit::Within, before);
                prop_assert!(meter.fits(rate, at(jump + 60_000)));
            }
        }
    }
}
