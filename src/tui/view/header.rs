//! The top line: vault, screens, and at the right whatever an operator must know at all times.

use super::brush::{Brush, Piece, width};
use crate::domain::number::short;
use crate::tui::hit::Hit;
use crate::tui::model::{Model, Screen, TABS, Tab};
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
    let (name, tabs) = left(model, area.width.saturating_sub(room));
    let mut x = brush.pieces(area.x, area.y, area.width.saturating_sub(room), &name);
    for (tab, piece) in TABS.iter().zip(tabs) {
        let end = brush.pieces(x, area.y, area.right().saturating_sub(room + x), &[piece]);
        brush.answers(Rect::new(x, area.y, end - x, 1), Hit::Act(tab.action()));
        x = end;
    }
    let mut x = area.right().saturating_sub(room);
    for group in right {
        x = brush.pieces(x, area.y, area.right().saturating_sub(x), &group) + 2;
    }
}

fn total(groups: &[Vec<Piece>]) -> u16 {
    groups.iter().map(|group| width(group) + 2).sum::<u16>().saturating_sub(1)
}

/// The vault's name and the tabs. Where room is short, all but the one shown are told by their digits alone,
/// then they go.
fn left(model: &Model, room: u16) -> (Vec<Piece>, Vec<Piece>) {
    let mut pieces = vec![(" jeton ".to_owned(), Role::Header)];
    if let Some(info) = &model.info {
        pieces.push((format!(" {}  ", info.account), Role::Text));
    }
    let left = room.saturating_sub(width(&pieces));
    let ways: [fn(bool) -> bool; 3] = [|_| true, |is_shown| is_shown, |_| false];
    let all: Vec<Vec<Piece>> = ways.iter().map(|named| tabs(model, named)).collect();
    (pieces, all.into_iter().find(|tabs| width(tabs) <= left).unwrap_or_default())
}

/// The tabs, some with their names.
fn tabs(model: &Model, named: &dyn Fn(bool) -> bool) -> Vec<Piece> {
    let piece = |tab: &Tab| {
        let is_shown = tab.leads_to == model.screen;
        let title = if named(is_shown) { format!(" {}", tab.title) } else { String::new() };
        let count = match (tab.leads_to == Screen::Audit, grave(model)) {
            (false, _) | (true, 0) => String::new(),
            // A number beside the tab's own would be read as another tab.
            _ if title.is_empty() => "!".to_owned(),
            (true, count) => format!(" {}!", short(count as u64)),
        };
        (format!(" {}{title}{count} ", tab.number), if is_shown { Role::Tab } else { Role::Text })
    };
    TABS.iter().map(piece).collect()
}

/// How many open findings are to be mended now.
fn grave(model: &Model) -> usize {
    let [high, ..] = model.audit.list.counts.open;
    high
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
            Some(at) => format!("clipboard {} s", model.countdown(model.now.seconds_until(at))),
            None => "clipboard in use".to_owned(),
        };
        groups.push(vec![(text, Role::Warning)]);
    }
    if model.private {
        groups.push(vec![("private".to_owned(), Role::Locked)]);
    }
    if model.unreadable {
        // What it was about is in the message; that what is shown may be old must stay to be seen.
        groups.push(vec![("vault unreadable".to_owned(), Role::Danger)]);
    }
    if let Some(seconds) = model.lock.warning(model.now) {
        groups.push(vec![(format!("locks in {} s", model.countdown(seconds)), Role::Warning)]);
    }
    groups.push(match &model.lock.operator {
        Some(operator) => {
            vec![(format!("{} {}", brush.symbols.done, operator.name), Role::Success), (format!(" {}", operator.role), Role::Dim)]
        }
        None => vec![(format!("{} locked", brush.symbols.locked), Role::Locked)],
    });
    groups
}
