//! Instants for people: when exactly, and how far away that is.

use crate::domain::Instant;
use crate::domain::relative::relative;

/// `2027-03-31 12:00 UTC`
pub fn exact(at: Instant) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Both: `2027-03-31 12:00 UTC (in 12 d)`.
pub fn both(at: Instant, now: Instant) -> String {
    format!("{} ({})", exact(at), relative(at, now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::span::Span;

    #[test]
    fn a_date_comes_with_its_distance() {
        let now: Instant = "2027-01-15T08:00:59Z".parse().unwrap();
        assert_eq!(exact(now), "2027-01-15 08:00 UTC");
        assert_eq!(both(Span::from_days(12).after(now), now), "2027-01-27 08:00 UTC (in 12 d)");
    }
}
