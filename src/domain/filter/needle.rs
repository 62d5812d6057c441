//! Text that is looked for: folded once, compared without allocating.

use crate::domain::id::{PREFIX, TokenId};
use nucleo_matcher::chars;

/// Text to look for and how its letters are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needle {
    text: String,
    folded: Vec<char>,
    /// Its folded characters as bytes, where they are ASCII: most texts are, and are then compared byte by byte.
    ascii: Option<Vec<u8>>,
    fold: Fold,
}

/// Which differences between letters do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fold {
    /// `a` finds `A`.
    pub case: bool,
    /// `e` finds `é`.
    pub accents: bool,
}

impl Fold {
    fn apply(self, c: char) -> char {
        if c.is_ascii() {
            return if self.case { c.to_ascii_lowercase() } else { c };
        }
        // The order of these two is the fuzzy matcher's own, so that both agree on what matches.
        let c = if self.accents { chars::normalize(c) } else { c };
        if self.case { chars::to_lower_case(c) } else { c }
    }
}

impl Needle {
    /// Smart case: a word in lower case finds any case, a capital letter finds itself only; accents likewise.
    pub fn smart(text: String) -> Self {
        let case = !text.chars().any(chars::is_upper_case);
        Self::new(text, case)
    }

    /// Any case finds any case.
    pub fn insensitive(text: String) -> Self {
        Self::new(text, true)
    }

    fn new(text: String, case: bool) -> Self {
        let fold = Fold { case, accents: text.chars().all(|c| chars::normalize(c) == c) };
        let folded: Vec<char> = text.chars().map(|c| fold.apply(c)).collect();
        let ascii = folded.iter().map(|c| u8::try_from(*c).ok().filter(u8::is_ascii)).collect();
        Self { text, folded, ascii, fold }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its folded characters.
    pub fn folded(&self) -> &[char] {
        &self.folded
    }

    /// How letters are compared.
    pub fn fold(&self) -> Fold {
        self.fold
    }

    /// Whether `text` holds it as it stands.
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// The first place in `text`, counted in characters, where it stands.
    pub fn find(&self, text: &str) -> Option<usize> {
        if self.folded.len() > text.len() {
            return None;
        }
        if let Some(wanted) = self.ascii.as_deref().filter(|_| text.is_ascii()) {
            // In ASCII a byte is a character.
            return text
                .as_bytes()
                .windows(wanted.len().max(1))
                .position(|window| self.are_alike(window, wanted))
                .or(wanted.is_empty().then_some(0));
        }
        let mut rest = text.chars();
        for at in 0.. {
            if self.begins(rest.as_str()) {
                return Some(at);
            }
            rest.next()?;
        }
        None
    }

    /// The places of the characters of `text` where it stands first.
    pub fn place_in(&self, text: &str) -> Option<std::ops::Range<usize>> {
        self.find(text).map(|start| start..start + self.folded.len())
    }

    /// Whether `text` begins with it.
    pub fn begins(&self, text: &str) -> bool {
        let mut chars = text.chars();
        self.folded.iter().all(|wanted| chars.next().is_some_and(|c| self.fold.apply(c) == *wanted))
    }

    /// Whether a token's id begins with it. Without the prefix of ids it is the beginning of none.
    pub fn begins_id(&self, id: &TokenId) -> bool {
        let has_prefix = self.folded.len() > PREFIX.len() && PREFIX.chars().eq(self.folded[..PREFIX.len()].iter().copied());
        let mut tail = id.tail().chars();
        has_prefix && self.folded[PREFIX.len()..].iter().all(|wanted| tail.next() == Some(*wanted))
    }

    /// Whether `text` holds its characters in this order, whatever stands between.
    pub fn is_spread_over(&self, text: &str) -> bool {
        if let Some(wanted) = self.ascii.as_deref().filter(|_| text.is_ascii()) {
            let mut bytes = text.bytes();
            return wanted.iter().all(|wanted| bytes.any(|byte| self.fold_byte(byte) == *wanted));
        }
        let mut chars = text.chars();
        self.folded.iter().all(|wanted| chars.any(|c| self.fold.apply(c) == *wanted))
    }

    fn are_alike(&self, text: &[u8], wanted: &[u8]) -> bool {
        text.iter().zip(wanted).all(|(byte, wanted)| self.fold_byte(*byte) == *wanted)
    }

    fn fold_byte(&self, byte: u8) -> u8 {
        if self.fold.case { byte.to_ascii_lowercase() } else { byte }
    }
}
