//! Editing one line: whole characters, words, and memory that is never left behind.

use crate::domain::label::is_active;
use crate::tui::action::Action;
use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroizing;

/// Bytes that one character may take.
const MAX_CHAR_BYTES: usize = 4;

/// How many characters of a text can be typed: controls and the like are dropped.
pub fn typeable(text: &str) -> usize {
    text.chars().filter(|c| !is_active(*c)).count()
}

/// A line being edited. Its memory is reserved at once and never moves, so that wiping it wipes every copy.
pub(super) struct Line {
    text: Zeroizing<String>,
    /// Byte position, always between graphemes.
    cursor: usize,
    max_chars: usize,
}

impl Line {
    pub(super) fn new(max_chars: usize) -> Self {
        Self { text: Zeroizing::new(String::with_capacity(max_chars * MAX_CHAR_BYTES)), cursor: 0, max_chars }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    pub(super) fn before(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// How many characters still fit.
    pub(super) fn room(&self) -> usize {
        self.max_chars.saturating_sub(self.text.chars().count())
    }

    /// How many fit into the empty line.
    pub(super) fn max_chars(&self) -> usize {
        self.max_chars
    }

    /// Takes the text out, leaving an empty line.
    pub(super) fn take(&mut self) -> String {
        self.cursor = 0;
        std::mem::replace(&mut *self.text, String::with_capacity(self.max_chars * MAX_CHAR_BYTES))
    }

    pub(super) fn clear(&mut self) {
        use zeroize::Zeroize;
        self.text.zeroize();
        self.cursor = 0;
    }

    /// Types one character; `false` when it is not one to type or the line is full.
    pub(super) fn insert(&mut self, c: char) -> bool {
        if is_active(c) || self.text.chars().count() >= self.max_chars {
            return false;
        }
        self.text.insert(self.cursor, c);
        self.cursor += c.len_utf8();
        // A combining character joins the grapheme before it, and the cursor goes behind both.
        self.cursor = self.boundary_from(self.cursor);
        true
    }

    /// Types what was pasted, without line ends and other controls, as far as there is room.
    pub(super) fn paste(&mut self, text: &str) {
        let room = self.room();
        let mut at = self.cursor;
        for c in text.chars().filter(|c| !is_active(*c)).take(room) {
            self.text.insert(at, c);
            at += c.len_utf8();
        }
        self.cursor = self.boundary_from(at);
    }

    /// Does an editing action; `false` for any other.
    pub(super) fn edit(&mut self, action: Action) -> bool {
        match action {
            Action::CursorLeft => self.cursor = self.left(),
            Action::CursorRight => self.cursor = self.right(),
            Action::WordLeft => self.cursor = self.word_left(),
            Action::WordRight => self.cursor = self.word_right(),
            Action::LineStart => self.cursor = 0,
            Action::LineEnd => self.cursor = self.text.len(),
            Action::DeleteLeft => self.remove(self.left(), self.cursor),
            Action::DeleteRight => self.remove(self.cursor, self.right()),
            Action::DeleteWord => self.remove(self.word_left(), self.cursor),
            Action::DeleteToStart => self.remove(0, self.cursor),
            Action::DeleteToEnd => self.remove(self.cursor, self.text.len()),
            _ => return false,
        }
        true
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = self.boundary_from(from);
    }

    fn left(&self) -> usize {
        self.before().grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.cursor, |grapheme| self.cursor + grapheme.len())
    }

    fn word_left(&self) -> usize {
        let mut words = self.before().split_word_bound_indices().filter(|(_, word)| is_word(word));
        words.next_back().map_or(0, |(at, _)| at)
    }

    fn word_right(&self) -> usize {
        let mut words = self.text[self.cursor..].split_word_bound_indices().filter(|(_, word)| is_word(word));
        words.next().map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }

    /// The first boundary between graphemes at or after a position.
    fn boundary_from(&self, position: usize) -> usize {
        let starts = self.text.grapheme_indices(true).map(|(at, _)| at);
        starts.chain([self.text.len()]).find(|at| *at >= position).unwrap_or(0)
    }
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}
