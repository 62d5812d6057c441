//! The palette: actions found by name, each with its key, or why it cannot be done now.

use super::brush::{Brush, centred};
use crate::tui::action::Action;
use crate::tui::dialogs::palette::Palette;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::availability::LOCKED;
use crate::tui::text::Align;
use crate::tui::theme::Role;
use ratatui::layout::{Position, Rect};

/// Columns of the box.
const WIDTH: u16 = 76;

/// Lines of it at most.
const HEIGHT: u16 = 18;

/// Columns of the keys.
const KEYS: u16 = 10;

/// Draws it; gives the place of the text cursor.
pub fn draw(model: &Model, palette: &Palette, brush: &mut Brush<'_>, screen: Rect) -> Option<Position> {
    let area = centred(screen, WIDTH.min(screen.width.saturating_sub(2)), HEIGHT.min(screen.height.saturating_sub(2)));
    let inside = brush.frame(area, "Actions");
    let line = Rect { x: inside.x + 2, width: inside.width.saturating_sub(2), height: 1, ..inside };
    brush.put(inside.x, inside.y, 1, ":", brush.theme.style(Role::KeyHint));
    let (theme, symbols) = (brush.theme, brush.symbols);
    let cursor = palette.field.render(line, brush.buffer, theme, symbols, true);
    let list = Rect { y: inside.y + 1, height: inside.height.saturating_sub(3), ..inside };
    draw_list(model, palette, brush, list);
    let place = format!(" {} of {} ", palette.cursor + 1, palette.found.len());
    if palette.found.len() > usize::from(list.height) {
        let columns = u16::try_from(place.len()).unwrap_or(0);
        let x = area.right().saturating_sub(columns + 2);
        brush.put(x, area.bottom().saturating_sub(1), columns, &place, brush.theme.style(Role::Dim));
    }
    if let Some(action) = palette.selected() {
        let (text, role) = model.unavailable(action).map_or((action.doc(), Role::Text), |reason| (reason, Role::Warning));
        brush.put(inside.x, inside.bottom().saturating_sub(1), inside.width, text, brush.theme.style(role));
    }
    cursor
}

fn draw_list(model: &Model, palette: &Palette, brush: &mut Brush<'_>, list: Rect) {
    if palette.found.is_empty() {
        brush.put(list.x, list.y, list.width, "no action is called that", brush.theme.style(Role::Dim));
        return;
    }
    let room = usize::from(list.height);
    let top = (palette.cursor + 1).saturating_sub(room);
    for (at, action) in palette.found.iter().enumerate().skip(top).take(room) {
        let y = list.y + u16::try_from(at - top).unwrap_or(u16::MAX);
        brush.answers(Rect { y, height: 1, ..list }, Hit::Found(at));
        draw_action(model, palette, brush, Rect { y, height: 1, ..list }, *action, at == palette.cursor);
    }
}

/// An action in a line: its name, its key, what it does or why it cannot be done; what was found of it is lit.
fn draw_action(model: &Model, palette: &Palette, brush: &mut Brush<'_>, line: Rect, action: Action, selected: bool) {
    let reason = model.unavailable(action);
    let is_dead = reason.is_some_and(|reason| reason != LOCKED);
    let style = |brush: &Brush<'_>, role: Role| match selected {
        true => brush.theme.selection(true),
        false => brush.theme.style(role),
    };
    let (own, key, about) = (
        style(brush, if is_dead { Role::Dim } else { Role::Text }),
        style(brush, if is_dead { Role::Dim } else { Role::KeyHint }),
        style(brush, Role::Dim),
    );
    if selected {
        brush.fill(line.x, line.y, line.width, "", Align::Left, own);
    }
    let keys = model.keymap.keys_shown(action);
    let names = names().min(line.width / 3);
    let (in_name, in_doc) = palette.lit(action);
    brush.put(line.x, line.y, names.saturating_sub(1), action.name(), own);
    brush.light(line.x, line.y, names.saturating_sub(1), action.name(), &in_name);
    brush.put(line.x + names, line.y, KEYS - 1, keys.first().map_or("", String::as_str), key);
    let (x, room) = (line.x + names + KEYS, line.width.saturating_sub(names + KEYS));
    brush.put(x, line.y, room, reason.unwrap_or(action.doc()), about);
    if reason.is_none() {
        brush.light(x, line.y, room, action.doc(), &in_doc);
    }
}

/// Columns of the names: the longest, and a gap.
fn names() -> u16 {
    let longest = Action::ALL.iter().filter(|action| action.in_palette()).map(|action| action.name().len()).max();
    u16::try_from(longest.unwrap_or(0)).unwrap_or(u16::MAX).saturating_add(2)
}
