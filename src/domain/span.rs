//! Lengths of time as people write them: `15m`, `24h`, `7d`, `1d12h`.

use std::fmt;
use std::str::FromStr;

/// A length of time in whole seconds; one that was read from text is at most a hundred years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    seconds: u64,
}

const UNITS: [(char, u64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];
const MAX_SECONDS: u64 = 100 * 366 * 86_400;

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self { seconds: 0 };

    /// So many seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self { seconds }
    }

    /// So many days of 24 hours.
    pub const fn from_days(days: u64) -> Self {
        Self { seconds: days.saturating_mul(86_400) }
    }

    /// Its length in seconds.
    pub fn as_secs(self) -> u64 {
        self.seconds
    }

    /// `at` and this much earlier; the beginning of time when that lies before it.
    pub fn before(self, at: super::Instant) -> super::Instant {
        let length = jiff::SignedDuration::from_secs(i64::try_from(self.seconds).unwrap_or(i64::MAX));
        at.checked_sub(length).unwrap_or(super::Instant::MIN)
    }

    /// `at` and this much later; the end of time when that lies beyond it.
    pub fn after(self, at: super::Instant) -> super::Instant {
        let length = jiff::SignedDuration::from_secs(i64::try_from(self.seconds).unwrap_or(i64::MAX));
        at.checked_add(length).unwrap_or(super::Instant::MAX)
    }
}

impl fmt::Display for Span {
    /// In days, hours, minutes and seconds, without the empty ones: `7d`, `1d12h`; `0` for none. Reads back as the same length.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.seconds == 0 {
            return out.pad("0");
        }
        let mut rest = self.seconds;
        let mut text = String::new();
        for (unit, worth) in UNITS.into_iter().skip(1) {
            if rest >= worth {
                text.push_str(&format!("{}{unit}", rest / worth));
                rest %= worth;
            }
        }
        out.pad(&text)
    }
}

/// The text is no length of time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a length of time; write 15m, 24h, 7d or 1d12h (w, d, h, m, s; a hundred years at most)")]
pub struct NotASpan;

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "0" {
            return Ok(Self::ZERO);
        }
        let mut seconds: u64 = 0;
        let mut digits = String::new();
        let mut last_worth = u64::MAX;
        for c in text.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let worth = UNITS.iter().find(|(unit, _)| *unit == c).map(|(_, worth)| *worth).ok_or(NotASpan)?;
            let count: u64 = digits.parse().map_err(|_| NotASpan)?;
            if worth >= last_worth {
                return Err(NotASpan);
            }
            seconds = count.checked_mul(worth).and_then(|more| seconds.checked_add(more)).ok_or(NotASpan)?;
            digits.clear();
            last_worth = worth;
        }
        if !digits.is_empty() || last_worth == u64::MAX || seconds > MAX_SECONDS {
            return Err(NotASpan);
        }
        Ok(Self { seconds })
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("0", 0),
            ("0d", 0),
            ("45s", 45),
            ("15m", 900),
            ("24h", 86_400),
            ("1d12h", 129_600),
            ("2w", 1_209_600),
            ("1w1d1h1m1s", 694_861),
        ] {
            assert_eq!(text.parse(), Ok(Span::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            " ",
            "90",
            "d",
            "-1d",
            "+1d",
            "1.5h",
            "1h1h",
            "1h1d",
            "1d 12h",
            "1y",
            "1D",
            "1dd",
            "٣d",
            "36601d",
            "18446744073709551615w",
            "99999999999999999999s",
            "1d\u{200b}",
        ] {
            assert_eq!(text.parse::<Span>(), Err(NotASpan), "{text:?}");
        }
    }

    #[test]
    fn a_hundred_years_is_the_most() {
        assert!("36600d".parse::<Span>().is_ok());
        assert_eq!(Span::from_days(u64::MAX).as_secs(), u64::MAX);
    }

    #[test]
    fn the_end_of_time_is_not_passed() {
        let now: crate::domain::Instant = "2026-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(Span::from_secs(u64::MAX).after(now), crate::domain::Instant::MAX);
        assert_eq!(Span::ZERO.after(now), now);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(seconds in 0..=MAX_SECONDS) {
            let span = Span::from_secs(seconds);
            prop_assert_eq!(span.to_string().parse(), Ok(span));
        }

        #[test]
        fn any_text_is_met_calmly(text in r"([0-9]{0,25}[wdhms]?){0,6}|\PC*") {
            if let Ok(span) = text.parse::<Span>() {
                prop_assert!(span.as_secs() <= MAX_SECONDS);
            }
        }
    }
}
