//! Instants as people read them: `in 23d`, `3h ago`, and the date in full.

use crate::domain::Instant;

const UNITS: [(&str, i64); 5] = [("y", 31_557_600), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

/// The distance between two instants in its largest unit, without a direction. Years only from two on.
pub fn distance(seconds: i64) -> String {
    let seconds = seconds.abs();
    let (unit, worth) =
        UNITS.into_iter().find(|(unit, worth)| seconds >= if *unit == "y" { 2 * worth } else { *worth }).unwrap_or(("s", 1));
    format!("{}{unit}", seconds / worth)
}

/// `in 23d` or `3h ago`; `now` within a second.
pub fn relative(at: Instant, now: Instant) -> String {
    let seconds = at.as_second() - now.as_second();
    match seconds {
        0 => "now".to_owned(),
        1.. => format!("in {}", distance(seconds)),
        _ => format!("{} ago", distance(seconds)),
    }
}

/// `2026-11-22 04:53 UTC`
pub fn absolute(at: Instant) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// `2026-11-22`
pub fn date(at: Instant) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// `2026-11-22 04:53 (3h ago)`
pub fn both(at: Instant, now: Instant) -> String {
    format!("{} ({})", at.strftime("%Y-%m-%d %H:%M"), relative(at, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(second: i64) -> Instant {
        Instant::from_second(second).unwrap_or(Instant::UNIX_EPOCH)
    }

    #[test]
    fn the_largest_unit_is_named_alone() {
        let told: Vec<String> =
            [0, 1, 59, 60, 3_599, 3_600, 86_399, 86_400, 400 * 86_400, 3 * 31_557_600].map(distance).into_iter().collect();
        assert_eq!(told, ["0s", "1s", "59s", "1m", "59m", "1h", "23h", "1d", "400d", "3y"]);
    }

    #[test]
    fn past_and_future_read_apart() {
        let now = seconds(1_000_000);
        assert_eq!(relative(seconds(1_000_000 + 86_400 * 23), now), "in 23d");
        assert_eq!(relative(seconds(1_000_000 - 7_200), now), "2h ago");
        assert_eq!(relative(now, now), "now");
    }
}
