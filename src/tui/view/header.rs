//! The top line: vault, screens, and at the right whatever an operator must know at all times.

use super::brush::{Brush, Piece, width};
use crate::tui::model::{Model, Screen};
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    let mut right = state(model, brush);
    // What does not fit beside the vault's name goes, the least urgent first.
    while right.len() > 1 && total(&right) + 20 > area.width {
        right.remove(0);
    }
    let room = total(&right);
    brush.pieces(area.x, area.y, area.width.saturating_sub(room), &left(model));
    let mut x = area.right().saturating_sub(room);
    for group in right {
        x = brush.pieces(x, area.y, area.right().saturating_sub(x), &group) + 2;
    }
}

fn total(groups: &[Vec<Piece>]) -> u16 {
    groups.iter().map(|group| width(group) + 2).sum::<u16>().saturating_sub(1)
}

fn left(model: &Model) -> Vec<Piece> {
    let mut pieces = vec![(" jeton ".to_owned(), Role::Header)];
    if let Some(info) = &model.info {
        pieces.push((format!(" {}  ", info.account), Role::Text));
    }
    for screen in Screen::ALL {
        let role = if screen == model.screen { Role::Tab } else { Role::Dim };
        pieces.push((format!(" {} {} ", screen.number(), screen.title()), role));
    }
    pieces
}

/// The groups at the right, the most urgent last.
fn state(model: &Model, brush: &Brush<'_>) -> Vec<Vec<Piece>> {
    let mut groups = Vec::new();
    if let Some(hint) = &model.lock.hint {
        // While it is unlocked nobody needs it, and the screens' names want the room.
        let text = if model.lock.is_unlocked() { "demo".to_owned() } else { format!("demo, passphrase: {hint}") };
        groups.push(vec![(text, Role::Dim)]);
    }
    if let Some(copied) = &model.clipboard {
        let text = match copied.clears_at {
            Some(at) => format!("clipboard {} s", model.now.seconds_until(at)),
            None => "clipboard in use".to_owned(),
        };
        groups.push(vec![(text, Role::Warning)]);
    }
    if model.private {
        groups.push(vec![("private".to_owned(), Role::Locked)]);
    }
    if let Some(seconds) = model.lock.warning(model.now) {
        groups.push(vec![(format!("locks in {seconds} s"), Role::Warning)]);
    }
    groups.push(match &model.lock.operator {
        Some(operator) => {
            vec![(format!("{} {}", brush.symbols.done, operator.name), Role::Success), (format!(" {}", operator.role), Role::Dim)]
        }
        None => vec![(format!("{} locked", brush.symbols.locked), Role::Locked)],
    });
    groups
}
