//! A secret field: typed as dots, kept in one piece of memory that is wiped, handed over once.

use super::line::Line;
use super::text::place;
use crate::domain::label::display_safe;
use crate::domain::plaintext::Plaintext;
use crate::tui::action::Action;
use crate::tui::symbols::Symbols;
use crate::tui::text::{Align, fit};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::fmt;

/// Dots shown when the length is not to be seen.
const FIXED_DOTS: usize = 8;

/// A passphrase or value being typed.
pub struct SecretField {
    line: Line,
    placeholder: &'static str,
    hides_length: bool,
}

impl SecretField {
    /// An empty field that takes up to `max_chars`.
    pub fn new(max_chars: usize) -> Self {
        Self { line: Line::new(max_chars), placeholder: "", hides_length: false }
    }

    /// The same field with what stands there while it is empty.
    #[must_use]
    pub fn with_placeholder(mut self, text: &'static str) -> Self {
        self.placeholder = text;
        self
    }

    /// The same field, showing as many dots for any length.
    #[must_use]
    pub fn hiding_length(mut self) -> Self {
        self.hides_length = true;
        self
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.line.text().is_empty()
    }

    /// The secret while it is typed, for checks such as strength. Named so that each use is noticed in review.
    pub fn expose(&self) -> &str {
        self.line.text()
    }

    /// Hands the secret over and leaves the field empty; no copy stays.
    pub fn take(&mut self) -> Plaintext {
        Plaintext::new(self.line.take())
    }

    /// Wipes what is typed.
    pub fn clear(&mut self) {
        self.line.clear();
    }

    /// Types one character; `false` when it is not one to type or the field is full.
    pub fn insert(&mut self, c: char) -> bool {
        self.line.insert(c)
    }

    /// How many characters still fit.
    pub fn room(&self) -> usize {
        self.line.room()
    }

    /// How many fit into the empty field.
    pub fn max_chars(&self) -> usize {
        self.line.max_chars()
    }

    /// Types what was pasted, without line ends and other controls, as far as there is room.
    pub fn paste(&mut self, text: &str) {
        self.line.paste(text);
    }

    /// Does an editing action; `false` for any other. Words would tell where the spaces are, so they reach to the ends.
    pub fn edit(&mut self, action: Action) -> bool {
        self.line.edit(match action {
            Action::WordLeft => Action::LineStart,
            Action::WordRight => Action::LineEnd,
            Action::DeleteWord => Action::DeleteToStart,
            other => other,
        })
    }

    /// Draws it on the first line of `area`; gives the place of the cursor when it has the focus.
    pub fn render(&self, area: Rect, buffer: &mut Buffer, theme: &Theme, symbols: &Symbols, focused: bool) -> Option<Position> {
        let columns = usize::from(area.width);
        if self.is_empty() {
            let style = theme.field(false).patch(theme.style(Role::Placeholder));
            let shown = fit(&display_safe(self.placeholder), columns, Align::Left, symbols.ellipsis);
            buffer.set_stringn(area.x, area.y, shown, columns, style);
            return place(area, 0, focused);
        }
        let (dots, cursor) = self.dots(columns.saturating_sub(1));
        let shown = format!("{}{}", symbols.dot.repeat(dots), " ".repeat(columns - dots));
        buffer.set_stringn(area.x, area.y, shown, columns, theme.field(focused));
        place(area, cursor, focused)
    }

    /// How many dots are shown in `room`, and before which of them the cursor stands.
    fn dots(&self, room: usize) -> (usize, usize) {
        if self.hides_length {
            let dots = FIXED_DOTS.min(room);
            return (dots, dots);
        }
        let (all, before) = (self.line.text().chars().count(), self.line.before().chars().count());
        let hidden = before.saturating_sub(room);
        ((all - hidden).min(room), before - hidden)
    }
}

impl fmt::Debug for SecretField {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SecretField(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mask::Charset;

    fn drawn(field: &SecretField) -> String {
        let area = Rect::new(0, 0, 12, 1);
        let mut buffer = Buffer::empty(area);
        let theme = Theme::load("mono", crate::tui::theme::Colours::Sixteen).unwrap();
        field.render(area, &mut buffer, &theme, Symbols::of(Charset::Ascii), true);
        buffer.content.iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn what_is_typed_is_seen_as_dots_and_handed_over_once() {
        let mut field = SecretField::new(64).with_placeholder("passphrase");
        assert_eq!(drawn(&field), "passphrase  ");
        for c in "hunter2".chars() {
            field.insert(c);
        }
        assert_eq!(drawn(&field), "*******     ");
        assert_eq!(format!("{field:?}"), "SecretField(redacted)");
        assert_eq!(field.take().expose(), "hunter2");
        assert!(field.is_empty());
    }

    #[test]
    fn the_length_can_be_hidden_and_never_overflows() {
        let mut field = SecretField::new(64).hiding_length();
        field.insert('a');
        assert_eq!(drawn(&field), "********    ");
        let mut field = SecretField::new(64);
        field.paste(&"x".repeat(50));
        assert_eq!(drawn(&field), "*********** ");
        field.edit(Action::LineStart);
        assert_eq!(drawn(&field), "*********** ");
    }

    #[test]
    fn memory_is_reserved_at_once_and_never_moves() {
        let mut field = SecretField::new(32);
        let start = field.expose().as_ptr();
        field.paste(&"漢".repeat(40));
        assert_eq!(field.expose().chars().count(), 32);
        assert_eq!(field.expose().as_ptr(), start);
        let taken = field.take();
        assert_eq!(taken.expose().as_ptr(), start, "the memory is handed over, not copied");
    }

    #[test]
    fn deleting_a_word_tells_nothing_about_spaces() {
        let mut field = SecretField::new(64);
        field.paste("correct horse");
        field.edit(Action::DeleteWord);
        assert!(field.is_empty());
    }
}
