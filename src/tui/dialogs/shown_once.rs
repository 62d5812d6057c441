//! Values just issued: each stays until the operator says that it is stored.

use crate::domain::plaintext::Plaintext;
use crate::domain::summary::TokenSummary;
use crate::services::Issued;
use crate::tui::model::moment::Moment;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// What stands on the buttons.
pub const BUTTONS: [&str; 3] = ["Copy", "Save to a file", "I have stored it"];

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
        (!values.is_empty()).then_some(Self { values, button: 0, covered: false, said: None, opened: now.up })
    }

    /// The one that is shown.
    pub fn current(&self) -> Option<&Fresh> {
        self.values.front()
    }

    /// Lets go of the one that is shown; `true` when it was the last.
    pub fn stored(&mut self, now: Moment) -> bool {
        self.values.pop_front();
        self.button = 0;
        self.said = None;
        self.opened = now.up;
        self.values.is_empty()
    }
}
