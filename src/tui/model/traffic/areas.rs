//! Where each part of the traffic screen stands at a size.

use super::TrafficPane;
use crate::tui::model::Model;
use crate::tui::model::areas::NARROW;
use ratatui::layout::Rect;

/// From this many columns on the figures stand beside the calls.
const WIDE: u16 = 150;

/// From this many columns and lines on they stand below.
const ROOMY: (u16, u16) = (100, 30);

/// Lines of the calls that are none: the title and the heads.
const HEADS: u16 = 2;

/// The parts of the screen; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct TrafficAreas {
    /// The calls, with title and heads.
    pub calls: Rect,
    /// The figures of the last day in one line, where there is no room for more.
    pub summary: Rect,
    /// The figures with their title.
    pub figures: Rect,
}

/// The parts at a size, with the pane that has the focus.
pub fn areas((columns, rows): (u16, u16), pane: TrafficPane) -> TrafficAreas {
    let body = Rect::new(0, 1, columns, rows.saturating_sub(2));
    let mut areas = TrafficAreas::default();
    if columns >= WIDE {
        let width = (columns / 3).clamp(48, 64);
        areas.calls = Rect { width: columns - width - 1, ..body };
        areas.figures = Rect { x: areas.calls.width + 1, width, ..body };
    } else if columns >= ROOMY.0 && rows >= ROOMY.1 {
        let height = (body.height / 3).clamp(10, 13);
        areas.calls = Rect { height: body.height - height, ..body };
        areas.figures = Rect { y: body.y + areas.calls.height, height, ..body };
    } else if pane == TrafficPane::Figures {
        areas.figures = body;
    } else {
        // A narrow screen has the one pane and nothing else.
        let summary = if columns < NARROW { 0 } else { 2.min(body.height) };
        areas.calls = Rect { height: body.height - summary, ..body };
        areas.summary = Rect { y: body.y + areas.calls.height, height: summary, ..body };
    }
    areas
}

impl Model {
    /// The parts of the traffic screen now.
    pub fn traffic_areas(&self) -> TrafficAreas {
        areas(self.size, self.traffic.pane)
    }

    /// Calls that there is room for, whether they are shown or not.
    pub fn calls_height(&self) -> usize {
        let height = areas(self.size, TrafficPane::Calls).calls.height;
        usize::from(height.saturating_sub(HEADS))
    }
}
