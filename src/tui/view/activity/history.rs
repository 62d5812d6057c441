//! The entries, the newest first: only those that are seen are drawn, and only some thousand are held.

use super::super::brush::{Brush, Piece, width};
use super::super::when;
use super::columns::{Column, Placed, place};
use super::{chain, grouped, has_focus};
use crate::domain::event::{Event, Outcome};
use crate::domain::filter::EventField;
use crate::domain::label::display_safe;
use crate::services::LogEntry;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::activity::ActivityPane;
use crate::tui::text::Align;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Cells before the first column: the cursor.
const MARGIN: u16 = 2;

/// Up to so many entries a vault is new, and what will appear is said.
const NEW: u64 = 3;

/// Draws them.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width <= MARGIN || area.height == 0 {
        return;
    }
    let focused = has_focus(model, ActivityPane::History);
    brush.answers(area, Hit::ActivityPane(ActivityPane::History));
    let title = title(model, brush, area.width.saturating_sub(4));
    brush.rule(area, area.y, &title, focused);
    let alarm = model.activity.chain.alarm_height();
    chain::alarm(model, brush, Rect::new(area.x + MARGIN, area.y + 1, area.width - MARGIN, alarm));
    let columns = place(area.width - MARGIN);
    let heads = area.y + 1 + alarm;
    for placed in columns.iter().filter(|_| heads < area.bottom()) {
        let style = brush.theme.style(Role::Heading);
        brush.put(area.x + MARGIN + placed.x, heads, placed.width, placed.column.title(placed.width), style);
    }
    let list = Rect { y: heads + 1, height: area.bottom().saturating_sub(heads + 1), ..area };
    let log = &model.activity.log;
    for line in 0..list.height {
        let position = log.top + usize::from(line);
        let Some(entry) = log.at(position) else { break };
        let row = Rect { y: list.y + line, height: 1, ..list };
        draw_entry(model, brush, row, &columns, entry, (position == log.cursor).then_some(focused));
        brush.answers(row, Hit::Happened(position));
    }
    let (what, next) = below(model);
    let y = list.y + 1 + u16::try_from(log.len()).unwrap_or(u16::MAX / 2);
    for (line, (text, role)) in [(what, Role::Text), (next, Role::Dim)].into_iter().enumerate() {
        let y = y + line as u16;
        if y < list.bottom() {
            brush.put(list.x + MARGIN, y, list.width - MARGIN, &text, brush.theme.style(role));
        }
    }
}

/// What is known of how many there are: with a filter, how many of them were found so far.
pub fn found(model: &Model) -> String {
    let log = &model.activity.log;
    let Some(head) = log.head else { return String::new() };
    let all = grouped(head.seq);
    if model.activity.filter.filter.is_empty() {
        return all;
    }
    // What has been forgotten, or not been searched yet, may hold more.
    let more = if log.is_whole() { "" } else { "+" };
    format!("{}{more} of {all}", grouped(log.len() as u64))
}

/// As much as there is room for, the most needed first.
fn title(model: &Model, brush: &Brush<'_>, room: u16) -> Vec<Piece> {
    let mut pieces = vec![("History".to_owned(), Role::Title), (format!(" {}", found(model)).trim_end().to_owned(), Role::Dim)];
    let line = &model.activity.filter;
    let filter = (!line.open && line.is_used()).then(|| (format!("/{}", line.field.text()), Role::Match));
    let head = model.activity.log.head.map(chain::head);
    for piece in filter.into_iter().chain([chain::state(model, brush)]).chain(head) {
        let part = [(format!(" {} ", brush.symbols.separator), Role::Dim), piece];
        if width(&pieces) + width(&part) <= room {
            pieces.extend(part);
        }
    }
    pieces
}

/// What stands below the last entry: what is, and what can be done.
fn below(model: &Model) -> (String, String) {
    let (log, filter) = (&model.activity.log, &model.activity.filter);
    let said = |what: &str, next: &str| (what.to_owned(), next.to_owned());
    if let Some(error) = &log.failed {
        return said(&format!("The history cannot be read: {error}"), "Ctrl-r tries again");
    }
    if let Some(to) = log.searched_to().filter(|_| !log.is_whole()) {
        let to = grouped(to);
        return match log.is_halted() {
            true => said(&format!("Searched back to entry {to}"), "j goes on searching"),
            false => said(&format!("Searching, back to entry {to} so far"), "Esc stops"),
        };
    }
    let new = log.head.is_some_and(|head| head.seq <= NEW);
    match (log.is_empty(), filter.filter.is_empty()) {
        _ if log.head.is_none() => said("Reading the history", ""),
        (true, false) => said("Nothing matches the filter", "Esc clears it"),
        (true, true) => said("Nothing has happened yet", WILL_APPEAR),
        (false, true) if new => said("", WILL_APPEAR),
        _ => said("", ""),
    }
}

const WILL_APPEAR: &str = "Every change, reveal, copy and failed unlock will appear here";

/// Draws an entry; `selected` says of the one under the cursor whether the list has the focus.
fn draw_entry(model: &Model, brush: &mut Brush<'_>, row: Rect, columns: &[Placed], entry: &LogEntry, selected: Option<bool>) {
    if let Some(focused) = selected {
        brush.put(row.x, row.y, 1, brush.symbols.cursor, brush.theme.border(focused));
    }
    let event = match entry {
        LogEntry::Event(event) => event,
        LogEntry::Unreadable { seq, why } => {
            let text = format!("{} entry {} cannot be read: {why}", brush.symbols.failed, grouped(*seq));
            brush.put(row.x + MARGIN, row.y, row.width - MARGIN, &text, brush.theme.style(Role::Danger));
            return;
        }
    };
    if let Some(focused) = selected {
        light_row(brush, row, columns, focused);
    }
    for placed in columns {
        let cell = Rect::new(row.x + MARGIN + placed.x, row.y, placed.width, 1);
        draw_cell(model, brush, cell, placed.column, event, selected);
    }
}

/// Lights what was done to what: that is what an entry is told apart by.
fn light_row(brush: &mut Brush<'_>, row: Rect, columns: &[Placed], focused: bool) {
    let lit = |placed: &&Placed| matches!(placed.column, Column::Action | Column::On);
    let (Some(first), Some(last)) = (columns.iter().find(lit), columns.iter().rfind(lit)) else { return };
    let width = last.x + last.width - first.x;
    brush.fill(row.x + MARGIN + first.x, row.y, width, "", Align::Left, brush.theme.selection(focused));
}

fn draw_cell(model: &Model, brush: &mut Brush<'_>, cell: Rect, column: Column, event: &Event, selected: Option<bool>) {
    let (what, now) = (&event.what, model.now.wall);
    let is_refused = what.outcome == Outcome::Refused;
    let (text, role, field) = match column {
        Column::When => (when::in_column(Some(what.at), now, cell.width), Role::Text, None),
        Column::At => (date(what.at, cell.width), Role::Dim, None),
        Column::By => (what.actor.name.clone(), Role::Text, Some(EventField::Actor)),
        Column::Outcome => (outcome(what.outcome, brush, cell.width), outcome_role(what.outcome), None),
        Column::Action => {
            let role = if is_refused { Role::Danger } else { Role::Text };
            (what.action.word().to_owned(), role, Some(EventField::Action))
        }
        Column::On => (what.subject.clone(), Role::Text, Some(EventField::Subject)),
        Column::Detail => (when::with_dates(&what.detail), Role::Dim, Some(EventField::Detail)),
    };
    let text = display_safe(&text).to_string();
    let is_lit = matches!(column, Column::Action | Column::On);
    let style = match selected.filter(|_| is_lit) {
        Some(focused) => brush.theme.selection(focused),
        None => brush.theme.style(role),
    };
    brush.put(cell.x, cell.y, cell.width, &text, style);
    if let Some(field) = field.filter(|_| !model.activity.filter.filter.is_empty()) {
        let hits = model.activity.filter.filter.highlights(field, &text);
        brush.light(cell.x, cell.y, cell.width, &text, &hits);
    }
}

fn date(at: crate::domain::Instant, width: u16) -> String {
    let format = if width >= 19 { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M" };
    at.strftime(format).to_string()
}

/// The symbol of an outcome, with its word where there is room.
fn outcome(outcome: Outcome, brush: &Brush<'_>, width: u16) -> String {
    let symbol = match outcome {
        Outcome::Done => brush.symbols.done,
        Outcome::Refused => brush.symbols.failed,
    };
    if width >= 9 { format!("{symbol} {}", outcome.word()) } else { symbol.to_owned() }
}

fn outcome_role(outcome: Outcome) -> Role {
    match outcome {
        Outcome::Done => Role::Dim,
        Outcome::Refused => Role::Danger,
    }
}
