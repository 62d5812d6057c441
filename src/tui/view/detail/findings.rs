//! What the audit noticed about the token, beside its status: the gravest, and how many more.

use super::Subject;
use crate::domain::finding::Finding;
use crate::tui::theme::Role;
use crate::tui::view::audit::role_of;
use crate::tui::view::brush::Piece;

/// The pieces; none while the audit has found nothing, or has not looked yet.
pub(super) fn in_short(subject: Subject<'_>) -> Vec<Piece> {
    let findings: Vec<&Finding> = subject.model.audit.of_token(subject.row.id).collect();
    let Some(gravest) = findings.first() else { return Vec::new() };
    let mut pieces =
        vec![(format!("  {}", gravest.severity), role_of(gravest.severity)), (format!(" {}", gravest.rule.title()), Role::Text)];
    if findings.len() > 1 {
        pieces.push((format!(" +{}", findings.len() - 1), Role::Dim));
    }
    pieces
}
