//! Everything about one finding: the evidence, what mends it, who accepted it, and what its token is.

use super::super::brush::{Brush, Piece};
use super::super::detail::status_role;
use super::super::{chart, when};
use super::{has_focus, mends, role_of};
use crate::domain::filter::FindingField;
use crate::domain::finding::{Acceptance, Series};
use crate::domain::kind::{Kind, ScopeRule};
use crate::domain::label::display_safe;
use crate::domain::number::short;
use crate::domain::relative::relative_or;
use crate::domain::summary::TokenSummary;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::audit::AuditPane;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Columns of the labels.
const LABEL: usize = 10;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    brush.answers(area, Hit::AuditPane(AuditPane::Evidence));
    let title = match model.audit.selected() {
        None => vec![("Evidence".to_owned(), Role::Title)],
        Some(noticed) => vec![
            (noticed.finding.severity.word().to_owned(), role_of(noticed.finding.severity)),
            (format!(" {}", noticed.finding.rule.title()), Role::Title),
            (format!(" {} {}", brush.symbols.separator, display_safe(&noticed.label)), Role::Dim),
        ],
    };
    brush.rule(area, area.y, &title, has_focus(model, AuditPane::Evidence));
    let height = usize::from(area.height - 1);
    let lines = lines(model, usize::from(area.width));
    let top = usize::from(model.audit.evidence_top).min(lines.len().saturating_sub(height));
    for (pieces, y) in lines.iter().skip(top).take(height).zip(area.y + 1..) {
        brush.pieces(area.x + 2, y, area.width.saturating_sub(2), pieces);
        if let Some((text, _)) = pieces.get(1).filter(|_| !model.audit.filter.filter.is_empty()) {
            let x = area.x + 2 + LABEL as u16;
            let hits = model.audit.filter.filter.highlights(FindingField::Evidence, text);
            brush.light(x, y, area.right().saturating_sub(x), text, &hits);
        }
    }
    if lines.len() > top + height {
        let more = format!(" {} ", brush.symbols.more_below);
        brush.put(area.right().saturating_sub(4), area.y, 3, &more, brush.theme.style(Role::Dim));
    }
}

/// The lines of the selected finding at a width.
pub fn lines(model: &Model, width: usize) -> Vec<Vec<Piece>> {
    let room = width.saturating_sub(LABEL + 3).max(1);
    let Some(finding) = model.audit.selected().map(|noticed| &noticed.finding) else { return Vec::new() };
    let mut lines = told("Evidence", &finding.evidence, room, Role::Text);
    if let Some(series) = &finding.series {
        lines.extend(numbers(model, series, room));
    }
    if let Some(acceptance) = &finding.accepted {
        lines.extend(accepted(model, acceptance, room));
    }
    for (at, mend) in mends::lines(model, finding).iter().enumerate() {
        let (label, role) = if at == 0 { ("Mends it", Role::Success) } else { ("", Role::Dim) };
        lines.extend(told(label, mend, room, role));
    }
    for (at, detail) in finding.details.iter().enumerate() {
        lines.extend(told(if at == 0 { "Detail" } else { "" }, detail, room, Role::Text));
    }
    if let Some(row) = finding.token.and_then(|id| model.table.find(id)) {
        lines.extend(token(model, &row, room));
    }
    lines
}

/// The numbers that are compared: as columns, and as they are.
fn numbers(model: &Model, series: &Series, room: usize) -> Vec<Vec<Piece>> {
    let mut line = labelled("Over time", String::new(), Role::Text);
    let cells = if series.values.len() * 2 + series.label.len() + 2 <= room { 2 } else { 1 };
    line.extend(chart::sparks(model.symbols, series.values.iter().copied(), cells, Role::Text));
    line.push((format!("  {}", series.label), Role::Dim));
    let numbers: Vec<String> = series.values.iter().map(|value| short(*value)).collect();
    let mut lines = vec![line];
    lines.extend(told("", &numbers.join(" "), room, Role::Dim));
    lines
}

fn accepted(model: &Model, acceptance: &Acceptance, room: usize) -> Vec<Vec<Piece>> {
    let now = model.now.wall;
    let until =
        format!("until {}, by {} {}", when::both(acceptance.until, now), acceptance.by, when::relative(acceptance.at, now));
    let mut lines = told("Accepted", &until, room, Role::Success);
    lines.extend(told("Because", &acceptance.note, room, Role::Text));
    lines
}

/// What the token is, in short.
fn token(model: &Model, row: &TokenSummary, room: usize) -> Vec<Vec<Piece>> {
    let now = model.now.wall;
    let status = row.status(now);
    let role = status_role(status);
    let mut first = labelled("Token", display_safe(&row.label()).to_string(), Role::Text);
    first.push((format!("  {} {status}", model.symbols.status(status)), role));
    if row.owner_archived {
        first.push(("  owner archived".to_owned(), Role::Warning));
    }
    let kind = if row.kind == Kind::Personal { "account".to_owned() } else { row.kind.to_string() };
    let project = row.project.as_ref().filter(|project| project.as_str() != row.owner.as_str());
    let of = format!("{kind} {}{}", row.owner, project.map(|project| format!(", project {project}")).unwrap_or_default());
    let may = match row.kind.scope_rule() {
        ScopeRule::Everything => format!("everything of its {}", row.kind),
        ScopeRule::Foreign => "known to its service alone".to_owned(),
        _ if row.scopes.is_empty() => "nothing".to_owned(),
        _ => row.scopes.to_string(),
    };
    let times =
        format!("used {}, expires {}", relative_or(row.last_used_at, now, "never"), relative_or(row.expires_at, now, "never"));
    let made = format!("issued {}, value made {}", when::relative(row.created_at, now), when::relative(row.rotated_at, now));
    let mut lines = vec![first];
    lines.extend(told("Of", &of, room, Role::Text));
    lines.extend(told("May", &may, room, Role::Text));
    lines.extend(told("Times", &format!("{times}; {made}"), room, Role::Text));
    if !row.note.is_empty() {
        lines.extend(told("Note", &row.note, room, Role::Text));
    }
    lines
}

fn labelled(label: &str, text: String, role: Role) -> Vec<Piece> {
    vec![(format!("{label:<LABEL$}"), Role::Dim), (text, role)]
}

/// A label and a text in as many lines as it takes.
fn told(label: &str, text: &str, room: usize, role: Role) -> Vec<Vec<Piece>> {
    let lines = wrap(&display_safe(text), room).into_iter().enumerate();
    lines.map(|(at, text)| labelled(if at == 0 { label } else { "" }, text, role)).collect()
}
