//! The findings under their headings: only those that are seen are drawn.

use super::super::brush::{Brush, Piece, width};
use super::super::walk;
use super::columns::{Column, Placed, place};
use super::{has_focus, role_of};
use crate::domain::filter::FindingField;
use crate::domain::finding::{Acceptance, Severity};
use crate::domain::label::display_safe;
use crate::domain::number::{counted, grouped};
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::audit::AuditPane;
use crate::tui::model::audit::list::{Common, Heading, Line};
use crate::tui::model::audit::report::{Counts, Noticed};
use crate::tui::text::Align;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Cells before the first column: the cursor and the mark.
const MARGIN: u16 = 3;

/// Draws them.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width <= MARGIN || area.height < 2 {
        return;
    }
    brush.answers(area, Hit::AuditPane(AuditPane::Findings));
    let title = title(model, brush);
    brush.rule(area, area.y, &title, has_focus(model, AuditPane::Findings));
    let counts = counts(model, brush, area.width - 2);
    brush.pieces(area.x + 2, area.y + 1, area.width - 2, &counts);
    let rows = Rect { y: area.y + 2, height: area.height - 2, ..area };
    let list = &model.audit.list;
    if list.shown() == 0 {
        nothing(model, brush, rows);
    }
    let columns = place(area.width - MARGIN, list.grouping);
    for (at, y) in (list.top..list.lines().len()).zip(rows.y..rows.bottom()) {
        let row = Rect { y, height: 1, ..rows };
        if let Some(Line::Heading(heading)) = list.lines().get(at) {
            draw_heading(brush, row, heading);
        } else if let Some(noticed) = list.at(at) {
            draw_finding(model, brush, row, &columns, noticed, at == list.cursor);
            brush.answers(row, Hit::Noticed(at));
        }
    }
}

/// How many are shown, of how many.
pub fn found(model: &Model) -> String {
    let list = &model.audit.list;
    let all = list.counts.all_open() + if list.shows_accepted { list.counts.accepted } else { 0 };
    match list.shown() {
        shown if shown == all => grouped(all as u64),
        shown => format!("{} of {}", grouped(shown as u64), grouped(all.max(shown) as u64)),
    }
}

fn title(model: &Model, brush: &Brush<'_>) -> Vec<Piece> {
    let (list, line) = (&model.audit.list, &model.audit.filter);
    let mut pieces = vec![("Findings".to_owned(), Role::Title)];
    if model.audit.is_read {
        pieces.push((format!(" {}", found(model)), Role::Dim));
    }
    let mut add = |text: String, role: Role| {
        pieces.push((format!(" {} ", brush.symbols.separator), Role::Dim));
        pieces.push((text, role));
    };
    if !line.open && line.is_used() {
        add(format!("/{}", line.field.text()), Role::Match);
    }
    if !list.marks.is_empty() {
        let hidden = list.hidden_marks();
        let hidden = if hidden > 0 { format!(", {hidden} hidden") } else { String::new() };
        add(format!("{} marked{hidden}", list.marks.len()), Role::Mark);
    }
    if list.anchor.is_some() {
        add("range".to_owned(), Role::Mark);
    }
    pieces
}

/// What there is to mend, by how much it matters; what is accepted.
fn counts(model: &Model, brush: &Brush<'_>, room: u16) -> Vec<Piece> {
    let (audit, list) = (&model.audit, &model.audit.list);
    if let Some(error) = &audit.failed {
        return vec![(format!("{} the audit failed: {error}", brush.symbols.failed), Role::Danger)];
    }
    if !audit.is_read {
        return vec![(format!("{} looking at every token", model.spinner()), Role::Dim)];
    }
    let mut groups = vec![of_severities(&list.counts)];
    if let Some(review) = &model.walk.reviews.open {
        groups.push(vec![(walk::progress(review.decided, review.tokens), Role::Success)]);
    }
    if list.counts.accepted > 0 {
        let hidden = if list.shows_accepted { "" } else { ", hidden" };
        groups.push(vec![(format!("{} accepted{hidden}", grouped(list.counts.accepted as u64)), Role::Dim)]);
    }
    if let Some(warning) = list.report.warnings.first() {
        groups.push(vec![(format!("{} {}", brush.symbols.warning, display_safe(warning)), Role::Warning)]);
    }
    groups.push(vec![(format!("of {}", counted(list.report.tokens as u64, "live token", "live tokens")), Role::Dim)]);
    joined(groups, brush, room)
}

/// As many groups as there is room for, the most needed first.
fn joined(groups: Vec<Vec<Piece>>, brush: &Brush<'_>, room: u16) -> Vec<Piece> {
    let mut line: Vec<Piece> = Vec::new();
    for group in groups {
        let mut part = Vec::new();
        if !line.is_empty() {
            part.push((format!(" {} ", brush.symbols.separator), Role::Dim));
        }
        part.extend(group);
        if line.is_empty() || width(&line) + width(&part) <= room {
            line.extend(part);
        }
    }
    line
}

/// `3 high  12 medium`; those of which there are none stay in their places, faint.
fn of_severities(counts: &Counts) -> Vec<Piece> {
    let pieces = Severity::ALL.into_iter().zip(counts.open).enumerate().map(|(at, (severity, count))| {
        let gap = if at == 0 { "" } else { "  " };
        let role = if count == 0 { Role::Dim } else { role_of(severity) };
        (format!("{gap}{} {severity}", grouped(count as u64)), role)
    });
    pieces.collect()
}

fn draw_heading(brush: &mut Brush<'_>, row: Rect, heading: &Heading) {
    let counts = &heading.counts;
    let mut pieces = match &heading.common {
        Common::Severity(severity) => {
            let word = severity.word();
            let name = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
            vec![(name, Role::Heading), (format!("  {}", grouped(counts.all_open() as u64)), Role::Dim)]
        }
        Common::Token(label) => {
            let mut pieces = vec![(display_safe(label).to_string(), Role::Heading)];
            for (severity, count) in Severity::ALL.into_iter().zip(counts.open).filter(|(_, count)| *count > 0) {
                pieces.push((format!("  {count} {severity}"), role_of(severity)));
            }
            pieces
        }
    };
    if counts.accepted > 0 {
        pieces.push((format!("  {} accepted", grouped(counts.accepted as u64)), Role::Dim));
    }
    brush.pieces(row.x + 2, row.y, row.width - 2, &pieces);
}

fn draw_finding(model: &Model, brush: &mut Brush<'_>, row: Rect, columns: &[Placed], noticed: &Noticed, is_selected: bool) {
    let focused = has_focus(model, AuditPane::Findings);
    if is_selected {
        brush.put(row.x, row.y, 1, brush.symbols.cursor, brush.theme.border(focused));
    }
    if model.audit.list.marks.contains(&noticed.key()) {
        brush.put(row.x + 1, row.y, 1, brush.symbols.mark, brush.theme.style(Role::Mark));
    }
    let finding = &noticed.finding;
    for placed in columns {
        let cell = Rect::new(row.x + MARGIN + placed.x, row.y, placed.width, 1);
        let (text, role, field) = match placed.column {
            Column::Severity => (finding.severity.word(), role_of(finding.severity), FindingField::Severity),
            Column::Rule => (finding.rule.title(), Role::Text, FindingField::Rule),
            Column::Token => (noticed.label.as_str(), Role::Text, FindingField::Token),
            Column::Evidence => (finding.evidence.as_str(), Role::Dim, FindingField::Evidence),
        };
        let told = finding.accepted.as_ref().filter(|_| placed.column == Column::Evidence).map(told);
        let text = display_safe(told.as_deref().unwrap_or(text)).to_string();
        if is_selected && placed.column == Column::Rule {
            // What a finding is told apart by is lit, and nothing else: that costs few bytes on a slow line.
            brush.fill(cell.x, cell.y, cell.width, &text, Align::Left, brush.theme.selection(focused));
        } else {
            let role = if finding.is_open() { role } else { Role::Dim };
            brush.put(cell.x, cell.y, cell.width, &text, brush.theme.style(role));
        }
        if !model.audit.filter.filter.is_empty() {
            let hits = model.audit.filter.filter.highlights(field, &text);
            brush.light(cell.x, cell.y, cell.width, &text, &hits);
        }
    }
}

/// `accepted until 2026-08-01: known`
fn told(acceptance: &Acceptance) -> String {
    format!("accepted until {}: {}", acceptance.until.strftime("%Y-%m-%d"), acceptance.note)
}

/// What stands in an empty list: what is, and what can be done.
fn nothing(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    let has_accepted = model.audit.list.counts.accepted > 0;
    let (what, next) = match model.audit.is_read {
        _ if model.audit.failed.is_some() => ("", "Ctrl-r tries again"),
        false => return,
        true if model.audit.filter.is_used() => ("Nothing matches the filter", "Esc clears it"),
        true if has_accepted => ("Nothing is open", "o shows what was accepted"),
        true => ("Nothing was found", "The audit looks again whenever something changes"),
    };
    for (text, role, y) in [(what, Role::Text, area.y + 1), (next, Role::Dim, area.y + 2)] {
        if y < area.bottom() {
            brush.put(area.x + MARGIN, y, area.width - MARGIN, text, brush.theme.style(role));
        }
    }
}
