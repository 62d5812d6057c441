//! What the program has said in this session, in full.

use super::super::brush::{Brush, Piece};
use super::super::when;
use super::has_focus;
use crate::domain::label::display_safe;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::activity::ActivityPane;
use crate::tui::model::toast::{Said, Tone};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Columns of the time of day.
const TIME: usize = 10;

/// Columns of how long ago that is, where there is room.
const AGO: usize = 12;

/// From this many columns on there is.
const ROOMY: usize = 70;

/// Draws them.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let count = model.toasts.said().len();
    let title = [("Messages".to_owned(), Role::Title), (format!(" {count}, of this session"), Role::Dim)];
    brush.answers(area, Hit::ActivityPane(ActivityPane::Messages));
    brush.rule(area, area.y, &title, has_focus(model, ActivityPane::Messages));
    let height = usize::from(area.height - 1);
    let lines = lines(model, usize::from(area.width));
    let top = model.activity.messages_top.min(lines.len().saturating_sub(height));
    for (at, pieces) in lines.iter().skip(top).take(height).enumerate() {
        let y = area.y + 1 + u16::try_from(at).unwrap_or(u16::MAX);
        brush.pieces(area.x + 2, y, area.width.saturating_sub(2), pieces);
    }
    if lines.len() > top + height {
        let more = format!(" {} ", brush.symbols.more_below);
        brush.put(area.right().saturating_sub(4), area.y, 3, &more, brush.theme.style(Role::Dim));
    }
}

/// The lines at a width.
pub fn lines(model: &Model, width: usize) -> Vec<Vec<Piece>> {
    if model.toasts.said().len() == 0 {
        return vec![
            Vec::new(),
            vec![("The program has said nothing yet".to_owned(), Role::Text)],
            vec![("What stands in the bottom line for some seconds is kept here in full until you quit".to_owned(), Role::Dim)],
        ];
    }
    model.toasts.said().flat_map(|said| message(model, said, width)).collect()
}

fn message(model: &Model, said: &Said, width: usize) -> Vec<Vec<Piece>> {
    let (symbol, role) = match said.tone {
        Tone::Done => (model.symbols.done, Role::Success),
        Tone::Note => (model.symbols.warning, Role::Warning),
        Tone::Error => (model.symbols.failed, Role::Danger),
    };
    let ago = if width >= ROOMY { format!("{:<AGO$}", when::relative(said.at, model.now.wall)) } else { String::new() };
    let time = format!("{:<TIME$}", said.at.strftime("%H:%M:%S").to_string());
    let lead = ago.len() + TIME + 2;
    let times = if said.times > 1 { format!(" ({} times)", said.times) } else { String::new() };
    let text = wrap(&display_safe(&format!("{}{times}", said.text)), width.saturating_sub(lead + 3).max(1));
    let line = |(at, text): (usize, String)| match at {
        0 => vec![(ago.clone(), Role::Dim), (time.clone(), Role::Dim), (format!("{symbol} "), role), (text, Role::Text)],
        _ => vec![(" ".repeat(lead), Role::Text), (text, Role::Text)],
    };
    text.into_iter().enumerate().map(line).collect()
}
