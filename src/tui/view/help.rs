//! Help: the keys of a place under their headings.

use super::brush::{Brush, Piece, centred};
use crate::tui::dialogs::help::Help;
use crate::tui::hit::Hit;
use crate::tui::keymap::Context;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use ratatui::layout::{Position, Rect};

/// Columns of the keys.
const KEYS: usize = 15;

/// Columns of the box.
const WIDTH: u16 = 78;

/// Lines that the help of a context has.
pub fn height(model: &Model, context: Context) -> usize {
    lines(model, context).len()
}

/// Lines of it that the screen has room for.
pub fn room(model: &Model) -> usize {
    usize::from(model.size.1.saturating_sub(4))
}

fn lines(model: &Model, context: Context) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut group = None;
    for row in model.keymap.help(context) {
        if group != Some(row.group) {
            if group.is_some() {
                lines.push(Vec::new());
            }
            lines.push(vec![(row.group.title().to_owned(), Role::Title)]);
            group = Some(row.group);
        }
        let keys = row.keys.join("  ");
        lines.push(vec![(format!("  {keys:<KEYS$}"), Role::KeyHint), (row.doc, Role::Text)]);
    }
    lines
}

/// Draws it.
pub fn draw(model: &Model, help: &Help, brush: &mut Brush<'_>, screen: Rect) -> Option<Position> {
    let lines = lines(model, help.context);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = centred(screen, WIDTH.min(screen.width.saturating_sub(2)), height);
    let inside = brush.frame(area, &format!("Keys: {}", help.context.title().to_lowercase()));
    brush.answers(area, Hit::Help);
    let room = usize::from(inside.height);
    let top = help.top.min(lines.len().saturating_sub(room));
    for (line, pieces) in lines.iter().skip(top).take(room).enumerate() {
        brush.pieces(inside.x, inside.y + u16::try_from(line).unwrap_or(u16::MAX), inside.width, pieces);
    }
    if lines.len() > top + room {
        let text = format!(" {} more ", brush.symbols.more_below);
        brush.put(area.right().saturating_sub(11), area.bottom().saturating_sub(1), 10, &text, brush.theme.style(Role::Dim));
    }
    None
}
