//! Instants for people: how far away, and when exactly.

use crate::domain::Instant;

const UNITS: [(i64, &str); 5] = [(31_556_952, "y"), (86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")];

/// `in 89d`, `5m ago`, `now`: the largest unit, rounded down.
pub fn relative(at: Instant, now: Instant) -> String {
    let seconds = at.as_second() - now.as_second();
    let length =
        UNITS.iter().find(|(worth, _)| seconds.abs() >= *worth).map(|(worth, unit)| format!("{}{unit}", seconds.abs() / worth));
    match length {
        None => "now".to_owned(),
        Some(length) if seconds > 0 => format!("in {length}"),
        Some(length) => format!("{length} ago"),
    }
}

/// `2027-03-31 12:00 UTC`
pub fn exact(at: Instant) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Both: `2027-03-31 12:00 UTC (in 89d)`.
pub fn both(at: Instant, now: Instant) -> String {
    format!("{} ({})", exact(at), relative(at, now))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_largest_unit_is_enough() {
        let now = Instant::from_second(1_800_000_000).unwrap();
        let away = |seconds: i64| relative(Instant::from_second(1_800_000_000 + seconds).unwrap(), now);
        assert_eq!(away(0), "now");
        assert_eq!(away(59), "in 59s");
        assert_eq!(away(90 * 86_400 - 1), "in 89d");
        assert_eq!(away(-3_700), "1h ago");
        assert_eq!(away(400 * 86_400), "in 1y");
        assert_eq!(both(now, now), "2027-01-15 08:00 UTC (now)");
    }
}
