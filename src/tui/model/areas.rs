//! Where each part of the screen stands at a size. Used to draw and to know how far a page is.

use super::{Model, Pane};
use ratatui::layout::Rect;

/// Below this many columns one pane is shown at a time.
pub const NARROW: u16 = 60;

/// Below this nothing fits, and a line asks for room.
pub const LEAST: (u16, u16) = (40, 10);

/// Columns in which the table shows statuses in words, and values too.
const TABLE_WITH_VALUES: u16 = 87;

/// From this many columns on the detail stands beside the table.
const WIDE: u16 = 150;

/// The parts of the main screen; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Areas {
    /// Vault, tabs, lock.
    pub header: Rect,
    /// The owners tree with its title.
    pub tree: Rect,
    /// The token table with its title and its heads.
    pub table: Rect,
    /// The detail with its title.
    pub detail: Rect,
    /// Hints, messages, the `/` line.
    pub hints: Rect,
}

/// Whether a terminal is too small for anything.
pub fn is_too_small((columns, rows): (u16, u16)) -> bool {
    columns < LEAST.0 || rows < LEAST.1
}

/// The parts at a size, with the pane that has the focus.
pub fn areas((columns, rows): (u16, u16), pane: Pane) -> Areas {
    let header = Rect::new(0, 0, columns, 1.min(rows));
    let hints = Rect::new(0, rows.saturating_sub(1), columns, u16::from(rows > 1));
    let body = Rect::new(0, 1, columns, rows.saturating_sub(2));
    let mut areas = Areas { header, hints, ..Areas::default() };
    if columns < NARROW {
        match pane {
            Pane::Owners => areas.tree = body,
            Pane::Tokens => areas.table = body,
            Pane::Detail => areas.detail = body,
        }
        return areas;
    }
    let tree_width = (columns / 4).clamp(18, 28);
    areas.tree = Rect { width: tree_width, ..body };
    let rest = Rect { x: tree_width + 1, width: columns - tree_width - 1, ..body };
    if columns >= WIDE {
        // The table has room for its values first; then the detail for its longest ready line.
        let detail_width = rest.width.saturating_sub(TABLE_WITH_VALUES + 1).clamp(52, 84);
        areas.table = Rect { width: rest.width - detail_width - 1, ..rest };
        areas.detail = Rect { x: rest.x + areas.table.width + 1, width: detail_width, ..rest };
    } else {
        let detail_height = (body.height * 2 / 5).clamp(4, 16).min(body.height.saturating_sub(4));
        areas.table = Rect { height: body.height - detail_height, ..rest };
        areas.detail = Rect { y: rest.y + areas.table.height, height: detail_height, ..rest };
    }
    areas
}

impl Model {
    /// The parts of the main screen now.
    pub fn areas(&self) -> Areas {
        areas(self.size, self.pane)
    }

    /// Rows that the table has room for, below its title and its heads.
    pub fn table_height(&self) -> usize {
        usize::from(areas(self.size, if self.size.0 < NARROW { Pane::Tokens } else { self.pane }).table.height.saturating_sub(2))
    }

    /// Lines that the tree has room for, below its title.
    pub fn tree_height(&self) -> usize {
        usize::from(areas(self.size, if self.size.0 < NARROW { Pane::Owners } else { self.pane }).tree.height.saturating_sub(1))
    }
}
