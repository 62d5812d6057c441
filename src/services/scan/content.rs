//! One file, blob or stream looked through from its beginning to its end, in memory that does not grow with it.

use crate::domain::brand::Brand;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::scan::{Recogniser, Spot, Spotted};
use crate::domain::secret::Digest;
use crate::vault::digest;
use std::io::{self, Read};
use zeroize::Zeroizing;

/// Bytes that are read at once.
const WINDOW: usize = 256 * 1024;

/// A NUL byte among so many at the beginning makes a file binary, as for git.
const BINARY_WITHIN: usize = 8 * 1024;

/// What was recognised: of a value no more than what it is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Matched {
    /// A whole value.
    Value { digest: Digest, brand: Brand, kind: Kind, hint: Hint },
    /// One of the values that were looked for, by its place in their list.
    Foreign(usize),
}

/// What was recognised in a content, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sight {
    pub what: Matched,
    pub spot: Spot,
}

/// How a content was looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Looked {
    /// Bytes that were read.
    pub bytes: u64,
    /// It is no text.
    pub is_binary: bool,
    /// It was passed over, since it is binary.
    pub is_skipped: bool,
}

/// What looks through contents, one after the other. Each thread has its own.
pub(super) struct Looker<'r> {
    recogniser: &'r Recogniser,
    skip_binary: bool,
    window: Zeroizing<Vec<u8>>,
}

impl<'r> Looker<'r> {
    pub fn new(recogniser: &'r Recogniser, skip_binary: bool) -> Self {
        Self { recogniser, skip_binary, window: Zeroizing::new(vec![0; WINDOW]) }
    }

    /// Looks through a content of `size` bytes, where that is known, and adds what it recognises to `sights`.
    pub fn look(&mut self, source: &mut impl Read, size: Option<u64>, sights: &mut Vec<Sight>) -> io::Result<Looked> {
        // Two bytes at least, so that a mark of UTF-16 is whole.
        let mut filled = fill(source, &mut self.window)?;
        while (1..2).contains(&filled) {
            match fill(source, &mut self.window[filled..])? {
                0 => break,
                more => filled += more,
            }
        }
        let head = &self.window[..filled];
        if let Some(order) = Order::marked(head) {
            let beginning = Zeroizing::new(head[2..].to_vec());
            let rest = io::Cursor::new(&beginning[..]).chain(source);
            let mut narrow = Narrow { source: rest, order, half: None, bytes: 2 };
            let before = sights.len();
            let filled = fill(&mut narrow, &mut self.window)?;
            self.run(&mut narrow, filled, None, sights)?;
            // Two bytes a character, behind the mark.
            sights[before..].iter_mut().for_each(|sight| sight.spot.offset = sight.spot.offset * 2 + 2);
            return Ok(Looked { bytes: narrow.bytes, is_binary: false, is_skipped: false });
        }
        let is_binary = memchr::memchr(0, &head[..filled.min(BINARY_WITHIN)]).is_some();
        if is_binary && self.skip_binary {
            return Ok(Looked { bytes: filled as u64, is_binary, is_skipped: true });
        }
        let bytes = self.run(source, filled, size, sights)?;
        Ok(Looked { bytes, is_binary, is_skipped: false })
    }

    /// From the first piece, which stands in the window, to the end. Answers how many bytes there were.
    fn run(&mut self, source: &mut impl Read, first: usize, size: Option<u64>, sights: &mut Vec<Sight>) -> io::Result<u64> {
        let mut stream = self.recogniser.stream();
        let (mut kept, mut read, mut bytes) = (0, first, first as u64);
        loop {
            let filled = kept + read;
            // A file whose length is known needs not be asked again whether more follows.
            let is_last = read == 0 || size.is_some_and(|size| bytes >= size);
            let keep = stream.look(&self.window[..filled], is_last, |spotted, spot| {
                let what = match spotted {
                    Spotted::Value { value, brand, kind } => {
                        Matched::Value { digest: digest::digest(value), brand, kind, hint: Hint::of(value) }
                    }
                    Spotted::Foreign(which) => Matched::Foreign(which),
                };
                sights.push(Sight { what, spot });
            });
            if is_last {
                return Ok(bytes);
            }
            self.window.copy_within(filled - keep..filled, 0);
            kept = keep;
            read = fill(source, &mut self.window[kept..])?;
            bytes += read as u64;
        }
    }
}

/// One reading, again where a signal came between.
fn fill(source: &mut impl Read, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(room) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Which byte of a pair comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    LittleFirst,
    BigFirst,
}

impl Order {
    /// The order that a byte order mark tells of UTF-16.
    fn marked(head: &[u8]) -> Option<Self> {
        match head {
            // UTF-32 begins so too, with two zeros behind it; nobody writes that into files.
            [0xff, 0xfe, ..] => Some(Self::LittleFirst),
            [0xfe, 0xff, ..] => Some(Self::BigFirst),
            _ => None,
        }
    }
}

/// UTF-16 as one byte a unit. Values are ASCII: whatever is not becomes a byte that stands in none.
struct Narrow<R> {
    source: R,
    order: Order,
    half: Option<u8>,
    bytes: u64,
}

impl<R: Read> Read for Narrow<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let mut wide = Zeroizing::new([0; 16 * 1024]);
        let wanted = wide.len().min(room.len().saturating_mul(2)) & !1;
        loop {
            let kept = match self.half.take() {
                Some(half) => {
                    wide[0] = half;
                    1
                }
                None => 0,
            };
            let read = fill(&mut self.source, &mut wide[kept..wanted])?;
            self.bytes += read as u64;
            let (pairs, rest) = wide[..kept + read].as_chunks::<2>();
            for (unit, pair) in room.iter_mut().zip(pairs) {
                let (little, big) = if self.order == Order::LittleFirst { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
                *unit = if big == 0 { little } else { 0xff };
            }
            if !pairs.is_empty() || read == 0 {
                self.half = rest.first().copied();
                return Ok(pairs.len());
            }
            self.half = rest.first().copied();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: &str = "jtn_bot_0123456789ABCDEFGHIJKLMNOPQRST";

    /// A source that gives at most so many bytes at once.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(room.len());
            (&mut self.0).take(most as u64).read(room)
        }
    }

    fn value() -> String {
        let sum = crate::domain::format::checksum(VALUE);
        format!("{VALUE}{}", std::str::from_utf8(&sum).unwrap())
    }

    fn look(bytes: &[u8], at_once: usize, size: Option<u64>) -> (Looked, Vec<(u64, u64)>) {
        let recogniser = Recogniser::new(None).unwrap();
        let mut sights = Vec::new();
        let looked = Looker::new(&recogniser, false).look(&mut Slow(bytes, at_once), size, &mut sights).unwrap();
        (looked, sights.iter().map(|sight| (sight.spot.offset, sight.spot.line)).collect())
    }

    #[test]
    fn a_value_is_seen_however_slowly_it_comes() {
        let text = format!("a\nb={}\n", value());
        for at_once in [1, 2, 41, 1_000] {
            for size in [None, Some(text.len() as u64)] {
                let (looked, seen) = look(text.as_bytes(), at_once, size);
                assert_eq!((looked.bytes, looked.is_binary, seen), (text.len() as u64, false, vec![(4, 2)]), "{at_once}");
            }
        }
    }

    #[test]
    fn a_value_is_seen_across_the_border_of_two_windows_and_the_window_stays() {
        for before in WINDOW - 60..WINDOW + 2 {
            let bytes = [vec![b' '; before], value().into_bytes(), vec![b' '; WINDOW]].concat();
            assert_eq!(look(&bytes, usize::MAX, None).1, [(before as u64, 1)], "{before}");
        }
    }

    #[test]
    fn both_orders_of_utf_16_are_read() {
        let text = format!("é\nb={}", value());
        for at_once in [1, 3, 1_000] {
            let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
            for bytes in [little, big] {
                let (looked, seen) = look(&bytes, at_once, Some(bytes.len() as u64));
                assert_eq!((looked.bytes, looked.is_binary, seen), (bytes.len() as u64, false, vec![(10, 2)]), "{at_once}");
            }
        }
    }

    #[test]
    fn a_binary_file_is_looked_through_unless_it_is_to_be_skipped() {
        let bytes = [b"\x7fELF\0\0", value().as_bytes()].concat();
        let (looked, seen) = look(&bytes, usize::MAX, None);
        assert_eq!((looked.is_binary, seen), (true, vec![(6, 1)]));
        let recogniser = Recogniser::new(None).unwrap();
        let mut sights = Vec::new();
        let looked = Looker::new(&recogniser, true).look(&mut &bytes[..], None, &mut sights).unwrap();
        assert!(looked.is_skipped && sights.is_empty());
    }
}
