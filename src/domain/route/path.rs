//! A request's path, cut into decoded segments, or refused where servers could read it in more than one way.

use super::error::PathFault;
use std::borrow::Cow;

/// Longer paths are refused.
pub(super) const MAX_BYTES: usize = 8 * 1_024;

/// The most segments that a pattern can have; of a path, those after them need only be counted.
pub(super) const MAX_SEGMENTS: usize = 16;

/// The segments of a path, decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Path<'t> {
    first: [Cow<'t, str>; MAX_SEGMENTS],
    count: usize,
    has_encoded_slash: bool,
}

impl<'t> Path<'t> {
    /// Reads a request's target: an absolute path with or without a query (RFC 9112, section 3.2.1). The query is dropped.
    /// One slash at the end is too: servers take the path with it and the path without it for the same, so one route is for both.
    pub fn read(target: &'t str) -> Result<Self, PathFault> {
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let inner = path.strip_prefix('/').ok_or(PathFault::NotAbsolute)?;
        if path.len() > MAX_BYTES {
            return Err(PathFault::TooLong);
        }
        if inner.bytes().any(is_refused) {
            return Err(PathFault::Character);
        }
        let mut read = Self::empty();
        if !inner.is_empty() {
            for segment in inner.strip_suffix('/').unwrap_or(inner).split('/') {
                let segment = decoded(segment)?;
                read.has_encoded_slash |= segment.contains('/');
                read.push(segment);
            }
        }
        Ok(read)
    }

    fn empty() -> Self {
        Self { first: [const { Cow::Borrowed("") }; MAX_SEGMENTS], count: 0, has_encoded_slash: false }
    }

    fn push(&mut self, segment: Cow<'t, str>) {
        if let Some(place) = self.first.get_mut(self.count) {
            *place = segment;
        }
        self.count += 1;
    }

    /// How many segments there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The segments, up to the most that a pattern can have.
    pub fn segments(&self) -> &[Cow<'t, str>] {
        &self.first[..self.count.min(MAX_SEGMENTS)]
    }

    /// The path as a server sees it that takes `%2F` for a slash and many slashes for one; none when it has no `%2F`.
    pub fn with_slashes(&self) -> Option<Path<'_>> {
        if !self.has_encoded_slash {
            return None;
        }
        let mut loose = Path::empty();
        for piece in self.segments().iter().flat_map(|segment| segment.split('/')).filter(|piece| !piece.is_empty()) {
            loose.push(Cow::Borrowed(piece));
        }
        // Segments past those that are kept stay segments.
        loose.count += self.count - self.segments().len();
        Some(loose)
    }
}

/// Bytes that no path may have as such: controls, white space, what is not ASCII (RFC 3986 has none of it), and the signs that
/// some servers take for a separator (`\`), for parameters (`;`) or for the path's end (`#`).
fn is_refused(byte: u8) -> bool {
    byte <= b' ' || byte >= 0x7f || matches!(byte, b'\\' | b';' | b'#')
}

/// A segment without its percent-encoding.
fn decoded(segment: &str) -> Result<Cow<'_, str>, PathFault> {
    match segment {
        "" => Err(PathFault::EmptySegment),
        "." | ".." => Err(PathFault::DotSegment),
        _ if !segment.contains('%') => Ok(Cow::Borrowed(segment)),
        _ => decode(segment).map(Cow::Owned),
    }
}

fn decode(segment: &str) -> Result<String, PathFault> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [byte, after @ ..] = rest {
        (rest, bytes) = if *byte == b'%' {
            let (value, after) = encoded(after).ok_or(PathFault::Encoding)?;
            bytes.push(value);
            (after, bytes)
        } else {
            bytes.push(*byte);
            (after, bytes)
        };
    }
    let text = String::from_utf8(bytes).map_err(|_| PathFault::Encoding)?;
    let is_twice = text.match_indices('%').any(|(at, _)| encoded(&text.as_bytes()[at + 1..]).is_some());
    if is_twice {
        return Err(PathFault::EncodedTwice);
    }
    if text.contains(|c: char| c.is_control() || matches!(c, '\\' | ';' | '#' | '?')) {
        return Err(PathFault::Character);
    }
    if text.split('/').any(|piece| matches!(piece, "." | "..")) {
        return Err(PathFault::DotSegment);
    }
    Ok(text)
}

/// The byte that two hexadecimal digits stand for, and what follows them.
fn encoded(digits: &[u8]) -> Option<(u8, &[u8])> {
    let [high, low, rest @ ..] = digits else { return None };
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some((value(*high)? << 4 | value(*low)?, rest))
}
