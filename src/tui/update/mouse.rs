//! The mouse, where it is switched on: a click does what keys could do, and nothing at once that keys would ask about.

use super::{activity, arrange, audit, dialog, input, program, set_up, tokens, traffic};
use crate::services::Sort;
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::form::Entry;
use crate::tui::effect::Effect;
use crate::tui::hit::Hit;
use crate::tui::input::{Mouse, MouseKind};
use crate::tui::model::activity::ActivityPane;
use crate::tui::model::areas::is_too_small;
use crate::tui::model::audit::AuditPane;
use crate::tui::model::traffic::TrafficPane;
use crate::tui::model::{Model, Pane};
use crate::tui::view::hit_at;
use ratatui::layout::Position;
use std::time::Duration;

/// Two clicks on one thing within this time are one double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Rows that a notch of the wheel moves.
const NOTCH: isize = 3;

/// Takes a report of the mouse.
pub(super) fn take(model: &mut Model, report: Mouse) -> Vec<Effect> {
    if report.kind == MouseKind::Release || is_too_small(model.size) {
        return Vec::new();
    }
    model.lock.active_at = model.now.up;
    let hit = hit_at(model, Position::new(report.column, report.row));
    match (report.kind, hit) {
        (MouseKind::Press, Some(hit)) => press(model, hit),
        (MouseKind::ScrollUp, Some(hit)) => scroll(model, hit, -NOTCH),
        (MouseKind::ScrollDown, Some(hit)) => scroll(model, hit, NOTCH),
        _ => Vec::new(),
    }
}

fn press(model: &mut Model, hit: Hit) -> Vec<Effect> {
    let now = model.now;
    let before = model.clicked.take();
    let is_double = before.is_some_and(|(thing, at)| thing == hit && !now.reached(at.saturating_add(DOUBLE)));
    model.clicked = (!is_double).then_some((hit, now.up));
    if model.setup.is_some() {
        return set_up(model, Entry::Click(hit));
    }
    let Some(uppermost) = model.dialogs.pop() else { return on_screen(model, hit, is_double) };
    let mut effects = dialog::enter(model, uppermost, Entry::Click(hit));
    if is_double && matches!(hit, Hit::Found(_)) {
        effects.extend(input(model, Entry::Act(Action::Confirm)));
    }
    effects
}

fn on_screen(model: &mut Model, hit: Hit, is_double: bool) -> Vec<Effect> {
    if let Hit::Act(action) = hit {
        return input(model, Entry::Act(action));
    }
    // The filter stays in force; what cannot be read yet stays open.
    model.filter.open &= model.filter.error.is_some();
    model.activity.filter.open &= model.activity.filter.error.is_some();
    model.traffic.filter.open &= model.traffic.filter.error.is_some();
    model.audit.filter.open &= model.audit.filter.error.is_some();
    match hit {
        Hit::Row(position) => {
            model.pane = Pane::Tokens;
            let height = model.table_height();
            model.table.move_to(position, height);
            model.detail.top = 0;
            if is_double {
                return program::run(model, Action::Open);
            }
        }
        Hit::Happened(position) => {
            model.activity.pane = ActivityPane::History;
            let height = model.history_height();
            model.activity.log.move_to(position, height);
            model.activity.entry_top = 0;
            if is_double {
                return program::run(model, Action::Open);
            }
        }
        Hit::Noticed(line) => {
            model.audit.pane = AuditPane::Findings;
            let height = model.findings_height();
            model.audit.list.move_to(line, height);
            model.audit.evidence_top = 0;
            if is_double {
                return program::run(model, Action::Open);
            }
        }
        Hit::AuditPane(pane) => model.audit.pane = pane,
        Hit::ActivityPane(pane) => model.activity.pane = pane,
        Hit::Called(position) => {
            model.traffic.pane = TrafficPane::Calls;
            let height = model.calls_height();
            model.traffic.tail.move_to(position, height);
            if is_double {
                return program::run(model, Action::Open);
            }
        }
        Hit::TrafficPane(pane) => model.traffic.pane = pane,
        Hit::Node(line) => return on_node(model, line, is_double),
        Hit::Head(key) => {
            let reverse = model.table.sort.key == key && !model.table.sort.reverse;
            model.table.sort = Sort { key, reverse };
            return arrange(model);
        }
        Hit::Pane(pane) => model.pane = pane,
        _ => {}
    }
    Vec::new()
}

fn on_node(model: &mut Model, line: usize, is_double: bool) -> Vec<Effect> {
    model.pane = Pane::Owners;
    let height = model.tree_height();
    let effects = move_in_tree(model, |model| model.tree.move_to(line, height));
    match model.tree.selected().map(|node| (node.folds, node.folded)) {
        Some((true, true)) if is_double => model.tree.unfold(height),
        Some((true, false)) if is_double => model.tree.fold(height),
        Some((false, _)) if is_double => model.pane = Pane::Tokens,
        _ => {}
    }
    effects
}

/// Moves in the tree; the table follows when the cursor went to another owner.
fn move_in_tree(model: &mut Model, act: impl FnOnce(&mut Model)) -> Vec<Effect> {
    let before = model.tree.selected().map(|node| node.key);
    act(model);
    if model.tree.selected().map(|node| node.key) == before { Vec::new() } else { arrange(model) }
}

/// Turns what lies under the wheel; the cursor only moves where it would be left behind.
fn scroll(model: &mut Model, hit: Hit, rows: isize) -> Vec<Effect> {
    match (model.dialogs.last(), hit) {
        (Some(Dialog::Help(_)), Hit::Help) => return step(model, rows),
        (Some(Dialog::Palette(_)), Hit::Found(_)) => return step(model, rows.signum()),
        (Some(Dialog::Form(form)), Hit::Tick(at, _)) if form.form.focus == at => return step(model, rows.signum()),
        (Some(_), _) => return Vec::new(),
        (None, _) if model.setup.is_some() => return Vec::new(),
        (None, Hit::Row(_) | Hit::Head(_) | Hit::Pane(Pane::Tokens)) => {
            let height = model.table_height();
            let (top, cursor) = turned(model.table.top, model.table.cursor, model.table.len(), height, rows);
            let before = model.table.cursor;
            model.table.top = top;
            model.table.move_to(cursor, height);
            if cursor != before {
                model.detail.top = 0;
            }
        }
        (None, Hit::Node(_) | Hit::Pane(Pane::Owners)) => {
            let height = model.tree_height();
            let (top, cursor) = turned(model.tree.top, model.tree.cursor, model.tree.nodes.len(), height, rows);
            return move_in_tree(model, |model| {
                model.tree.top = top;
                model.tree.move_to(cursor, height);
            });
        }
        (None, Hit::Pane(Pane::Detail)) => tokens::scroll_detail(model, rows),
        (None, Hit::Happened(_) | Hit::ActivityPane(ActivityPane::History)) => {
            let height = model.history_height();
            model.activity.log.move_by(rows, height);
            model.activity.entry_top = 0;
        }
        (None, Hit::Noticed(_) | Hit::AuditPane(AuditPane::Findings)) => {
            let height = model.findings_height();
            model.audit.list.turn(rows, height);
            model.audit.evidence_top = 0;
        }
        (None, Hit::Walk) => return step(model, rows.signum()),
        (None, Hit::AuditPane(AuditPane::Evidence)) => audit::scroll_evidence(model, rows),
        (None, Hit::ActivityPane(ActivityPane::Entry)) => activity::scroll_entry(model, rows),
        (None, Hit::ActivityPane(ActivityPane::Messages)) => activity::scroll_messages(model, rows),
        (None, Hit::Called(_) | Hit::TrafficPane(TrafficPane::Calls)) => {
            let height = model.calls_height();
            model.traffic.tail.turn(rows, height);
        }
        (None, Hit::TrafficPane(TrafficPane::Figures)) => traffic::scroll_figures(model, rows),
        _ => {}
    }
    Vec::new()
}

/// Presses the key for down or up so many times.
fn step(model: &mut Model, rows: isize) -> Vec<Effect> {
    let action = if rows > 0 { Action::MoveDown } else { Action::MoveUp };
    (0..rows.unsigned_abs()).flat_map(|_| input(model, Entry::Act(action))).collect()
}

/// The first row seen and the cursor after a list of `len`, of which `height` are seen, was turned by some rows.
fn turned(top: usize, cursor: usize, len: usize, height: usize, rows: isize) -> (usize, usize) {
    let height = height.max(1);
    let top = top.saturating_add_signed(rows).min(len.saturating_sub(height));
    (top, cursor.clamp(top, top + height - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_moves_the_window_and_drags_the_cursor_only_at_its_edge() {
        assert_eq!(turned(0, 5, 100, 10, 3), (3, 5));
        assert_eq!(turned(3, 3, 100, 10, 3), (6, 6));
        assert_eq!(turned(6, 15, 100, 10, -3), (3, 12));
        assert_eq!(turned(89, 99, 100, 10, 3), (90, 99));
        assert_eq!(turned(0, 2, 5, 10, 3), (0, 2), "a list that is seen whole stands still");
        assert_eq!(turned(0, 0, 0, 0, -3), (0, 0));
    }
}
