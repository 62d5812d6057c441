//! A text field: the cursor moves by whole characters, the text scrolls by display width.

use super::line::Line;
use crate::domain::label::{DisplaySafe, display_safe};
use crate::tui::action::Action;
use crate::tui::symbols::Symbols;
use crate::tui::text::{Align, fit, prefix, suffix, truncate};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// A line of text that a person edits.
pub struct TextField {
    line: Line,
    placeholder: DisplaySafe,
}

impl TextField {
    /// An empty field that takes up to `max_chars`.
    pub fn new(max_chars: usize) -> Self {
        Self { line: Line::new(max_chars), placeholder: DisplaySafe::default() }
    }

    /// The same field with text in it, the cursor at its end.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.set(text);
        self
    }

    /// The same field with what stands there while it is empty.
    #[must_use]
    pub fn with_placeholder(mut self, text: &str) -> Self {
        self.placeholder = display_safe(text);
        self
    }

    /// Changes what stands there while it is empty.
    pub fn set_placeholder(&mut self, text: &str) {
        self.placeholder = display_safe(text);
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Replaces its text.
    pub fn set(&mut self, text: &str) {
        self.line.clear();
        self.line.paste(text);
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

    /// Does an editing action; `false` for any other.
    pub fn edit(&mut self, action: Action) -> bool {
        self.line.edit(action)
    }

    /// Draws it on the first line of `area`; gives the place of the cursor when it has the focus.
    pub fn render(&self, area: Rect, buffer: &mut Buffer, theme: &Theme, symbols: &Symbols, focused: bool) -> Option<Position> {
        let columns = usize::from(area.width);
        if self.is_empty() && !self.placeholder.as_str().is_empty() {
            let style = theme.field(false).patch(theme.style(Role::Placeholder));
            let words = display_safe(&symbols.spell(self.placeholder.as_str()));
            let shown = fit(&words, columns, Align::Left, symbols.ellipsis);
            buffer.set_stringn(area.x, area.y, shown, columns, style);
            return place(area, 0, focused);
        }
        let at = self.line.before().width();
        let (shown, cursor) = window(self.text(), at, columns, symbols.ellipsis);
        buffer.set_stringn(area.x, area.y, shown, columns, theme.field(focused));
        place(area, cursor, focused)
    }
}

pub(super) fn place(area: Rect, column: usize, focused: bool) -> Option<Position> {
    let column = u16::try_from(column).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
    (focused && area.width > 0 && area.height > 0).then(|| Position::new(area.x + column, area.y))
}

/// The part of the text that is shown, exactly `columns` wide, with the column of the cursor in it.
fn window(text: &str, cursor: usize, columns: usize, ellipsis: &str) -> (String, usize) {
    let room = columns.saturating_sub(1);
    let safe = display_safe(text);
    if cursor <= room {
        // The cursor's own cell is kept free behind a text that just fits.
        let shown = if text.width() <= columns { text.to_owned() } else { truncate(&safe, columns, ellipsis) };
        let fill = columns.saturating_sub(shown.width());
        return (format!("{shown}{}", " ".repeat(fill)), cursor);
    }
    let (head, before) = (ellipsis.width(), prefix(text, cursor));
    let tail = suffix(before, room.saturating_sub(head));
    let lead = if columns > head { ellipsis } else { "" };
    let cursor = lead.width() + tail.width();
    let rest = prefix(&text[before.len()..], columns.saturating_sub(cursor));
    let used = cursor + rest.width();
    (format!("{lead}{tail}{rest}{}", " ".repeat(columns.saturating_sub(used))), cursor)
}

impl fmt::Debug for TextField {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TextField").field("text", &self.text()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> TextField {
        let mut field = TextField::new(64);
        for c in text.chars() {
            field.insert(c);
        }
        field
    }

    #[test]
    fn words_are_deleted_as_a_shell_does() {
        let mut field = typed("deploy key for ci");
        field.edit(Action::DeleteWord);
        assert_eq!(field.text(), "deploy key for ");
        field.edit(Action::DeleteWord);
        assert_eq!(field.text(), "deploy key ");
        field.edit(Action::LineStart);
        field.edit(Action::WordRight);
        field.edit(Action::DeleteToEnd);
        assert_eq!(field.text(), "deploy");
        field.edit(Action::DeleteToStart);
        assert!(field.is_empty());
    }

    #[test]
    fn the_cursor_moves_over_whole_characters() {
        let mut field = typed("ae\u{301}漢");
        field.edit(Action::CursorLeft);
        field.edit(Action::DeleteLeft);
        assert_eq!(field.text(), "a漢");
        field.insert('x');
        assert_eq!(field.text(), "ax漢");
        field.edit(Action::DeleteRight);
        assert_eq!(field.text(), "ax");
    }

    #[test]
    fn a_paste_is_cleaned_and_kept_to_the_limit() {
        let mut field = TextField::new(8);
        field.paste("one\r\ntwo\u{1b}[31m three");
        assert_eq!(field.text(), "onetwo[3");
        assert!(!field.insert('x'), "the field is full");
        assert!(!TextField::new(8).insert('\u{202e}'));
    }

    #[test]
    fn a_long_text_scrolls_so_that_the_cursor_is_seen() {
        assert_eq!(window("abcdefghij", 10, 6, "…"), ("…ghij ".to_owned(), 5));
        assert_eq!(window("abcdefghij", 0, 6, "…"), ("abcde…".to_owned(), 0));
        assert_eq!(window("abc", 3, 6, "…"), ("abc   ".to_owned(), 3));
    }

    proptest! {
        #[test]
        fn the_window_is_exactly_as_wide_as_the_field(text in "[a-z漢é]{0,30}", steps in 0usize..30, columns in 2usize..20) {
            let mut field = typed(&text);
            for _ in 0..steps {
                field.edit(Action::CursorLeft);
            }
            let at = field.line.before().width();
            let (shown, cursor) = window(field.text(), at, columns, "…");
            prop_assert_eq!(shown.width(), columns);
            prop_assert!(cursor < columns);
        }

        #[test]
        fn no_edit_panics_or_splits_a_character(text in "\\PC{0,20}", edits in proptest::collection::vec(0usize..11, 0..40)) {
            let actions = [
                Action::CursorLeft, Action::CursorRight, Action::WordLeft, Action::WordRight, Action::LineStart, Action::LineEnd,
                Action::DeleteLeft, Action::DeleteRight, Action::DeleteWord, Action::DeleteToStart, Action::DeleteToEnd,
            ];
            let mut field = typed(&text);
            for edit in edits {
                prop_assert!(field.edit(actions[edit]));
                field.insert('\u{301}');
                prop_assert!(field.text().chars().count() <= 64);
            }
        }
    }
}
