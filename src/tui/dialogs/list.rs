//! A list to read: names of what a dialog is about, or what became of them.

use crate::domain::label::display_safe;
use crate::tui::action::Action;

/// How far a page goes; a list is drawn at most a little higher.
const PAGE: usize = 8;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It went wrong.
    Failed,
    /// It was or will be left out.
    LeftOut,
    /// It was done.
    Done,
    /// It is meant.
    Plain,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub mark: Mark,
    /// What it names, safe to show.
    pub name: String,
    /// What there is to say of it, safe to show; may be empty.
    pub text: String,
}

impl Line {
    /// A line.
    pub fn new(mark: Mark, name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        let safe = |text: &str| display_safe(text).to_string();
        Self { mark, name: safe(name.as_ref()), text: safe(text.as_ref()) }
    }
}

/// Lines, and where a person is in them.
#[derive(Debug, Default)]
pub struct List {
    /// The lines in order.
    pub lines: Vec<Line>,
    /// The line under the cursor.
    pub cursor: usize,
}

impl List {
    /// Takes other lines; the cursor stays where it can.
    pub fn replace(&mut self, lines: Vec<Line>) {
        self.lines = lines;
        self.cursor = self.cursor.min(self.lines.len().saturating_sub(1));
    }

    /// Moves the cursor; `false` when it stands at that end already, or the action is no movement.
    pub fn step(&mut self, action: Action) -> bool {
        let place = moved(self.cursor, self.lines.len(), action);
        let has_moved = place != self.cursor;
        self.cursor = place;
        has_moved
    }
}

/// Where a cursor comes to in a list of `len`.
pub fn moved(cursor: usize, len: usize, action: Action) -> usize {
    let last = len.saturating_sub(1);
    match action {
        Action::MoveDown => (cursor + 1).min(last),
        Action::MoveUp => cursor.saturating_sub(1),
        Action::PageDown | Action::HalfPageDown => (cursor + PAGE).min(last),
        Action::PageUp | Action::HalfPageUp => cursor.saturating_sub(PAGE),
        Action::First => 0,
        Action::Last => last,
        _ => cursor,
    }
}
