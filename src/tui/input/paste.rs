//! A bracketed paste: collected to its end mark, bounded, and wiped, since it may be a value.

use super::event::Pasted;
use zeroize::Zeroizing;

/// The most bytes that are kept of one paste.
pub(super) const MAX_BYTES: usize = 1 << 20;

const END: &[u8] = b"\x1b[201~";

/// A paste under way.
#[derive(Default)]
pub(super) struct Paste {
    bytes: Zeroizing<Vec<u8>>,
    /// How much of the end mark has come.
    matched: usize,
    truncated: bool,
}

impl Paste {
    /// Takes one byte; `true` when the end mark is complete.
    pub(super) fn push(&mut self, byte: u8) -> bool {
        if byte == END[self.matched] {
            self.matched += 1;
            return self.matched == END.len();
        }
        // ESC stands only at the mark's start, so a broken mark is text up to here.
        for held in &END[..self.matched] {
            self.keep(*held);
        }
        self.matched = usize::from(byte == END[0]);
        if self.matched == 0 {
            self.keep(byte);
        }
        false
    }

    fn keep(&mut self, byte: u8) {
        if self.bytes.len() == MAX_BYTES {
            self.truncated = true;
            return;
        }
        if self.bytes.len() == self.bytes.capacity() {
            // Grown by hand: a growing `Vec` would leave its old memory unwiped.
            let mut larger = Zeroizing::new(Vec::with_capacity((self.bytes.capacity() * 2).clamp(256, MAX_BYTES)));
            larger.extend_from_slice(&self.bytes);
            self.bytes = larger;
        }
        self.bytes.push(byte);
    }

    /// What was pasted; what is not UTF-8 is left out.
    pub(super) fn finish(self, broken_off: bool) -> Pasted {
        let mut text = Zeroizing::new(String::with_capacity(self.bytes.len()));
        for chunk in self.bytes.utf8_chunks() {
            text.push_str(chunk.valid());
        }
        Pasted::new(text, self.truncated || broken_off)
    }
}
