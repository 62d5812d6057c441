//! Values of terms, read and written alike by every filter: text, words of a list, lengths of time.

use super::FilterError;
use super::lexer::Placed;
use super::needle::Needle;
use crate::domain::Instant;
use crate::domain::label::excerpt;
use crate::domain::nearest::nearest;
use crate::domain::span::Span;
use std::fmt;

/// The value that stands for no time at all.
pub(super) const NEVER: &str = "never";

/// A value of a time's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WantedTime {
    Never,
    Under(Span),
    Over(Span),
}

impl WantedTime {
    /// Whether it holds for something that happened at `at`.
    pub fn holds_since(self, at: Instant, now: Instant) -> bool {
        let gone = i128::from(now.as_millisecond()) - i128::from(at.as_millisecond());
        match self {
            Self::Never => false,
            Self::Under(length) => gone < i128::from(length.as_secs()) * 1_000,
            Self::Over(length) => gone > i128::from(length.as_secs()) * 1_000,
        }
    }

    /// As a person writes it.
    pub fn text(self) -> String {
        match self {
            Self::Never => NEVER.to_owned(),
            Self::Under(length) => format!("<{length}"),
            Self::Over(length) => format!(">{length}"),
        }
    }
}

pub(super) fn unknown_key(key: &Placed, word: &str, keys: &[&'static str]) -> FilterError {
    FilterError {
        message: format!(
            "no key {:?}; the keys are {}; put text that holds a colon in quotes",
            excerpt(&key.text, 30).as_str(),
            keys.join(", ")
        ),
        suggestion: nearest(word, keys.iter().copied()).map(|key| format!("{key}:")),
        at: key.at,
    }
}

/// Reads each value; one that stands twice is kept once.
pub(super) fn read_all<T: PartialEq>(
    values: &[Placed],
    read: impl Fn(&Placed) -> Result<T, FilterError>,
) -> Result<Vec<T>, FilterError> {
    let mut all = Vec::with_capacity(values.len());
    for value in values {
        let one = read(value)?;
        if !all.contains(&one) {
            all.push(one);
        }
    }
    Ok(all)
}

pub(super) fn read_text(value: &Placed) -> Result<Needle, FilterError> {
    if value.text.is_empty() {
        return Err(missing(value, "some text"));
    }
    Ok(Needle::insensitive(value.text.clone()))
}

/// Reads a length of time, or `never`.
pub(super) fn read_time(value: &Placed) -> Result<WantedTime, FilterError> {
    if value.text.eq_ignore_ascii_case(NEVER) {
        return Ok(WantedTime::Never);
    }
    read_length(value, "write <30d, >30d or never")
}

/// Reads a length of time that something is old.
pub(super) fn read_age(value: &Placed) -> Result<WantedTime, FilterError> {
    read_length(value, "write <7d or >7d")
}

fn read_length(value: &Placed, form: &str) -> Result<WantedTime, FilterError> {
    let read = |text: &str| text.to_ascii_lowercase().parse::<Span>().ok();
    let wanted = match (value.text.strip_prefix('<'), value.text.strip_prefix('>')) {
        (Some(length), _) => read(length).map(WantedTime::Under),
        (_, Some(length)) => read(length).map(WantedTime::Over),
        _ => None,
    };
    wanted.ok_or_else(|| {
        let mut error = fault(value, format!("{:?} is no time to compare with; {form}", excerpt(&value.text, 30).as_str()));
        error.suggestion = read(&value.text).map(|length| format!("<{length}"));
        error
    })
}

pub(super) fn not_one_of(value: &Placed, what: &str, words: &[&str]) -> FilterError {
    let list = words.join(", ");
    if value.text.is_empty() {
        return missing(value, &format!("one of {list}"));
    }
    let message = format!("no {what} {:?}; write one of {list}", excerpt(&value.text, 30).as_str());
    let suggestion = nearest(&value.text, words.iter().copied()).map(str::to_owned);
    FilterError { message, suggestion, at: value.at }
}

pub(super) fn missing(value: &Placed, what: &str) -> FilterError {
    fault(value, format!("a value is missing here; write {what}"))
}

pub(super) fn fault(value: &Placed, message: String) -> FilterError {
    FilterError { message, suggestion: None, at: value.at }
}

/// Writes `key:value,value`.
pub(super) fn keyed<T>(out: &mut fmt::Formatter<'_>, key: &str, values: &[T], text: impl Fn(&T) -> String) -> fmt::Result {
    write!(out, "{key}:{}", values.iter().map(text).collect::<Vec<_>>().join(","))
}

pub(super) fn quote_if_needed(text: &str) -> String {
    let is_plain = !text.starts_with('"') && !text.contains(|c: char| c.is_whitespace() || c == ',');
    if is_plain { text.to_owned() } else { in_quotes(text) }
}

/// A text in quotes, as filters read it: the text as it stands.
pub fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
