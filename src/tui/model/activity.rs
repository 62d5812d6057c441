//! The activity screen's state: what happened, whether the chain holds, and what the program has said.

pub mod areas;
pub mod chain;
pub mod window;

use super::filter_line::FilterLine;
use crate::domain::filter::EventFilter;
use crate::services::LogEntry;
use crate::tui::keymap::Context;
use chain::ChainCheck;
use window::LogWindow;

/// A part of the screen that keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ActivityPane {
    /// The entries.
    #[default]
    History,
    /// The detail of the selected entry.
    Entry,
    /// What the program has said, in place of both.
    Messages,
}

/// The activity screen.
#[derive(Debug, Default)]
pub struct Activity {
    /// The pane that keys go to.
    pub pane: ActivityPane,
    /// The part of the history that is held.
    pub log: LogWindow,
    /// The `/` line.
    pub filter: FilterLine<EventFilter>,
    /// First line drawn of the detail.
    pub entry_top: u16,
    /// First line drawn of the messages.
    pub messages_top: usize,
    /// Whether the chain holds.
    pub chain: ChainCheck,
}

impl Activity {
    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        match self.pane {
            _ if self.filter.open => Context::Filter,
            ActivityPane::History => Context::History,
            ActivityPane::Entry => Context::Entry,
            ActivityPane::Messages => Context::Messages,
        }
    }

    /// The entry under the cursor.
    pub fn selected(&self) -> Option<&LogEntry> {
        self.log.selected()
    }
}
