//! A moment as people write it when they look back: `7d` for so long ago, a day, or an instant.

use super::Instant;
use super::span::Span;
use std::fmt;
use std::str::FromStr;

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// So long before now.
    Ago(Span),
    /// A day, UTC.
    Day(jiff::civil::Date),
    /// An instant.
    At(Instant),
}

/// The text is no moment.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no moment; write 7d, 2026-03-31 or 2026-03-31T12:00:00Z")]
pub struct NotAMoment;

impl Moment {
    /// The first instant that belongs to it.
    pub fn start(self, now: Instant) -> Instant {
        match self {
            Self::Ago(span) => span.before(now),
            Self::Day(day) => midnight(day).unwrap_or(Instant::MIN),
            Self::At(at) => at,
        }
    }

    /// The last instant that belongs to it, to the millisecond: a day's is its end.
    pub fn end(self, now: Instant) -> Instant {
        match self {
            Self::Day(day) => {
                let next = day.tomorrow().ok().and_then(midnight).unwrap_or(Instant::MAX);
                Instant::from_millisecond(next.as_millisecond() - 1).unwrap_or(next)
            }
            other => other.start(now),
        }
    }
}

fn midnight(day: jiff::civil::Date) -> Option<Instant> {
    day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp())
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(span) = text.to_ascii_lowercase().parse() {
            return Ok(Self::Ago(span));
        }
        let is_day = text.len() == 10;
        let day = || text.parse().map(Self::Day).map_err(|_| NotAMoment);
        if is_day { day() } else { text.parse().map(Self::At).map_err(|_| NotAMoment) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ago(span) => span.fmt(out),
            Self::Day(day) => day.fmt(out),
            Self::At(at) => at.fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_is_a_length_a_day_or_an_instant() {
        let now = at("2026-03-10T12:00:00Z");
        let both = |text: &str| {
            let moment: Moment = text.parse().unwrap();
            assert_eq!(moment.to_string().parse(), Ok(moment));
            (moment.start(now).to_string(), moment.end(now).to_string())
        };
        assert_eq!(both("7d"), ("2026-03-03T12:00:00Z".to_owned(), "2026-03-03T12:00:00Z".to_owned()));
        assert_eq!(both("2026-02-28"), ("2026-02-28T00:00:00Z".to_owned(), "2026-02-28T23:59:59.999Z".to_owned()));
        assert_eq!(both("2026-02-28T01:02:03Z").0, "2026-02-28T01:02:03Z");
        for text in ["", "yesterday", "2026-02-30", "2026-2-3", "28.02.2026"] {
            assert_eq!(text.parse::<Moment>(), Err(NotAMoment), "{text}");
        }
    }
}
