//! The pattern of a route's path.

use super::error::RouteFault;
use super::path::{MAX_SEGMENTS, Path};
use crate::domain::label::is_active;
use std::fmt;
use std::str::FromStr;

/// Which paths a route is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    segments: Vec<Segment>,
    /// Whether any further segments may follow (`**`).
    goes_on: bool,
}

/// What one segment may be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Any,
    OneOf(Vec<String>),
}

impl Segment {
    fn holds(&self, segment: &str) -> bool {
        match self {
            Self::Literal(own) => own == segment,
            Self::Any => true,
            Self::OneOf(own) => own.iter().any(|own| own == segment),
        }
    }

    fn covers(&self, other: &Self) -> bool {
        match other {
            Self::Any => *self == Self::Any,
            Self::Literal(segment) => self.holds(segment),
            Self::OneOf(segments) => segments.iter().all(|segment| self.holds(segment)),
        }
    }
}

impl Pattern {
    /// Whether a path is one of those that are meant.
    pub(super) fn holds(&self, path: &Path<'_>) -> bool {
        let has_length = if self.goes_on { path.count() >= self.segments.len() } else { path.count() == self.segments.len() };
        has_length && self.segments.iter().zip(path.segments()).all(|(own, segment)| own.holds(segment))
    }

    /// Whether every path of `other` is one of these.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let has_length = if self.goes_on {
            other.segments.len() >= self.segments.len()
        } else {
            other.segments.len() == self.segments.len() && !other.goes_on
        };
        has_length && self.segments.iter().zip(&other.segments).all(|(own, other)| own.covers(other))
    }
}

impl FromStr for Pattern {
    type Err = RouteFault;

    fn from_str(text: &str) -> Result<Self, RouteFault> {
        let inner = text.strip_prefix('/').ok_or(RouteFault::Shape)?;
        let mut pattern = Self { segments: Vec::new(), goes_on: false };
        if inner.is_empty() {
            return Ok(pattern);
        }
        for word in inner.split('/') {
            if pattern.goes_on {
                return Err(RouteFault::Star);
            }
            match word {
                "**" => pattern.goes_on = true,
                word => pattern.segments.push(segment(word)?),
            }
        }
        if pattern.segments.len() > MAX_SEGMENTS { Err(RouteFault::TooLong) } else { Ok(pattern) }
    }
}

fn segment(word: &str) -> Result<Segment, RouteFault> {
    if word == "*" {
        return Ok(Segment::Any);
    }
    if !word.contains(['{', '}']) {
        return literal(word).map(Segment::Literal);
    }
    let inner = word.strip_prefix('{').and_then(|word| word.strip_suffix('}')).ok_or(RouteFault::Braces)?;
    if inner.contains(['{', '}']) || inner.split(',').any(str::is_empty) {
        return Err(RouteFault::Braces);
    }
    inner.split(',').map(literal).collect::<Result<_, _>>().map(Segment::OneOf)
}

fn literal(word: &str) -> Result<String, RouteFault> {
    match word {
        "" | "." | ".." => Err(RouteFault::Shape),
        _ if word.contains('*') => Err(RouteFault::Star),
        _ if word.contains(|c: char| is_active(c) || c.is_whitespace() || "\\;#?%".contains(c)) => Err(RouteFault::Character),
        _ => Ok(word.to_owned()),
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Literal(own) => own.clone(),
            Segment::Any => "*".to_owned(),
            Segment::OneOf(own) => format!("{{{}}}", own.join(",")),
        });
        let words: Vec<String> = segments.chain(self.goes_on.then(|| "**".to_owned())).collect();
        out.pad(&format!("/{}", words.join("/")))
    }
}
