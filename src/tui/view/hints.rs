//! The bottom line: what can be pressed here; or a message; or the `/` line.

use super::brush::{Brush, Piece, width};
use super::{activity, audit, traffic};
use crate::tui::action::Action;
use crate::tui::dialogs::explain_call::Explanation;
use crate::tui::dialogs::{Dialog, Purpose};
use crate::tui::hit::Hit;
use crate::tui::model::availability::LOCKED;
use crate::tui::model::filter_line::{FilterLine, Readable};
use crate::tui::model::toast::Tone;
use crate::tui::model::{Model, Screen};
use crate::tui::theme::Role;
use ratatui::layout::{Position, Rect};

/// Draws it; gives the place of the text cursor in the `/` line.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) -> Option<Position> {
    if area.height == 0 {
        return None;
    }
    match model.screen {
        Screen::Tokens if model.filter.open => {
            let found = format!(" {} {}", model.table.len(), if model.table.len() == 1 { "match" } else { "matches" });
            return filter(model, &model.filter, found, brush, area);
        }
        Screen::Audit if model.audit.filter.open => {
            let found = format!(" {}", audit::found(model));
            return filter(model, &model.audit.filter, found, brush, area);
        }
        Screen::Activity if model.activity.filter.open => {
            let found = format!(" {}", activity::found(model));
            return filter(model, &model.activity.filter, found, brush, area);
        }
        Screen::Traffic if model.traffic.filter.open => {
            let found = format!(" {}", traffic::found(model));
            return filter(model, &model.traffic.filter, found, brush, area);
        }
        _ => {}
    }
    if let Some(toast) = model.toasts.newest() {
        let (symbol, role) = match toast.tone {
            Tone::Done => (brush.symbols.done, Role::Success),
            Tone::Note => (brush.symbols.warning, Role::Warning),
            Tone::Error => (brush.symbols.failed, Role::Danger),
        };
        let others = match model.toasts.others() {
            0 => String::new(),
            others => format!(" +{others}"),
        };
        let rest = u16::try_from(others.len()).unwrap_or(0);
        let room = area.width.saturating_sub(1 + rest);
        let end = area.x + 1 + brush.put(area.x + 1, area.y, room, &format!("{symbol} {}", toast.text), brush.theme.style(role));
        brush.put(end, area.y, rest, &others, brush.theme.style(Role::Dim));
        return None;
    }
    let mut x = area.x + 1;
    for (action, pieces) in hints(model, area.width.saturating_sub(1)) {
        let end = brush.pieces(x, area.y, area.right().saturating_sub(x), &pieces);
        brush.answers(Rect::new(x, area.y, end - x, 1), Hit::Act(action));
        x = end;
    }
    None
}

/// As many hints as fit; those that do not apply to the selected row stay in their places, faint. Help and quitting always stand,
/// for they lead on.
fn hints(model: &Model, room: u16) -> Vec<(Action, Vec<Piece>)> {
    let mut all = model.keymap.hints(model.context());
    all.retain(|hint| makes_sense(model, hint.action));
    let lasting = |action: Action| matches!(action, Action::Help | Action::Quit);
    // What is open on top has keys of its own, which do not depend on the screen beneath.
    let is_own = |action: Action| explained(model).is_some_and(|about| about.wish_of(action).is_some());
    let applies = |action: Action| is_own(action) || model.unavailable(action).is_none_or(|reason| reason == LOCKED);
    // Without any row there is none to which they could apply.
    let has_rows = match model.screen {
        Screen::Tokens => !model.table.is_empty(),
        Screen::Audit => model.walk.is_on || model.audit.selected().is_some(),
        Screen::Activity => model.activity.selected().is_some(),
        Screen::Traffic => model.traffic.tail.selected().is_some(),
    };
    all.retain(|hint| has_rows || applies(hint.action));
    let piece = |hint: &crate::tui::keymap::Hint| {
        let [key, word] = if applies(hint.action) { [Role::KeyHint, Role::HintText] } else { [Role::Dim; 2] };
        (hint.action, vec![(hint.key.clone(), key), (format!(" {}   ", hint.label), word)])
    };
    let tail: Vec<(Action, Vec<Piece>)> = all.iter().filter(|hint| lasting(hint.action)).map(piece).collect();
    let mut left = room.saturating_sub(tail.iter().map(|(_, pieces)| width(pieces)).sum());
    let mut line = Vec::new();
    for hint in all.iter().filter(|hint| !lasting(hint.action)) {
        let (action, pieces) = piece(hint);
        let needed = width(&pieces);
        if needed > left {
            break;
        }
        left -= needed;
        line.push((action, pieces));
    }
    line.extend(tail);
    line
}

/// The verdict that is explained on top, if one is.
fn explained(model: &Model) -> Option<&Explanation> {
    match model.dialog() {
        Some(Dialog::Form(form)) => match &form.purpose {
            Purpose::ExplainCall(about) => Some(about),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a hint has a meaning in what is open on top.
fn makes_sense(model: &Model, action: Action) -> bool {
    match model.dialog() {
        Some(Dialog::Reveal(_)) => matches!(action, Action::Copy | Action::Back),
        Some(Dialog::ShownOnce(_)) => action != Action::Back,
        Some(Dialog::Form(_)) if matches!(action, Action::Edit | Action::ToToken) => {
            explained(model).is_some_and(|about| about.wish_of(action).is_some())
        }
        // While something is being done only a passphrase can be given up.
        Some(Dialog::Form(form)) if form.busy.is_some() => matches!(form.purpose, Purpose::Unlock) && action == Action::Back,
        _ => action != Action::Unlock || !model.lock.is_unlocked(),
    }
}

/// The `/` line with what it found, or what is wrong with it.
fn filter<F: Readable>(
    model: &Model,
    line: &FilterLine<F>,
    found: String,
    brush: &mut Brush<'_>,
    area: Rect,
) -> Option<Position> {
    brush.put(area.x + 1, area.y, 1, "/", brush.theme.style(Role::KeyHint));
    let told = match &line.error {
        Some(error) => {
            let hint = error.suggestion.as_ref().map(|word| format!("did you mean {word}? ")).unwrap_or_default();
            (format!(" {} {hint}{}", brush.symbols.failed, error.message), Role::Danger)
        }
        None => (found, Role::Dim),
    };
    let field_width = (area.width / 3).max(16).min(area.width.saturating_sub(3));
    let field = Rect::new(area.x + 2, area.y, field_width, 1);
    let (theme, symbols) = (brush.theme, brush.symbols);
    let cursor = line.field.render(field, brush.buffer, theme, symbols, model.dialogs.is_empty());
    brush.pieces(field.right() + 1, area.y, area.right().saturating_sub(field.right() + 1), &[told]);
    cursor
}
