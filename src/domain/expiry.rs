//! Expiry as people choose it: `90d`, `never`, or a date.

use super::Instant;
use super::span::Span;
use std::str::FromStr;

/// The shortest life a token may be given.
pub const MIN_LIFE: Span = Span::from_secs(60);

/// The longest; beyond it the honest choice is `never`.
pub const MAX_LIFE: Span = Span::from_days(3653);

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

    /// A date without a time is the end of that day, UTC.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "never" {
            return Ok(Self::Never);
        }
        if let Ok(span) = text.parse::<Span>() {
            return Ok(Self::In(span));
        }
        if let Ok(at) = text.parse::<Instant>() {
            return Ok(Self::At(at));
        }
        let looks_like_a_date = text.len() == 10
            && text.bytes().enumerate().all(|(i, byte)| if i == 4 || i == 7 { byte == b'-' } else { byte.is_ascii_digit() });
        if !looks_like_a_date {
            return Err(ExpiryError::Form);
        }
        let day: jiff::civil::Date = text.parse().map_err(|_| ExpiryError::NoSuchDay)?;
        let end = day.tomorrow().map_err(|_| ExpiryError::TooFar)?;
        let at = end.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| ExpiryError::TooFar)?;
        Ok(Self::At(at.timestamp()))
    }
}
