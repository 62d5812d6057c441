//! The palette: actions found by name, each with its key, or why it cannot be done now.

use super::brush::{Brush, centred};
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

/// Columns of the names.
const NAMES: u16 = 16;

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
        let reason = model.unavailable(*action);
        let is_dead = reason.is_some_and(|reason| reason != LOCKED);
        let style = if at == palette.cursor {
            brush.theme.selection(true)
        } else {
            brush.theme.style(if is_dead { Role::Dim } else { Role::Text })
        };
        let keys = model.keymap.keys_shown(*action);
        let key = keys.first().map_or("", String::as_str);
        let names = NAMES.min(list.width / 3);
        brush.fill(list.x, y, names, action.name(), Align::Left, style);
        brush.fill(list.x + names, y, KEYS, key, Align::Left, brush.theme.style(Role::KeyHint));
        let x = list.x + names + KEYS;
        brush.put(x, y, list.right().saturating_sub(x), reason.unwrap_or(action.doc()), brush.theme.style(Role::Dim));
    }
}
