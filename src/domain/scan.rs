//! Recognising values in any stream of bytes: text or not, whatever the length of its lines and wherever its pieces part.
//!
//! A vectorised search looks for the five tags (`_acc_`, `_prj_`, …), which next to nothing but a value holds. Only there the bytes
//! around are read: 36 characters of a body behind the tag, none of the same sort after them, a brand before it, and the checksum
//! over all. What stands before the brand does not matter, since a value is leaked behind an escape (`\n`, `%20`) as well:
//! each length that a brand may have is tried, the longest first, and the checksum tells.

mod foreign;

pub use foreign::{Foreign, MIN_FOREIGN_BYTES};

use super::brand::Brand;
use super::format::{self, CHECKSUM_CHARS, RANDOM_CHARS};
use super::kind::Kind;
use aho_corasick::{AhoCorasick, BuildError, Span, packed};
use std::fmt;

/// Characters behind the tag.
const BODY: usize = RANDOM_CHARS + CHECKSUM_CHARS;

/// `_acc_`
const TAG: usize = 5;

/// The lengths that a brand may have.
const BRAND: std::ops::RangeInclusive<usize> = 2..=8;

/// Where something stands in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// Bytes before it.
    pub offset: u64,
    /// The line, 1 for the first.
    pub line: u64,
    /// The byte of the line, 1 for the first.
    pub column: u64,
}

/// What was recognised.
#[derive(Debug)]
pub enum Spotted<'a> {
    /// A value of some vault: whole, by its checksum.
    Value {
        /// The value.
        value: &'a str,
        /// The brand that it begins with.
        brand: Brand,
        /// The kind that its tag names.
        kind: Kind,
    },
    /// One of the values that were to be looked for, by its place in their list.
    Foreign(usize),
}

/// What looks for values. Shared between threads.
pub struct Recogniser {
    tags: Tags,
    foreign: Option<Foreign>,
}

/// The search for the tags: vectorised where the processor can.
enum Tags {
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl Tags {
    fn find_from(&self, window: &[u8], from: usize) -> Option<usize> {
        let span = Span::from(from..window.len());
        match self {
            Self::Packed(searcher) => searcher.find_in(window, span).map(|found| found.start()),
            Self::Automaton(automaton) => automaton.find(aho_corasick::Input::new(window).span(span)).map(|found| found.start()),
        }
    }
}

impl Recogniser {
    /// One for own values, and for others if there are some.
    ///
    /// # Errors
    /// None that is known: the five tags always make a search.
    pub fn new(foreign: Option<Foreign>) -> Result<Self, BuildError> {
        let tags: Vec<String> = Kind::ALL.into_iter().filter_map(Kind::tag).map(|tag| format!("_{tag}_")).collect();
        let tags = match packed::Searcher::new(&tags) {
            Some(searcher) => Tags::Packed(searcher),
            None => Tags::Automaton(AhoCorasick::new(&tags)?),
        };
        Ok(Self { tags, foreign })
    }

    /// The beginning of a stream.
    pub fn stream(&self) -> Stream<'_> {
        Stream {
            recogniser: self,
            base: 0,
            tags_from: 0,
            foreign_from: 0,
            tag_lines: Lines::default(),
            foreign_lines: Lines::default(),
        }
    }
}

impl fmt::Debug for Recogniser {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Recogniser").field("foreign", &self.foreign).finish_non_exhaustive()
    }
}

/// A stream that comes in pieces. Each is handed over behind what was to be kept of the one before.
#[derive(Debug)]
pub struct Stream<'r> {
    recogniser: &'r Recogniser,
    /// Bytes of the stream before the window.
    base: u64,
    /// Where in the window it is not yet looked for tags, and for foreign values.
    tags_from: usize,
    foreign_from: usize,
    tag_lines: Lines,
    foreign_lines: Lines,
}

impl Stream<'_> {
    /// Looks through `window`: what the last call said to keep, and the bytes that follow in the stream. Hands each thing that
    /// was recognised to `each`, once over the whole stream. Answers how many bytes at the window's end are to be kept.
    pub fn look(&mut self, window: &[u8], is_last: bool, mut each: impl FnMut(Spotted<'_>, Spot)) -> usize {
        let tags_to = self.look_for_tags(window, is_last, &mut each);
        let foreign_to = self.look_for_foreign(window, is_last, &mut each);
        if is_last {
            return 0;
        }
        let dropped = tags_to.saturating_sub(*BRAND.end()).min(foreign_to);
        (self.tags_from, self.foreign_from) = (tags_to - dropped, foreign_to - dropped);
        self.tag_lines.pass(window, dropped, self.base);
        if self.recogniser.foreign.is_some() {
            self.foreign_lines.pass(window, dropped, self.base);
        }
        self.base += dropped as u64;
        window.len() - dropped
    }

    /// Answers from where it is to be looked for tags in the next window.
    fn look_for_tags(&mut self, window: &[u8], is_last: bool, each: &mut impl FnMut(Spotted<'_>, Spot)) -> usize {
        let mut from = self.tags_from;
        while let Some(at) = self.recogniser.tags.find_from(window, from) {
            if !is_last && at + TAG + BODY >= window.len() {
                return at;
            }
            if let Some((start, brand, kind)) = value_around(window, at)
                && let Ok(value) = std::str::from_utf8(&window[start..at + TAG + BODY])
            {
                each(Spotted::Value { value, brand, kind }, self.tag_lines.spot(window, start, self.base));
            }
            // The underscore that ends one tag may begin another.
            from = at + TAG - 1;
        }
        from.max(window.len().saturating_sub(TAG - 1))
    }

    /// Answers from where it is to be looked for foreign values in the next window.
    fn look_for_foreign(&mut self, window: &[u8], is_last: bool, each: &mut impl FnMut(Spotted<'_>, Spot)) -> usize {
        let Some(foreign) = &self.recogniser.foreign else { return window.len() };
        let end = if is_last { window.len() } else { window.len().saturating_sub(foreign.longest() - 1).max(self.foreign_from) };
        for at in foreign.starts_in(window, self.foreign_from..end) {
            foreign.matches_at(window, at).for_each(|which| {
                each(Spotted::Foreign(which), self.foreign_lines.spot(window, at, self.base));
            });
        }
        end
    }
}

/// The value around a tag, if there is one: where it begins, its brand, its kind.
fn value_around(window: &[u8], tag: usize) -> Option<(usize, Brand, Kind)> {
    let (body, after) = window.get(tag + TAG..)?.split_at_checked(BODY)?;
    let is_of_body = |byte: &u8| byte.is_ascii_alphanumeric();
    if !body.iter().all(is_of_body) || after.first().is_some_and(|byte| is_of_body(byte) || *byte == b'_') {
        return None;
    }
    let is_of_brand = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let most = window[..tag].iter().rev().take(*BRAND.end()).take_while(is_of_brand).count();
    (*BRAND.start()..=most).rev().find_map(|length| {
        let start = tag - length;
        let value = std::str::from_utf8(&window[start..tag + TAG + BODY]).ok()?;
        let parsed = format::parse(value).ok()?;
        Some((start, parsed.brand, parsed.kind))
    })
}

/// Lines, counted as far as somebody asks; of what nobody asks about, when it is passed by.
#[derive(Clone, Copy, Debug, Default)]
struct Lines {
    /// Line ends in the stream before `counted`.
    ended: u64,
    /// Bytes of the stream before the line that `counted` stands in.
    line_start: u64,
    /// Where in the window it has been counted to.
    counted: usize,
}

impl Lines {
    /// The place of a byte of the window, `base` bytes into the stream; later in the stream than any that was asked for before.
    fn spot(&mut self, window: &[u8], at: usize, base: u64) -> Spot {
        self.count(window, at, base);
        let offset = base + at as u64;
        Spot { offset, line: self.ended + 1, column: offset - self.line_start + 1 }
    }

    fn count(&mut self, window: &[u8], to: usize, base: u64) {
        let Some(uncounted) = window.get(self.counted..to) else { return };
        if let Some(last) = memchr::memrchr(b'\n', uncounted) {
            self.ended += memchr::memchr_iter(b'\n', uncounted).count() as u64;
            self.line_start = base + (self.counted + last + 1) as u64;
        }
        self.counted = to;
    }

    /// The window moves on by so many bytes.
    fn pass(&mut self, window: &[u8], dropped: usize, base: u64) {
        self.count(window, dropped.max(self.counted), base);
        self.counted -= dropped;
    }
}

#[cfg(test)]
mod tests;
