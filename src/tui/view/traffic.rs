//! The traffic screen: the calls as they come, and the figures of the last day.

mod calls;
mod columns;
mod figures;
mod summary;

use super::brush::Brush;
use super::divide;
use crate::tui::model::Model;
use crate::tui::model::traffic::TrafficPane;

pub use calls::found;
pub use figures::height as figures_height;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>) {
    let areas = model.traffic_areas();
    calls::draw(model, brush, areas.calls);
    summary::draw(model, brush, areas.summary);
    figures::draw(model, brush, areas.figures);
    if areas.calls.width > 0 && areas.figures.x > areas.calls.x {
        divide(brush, areas.calls, None);
    }
}

/// Whether a pane has the focus, with nothing on top of it.
fn has_focus(model: &Model, pane: TrafficPane) -> bool {
    model.traffic.pane == pane && model.dialogs.is_empty()
}
