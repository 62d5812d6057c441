//! The calls, the newest last: only those that are seen are drawn.

use super::super::brush::{Brush, Piece, width};
use super::columns::{BOTH_WORDS, Column, DATE_AND_TIME, Placed, place};
use super::has_focus;
use crate::domain::Instant;
use crate::domain::filter::CallField;
use crate::domain::kind::Kind;
use crate::domain::label::display_safe;
use crate::domain::number::grouped;
use crate::domain::traffic::Call;
use crate::domain::verdict::Verdict;
use crate::services::FIRST_TOKEN;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::traffic::tail::{MOST, Tail};
use crate::tui::model::traffic::{TrafficPane, UsageFile};
use crate::tui::text::{Align, Cut, cut};
use crate::tui::theme::Role;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Cells before the first column: the cursor.
const MARGIN: u16 = 2;

/// What stands for the token where there is none; the filter finds it by the same word.
const NO_TOKEN: &str = "none";

/// Draws them.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width <= MARGIN || area.height == 0 {
        return;
    }
    let focused = has_focus(model, TrafficPane::Calls);
    brush.answers(area, Hit::TrafficPane(TrafficPane::Calls));
    brush.rule(area, area.y, &title(model, brush, area.width.saturating_sub(4)), focused);
    let columns = place(area.width - MARGIN);
    if area.height > 1 {
        let style = brush.theme.style(Role::Heading);
        for placed in &columns {
            brush.put(area.x + MARGIN + placed.x, area.y + 1, placed.width, placed.column.title(placed.width), style);
        }
    }
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let tail = &model.traffic.tail;
    for line in 0..list.height {
        let position = tail.top + usize::from(line);
        let Some(call) = tail.at(position) else { break };
        let row = Rect { y: list.y + line, height: 1, ..list };
        draw_call(model, brush, row, &columns, call, (position == tail.cursor).then_some(focused));
        brush.answers(row, Hit::Called(position));
    }
    if tail.is_empty() {
        for ((text, role), y) in empty(model).into_iter().zip([Role::Text, Role::Dim, Role::Dim]).zip(list.y + 1..list.bottom()) {
            brush.put(list.x + MARGIN, y, list.width - MARGIN, &text, brush.theme.style(role));
        }
    }
}

/// How many there are; with a filter, how many of them it leaves.
pub fn found(model: &Model) -> String {
    let tail = &model.traffic.tail;
    // Older ones are not held any more.
    let more = if tail.held() >= MOST { "+" } else { "" };
    let all = format!("{}{more}", grouped(tail.held() as u64));
    if model.traffic.filter.filter.is_empty() { all } else { format!("{} of {all}", grouped(tail.len() as u64)) }
}

/// As much as there is room for, the most needed first.
fn title(model: &Model, brush: &Brush<'_>, room: u16) -> Vec<Piece> {
    let mut pieces = vec![("Calls".to_owned(), Role::Title), (format!(" {}", found(model)), Role::Dim)];
    let traffic = &model.traffic;
    if traffic.file == UsageFile::Unread {
        pieces.truncate(1);
    }
    let line = &traffic.filter;
    let filter = (!line.open && line.is_used()).then(|| (format!("/{}", line.field.text()), Role::Match));
    let fault = matches!(traffic.file, UsageFile::Faulty(_)) && !traffic.tail.is_empty();
    let fault = fault.then(|| (format!("{} what is new cannot be read", brush.symbols.failed), Role::Danger));
    for piece in [Some(motion(&traffic.tail, model.calls_height())), fault, filter].into_iter().flatten() {
        let part = [(format!(" {} ", brush.symbols.separator), Role::Dim), piece];
        if width(&pieces) + width(&part) <= room {
            pieces.extend(part);
        }
    }
    pieces
}

/// Whether calls appear as they come.
fn motion(tail: &Tail, height: usize) -> Piece {
    if tail.is_paused() {
        let (waiting, is_full) = tail.waiting();
        let more = if is_full { "+" } else { "" };
        return (format!("paused, {}{more} new", grouped(waiting as u64)), Role::Warning);
    }
    match tail.below(height) {
        0 => ("live".to_owned(), Role::Success),
        below => (format!("{} newer below", grouped(below as u64)), Role::Warning),
    }
}

/// What is, and what can be done.
fn empty(model: &Model) -> Vec<String> {
    let traffic = &model.traffic;
    let said = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    match &traffic.file {
        UsageFile::Unread => said(&["Reading the traffic"]),
        UsageFile::Faulty(why) => vec![
            format!("The traffic cannot be read: {why}"),
            "usage.db holds figures only: moved away, it is made anew by the service".to_owned(),
            "Ctrl-r reads again".to_owned(),
        ],
        _ if traffic.tail.held() > 0 || !traffic.filter.filter.is_empty() => {
            said(&["Nothing matches the filter", "Esc clears it"])
        }
        UsageFile::Missing => said(&[
            "No request has been judged yet",
            "jeton serve starts the service, jeton gateway prints what your proxy needs",
            "Every verdict will appear here, with the reason where it is a denial",
        ]),
        UsageFile::Readable => {
            said(&["No request has been judged lately", "Every verdict will appear here, with the reason where it is a denial"])
        }
    }
}

/// Draws a call; `selected` says of the one under the cursor whether the list has the focus.
fn draw_call(model: &Model, brush: &mut Brush<'_>, row: Rect, columns: &[Placed], call: &Call, selected: Option<bool>) {
    if let Some(focused) = selected {
        brush.put(row.x, row.y, 1, brush.symbols.cursor, brush.theme.border(focused));
    }
    for placed in columns {
        let cell = Rect::new(row.x + MARGIN + placed.x, row.y, placed.width, 1);
        draw_cell(model, brush, cell, placed.column, call, selected);
    }
}

fn draw_cell(model: &Model, brush: &mut Brush<'_>, cell: Rect, column: Column, call: &Call, selected: Option<bool>) {
    match column {
        Column::At => {
            let text = at(call.at, model.now.wall, cell.width);
            brush.put(cell.x, cell.y, cell.width, &text, brush.theme.style(Role::Dim));
        }
        Column::Verdict => verdict(model, brush, cell, call.verdict),
        Column::Token => {
            let (text, role) = token(model, call);
            let text = fitted(&text, usize::from(cell.width), brush.symbols.ellipsis);
            // A call is told apart by whose it was.
            let style = match selected {
                Some(focused) => {
                    let style = brush.theme.selection(focused);
                    brush.fill(cell.x, cell.y, cell.width, "", Align::Left, style);
                    style
                }
                None => brush.theme.style(role),
            };
            put(model, brush, cell, CallField::Token, &text, style);
        }
        Column::Request => request(model, brush, cell, call),
        Column::Source => {
            let text = call.source.map_or_else(|| "unknown".to_owned(), |source| source.to_canonical().to_string());
            let role = if call.source.is_some() { Role::Text } else { Role::Dim };
            put(model, brush, cell, CallField::Source, &text, brush.theme.style(role));
        }
    }
}

/// Puts a text with what the filter hit in it.
fn put(model: &Model, brush: &mut Brush<'_>, cell: Rect, field: CallField, text: &str, style: ratatui::style::Style) -> u16 {
    let text = display_safe(text).to_string();
    let used = brush.put(cell.x, cell.y, cell.width, &text, style);
    let filter = &model.traffic.filter.filter;
    if !filter.is_empty() {
        brush.light(cell.x, cell.y, cell.width, &text, &filter.highlights(field, &text));
    }
    used
}

/// What people call the token; its id where the vault does not know it any more.
pub(super) fn token(model: &Model, call: &Call) -> (String, Role) {
    match call.token {
        None => (NO_TOKEN.to_owned(), Role::Dim),
        Some(id) => match model.traffic.tail.name_of(id) {
            Some(named) => (short(&named.label).to_owned(), Role::Text),
            None => (id.to_string(), Role::Dim),
        },
    }
}

/// A token's name in a column: where it does not fit, first its kind is told by its tag, then its middle is left out.
fn fitted(label: &str, columns: usize, ellipsis: &str) -> String {
    let label = display_safe(label);
    if label.as_str().width() <= columns {
        return label.into_string();
    }
    let tagged = label.as_str().split_once(':').and_then(|(kind, rest)| {
        let kind: Kind = kind.parse().ok()?;
        Some(display_safe(&format!("{}:{rest}", kind.tag().unwrap_or("ext"))))
    });
    cut(tagged.as_ref().unwrap_or(&label), columns, ellipsis, Cut::Middle)
}

/// An owner's first token goes by its owner's name.
pub(super) fn short(label: &str) -> &str {
    label.strip_suffix(FIRST_TOKEN).and_then(|owner| owner.strip_suffix('/')).unwrap_or(label)
}

/// The time of day; of another day its date, where there is no room for both.
fn at(at: Instant, now: Instant, width: u16) -> String {
    let format = match width {
        _ if width >= DATE_AND_TIME => "%Y-%m-%d %H:%M:%S",
        _ if at.as_second().div_euclid(86_400) == now.as_second().div_euclid(86_400) => "%H:%M:%S",
        _ => "%b %d",
    };
    at.strftime(format).to_string()
}

fn verdict(model: &Model, brush: &mut Brush<'_>, cell: Rect, verdict: Verdict) {
    let (symbol, role) = match verdict {
        Verdict::Allow => (brush.symbols.done, Role::Dim),
        Verdict::Deny(_) => (brush.symbols.failed, Role::Danger),
    };
    let style = brush.theme.style(role);
    let word = verdict.word();
    let before = match verdict {
        Verdict::Deny(_) if cell.width >= BOTH_WORDS => format!("{symbol} denied  "),
        _ => format!("{symbol} "),
    };
    let used = brush.put(cell.x, cell.y, cell.width, &before, style);
    let rest = Rect { x: cell.x + used, width: cell.width.saturating_sub(used), ..cell };
    put(model, brush, rest, CallField::Verdict, word, style);
}

fn request(model: &Model, brush: &mut Brush<'_>, cell: Rect, call: &Call) {
    if call.method.is_empty() && call.path.is_empty() {
        brush.put(cell.x, cell.y, cell.width, "not said", brush.theme.style(Role::Dim));
        return;
    }
    let (dim, text) = (brush.theme.style(Role::Dim), brush.theme.style(Role::Text));
    let used = put(model, brush, cell, CallField::Method, &call.method, dim) + 1;
    let rest = Rect { x: cell.x + used, width: cell.width.saturating_sub(used), ..cell };
    put(model, brush, rest, CallField::Path, &call.path, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_too_long_keeps_its_ends_and_its_kind() {
        let all = ["bot:triage", "integration:webchat", "integration:payments webhook", "tok_4j7mqz0v9xkd"];
        let fitted = all.map(|label| fitted(label, 14, "…"));
        assert_eq!(fitted, ["bot:triage", "int:webchat", "int:pay…ebhook", "tok_4j7…0v9xkd"].map(|text| text.to_owned()));
    }

    #[test]
    fn an_owners_first_token_goes_by_its_owners_name() {
        assert_eq!(
            ["bot:triage/default", "bot:triage/canary", "pat:default", "account"].map(short),
            ["bot:triage", "bot:triage/canary", "pat:default", "account"]
        );
    }
}
