//! Everything about one entry of the history.

use super::super::brush::{Brush, Piece};
use super::super::detail::status_role;
use super::super::when;
use super::{chain, has_focus};
use crate::domain::event::{Action, Event, Outcome};
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
    let title =
        model.activity.selected().map_or_else(|| "Entry".to_owned(), |entry| format!("Entry {}", super::grouped(entry.seq())));
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
    lines.extend(detail(what.action, &what.detail, room));
    lines.extend(token(model, event, room));
    lines.extend(owner(model, event, room));
    lines.extend(hash(model, event));
    lines
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

/// What else was said: an edit thing by thing, anything else part by part.
fn detail(action: Action, text: &str, room: usize) -> Vec<Line> {
    let field = Some(EventField::Detail);
    let mut lines = Vec::new();
    for (at, part) in parts(&when::with_dates(text)).into_iter().enumerate() {
        let label = match (at, action) {
            (0, Action::Edit) => "Changed",
            (0, _) => "Detail",
            _ => "",
        };
        let part = if matches!(action, Action::Edit | Action::OwnerEdit) { difference(&part) } else { part };
        lines.extend(told(label, &part, room, Role::Text, field));
    }
    lines
}

/// The parts of a detail, each of which begins with a word that details begin with; a `;` in a name parts nothing.
fn parts(text: &str) -> Vec<String> {
    const BEGINNINGS: [&str; 14] = [
        "name was ",
        "note",
        "scopes added: ",
        "scopes removed: ",
        "expires ",
        "no expiry",
        "networks were ",
        "rate was ",
        "from ",
        "at most ",
        "external id was ",
        "dashboard was ",
        "the previous ",
        "the one before ",
    ];
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

/// One thing that an edit changed: `scopes    + files:read files:write`.
fn difference(part: &str) -> String {
    let laid = |label: &str, text: &str| format!("{label:<9}{text}");
    const FORMER: [(&str, &str); 5] = [
        ("name was ", "name"),
        ("networks were ", "from"),
        ("rate was ", "rate"),
        ("external id was ", "runs as"),
        ("dashboard was ", "issues at"),
    ];
    let former = FORMER.iter().find_map(|(beginning, label)| Some((label, part.strip_prefix(beginning)?)));
    if let Some((label, was)) = former {
        laid(label, &format!("was {was}"))
    } else if let Some(scopes) = part.strip_prefix("scopes added: ") {
        laid("scopes", &format!("+ {scopes}"))
    } else if let Some(scopes) = part.strip_prefix("scopes removed: ") {
        laid("scopes", &format!("- {scopes}"))
    } else if let Some(at) = part.strip_prefix("expires ") {
        laid("expires", at)
    } else if part == "no expiry" {
        laid("expires", "never")
    } else if part == "note" {
        laid("note", "another text")
    } else {
        part.to_owned()
    }
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
    fn an_edit_is_laid_out_thing_by_thing() {
        let text = "name was a; b; note; scopes added: files:read files:write; scopes removed: tables:read; no expiry; \
                    networks were any; rate was 100/m; external id was b_7";
        let laid: Vec<String> = parts(text).iter().map(|part| difference(part)).collect();
        assert_eq!(
            laid,
            [
                "name     was a; b",
                "note     another text",
                "scopes   + files:read files:write",
                "scopes   - tables:read",
                "expires  never",
                "from     was any",
                "rate     was 100/m",
                "runs as  was b_7",
            ]
        );
    }

    #[test]
    fn a_rotation_is_told_part_by_part() {
        let text = "version 2; the previous one until 2026-03-02T13:00:00Z; the one before that was cut off";
        assert_eq!(parts(text).len(), 3);
        assert_eq!(parts(""), Vec::<String>::new());
    }
}
