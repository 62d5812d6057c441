//! Draws the model; changes nothing.

pub mod activity;
pub mod audit;
mod brush;
mod chart;
mod columns;
pub mod detail;
mod form;
mod header;
pub mod help;
mod hints;
mod palette;
mod placing;
mod progress;
mod setup;
mod shown;
mod table;
pub mod traffic;
mod tree;
pub mod walk;
pub mod when;

use super::dialogs::{Dialog, Purpose};
use super::hit::Hit;
use super::model::areas::is_too_small;
use super::model::{Model, Pane, Screen};
use super::theme::{Role, Theme};
use brush::Brush;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
pub use table::masked;

/// Draws one frame.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut brush = Brush::new(frame.buffer_mut(), theme, model.symbols);
    if let Some(cursor) = screen(model, &mut brush, area) {
        frame.set_cursor_position(cursor);
    }
}

/// What stands at a place of the screen and answers to a click: told by drawing it.
pub fn hit_at(model: &Model, place: Position) -> Option<Hit> {
    let area = Rect::new(0, 0, model.size.0, model.size.1);
    let (mut buffer, theme) = (Buffer::empty(area), Theme::plain());
    let mut brush = Brush::new(&mut buffer, &theme, model.symbols);
    screen(model, &mut brush, area);
    brush.hits.iter().rev().find(|(area, _)| area.contains(place)).map(|(_, hit)| *hit)
}

/// Draws whatever is to be seen; gives the place of the text cursor.
fn screen(model: &Model, brush: &mut Brush<'_>, area: Rect) -> Option<Position> {
    if is_too_small((area.width, area.height)) {
        too_small(brush, area);
        return None;
    }
    if let Some(setup) = &model.setup {
        return setup::draw(model, setup, brush, area);
    }
    header::draw(model, brush, model.areas().header);
    let asks_for_passphrase = |dialog: &Dialog| matches!(dialog, Dialog::Form(form) if matches!(form.purpose, Purpose::Unlock));
    // Behind the passphrase nothing is to be seen.
    let is_covered = model.dialogs.iter().any(asks_for_passphrase);
    if !is_covered {
        match model.screen {
            Screen::Tokens => panes(model, brush),
            Screen::Audit if model.walk.is_on => walk::draw(model, brush),
            Screen::Audit => audit::draw(model, brush),
            Screen::Activity => activity::draw(model, brush),
            Screen::Traffic => traffic::draw(model, brush),
        }
    }
    let cursor = hints::draw(model, brush, model.areas().hints);
    let skipped = |dialog: &Dialog| is_covered && !asks_for_passphrase(dialog);
    let drawn =
        model.dialogs.iter().filter(|dialog| !skipped(dialog)).map(|dialog| draw_dialog(model, dialog, brush, area)).last();
    drawn.unwrap_or(cursor)
}

/// The screen of owners and tokens.
fn panes(model: &Model, brush: &mut Brush<'_>) {
    let areas = model.areas();
    tree::draw(model, brush, areas.tree);
    table::draw(model, brush, areas.table);
    detail::draw(model, brush, areas.detail);
    if areas.tree.width > 0 && areas.table.width > 0 {
        let is_beside = areas.detail.x > areas.table.x;
        divide(brush, areas.tree, (!is_beside).then_some(areas.detail.y));
        if is_beside {
            divide(brush, areas.table, None);
        }
    }
}

/// A vertical line right of an area, joined to the rules that it meets.
fn divide(brush: &mut Brush<'_>, area: Rect, branch: Option<u16>) {
    let style = brush.theme.style(Role::Border);
    let [down, right] = brush.symbols.joints;
    for y in area.y..area.bottom() {
        let piece = match y {
            _ if y == area.y => down,
            _ if branch == Some(y) => right,
            _ => brush.symbols.bar,
        };
        brush.put(area.right(), y, 1, piece, style);
    }
}

fn draw_dialog(model: &Model, dialog: &Dialog, brush: &mut Brush<'_>, area: Rect) -> Option<Position> {
    // Only what is uppermost answers.
    brush.hits.clear();
    match dialog {
        Dialog::Form(form) => form::draw(model, form, brush, area),
        Dialog::Reveal(reveal) => shown::draw_reveal(model, reveal, brush, area),
        Dialog::ShownOnce(once) => shown::draw_once(model, once, brush, area),
        Dialog::Progress => {
            progress::draw(model, brush, area);
            None
        }
        Dialog::Help(help) => help::draw(model, help, brush, area),
        Dialog::Palette(palette) => palette::draw(model, palette, brush, area),
    }
}

fn too_small(brush: &mut Brush<'_>, area: Rect) {
    let style = brush.theme.style(Role::Text);
    let dim = brush.theme.style(Role::Dim);
    brush.put(0, 0, area.width, "jeton needs 40x10", style);
    brush.put(0, 1, area.width, "enlarge the window, or press q to quit", dim);
}

/// Whether a pane has the focus, with nothing on top of it.
fn has_focus(model: &Model, pane: Pane) -> bool {
    model.pane == pane && model.dialogs.is_empty()
}
