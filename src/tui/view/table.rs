//! The token table: only the rows that are seen are drawn, however many there are.

use super::brush::{Brush, Piece};
use super::columns::{Column, Placed, place};
use super::{has_focus, when};
use crate::domain::kind::Kind;
use crate::domain::label::display_safe;
use crate::domain::mask::{Hint, mask};
use crate::domain::summary::TokenRow;
use crate::services::SortKey;
use crate::tui::hit::Hit;
use crate::tui::model::rows::sort_word;
use crate::tui::model::{Model, Pane};
use crate::tui::text::Align;
use crate::tui::theme::Role;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells before the first column: the cursor, the mark.
const MARGIN: u16 = 2;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width <= MARGIN || area.height == 0 {
        return;
    }
    let focused = has_focus(model, Pane::Tokens);
    brush.answers(area, Hit::Pane(Pane::Tokens));
    brush.rule(area, area.y, &title(model, brush), focused);
    let columns = place(area.width - MARGIN);
    heads(model, brush, area, &columns);
    if model.table.is_empty() {
        return empty(model, brush, area);
    }
    if model.tree.owners.len() == 1 {
        let y = area.y + 4 + u16::try_from(model.table.len()).unwrap_or(u16::MAX / 2);
        say(brush, area, y, ["Next", "a adds a project, a bot, an integration or a service", "n issues a personal token"]);
    }
    let height = usize::from(area.height.saturating_sub(2));
    for line in 0..height {
        let position = model.table.top + line;
        let Some(row) = model.table.at(position) else { break };
        let y = area.y + 2 + u16::try_from(line).unwrap_or(u16::MAX);
        let place = Rect::new(area.x, y, area.width, 1);
        draw_row(model, brush, place, &columns, &row, position == model.table.cursor, focused);
        brush.answers(place, Hit::Row(position));
    }
}

fn title(model: &Model, brush: &Brush<'_>) -> Vec<Piece> {
    let table = &model.table;
    let mut pieces = vec![("Tokens".to_owned(), Role::Title)];
    let count = if table.len() == table.rows.len() {
        table.len().to_string()
    } else {
        format!("{} of {}", table.len(), table.rows.len())
    };
    // Until everything is read, nobody knows how many there are.
    pieces.push((if model.loaded { format!(" {count}") } else { String::new() }, Role::Dim));
    if table.sort.key == SortKey::Created {
        pieces.push((format!(" {} by {}", brush.symbols.separator, sort_word(table.sort.key)), Role::Dim));
    }
    if !model.filter.open && !model.filter.field.is_empty() {
        pieces.push((format!(" {} ", brush.symbols.separator), Role::Dim));
        pieces.push((format!("/{}", model.filter.field.text()), Role::Match));
    }
    if !table.marks.is_empty() {
        let hidden = table.hidden_marks();
        let hidden = if hidden > 0 { format!(", {hidden} hidden") } else { String::new() };
        pieces.push((format!(" {} {} marked{hidden}", brush.symbols.separator, table.marks.len()), Role::Mark));
    }
    if table.anchor.is_some() {
        pieces.push((format!(" {} range", brush.symbols.separator), Role::Mark));
    }
    pieces
}

fn heads(model: &Model, brush: &mut Brush<'_>, area: Rect, columns: &[Placed]) {
    let sort = model.table.sort;
    for placed in columns {
        let mut text = placed.column.title().to_owned();
        if placed.column == Column::Status && placed.width < 8 {
            continue;
        }
        let mut role = Role::Heading;
        if placed.column.sort_key() == Some(sort.key) {
            text.push(' ');
            text.push_str(if sort.reverse { brush.symbols.descending } else { brush.symbols.ascending });
            role = Role::Title;
        }
        let place = Rect::new(area.x + MARGIN + placed.x, area.y + 1, placed.width.max(2), 1);
        brush.put(place.x, place.y, place.width, &text, brush.theme.style(role));
        if let Some(key) = placed.column.sort_key() {
            brush.answers(place, Hit::Head(key));
        }
    }
}

fn empty(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    let (what, next) = if !model.loaded {
        ("Reading the vault", "")
    } else if !model.filter.field.is_empty() {
        ("Nothing matches the filter", "Esc clears it")
    } else if model.tree.selected().is_some_and(|node| node.total == 0) {
        ("No token here yet", "n issues one, a adds a project, bot or integration")
    } else {
        ("Nothing live here", "/status:any shows what has ended")
    };
    say(brush, area, area.y + 3, [what, next, ""]);
}

/// Lines in an empty part of the table: what is, and what to do next.
fn say(brush: &mut Brush<'_>, area: Rect, y: u16, lines: [&str; 3]) {
    let roles = [Role::Text, Role::Dim, Role::Dim];
    for ((line, role), y) in lines.into_iter().zip(roles).zip(y..area.bottom()) {
        brush.put(area.x + MARGIN, y, area.width - MARGIN, line, brush.theme.style(role));
    }
}

fn draw_row(
    model: &Model,
    brush: &mut Brush<'_>,
    area: Rect,
    columns: &[Placed],
    row: &TokenRow<'_>,
    selected: bool,
    focused: bool,
) {
    if selected {
        brush.put(area.x, area.y, 1, brush.symbols.cursor, brush.theme.border(focused));
    }
    if model.table.marks.contains(&row.id) {
        brush.put(area.x + 1, area.y, 1, brush.symbols.mark, brush.theme.style(Role::Mark));
    }
    if selected {
        select(brush, area, columns, focused);
    }
    for placed in columns {
        let cell = Rect::new(area.x + MARGIN + placed.x, area.y, placed.width, 1);
        draw_cell(model, brush, cell, placed.column, row, selected.then_some(focused));
    }
}

/// Lights the row's name: with the bar at the edge it is plain which row is meant, and few bytes on a slow line.
fn select(brush: &mut Brush<'_>, area: Rect, columns: &[Placed], focused: bool) {
    if let Some(name) = columns.iter().find(|placed| placed.column == Column::Name) {
        brush.fill(area.x + MARGIN + name.x, area.y, name.width, "", Align::Left, brush.theme.selection(focused));
    }
}

/// Draws a cell; `selected` says of the row under the cursor whether the table has the focus.
fn draw_cell(model: &Model, brush: &mut Brush<'_>, cell: Rect, column: Column, row: &TokenRow<'_>, selected: Option<bool>) {
    let now = model.now.wall;
    let status = row.status(now);
    let base = brush.theme.style(if status.is_live() { Role::Text } else { Role::Dim });
    let dim = brush.theme.style(Role::Dim);
    match column {
        Column::Status => {
            let symbol = brush.symbols.status(status);
            let text = if cell.width >= 8 { format!("{symbol} {status}") } else { symbol.to_owned() };
            brush.put(cell.x, cell.y, cell.width, &text, brush.theme.status(status));
        }
        Column::Name | Column::Owner => {
            let text = display_safe(if column == Column::Name { row.name } else { row.owner }).to_string();
            let lit = selected.filter(|_| column == Column::Name);
            brush.put(cell.x, cell.y, cell.width, &text, lit.map_or(base, |focused| brush.theme.selection(focused)));
            highlight(model, brush, cell, &text);
        }
        Column::Kind => {
            let short = row.kind.tag().unwrap_or("ext");
            let word = if row.kind.word().len() > usize::from(cell.width) { short } else { row.kind.word() };
            brush.put(cell.x, cell.y, cell.width, word, dim);
        }
        Column::Scopes => _ = brush.put(cell.x, cell.y, cell.width, &scopes(row, cell.width), dim),
        Column::Expires => {
            let (text, style) = expires(model, brush, row, base, cell.width);
            brush.put(cell.x, cell.y, cell.width, &text, style);
        }
        Column::Used => {
            let text = when::in_column(row.last_used_at(), now, cell.width);
            brush.put(cell.x, cell.y, cell.width, &text, dim);
        }
        Column::Value => _ = brush.put(cell.x, cell.y, cell.width, &masked(model, *row), brush.theme.style(Role::Masked)),
    }
}

/// The value as it is shown while hidden; without its end in private mode.
pub fn masked<'a>(model: &Model, row: impl Into<TokenRow<'a>>) -> String {
    let row = row.into();
    let hint = if model.private { Hint::default() } else { row.hint };
    let brand = model.info.as_ref().map(|info| info.brand.clone()).unwrap_or_default();
    // An adopted value does not begin as ours do.
    let kind = if row.adopted { Kind::External } else { row.kind };
    mask(&brand, kind, &hint, model.symbols.charset)
}

fn scopes(row: &TokenRow<'_>, width: u16) -> String {
    use crate::domain::kind::ScopeRule;
    match row.kind.scope_rule() {
        ScopeRule::Everything => "all".to_owned(),
        ScopeRule::Foreign => String::new(),
        _ if row.scopes.len() <= 2 && row.scopes.to_string().len() <= usize::from(width) => row.scopes.to_string(),
        _ => format!("{} scope{}", row.scopes.len(), if row.scopes.len() == 1 { "" } else { "s" }),
    }
}

fn expires(model: &Model, brush: &Brush<'_>, row: &TokenRow<'_>, base: Style, width: u16) -> (String, Style) {
    const SOON: i64 = 14 * 86_400;
    let now = model.now.wall;
    let text = when::ahead_or_past(row.expires_at(), now, width);
    match row.expires_at() {
        None => (text, brush.theme.style(Role::Dim)),
        Some(at) => {
            let left = at.as_second() - now.as_second();
            let is_soon = (0..SOON).contains(&left) && row.status(now).is_live();
            (text, if is_soon { brush.theme.style(Role::Warning) } else { base })
        }
    }
}

/// Marks what the filter hit in a cell's text.
fn highlight(model: &Model, brush: &mut Brush<'_>, cell: Rect, text: &str) {
    use unicode_width::UnicodeWidthChar;
    if model.filter.filter.is_empty() {
        return;
    }
    let hits = model.filter.filter.highlights(text);
    let style = brush.theme.style(Role::Match);
    let mut x = cell.x;
    for (at, c) in text.chars().enumerate() {
        let columns = u16::try_from(c.width().unwrap_or(0)).unwrap_or(0);
        if x + columns > cell.right() {
            break;
        }
        if hits.contains(&at) && columns > 0 {
            brush.buffer.set_style(Rect::new(x, cell.y, columns, 1).intersection(brush.buffer.area), style);
        }
        x += columns;
    }
}
