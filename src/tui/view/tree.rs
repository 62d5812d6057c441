//! The owners tree.

use super::brush::Brush;
use super::has_focus;
use crate::domain::owner::OwnerKind;
use crate::tui::hit::Hit;
use crate::tui::model::tree::Node;
use crate::tui::model::{Model, Pane};
use crate::tui::text::Align;
use crate::tui::theme::Role;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let focused = has_focus(model, Pane::Owners);
    brush.answers(area, Hit::Pane(Pane::Owners));
    brush.rule(area, area.y, &[("Owners".to_owned(), Role::Title)], focused);
    let height = usize::from(area.height - 1);
    for (line, node) in model.tree.nodes.iter().enumerate().skip(model.tree.top).take(height) {
        let y = area.y + 1 + u16::try_from(line - model.tree.top).unwrap_or(u16::MAX);
        let place = Rect::new(area.x, y, area.width, 1);
        draw_node(brush, place, node, model.loaded, line == model.tree.cursor, focused);
        brush.answers(place, Hit::Node(line));
    }
}

fn draw_node(brush: &mut Brush<'_>, area: Rect, node: &Node, loaded: bool, selected: bool, focused: bool) {
    // Owners of a first glimpse are not counted yet.
    let count = if loaded { count(node) } else { String::new() };
    let count_width = u16::try_from(count.width()).unwrap_or(0);
    let base = if node.archived { Role::Dim } else { Role::Text };
    let style = if selected { brush.theme.selection(focused) } else { brush.theme.style(base) };
    if selected {
        let cursor = brush.theme.border(focused);
        brush.put(area.x, area.y, 1, brush.symbols.cursor, cursor);
    }
    let x = area.x + 2 + node.depth * 2;
    if node.folds {
        let symbol = if node.folded { brush.symbols.folded } else { brush.symbols.unfolded };
        brush.put(x, area.y, 1, symbol, brush.theme.style(Role::Dim));
    }
    let label_x = x + 2;
    let room = area.right().saturating_sub(label_x + count_width + 2);
    // Parentheses, so that colour is not all that tells.
    let label = if node.archived { format!("({})", node.label) } else { node.label.clone() };
    if selected {
        brush.put(label_x, area.y, room, &label, style);
    } else {
        brush.put(label_x, area.y, room, &label, brush.theme.style(role(node, base)));
    }
    let count_x = area.right().saturating_sub(count_width + 1);
    brush.fill(count_x, area.y, count_width, &count, Align::Right, brush.theme.style(Role::Dim));
}

/// Projects and headings stand out a little among what is beneath them.
fn role(node: &Node, base: Role) -> Role {
    match node.kind {
        Some(OwnerKind::Project) if !node.archived => Role::Title,
        _ => base,
    }
}

/// Live tokens, and of how many when some are not.
fn count(node: &Node) -> String {
    if node.live == node.total { node.live.to_string() } else { format!("{}/{}", node.live, node.total) }
}
