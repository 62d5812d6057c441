//! Actions on the activity screen.

pub(super) mod chain;

use super::program::steps;
use super::{leave, open_form};
use crate::domain::filter::EventFilter;
use crate::domain::id::TokenId;
use crate::domain::owner::Owner;
use crate::services::HistoryPage;
use crate::tui::action::Action;
use crate::tui::dialogs::export_log;
use crate::tui::dialogs::form::Entry;
use crate::tui::effect::Effect;
use crate::tui::model::activity::ActivityPane;
use crate::tui::model::filter_line::Typed;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Failure;
use crate::tui::view::activity as drawn;

/// What happened to a token.
pub(super) fn filter_of_token(id: TokenId) -> EventFilter {
    EventFilter::of_token(id)
}

/// What happened to an owner.
pub(super) fn filter_of_owner(owner: &Owner) -> EventFilter {
    EventFilter::of_owner(owner.kind, owner.name.as_str())
}

/// Shows the screen as it was left, or with a filter. The chain is checked when it is shown for the first time.
pub(super) fn show(model: &mut Model, filter: Option<EventFilter>) -> Vec<Effect> {
    super::conceal(model);
    model.screen = Screen::Activity;
    model.activity.log.news();
    if let Some(filter) = filter {
        model.activity.pane = ActivityPane::History;
        narrow(model, &filter);
    }
    chain::check_first(model)
}

/// Checks the chain if nobody has asked for it yet.
pub(super) fn check_chain_first(model: &mut Model) -> Vec<Effect> {
    chain::check_first(model)
}

/// Puts a filter into the line and in force.
fn narrow(model: &mut Model, filter: &EventFilter) {
    if model.activity.filter.set(&filter.to_string()) == Typed::Changed {
        model.activity.log.restart();
    }
}

/// What is to be read next while the screen is shown.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    if model.screen != Screen::Activity || model.info.is_none() {
        return Vec::new();
    }
    let mut effects = chain::catch_up(model);
    let wanted = model.activity.log.ask();
    effects.extend(wanted.map(|wanted| Effect::ReadHistory(wanted, model.activity.filter.filter.clone())));
    effects
}

/// Takes a page in.
pub(super) fn read(model: &mut Model, generation: u64, page: Result<HistoryPage, Failure>) -> Vec<Effect> {
    let height = model.history_height();
    model.activity.log.take(generation, page, height);
    Vec::new()
}

/// Keeps cursor and view within what is shown, after a change of size.
pub(super) fn fit(model: &mut Model) {
    let height = model.history_height();
    model.activity.log.follow(height);
    scroll_entry(model, 0);
    scroll_messages(model, 0);
}

/// Takes something typed into the `/` line.
pub(super) fn type_filter(model: &mut Model, entry: Entry) -> Vec<Effect> {
    let was_narrow = !model.activity.filter.filter.is_empty();
    match model.activity.filter.enter(entry) {
        Typed::Nothing => Vec::new(),
        Typed::Changed => {
            refill(model, was_narrow);
            Vec::new()
        }
        Typed::Beneath(action) => run(model, action),
    }
}

/// Reads anew for the filter that is in force now. Where it was cleared, the entry that was found stays under the cursor,
/// with what happened around it.
fn refill(model: &mut Model, was_narrow: bool) {
    model.activity.entry_top = 0;
    if was_narrow && model.activity.filter.filter.is_empty() {
        model.activity.log.restart_around_selected();
    } else {
        model.activity.log.restart();
    }
}

/// Does an action of this screen.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Filter => {
            model.activity.pane = ActivityPane::History;
            model.activity.filter.open = true;
        }
        Action::Open => return leave::to_entry(model),
        Action::History => {
            let event = model.activity.selected().and_then(|entry| entry.event());
            let filter = event.and_then(|event| match event.what.token {
                Some(id) => Some(filter_of_token(id)),
                None => model.tree.owner(event.what.owner?).map(|view| filter_of_owner(&view.owner)),
            });
            filter.iter().for_each(|filter| narrow(model, filter));
        }
        Action::CheckChain => return chain::check(model),
        Action::FirstBad => {
            if let Some(bad) = model.activity.chain.report().and_then(|report| report.first_bad) {
                model.activity.pane = ActivityPane::History;
                model.activity.filter.clear();
                model.activity.entry_top = 0;
                model.activity.log.restart_around(bad.seq);
            }
        }
        Action::ExportLog => {
            let dialog = export_log::open(model);
            return open_form(model, dialog);
        }
        Action::Messages if model.activity.pane == ActivityPane::Messages => model.activity.pane = ActivityPane::History,
        Action::Messages => {
            model.activity.pane = ActivityPane::Messages;
            model.activity.messages_top = 0;
        }
        Action::Back => back(model),
        Action::NextPane => model.activity.pane = next_pane(model.activity.pane),
        Action::PreviousPane => model.activity.pane = next_pane(next_pane(model.activity.pane)),
        _ => movement(model, action),
    }
    Vec::new()
}

fn next_pane(pane: ActivityPane) -> ActivityPane {
    match pane {
        ActivityPane::History => ActivityPane::Entry,
        ActivityPane::Entry => ActivityPane::Messages,
        ActivityPane::Messages => ActivityPane::History,
    }
}

/// Undoes the latest of: the messages, a search, a check, the filter, a step into the detail.
fn back(model: &mut Model) {
    let activity = &mut model.activity;
    if activity.pane == ActivityPane::Messages {
        activity.pane = ActivityPane::History;
    } else if activity.log.halt() || activity.chain.give_up() {
    } else if activity.filter.is_used() {
        let was_narrow = !activity.filter.filter.is_empty();
        if activity.filter.clear() == Typed::Changed {
            refill(model, was_narrow);
        }
    } else {
        activity.pane = ActivityPane::History;
    }
}

fn movement(model: &mut Model, action: Action) {
    match model.activity.pane {
        ActivityPane::History => move_in_history(model, action),
        ActivityPane::Entry if action == Action::MoveLeft => model.activity.pane = ActivityPane::History,
        ActivityPane::Entry => {
            let height = usize::from(model.activity_areas().entry.height.saturating_sub(1));
            scroll_entry(model, steps(action, drawn::entry_height(model), height));
        }
        ActivityPane::Messages => {
            let height = usize::from(model.activity_areas().messages.height.saturating_sub(1));
            scroll_messages(model, steps(action, drawn::messages_height(model), height));
        }
    }
}

fn move_in_history(model: &mut Model, action: Action) {
    let height = model.history_height();
    let log = &mut model.activity.log;
    let before = log.selected().map(|entry| entry.seq());
    match action {
        Action::MoveRight => model.activity.pane = ActivityPane::Entry,
        Action::First => log.first(height),
        Action::Last => log.last(height),
        _ => log.move_by(steps(action, log.len(), height), height),
    }
    if model.activity.selected().map(|entry| entry.seq()) != before {
        model.activity.entry_top = 0;
    }
}

pub(super) fn scroll_entry(model: &mut Model, lines: isize) {
    let height = usize::from(model.activity_areas().entry.height.saturating_sub(1));
    let most = drawn::entry_height(model).saturating_sub(height);
    let top = usize::from(model.activity.entry_top).saturating_add_signed(lines).min(most);
    model.activity.entry_top = u16::try_from(top).unwrap_or(u16::MAX);
}

pub(super) fn scroll_messages(model: &mut Model, lines: isize) {
    let height = usize::from(model.activity_areas().messages.height.saturating_sub(1));
    let most = drawn::messages_height(model).saturating_sub(height);
    model.activity.messages_top = model.activity.messages_top.saturating_add_signed(lines).min(most);
}
