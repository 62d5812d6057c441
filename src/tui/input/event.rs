//! What a terminal reports, once its bytes are understood.

use crate::tui::key::Key;
use crossterm::event::KeyModifiers;
use std::fmt;
use zeroize::Zeroizing;

/// One thing that a person or the terminal did.
#[derive(Debug)]
pub enum InputEvent {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted as one piece.
    Paste(Pasted),
    /// The terminal's window has the focus.
    FocusGained,
    /// The terminal's window lost the focus.
    FocusLost,
    /// The mouse, when it is switched on.
    Mouse(Mouse),
}

/// A pasted text; it may well be a value, so it is wiped and never printed.
pub struct Pasted {
    text: Zeroizing<String>,
    /// Whether the paste was longer than what is kept.
    pub truncated: bool,
}

impl Pasted {
    /// A pasted text.
    pub fn new(text: Zeroizing<String>, truncated: bool) -> Self {
        Self { text, truncated }
    }

    /// The text. Named so that each use is noticed in review.
    pub fn expose(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Pasted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Pasted(redacted, truncated: {})", self.truncated)
    }
}

/// A mouse event; places count from 0 at the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What happened.
    pub kind: MouseKind,
    /// The column.
    pub column: u16,
    /// The row.
    pub row: u16,
    /// Keys held down.
    pub modifiers: KeyModifiers,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The main button was pressed.
    Press,
    /// A button was released.
    Release,
    /// The wheel turned up.
    ScrollUp,
    /// The wheel turned down.
    ScrollDown,
}
