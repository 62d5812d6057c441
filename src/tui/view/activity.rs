//! The activity screen: the history with the detail of an entry, or what the program has said.

mod chain;
mod columns;
mod entry;
mod history;
mod messages;

use super::brush::Brush;
use super::divide;
use crate::domain::number::grouped;
use crate::tui::model::Model;
use crate::tui::model::activity::ActivityPane;

pub use history::found;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>) {
    let areas = model.activity_areas();
    history::draw(model, brush, areas.history);
    entry::draw(model, brush, areas.entry);
    messages::draw(model, brush, areas.messages);
    if areas.entry.x > areas.history.x {
        divide(brush, areas.history, None);
    }
}

/// Lines that the detail of the selected entry has.
pub fn entry_height(model: &Model) -> usize {
    entry::lines(model, usize::from(model.activity_areas().entry.width)).len()
}

/// Lines that the messages have.
pub fn messages_height(model: &Model) -> usize {
    messages::lines(model, usize::from(model.activity_areas().messages.width)).len()
}

/// Whether a pane has the focus, with nothing on top of it.
fn has_focus(model: &Model, pane: ActivityPane) -> bool {
    model.activity.pane == pane && model.dialogs.is_empty()
}
