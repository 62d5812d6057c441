//! Where each part of the activity screen stands at a size.

use super::ActivityPane;
use crate::tui::model::Model;
use crate::tui::model::areas::NARROW;
use ratatui::layout::Rect;

/// From this many columns on the detail stands beside the history.
const WIDE: u16 = 150;

/// Lines of the history that are no entries: its title and its heads.
const HEADS: u16 = 2;

/// The parts of the screen; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ActivityAreas {
    /// The entries, with title and heads.
    pub history: Rect,
    /// The detail with its title.
    pub entry: Rect,
    /// The messages with their title.
    pub messages: Rect,
}

/// The parts at a size, with the pane that has the focus.
pub fn areas((columns, rows): (u16, u16), pane: ActivityPane) -> ActivityAreas {
    let body = Rect::new(0, 1, columns, rows.saturating_sub(2));
    let mut areas = ActivityAreas::default();
    if pane == ActivityPane::Messages {
        areas.messages = body;
    } else if columns < NARROW {
        match pane {
            ActivityPane::Entry => areas.entry = body,
            _ => areas.history = body,
        }
    } else if columns >= WIDE {
        let entry_width = (columns * 2 / 5).clamp(56, 80);
        areas.history = Rect { width: columns - entry_width - 1, ..body };
        areas.entry = Rect { x: areas.history.width + 1, width: entry_width, ..body };
    } else {
        let entry_height = (body.height * 2 / 5).clamp(4, 14).min(body.height.saturating_sub(4));
        areas.history = Rect { height: body.height - entry_height, ..body };
        areas.entry = Rect { y: body.y + areas.history.height, height: entry_height, ..body };
    }
    areas
}

impl Model {
    /// The parts of the activity screen now.
    pub fn activity_areas(&self) -> ActivityAreas {
        areas(self.size, self.activity.pane)
    }

    /// Entries that the history has room for, whether it is shown or not.
    pub fn history_height(&self) -> usize {
        let pane = match self.activity.pane {
            ActivityPane::Entry if self.size.0 >= NARROW => ActivityPane::Entry,
            _ => ActivityPane::History,
        };
        let taken = HEADS + self.activity.chain.alarm_height();
        usize::from(areas(self.size, pane).history.height.saturating_sub(taken))
    }
}
