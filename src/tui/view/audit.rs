//! The audit screen: the findings with the evidence of one.

mod columns;
mod evidence;
mod findings;
mod mends;

use super::brush::Brush;
use super::divide;
use crate::domain::finding::Severity;
use crate::tui::model::Model;
use crate::tui::model::audit::AuditPane;
use crate::tui::theme::Role;

pub use findings::found;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>) {
    let areas = model.audit_areas();
    findings::draw(model, brush, areas.findings);
    evidence::draw(model, brush, areas.evidence);
    if areas.evidence.x > areas.findings.x {
        divide(brush, areas.findings, None);
    }
}

/// Lines that the evidence of the selected finding has.
pub fn evidence_height(model: &Model) -> usize {
    evidence::lines(model, usize::from(model.audit_areas().evidence.width)).len()
}

/// How a severity is drawn, beside its word.
pub(super) fn role_of(severity: Severity) -> Role {
    match severity {
        Severity::High => Role::Danger,
        Severity::Medium => Role::Warning,
        Severity::Low => Role::Text,
        Severity::Info => Role::Dim,
    }
}

/// Whether a pane has the focus, with nothing on top of it.
fn has_focus(model: &Model, pane: AuditPane) -> bool {
    model.audit.pane == pane && model.dialogs.is_empty()
}
