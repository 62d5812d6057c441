//! Times as people tell them: `3 min ago`, `in 12 d`, and `12d` where a column is narrow.

use super::Instant;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// A twelfth of a year of 365 days; nobody counts these to the hour.
const MONTH: u64 = 365 * DAY / 12;
const YEAR: u64 = 365 * DAY;

/// A unit: from how many seconds on it is used, how long it is, and its long and narrow names.
type Unit = (u64, u64, &'static str, &'static str);

/// The larger units begin at two of them, so that rounding down never hides nearly half of a time.
const UNITS: [Unit; 6] = [
    (2 * YEAR, YEAR, "y", "y"),
    (2 * MONTH, MONTH, "mo", "mo"),
    (2 * DAY, DAY, "d", "d"),
    (HOUR, HOUR, "h", "h"),
    (MINUTE, MINUTE, "min", "m"),
    (0, 1, "s", "s"),
];

/// `3 min ago`, `in 12 d`, `just now` for the last few seconds. Rounded down: what is said to be 12 days away is no less.
pub fn relative(at: Instant, now: Instant) -> String {
    let (seconds, is_ahead) = distance(at, now);
    if seconds < 5 && !is_ahead {
        return "just now".to_owned();
    }
    let (count, unit) = largest(seconds);
    if is_ahead { format!("in {count} {}", unit.2) } else { format!("{count} {} ago", unit.2) }
}

/// As [`relative`], with a word (`never`) for what has no time.
pub fn relative_or(at: Option<Instant>, now: Instant, otherwise: &str) -> String {
    at.map_or_else(|| otherwise.to_owned(), |at| relative(at, now))
}

/// `12d`, `3mo`: how far `at` is from `now`, without saying whether before or after, for a column whose head says it.
/// At most four characters within 99 years.
pub fn compact(at: Instant, now: Instant) -> String {
    let (count, unit) = largest(distance(at, now).0);
    format!("{count}{}", unit.3)
}

/// As [`compact`], with a word or a dash for what has no time.
pub fn compact_or(at: Option<Instant>, now: Instant, otherwise: &str) -> String {
    at.map_or_else(|| otherwise.to_owned(), |at| compact(at, now))
}

/// Whole seconds between the two, and whether `at` is still to come.
fn distance(at: Instant, now: Instant) -> (u64, bool) {
    let millis = i128::from(at.as_millisecond()) - i128::from(now.as_millisecond());
    (u64::try_from(millis.unsigned_abs() / 1_000).unwrap_or(u64::MAX), millis > 0)
}

fn largest(seconds: u64) -> (u64, Unit) {
    let unit = UNITS.into_iter().find(|unit| seconds >= unit.0).unwrap_or(UNITS[5]);
    (seconds / unit.1, unit)
}

#[cfg(test)]
mod tests {

    use super::*;
    use proptest::prelude::*;

    fn now() -> Instant {
        "2026-06-15T12:00:00Z".parse().unwrap()
    }

    fn off(seconds: i64) -> Instant {
        now() + jiff::SignedDuration::from_secs(seconds)
    }

    #[test]
    fn the_past_is_told_in_its_largest_unit() {
        for (seconds, text, narrow) in [
            (0, "just now", "0s"),
            (4, "just now", "4s"),
            (42, "42 s ago", "42s"),
            (60, "1 min ago", "1m"),
            (3 * 60 + 59, "3 min ago", "3m"),
            (3_600, "1 h ago", "1h"),
            (47 * 3_600, "47 h ago", "47h"),
            (48 * 3_600, "2 d ago", "2d"),
            (60 * 86_400, "60 d ago", "60d"),
            (61 * 86_400, "2 mo ago", "2mo"),
            (729 * 86_400, "23 mo ago", "23mo"),
            (730 * 86_400, "2 y ago", "2y"),
        ] {
            assert_eq!(relative(off(-seconds), now()), text);
            assert_eq!(compact(off(-seconds), now()), narrow);
        }
    }

    #[test]
    fn the_future_is_told_likewise() {
        for (seconds, text) in [(1, "in 1 s"), (90, "in 1 min"), (12 * 86_400 + 86_399, "in 12 d"), (90 * 86_400, "in 2 mo")] {
            assert_eq!(relative(off(seconds), now()), text);
        }
        let soon = now() + jiff::SignedDuration::from_millis(300);
        assert_eq!(relative(soon, now()), "in 0 s", "not yet past");
    }

    #[test]
    fn no_time_has_a_word() {
        assert_eq!(relative_or(None, now(), "never"), "never");
        assert_eq!(compact_or(None, now(), "–"), "–");
        assert_eq!(compact_or(Some(off(-60)), now(), "–"), "1m");
    }

    proptest! {
        #[test]
        fn a_narrow_column_stays_narrow(seconds in -99 * 365 * 86_400_i64..99 * 365 * 86_400) {
            prop_assert!(compact(off(seconds), now()).len() <= 4);
        }

        #[test]
        fn any_two_instants_can_be_told(a in any::<i64>(), b in any::<i64>()) {
            let instant = |seed: i64| Instant::from_second(seed % 250_000_000_000).unwrap();
            prop_assert!(!relative(instant(a), instant(b)).is_empty());
        }
    }
}
