//! The `/` line of a screen: what is typed, and the filter that it makes.

use crate::domain::filter::{CallFilter, EventFilter, Filter, FilterError, FindingFilter};
use crate::tui::action::Action;
use crate::tui::dialogs::form::Entry;
use crate::tui::field::TextField;

/// Characters that the line takes.
const MAX_CHARS: usize = 200;

/// A filter that can be read from a line.
pub trait Readable: Default + PartialEq {
    /// Reads it.
    ///
    /// # Errors
    /// What cannot be meant, and where.
    fn read(text: &str) -> Result<Self, FilterError>;
}

impl Readable for Filter {
    fn read(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

impl Readable for EventFilter {
    fn read(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

impl Readable for FindingFilter {
    fn read(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

impl Readable for CallFilter {
    fn read(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

/// The `/` line.
#[derive(Debug)]
pub struct FilterLine<F> {
    /// What is typed.
    pub field: TextField,
    /// Whether it is being typed into.
    pub open: bool,
    /// The filter in force: the last one that could be read.
    pub filter: F,
    /// Why the text cannot be read as it stands.
    pub error: Option<FilterError>,
}

/// What became of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The same filter is in force.
    Nothing,
    /// Another one is.
    Changed,
    /// The list beneath was meant.
    Beneath(Action),
}

impl<F: Readable> Default for FilterLine<F> {
    fn default() -> Self {
        Self { field: TextField::new(MAX_CHARS), open: false, filter: F::default(), error: None }
    }
}

impl<F: Readable> FilterLine<F> {
    /// Takes something typed into the line.
    pub fn enter(&mut self, entry: Entry) -> Typed {
        match entry {
            Entry::Type(c) => {
                self.field.insert(c);
            }
            Entry::Paste(text) => self.field.paste(text.expose()),
            Entry::Act(Action::Confirm) => {
                self.open = self.error.is_some();
                return Typed::Nothing;
            }
            // A click is not for the line.
            Entry::Click(_) => return Typed::Nothing,
            Entry::Act(Action::Back) => return self.clear(),
            Entry::Act(action @ (Action::MoveDown | Action::MoveUp)) => return Typed::Beneath(action),
            Entry::Act(action) => {
                self.field.edit(action);
            }
        }
        self.read()
    }

    /// Closes the line and empties it.
    pub fn clear(&mut self) -> Typed {
        self.set("")
    }

    /// Closes the line and puts a text into it.
    pub fn set(&mut self, text: &str) -> Typed {
        self.open = false;
        self.field.set(text);
        self.read()
    }

    /// Whether something is typed.
    pub fn is_used(&self) -> bool {
        !self.field.is_empty()
    }

    /// Reads the line; while it cannot be read, the last filter that could stays in force.
    fn read(&mut self) -> Typed {
        match F::read(self.field.text()) {
            Ok(filter) => {
                self.error = None;
                if filter == self.filter {
                    return Typed::Nothing;
                }
                self.filter = filter;
                Typed::Changed
            }
            Err(error) => {
                self.error = Some(error);
                Typed::Nothing
            }
        }
    }
}
