//! Values just issued: each stays until the operator says that it is stored.

use crate::domain::plaintext::Plaintext;
use crate::domain::summary::TokenSummary;
use crate::services::Issued;
use crate::tui::effect::Named;
use crate::tui::model::moment::Moment;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Copies the value that is shown.
    Copy,
    /// Saves it to a file.
    Save,
    /// Saves every value still to be stored to one file.
    SaveAll,
    /// Lets go of the value that is shown.
    Stored,
    /// Lets go of all, once all are saved.
    AllStored,
}

impl Button {
    /// What stands on it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Copy => "Copy",
            Self::Save => "Save to a file",
            Self::SaveAll => "Save all",
            Self::Stored => "I have stored it",
            Self::AllStored => "I have stored them",
        }
    }
}

/// One value just issued.
#[derive(Debug)]
pub struct Fresh {
    /// Its token.
    pub token: TokenSummary,
    /// The value.
    pub value: Arc<Plaintext>,
}

/// Values just issued, one after the other.
#[derive(Debug)]
pub struct ShownOnce {
    /// The values still to be stored; the first one is shown.
    pub values: VecDeque<Fresh>,
    /// Which button is selected.
    pub button: usize,
    /// Whether the value is covered, after a suspension or a lock; any key uncovers it.
    pub covered: bool,
    /// Whether all of them were saved to one file.
    pub saved_all: bool,
    /// What was last done with the value.
    pub said: Option<String>,
    /// When this one was first shown, in time up.
    pub opened: Duration,
}

impl ShownOnce {
    /// The dialog of some values; `None` for none.
    pub fn new(issued: Vec<Issued>, now: Moment) -> Option<Self> {
        let fresh = |issued: Issued| Fresh { token: issued.token, value: Arc::new(issued.value) };
        let values: VecDeque<Fresh> = issued.into_iter().map(fresh).collect();
        (!values.is_empty()).then_some(Self { values, button: 0, covered: false, saved_all: false, said: None, opened: now.up })
    }

    /// The one that is shown.
    pub fn current(&self) -> Option<&Fresh> {
        self.values.front()
    }

    /// The buttons there are now.
    pub fn buttons(&self) -> Vec<Button> {
        match (self.saved_all, self.values.len()) {
            (true, _) => vec![Button::Copy, Button::Save, Button::AllStored],
            (false, 2..) => vec![Button::Copy, Button::Save, Button::SaveAll, Button::Stored],
            (false, _) => vec![Button::Copy, Button::Save, Button::Stored],
        }
    }

    /// The values still to be stored, each with the selector of its token.
    pub fn named(&self) -> Vec<Named> {
        self.values.iter().map(|fresh| (fresh.token.selector(), Arc::clone(&fresh.value))).collect()
    }

    /// Notes that all of them are in one file.
    pub fn all_saved(&mut self) {
        self.saved_all = true;
        self.button = self.buttons().len() - 1;
    }

    /// Takes further values in; they are not in a file that was saved before.
    pub fn extend(&mut self, other: Self) {
        self.values.extend(other.values);
        self.saved_all = false;
        self.button = 0;
    }

    /// Lets go of the one that is shown, or of all once all are saved; `true` when none is left.
    pub fn stored(&mut self, now: Moment) -> bool {
        if self.saved_all {
            self.values.clear();
        }
        self.values.pop_front();
        self.button = 0;
        self.said = None;
        self.opened = now.up;
        self.values.is_empty()
    }
}
