//! Everything about one entry of the history.

use super::super::brush::{Brush, Piece};
use super::super::detail::status_role;
use super::super::when;
use super::{chain, grouped, has_focus};
use crate::domain::event::{Difference, Event, Outcome, read_differences};
use crate::domain::filter::EventField;
use crate::domain::label::display_safe;
use crate::services::LogEntry;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::activity::ActivityPane;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Columns of the labels.
const LABEL: usize = 10;

/// Columns of the word for what an edit changed.
const WHAT: usize = 10;

/// A line: its pieces, and the field whose matches are lit in the piece behind the label.
pub struct Line {
    pieces: Vec<Piece>,
    field: Option<EventField>,
}

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let title = model.activity.selected().map_or_else(|| "Entry".to_owned(), |entry| format!("Entry {}", grouped(entry.seq())));
    brush.answers(area, Hit::ActivityPane(ActivityPane::Entry));
    brush.rule(area, area.y, &[(title, Role::Title)], has_focus(model, ActivityPane::Entry));
    let height = usize::from(area.height - 1);
    let lines = lines(model, usize::from(area.width));
    let top = usize::from(model.activity.entry_top).min(lines.len().saturating_sub(height));
    for (at, line) in lines.iter().skip(top).take(height).enumerate() {
        let y = area.y + 1 + u16::try_from(at).unwrap_or(u16::MAX);
        brush.pieces(area.x + 2, y, area.width.saturating_sub(2), &line.pieces);
        if let (Some(field), Some((text, _))) = (line.field, line.pieces.get(1)) {
            let x = area.x + 2 + LABEL as u16;
            let hits = model.activity.filter.filter.highlights(field, text);
            brush.light(x, y, area.right().saturating_sub(x), text, &hits);
        }
    }
    if lines.len() > top + height {
        let more = format!(" {} ", brush.symbols.more_below);
        brush.put(area.right().saturating_sub(4), area.y, 3, &more, brush.theme.style(Role::Dim));
    }
}

/// The lines of the selected entry at a width.
pub fn lines(model: &Model, width: usize) -> Vec<Line> {
    let room = width.saturating_sub(LABEL + 3).max(1);
    match model.activity.selected() {
        None => Vec::new(),
        Some(LogEntry::Event(event)) => of_event(model, event, room),
        Some(LogEntry::Unreadable { why, .. }) => {
            let mut lines = told("Damaged", why, room, Role::Danger, None);
            lines.extend(told("To do", "keep a copy of the file, and compare it with a backup", room, Role::Text, None));
            lines
        }
    }
}

fn of_event(model: &Model, event: &Event, room: usize) -> Vec<Line> {
    let (what, now) = (&event.what, model.now.wall);
    let at = format!("{} ({})", what.at.strftime("%Y-%m-%d %H:%M:%S UTC"), when::relative(what.at, now));
    let mut lines = told("At", &at, room, Role::Text, None);
    let mut by = told("By", &what.actor.name, room, Role::Text, Some(EventField::Actor));
    if let Some(address) = &what.actor.address {
        by.extend(told("From", address, room, Role::Text, Some(EventField::Actor)));
    }
    lines.extend(by);
    let mut action = told("Action", what.action.word(), room, Role::Text, Some(EventField::Action));
    match what.outcome {
        Outcome::Done => append(&mut action, format!("  {}", what.action.phrase()), Role::Dim),
        Outcome::Refused => append(&mut action, format!("  {} refused", model.symbols.failed), Role::Danger),
    }
    lines.extend(action);
    if !what.subject.is_empty() {
        lines.extend(told("On", &what.subject, room, Role::Text, Some(EventField::Subject)));
    }
    lines.extend(detail(&what.detail, room));
    lines.extend(token(model, event, room));
    lines.extend(owner(model, event, room));
    lines.extend(hash(model, event));
    lines.extend(proven(model, event.seq, room));
    lines
}

/// What proves that the entry is what it was, once the chain was checked.
fn proven(model: &Model, seq: u64, room: usize) -> Vec<Line> {
    let Some(report) = model.activity.chain.report() else { return Vec::new() };
    if let Some(bad) = report.first_bad.filter(|bad| bad.seq == seq) {
        return told("Bad", &bad.to_string(), room, Role::Danger, None);
    }
    let covering = report.proofs.iter().filter(|stretch| (stretch.from..=stretch.to).contains(&seq));
    let said: Vec<String> = covering.map(|stretch| format!("{} (to {})", stretch.proof.phrase(), grouped(stretch.to))).collect();
    match (said.is_empty(), seq > report.head.seq) {
        (_, true) => Vec::new(),
        (true, _) => told("Proven", "by nothing: it stands behind a bad entry", room, Role::Warning, None),
        (false, _) => told("Proven", &said.join(", "), room, Role::Text, None),
    }
}

/// The token as it is now, when it is called otherwise than then.
fn token(model: &Model, event: &Event, room: usize) -> Vec<Line> {
    let Some(id) = event.what.token else { return Vec::new() };
    let mut lines = told("Token", &id.to_string(), room, Role::Text, Some(EventField::Token));
    if let Some(row) = model.table.find(id) {
        let status = row.status(model.now.wall);
        let role = status_role(status);
        append(&mut lines, format!("  {} {status}", model.symbols.status(status)), role);
        let name = row.selector();
        let is_renamed = !name.starts_with("tok_") && name != event.what.subject;
        if is_renamed {
            append(&mut lines, format!("  now {}", display_safe(&name)), Role::Dim);
        }
    }
    lines
}

fn owner(model: &Model, event: &Event, room: usize) -> Vec<Line> {
    let Some(view) = event.what.owner.and_then(|id| model.tree.owner(id)) else { return Vec::new() };
    let mut lines = told("Owner", &format!("{} {}", view.owner.kind, view.owner.name), room, Role::Text, None);
    if view.owner.archived_at.is_some() {
        append(&mut lines, "  archived".to_owned(), Role::Warning);
    }
    lines
}

fn hash(model: &Model, event: &Event) -> Vec<Line> {
    let mut pieces = labelled("Hash", format!("{}{}", chain::short(&event.hash), model.symbols.ellipsis), Role::Text);
    let keyed = if event.mac.is_some() { "  signed with the vault's key" } else { "  not signed: the vault was locked" };
    pieces.push((keyed.to_owned(), Role::Dim));
    vec![Line { pieces, field: None }]
}

/// What else was said: an edit as a diff, anything else part by part.
fn detail(text: &str, room: usize) -> Vec<Line> {
    let field = Some(EventField::Detail);
    if let Some(differences) = read_differences(text) {
        return differences.iter().enumerate().flat_map(|(at, difference)| changed(at == 0, difference, room)).collect();
    }
    let mut lines = Vec::new();
    for (at, part) in parts(&when::with_dates(text)).into_iter().enumerate() {
        lines.extend(told(if at == 0 { "Detail" } else { "" }, &part, room, Role::Text, field));
    }
    lines
}

/// One thing that an edit changed: what it was behind a minus, what it is behind a plus.
fn changed(is_first: bool, difference: &Difference, room: usize) -> Vec<Line> {
    let sides = [('-', &difference.was, Role::Danger), ('+', &difference.is, Role::Success)];
    let sides = sides.into_iter().filter_map(|(sign, text, role)| Some((sign, text.as_ref()?, role)));
    let mut lines = Vec::new();
    for (at, (sign, text, role)) in sides.enumerate() {
        let what = if at == 0 { difference.what.replace('-', " ") } else { String::new() };
        let room = room.saturating_sub(WHAT + 2).max(1);
        for (line, text) in wrap(&display_safe(&when::with_dates(text)), room).into_iter().enumerate() {
            let label = if is_first && lines.is_empty() { "Changed" } else { "" };
            let (what, sign) = if line == 0 { (what.as_str(), sign) } else { ("", ' ') };
            let mut pieces = labelled(label, format!("{what:<WHAT$}"), Role::Text);
            pieces.push((format!("{sign} {text}"), role));
            lines.push(Line { pieces, field: None });
        }
    }
    lines
}

/// The parts of a detail, each of which begins with a word that details begin with; a `;` in a name parts nothing.
fn parts(text: &str) -> Vec<String> {
    const BEGINNINGS: [&str; 6] = ["expires ", "no expiry", "from ", "at most ", "the previous ", "the one before "];
    let mut parts: Vec<String> = Vec::new();
    for piece in text.split("; ") {
        match parts.last_mut() {
            Some(last) if !BEGINNINGS.iter().any(|beginning| piece.starts_with(beginning)) => {
                last.push_str("; ");
                last.push_str(piece);
            }
            _ if piece.is_empty() => {}
            _ => parts.push(piece.to_owned()),
        }
    }
    parts
}

fn labelled(label: &str, text: String, role: Role) -> Vec<Piece> {
    vec![(format!("{label:<LABEL$}"), Role::Dim), (text, role)]
}

/// A label and a text in as many lines as it takes.
fn told(label: &str, text: &str, room: usize, role: Role, field: Option<EventField>) -> Vec<Line> {
    let lines = wrap(&display_safe(text), room).into_iter().enumerate();
    lines.map(|(at, text)| Line { pieces: labelled(if at == 0 { label } else { "" }, text, role), field }).collect()
}

fn append(lines: &mut [Line], text: String, role: Role) {
    if let Some(line) = lines.last_mut() {
        line.pieces.push((text, role));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_is_laid_out_as_a_diff() {
        let text = r#"name - "a; b" + "c"; scopes + "files:read files:write"; runs-as - "b_7"; expires - "2026-03-02T13:00:00Z""#;
        let laid: Vec<String> =
            detail(text, 60).iter().map(|line| line.pieces.iter().map(|piece| piece.0.as_str()).collect()).collect();
        assert_eq!(
            laid,
            [
                "Changed   name      - a; b",
                "                    + c",
                "          scopes    + files:read files:write",
                "          runs as   - b_7",
                "          expires   - 2026-03-02 13:00 UTC",
            ]
        );
        assert_eq!(detail("brand jtn", 60).len(), 1);
    }

    #[test]
    fn a_rotation_is_told_part_by_part() {
        let text = "version 2; the previous one until 2026-03-02T13:00:00Z; the one before that was cut off";
        assert_eq!(parts(text).len(), 3);
        assert_eq!(parts(""), Vec::<String>::new());
    }
}
