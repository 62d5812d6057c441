//! Work on several tokens while it is under way.

use super::brush::{Brush, centred};
use crate::tui::model::Model;
use crate::tui::model::batch::counted;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Columns where there is room.
const WIDTH: u16 = 60;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>, screen: Rect) {
    let Some(batch) = &model.batch else { return };
    let frame = centred(screen, WIDTH.min(screen.width.saturating_sub(2)), 7);
    let inside = brush.frame(frame, &format!("{} {}", batch.work.doing(), counted(batch.total)));
    let count = format!("{} of {}", batch.behind(), batch.total);
    let room = inside.width.saturating_sub(count.len() as u16 + 2);
    let filled = usize::from(room) * batch.behind() / batch.total.max(1);
    let [full, empty] = brush.symbols.gauge;
    let bar = [
        (full.repeat(filled), Role::Success),
        (empty.repeat(usize::from(room) - filled), Role::Dim),
        (format!("  {count}"), Role::Text),
    ];
    brush.pieces(inside.x, inside.y + 1, inside.width, &bar);
    let name = batch.current.as_ref().map(|item| item.selector.as_str()).unwrap_or_default();
    let current = format!("{} {name}", model.spinner());
    brush.put(inside.x, inside.y + 2, inside.width, &current, brush.theme.style(Role::Dim));
    let hint = if batch.stopping { "stops after this one" } else { "Esc stops after the one under way" };
    brush.put(inside.x, inside.y + 4, inside.width, hint, brush.theme.style(Role::HintText));
}
