//! Expiry as people choose it: `90d`, `never`, or a date.

use super::Instant;
use super::span::Span;
use std::str::FromStr;

/// The shortest life a token may be given.
pub const MIN_LIFE: Span = Span::from_secs(60);

/// The longest, ten years with their leap days and the rest of the last day; beyond it the honest choice is `never`.
pub const MAX_LIFE: Span = Span::from_days(3654);

/// The life of a personal token unless told otherwise.
pub const DEFAULT_PERSONAL_LIFE: Span = Span::from_days(90);

/// What the issuer chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Said aloud: no expiry.
    Never,
    /// So long from now.
    In(Span),
    /// From this instant on.
    At(Instant),
}

/// Why an expiry is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExpiryError {
    /// Neither a length of time, nor `never`, nor a date.
    #[error("not an expiry; write 90d, 12h, 2027-03-31, 2027-03-31T12:00:00Z or never")]
    Form,
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// It lies in the past.
    #[error("the expiry lies in the past")]
    Past,
    /// Less than a minute away.
    #[error("the expiry is less than a minute away; 1m is the least")]
    TooSoon,
    /// More than ten years away.
    #[error("the expiry is more than ten years away; choose a nearer one, or never")]
    TooFar,
}

impl Expiry {
    /// The instant from which the token is refused; `None` for never.
    ///
    /// # Errors
    /// The instant is past, under a minute or over ten years away.
    pub fn resolve(self, now: Instant) -> Result<Option<Instant>, ExpiryError> {
        let at = match self {
            Self::Never => return Ok(None),
            Self::In(span) => span.after(now),
            Self::At(at) => at,
        };
        if at < now {
            return Err(ExpiryError::Past);
        }
        if at < MIN_LIFE.after(now) {
            return Err(ExpiryError::TooSoon);
        }
        if at > MAX_LIFE.after(now) {
            return Err(ExpiryError::TooFar);
        }
        Ok(Some(at))
    }
}

impl FromStr for Expiry {
    type Err = ExpiryError;

    /// A date without a time is the end of that day, UTC. Fractions of a millisecond, which the store does not keep, are cut.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("never") {
            return Ok(Self::Never);
        }
        if let Ok(span) = text.parse::<Span>() {
            return Ok(Self::In(span));
        }
        let (date, time) = text.split_at_checked(10).ok_or(ExpiryError::Form)?;
        let looks_like_a_date =
            date.bytes().enumerate().all(|(i, byte)| if i == 4 || i == 7 { byte == b'-' } else { byte.is_ascii_digit() });
        if !looks_like_a_date {
            return Err(ExpiryError::Form);
        }
        let day: jiff::civil::Date = date.parse().map_err(|_| ExpiryError::NoSuchDay)?;
        if time.is_empty() { end_of(day) } else { instant(text, day) }
    }
}

fn end_of(day: jiff::civil::Date) -> Result<Expiry, ExpiryError> {
    let next = day.tomorrow().map_err(|_| ExpiryError::TooFar)?;
    let at = next.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| ExpiryError::TooFar)?;
    Ok(Expiry::At(at.timestamp()))
}

/// An RFC 3339 instant. The last days of year 9999 lie beyond what can be computed with, which is no fault of form.
fn instant(text: &str, day: jiff::civil::Date) -> Result<Expiry, ExpiryError> {
    match text.parse::<Instant>() {
        Ok(at) => Ok(Expiry::At(Instant::from_millisecond(at.as_millisecond()).unwrap_or(at))),
        Err(_) if day.year() == 9999 => Err(ExpiryError::TooFar),
        Err(_) => Err(ExpiryError::Form),
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use proptest::prelude::*;

    fn now() -> Instant {
        "2026-11-22T04:53:25Z".parse().unwrap()
    }

    fn at(text: &str) -> Option<Instant> {
        Some(text.parse().unwrap())
    }

    fn chosen(text: &str) -> Result<Option<Instant>, ExpiryError> {
        text.parse::<Expiry>()?.resolve(now())
    }

    #[test]
    fn people_choose_a_length_a_date_an_instant_or_never() {
        assert_eq!(chosen("90d"), Ok(at("2027-02-20T04:53:25Z")));
        assert_eq!(chosen("1m"), Ok(at("2026-11-22T04:54:25Z")));
        assert_eq!(chosen("2027-03-31"), Ok(at("2027-04-01T00:00:00Z")));
        assert_eq!(chosen(" 2027-03-31T12:00:00+02:00 "), Ok(at("2027-03-31T10:00:00Z")));
        assert_eq!(chosen("2026-11-22"), Ok(at("2026-11-23T00:00:00Z")), "the rest of today");
        assert_eq!(chosen("never"), Ok(None));
        assert_eq!(chosen("Never"), Ok(None));
    }

    #[test]
    fn too_soon_too_far_and_past_are_told_apart() {
        for text in ["0", "0d", "59s", "2026-11-22T04:53:25Z", "2026-11-22T04:54:24.999Z"] {
            assert_eq!(chosen(text), Err(ExpiryError::TooSoon), "{text}");
        }
        for text in ["2026-11-21", "2026-11-22T04:53:24Z", "0001-01-01", "1970-01-01T00:00:00Z"] {
            assert_eq!(chosen(text), Err(ExpiryError::Past), "{text}");
        }
        for text in ["2036-11-24", "3655d", "9999-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "100w3600d"] {
            assert_eq!(chosen(text), Err(ExpiryError::TooFar), "{text}");
        }
        assert_eq!(chosen("2036-11-22"), Ok(at("2036-11-23T00:00:00Z")), "ten years to the day");
    }

    #[test]
    fn the_calendar_is_asked() {
        for text in ["2027-02-29", "2027-02-29T12:00:00Z", "2027-13-01", "2027-04-31", "2027-00-10", "2100-02-29"] {
            assert_eq!(chosen(text), Err(ExpiryError::NoSuchDay), "{text}");
        }
        assert_eq!(chosen("2028-02-29"), Ok(at("2028-03-01T00:00:00Z")));
        assert_eq!(chosen("2028-02-29T23:59:60Z"), Ok(at("2028-02-29T23:59:59Z")), "a leap second is the second before it");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "soon",
            "90",
            "-90d",
            "10y",
            "2027-3-31",
            "31.03.2027",
            "20270331",
            "2027-03-31T25:00Z",
            "2027-03-31Tnoon",
            "٢٠٢٧-٠٣-٣١",
            "2027-03-31T12:00:00",
        ] {
            assert_eq!(chosen(text), Err(ExpiryError::Form), "{text}");
        }
    }

    #[test]
    fn what_the_store_does_not_keep_is_cut() {
        assert_eq!(chosen("2027-03-31T12:00:00.0019999Z"), Ok(at("2027-03-31T12:00:00.001Z")));
    }

    proptest! {
        #[test]
        fn a_resolved_expiry_lies_between_the_bounds(seconds in 0..u64::MAX / 2, year in 1..9999_i16, day in 1..29_i8) {
            for choice in [Expiry::In(Span::from_secs(seconds)), format!("{year:04}-02-{day:02}").parse().unwrap()] {
                if let Ok(Some(end)) = choice.resolve(now()) {
                    prop_assert!(end >= MIN_LIFE.after(now()) && end <= MAX_LIFE.after(now()));
                }
            }
        }

        #[test]
        fn any_text_is_met_calmly(text in r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.Z+-]{0,20})?|\PC*") {
            let _ = chosen(&text);
        }
    }
}
