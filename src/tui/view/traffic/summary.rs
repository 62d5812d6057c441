//! The figures of the last day in two lines, where there is no room for more.

use super::super::brush::{Brush, width};
use super::super::chart;
use crate::domain::number::grouped;
use crate::tui::action::Action;
use crate::tui::hit::Hit;
use crate::tui::key;
use crate::tui::keymap::Context;
use crate::tui::model::Model;
use crate::tui::model::traffic::TrafficPane;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Draws them.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.height < 2 {
        return;
    }
    brush.answers(area, Hit::TrafficPane(TrafficPane::Figures));
    let figures = &model.traffic.figures;
    let separator = format!(" {} ", brush.symbols.separator);
    let refused = if figures.refused > 0 { Role::Danger } else { Role::Dim };
    let title = [
        ("Last 24 hours".to_owned(), Role::Title),
        (format!("{separator}{} accepted", grouped(figures.accepted)), Role::Text),
        (separator, Role::Dim),
        (format!("{} refused", grouped(figures.refused)), refused),
    ];
    brush.rule(area, area.y, &title, false);
    if let Some(key) = model.keymap.keys(Context::Calls, Action::NextPane).next() {
        let hint = format!(" {} more ", key::label(key));
        let columns = u16::try_from(hint.len()).unwrap_or(0);
        brush.put(area.right().saturating_sub(columns + 1), area.y, columns, &hint, brush.theme.style(Role::Dim));
    }
    let symbols = brush.symbols;
    let mut pieces = chart::sparks(symbols, figures.hours.iter().map(|hour| hour.0), 1, Role::Success);
    pieces.push((" accepted  ".to_owned(), Role::Dim));
    pieces.extend(chart::sparks(symbols, figures.hours.iter().map(|hour| hour.1), 1, Role::Danger));
    pieces.push((" refused".to_owned(), Role::Dim));
    let room = area.width.saturating_sub(2);
    let most = figures.reasons.first().map(|(reason, _)| (format!(", most of them {reason}"), Role::Dim));
    if let Some(most) = most.filter(|most| width(&pieces) + width(std::slice::from_ref(most)) <= room) {
        pieces.push(most);
    }
    brush.pieces(area.x + 2, area.y + 1, room, &pieces);
}
