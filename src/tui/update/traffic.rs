//! Actions on the traffic screen.

use super::program::steps;
use super::{leave, open_form};
use crate::domain::id::TokenId;
use crate::domain::scope::Scope;
use crate::domain::token::Status;
use crate::services::ExplainedCall;
use crate::tui::action::Action;
use crate::tui::dialogs::explain_call::Wish;
use crate::tui::dialogs::form::Entry;
use crate::tui::dialogs::{FormDialog, Purpose, edit, explain_call};
use crate::tui::effect::{CallsWanted, Effect};
use crate::tui::model::filter_line::Typed;
use crate::tui::model::toast::Tone;
use crate::tui::model::traffic::{Recent, TrafficPane, UsageFile};
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Failure;
use crate::tui::view::traffic as drawn;

/// Shows the screen as it was left, or with the words of a filter.
pub(super) fn show(model: &mut Model, words: Option<&str>) -> Vec<Effect> {
    super::conceal(model);
    model.screen = Screen::Traffic;
    model.traffic.stale = true;
    if let Some(words) = words {
        model.traffic.pane = TrafficPane::Calls;
        if model.traffic.filter.set(words) == Typed::Changed {
            sift(model);
            model.traffic.tail.move_to(usize::MAX, model.calls_height());
        }
    }
    Vec::new()
}

/// Has the usage file looked at while something is shown that changes with it, and only then; what is to be read next.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    let is_shown = model.screen == Screen::Traffic && model.info.is_some();
    let is_wanted = is_shown || model.screen == Screen::Audit || watches_cutover(model);
    let mut effects = Vec::new();
    let traffic = &mut model.traffic;
    if traffic.watched != is_wanted {
        traffic.watched = is_wanted;
        effects.push(Effect::WatchUsage(is_wanted));
    }
    if is_shown && traffic.stale && !traffic.reading {
        (traffic.stale, traffic.reading) = (false, true);
        // Held still for very long, only the figures are read.
        let wanted = match traffic.tail.newest() {
            _ if traffic.tail.is_full() => CallsWanted::Nothing,
            None => CallsWanted::Newest,
            Some(seq) => CallsWanted::After(seq),
        };
        effects.push(Effect::ReadTraffic(wanted));
    }
    effects
}

/// Whether the two values of a token are shown side by side, to see whether the old one is still used.
fn watches_cutover(model: &Model) -> bool {
    let status = || model.table.at(model.table.cursor).map(|row| row.status(model.now.wall));
    model.screen == Screen::Tokens && model.info.is_some() && status() == Some(Status::Rotating)
}

/// Takes notice that something was written to the usage file.
pub(super) fn news(model: &mut Model) -> Vec<Effect> {
    model.traffic.stale = true;
    model.traffic.is_news_for_tokens = true;
    model.audit.is_use_stale = true;
    model.detail.stale |= model.screen == Screen::Tokens;
    Vec::new()
}

/// Takes in what was read.
pub(super) fn read(model: &mut Model, result: Result<Box<Recent>, Failure>) -> Vec<Effect> {
    model.traffic.reading = false;
    let recent = match result {
        Ok(recent) => *recent,
        Err(error) => {
            model.traffic.file = UsageFile::Faulty(error);
            return Vec::new();
        }
    };
    model.traffic.file = match (recent.exists, recent.warning) {
        (_, Some(warning)) => UsageFile::Faulty(warning),
        (true, None) => UsageFile::Readable,
        (false, None) => UsageFile::Missing,
    };
    let height = model.calls_height();
    let named = recent.traffic.tokens.iter().map(|(id, _)| *id);
    let called = recent.calls.iter().filter_map(|call| call.token);
    let traffic = &mut model.traffic;
    traffic.tail.name(&model.fresh.rows, called.chain(named), false);
    traffic.tail.take(recent.calls, recent.anew, &traffic.filter.filter, model.now.wall, height);
    traffic.figures = recent.traffic;
    scroll_figures(model, 0);
    Vec::new()
}

/// Shows how a verdict came about, unless something else was opened meanwhile.
pub(super) fn explained(model: &mut Model, result: Result<Box<ExplainedCall>, Failure>) -> Vec<Effect> {
    let explaining = model.traffic.explaining.take();
    match result {
        Ok(explained)
            if explaining == Some(explained.call.seq) && model.dialogs.is_empty() && model.screen == Screen::Traffic =>
        {
            let dialog = explain_call::open(model, &explained);
            open_form(model, dialog)
        }
        Ok(_) => Vec::new(),
        Err(error) => {
            model.toasts.say(Tone::Error, error, model.now);
            Vec::new()
        }
    }
}

/// What a key, or the button that is selected, leads to from that dialog.
pub(super) fn wish(dialog: &FormDialog, key: Option<Action>) -> Option<Wish> {
    let Purpose::ExplainCall(about) = &dialog.purpose else { return None };
    key.map_or_else(|| about.wish(&dialog.form), |key| about.wish_of(key))
}

/// Goes there.
pub(super) fn fulfil(model: &mut Model, wish: Wish) -> Vec<Effect> {
    match wish {
        Wish::ToToken(id) => leave::to_token(model, id),
        Wish::Grant(id, scope) => grant(model, id, &scope),
    }
}

/// Goes to a token and asks for a scope to be granted to it; that it is granted is decided there.
fn grant(model: &mut Model, id: TokenId, scope: &Scope) -> Vec<Effect> {
    let effects = leave::to_token(model, id);
    if model.screen == Screen::Tokens
        && let Some(row) = model.table.find(id)
    {
        if let Some(reason) = model.may_not_change() {
            model.toasts.say(Tone::Note, reason, model.now);
            return effects;
        }
        let dialog = edit::granting(model, &row, scope);
        open_form(model, dialog);
    }
    effects
}

/// Takes other names of tokens in, after the vault was read.
pub(super) fn rename(model: &mut Model) {
    let traffic = &mut model.traffic;
    traffic.tail.name(&model.fresh.rows, traffic.figures.tokens.iter().map(|(id, _)| *id), true);
    if !traffic.filter.filter.is_empty() {
        sift(model);
    }
}

fn sift(model: &mut Model) {
    let height = model.calls_height();
    let traffic = &mut model.traffic;
    traffic.tail.sift(&traffic.filter.filter, model.now.wall, height);
}

/// Keeps cursor and view within what is shown, after a change of size.
pub(super) fn fit(model: &mut Model) {
    let height = model.calls_height();
    model.traffic.tail.move_by(0, height);
    scroll_figures(model, 0);
}

/// Takes something typed into the `/` line.
pub(super) fn type_filter(model: &mut Model, entry: Entry) -> Vec<Effect> {
    match model.traffic.filter.enter(entry) {
        Typed::Nothing => {}
        Typed::Changed => sift(model),
        Typed::Beneath(action) => return run(model, action),
    }
    Vec::new()
}

/// Does an action of this screen.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Filter => {
            model.traffic.pane = TrafficPane::Calls;
            model.traffic.filter.open = true;
        }
        Action::Open => {
            let call = model.traffic.tail.selected().cloned();
            model.traffic.explaining = call.as_ref().map(|call| call.seq);
            return call.map(|call| Effect::ExplainCall(Box::new(call))).into_iter().collect();
        }
        Action::Pause => pause(model),
        Action::ToToken => {
            let id = model.traffic.tail.selected().and_then(|call| call.token);
            return id.map_or_else(Vec::new, |id| leave::to_token(model, id));
        }
        Action::Back => back(model),
        Action::NextPane | Action::PreviousPane => {
            model.traffic.pane = match model.traffic.pane {
                TrafficPane::Calls => TrafficPane::Figures,
                TrafficPane::Figures => TrafficPane::Calls,
            };
        }
        _ => movement(model, action),
    }
    Vec::new()
}

fn pause(model: &mut Model) {
    let height = model.calls_height();
    let traffic = &mut model.traffic;
    let missed = traffic.tail.toggle_pause(&traffic.filter.filter, model.now.wall, height);
    traffic.stale |= missed;
}

/// Undoes the latest of: the filter, a step into the figures, scrolling back.
fn back(model: &mut Model) {
    let height = model.calls_height();
    let traffic = &mut model.traffic;
    if traffic.pane == TrafficPane::Figures {
        traffic.pane = TrafficPane::Calls;
    } else if traffic.filter.is_used() {
        if traffic.filter.clear() == Typed::Changed {
            sift(model);
        }
    } else {
        traffic.tail.move_to(usize::MAX, height);
    }
}

fn movement(model: &mut Model, action: Action) {
    match model.traffic.pane {
        TrafficPane::Calls if action == Action::MoveRight => model.traffic.pane = TrafficPane::Figures,
        TrafficPane::Calls => {
            let height = model.calls_height();
            let tail = &mut model.traffic.tail;
            tail.move_by(steps(action, tail.len(), height), height);
        }
        TrafficPane::Figures if action == Action::MoveLeft => model.traffic.pane = TrafficPane::Calls,
        TrafficPane::Figures => {
            let height = usize::from(model.traffic_areas().figures.height.saturating_sub(1));
            scroll_figures(model, steps(action, drawn::figures_height(model), height));
        }
    }
}

pub(super) fn scroll_figures(model: &mut Model, lines: isize) {
    let height = usize::from(model.traffic_areas().figures.height.saturating_sub(1));
    let most = drawn::figures_height(model).saturating_sub(height);
    let top = usize::from(model.traffic.figures_top).saturating_add_signed(lines).min(most);
    model.traffic.figures_top = u16::try_from(top).unwrap_or(u16::MAX);
}
