//! Instants as the interface tells them: how far away, and the date in full.

use crate::domain::Instant;
use crate::domain::relative::{compact_or, relative_or};

pub use crate::domain::relative::relative;

/// `2026-11-22 04:53 UTC (3 h ago)`
pub fn both(at: Instant, now: Instant) -> String {
    format!("{} ({})", exact(at), relative(at, now))
}

/// `2026-11-22 04:53 UTC`
pub fn exact(at: Instant) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// As [`in_column`], where a time may lie on either side of now: `12d` is still to come, `3d ago` is not.
pub fn ahead_or_past(at: Option<Instant>, now: Instant, width: u16) -> String {
    let text = in_column(at, now, width);
    let is_past = at.is_some_and(|at| at <= now);
    if is_past && width < 10 { format!("{text} ago") } else { text }
}

/// As long as a column has room for: `in 12 d`, else `12d`; `never` for no time.
pub fn in_column(at: Option<Instant>, now: Instant, width: u16) -> String {
    if width >= 10 { relative_or(at, now, "never") } else { compact_or(at, now, "never") }
}

/// The text with its instants as people read them: `2026-03-02T13:00:00Z` as `2026-03-02 13:00 UTC`.
pub fn with_dates(text: &str) -> String {
    let words = text.split_inclusive([' ', ';']).map(|word| {
        let (bare, end) = word.split_at(word.trim_end_matches([' ', ';']).len());
        match bare.parse::<Instant>() {
            Ok(at) if bare.ends_with('Z') => format!("{}{end}", at.strftime("%Y-%m-%d %H:%M UTC")),
            _ => word.to_owned(),
        }
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_told_as_people_read_them() {
        assert_eq!(with_dates("until 2026-03-02T13:00:00.3Z; at 5"), "until 2026-03-02 13:00 UTC; at 5");
        assert_eq!(with_dates("expires 2026-03-02T13:00:00Z"), "expires 2026-03-02 13:00 UTC");
        for text in ["", " ", "; ;", "name  2026-03-02", "files:read  files:write"] {
            assert_eq!(with_dates(text), text);
        }
    }

    #[test]
    fn an_expiry_says_on_which_side_of_now_it_lies() {
        let now: Instant = "2026-06-15T12:00:00Z".parse().unwrap();
        let day = jiff::SignedDuration::from_hours(24);
        assert_eq!(ahead_or_past(Some(now + day * 3), now, 9), "3d");
        assert_eq!(ahead_or_past(Some(now - day * 3), now, 9), "3d ago");
        assert_eq!(ahead_or_past(Some(now - day * 3), now, 10), "3 d ago");
        assert_eq!(ahead_or_past(None, now, 9), "never");
    }
}
