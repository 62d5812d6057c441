//! Where each part of the audit screen stands at a size.

use super::AuditPane;
use crate::tui::model::Model;
use crate::tui::model::areas::NARROW;
use ratatui::layout::Rect;

/// From this many columns on the evidence stands beside the findings.
const WIDE: u16 = 150;

/// Lines of the findings that are none: the title and the counts.
const HEADS: u16 = 2;

/// The parts of the screen; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct AuditAreas {
    /// The findings, with title and counts.
    pub findings: Rect,
    /// The evidence with its title.
    pub evidence: Rect,
}

/// The parts at a size, with the pane that has the focus.
pub fn areas((columns, rows): (u16, u16), pane: AuditPane) -> AuditAreas {
    let body = Rect::new(0, 1, columns, rows.saturating_sub(2));
    let mut areas = AuditAreas::default();
    if columns < NARROW {
        match pane {
            AuditPane::Evidence => areas.evidence = body,
            AuditPane::Findings => areas.findings = body,
        }
    } else if columns >= WIDE {
        let width = (columns * 2 / 5).clamp(56, 80);
        areas.findings = Rect { width: columns - width - 1, ..body };
        areas.evidence = Rect { x: areas.findings.width + 1, width, ..body };
    } else {
        let height = (body.height * 9 / 20).clamp(4, 17).min(body.height.saturating_sub(4));
        areas.findings = Rect { height: body.height - height, ..body };
        areas.evidence = Rect { y: body.y + areas.findings.height, height, ..body };
    }
    areas
}

impl Model {
    /// The parts of the audit screen now.
    pub fn audit_areas(&self) -> AuditAreas {
        areas(self.size, self.audit.pane)
    }

    /// Lines that the findings have room for, whether they are shown or not.
    pub fn findings_height(&self) -> usize {
        let pane = if self.size.0 < NARROW { AuditPane::Findings } else { self.audit.pane };
        usize::from(areas(self.size, pane).findings.height.saturating_sub(HEADS))
    }
}
