//! Decides: takes what happened, changes the model, and says what is to be done outside. Pure.

mod activity;
mod answers;
mod audit;
mod batch;
mod changes;
mod dialog;
mod filter;
mod first_run;
mod leave;
mod lock;
mod mouse;
mod program;
mod shown;
mod timers;
mod tokens;
mod traffic;
mod walk;

use super::action::Action;
use super::dialogs::form::Entry;
use super::dialogs::setup::Outcome;
use super::dialogs::{Dialog, FormDialog};
use super::effect::{Effect, Load};
use super::model::areas::is_too_small;
use super::model::arrange::Arrange;
use super::model::toast::Tone;
use super::model::{Model, Reading, Screen};
use super::msg::{Msg, Operator, What};

/// Takes a message in.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    model.now = msg.at;
    let mut effects = timers::expire(model);
    effects.extend(match msg.what {
        What::Act(action) => input(model, Entry::Act(action)),
        What::Type(c) => input(model, Entry::Type(c)),
        What::Paste(text) => input(model, Entry::Paste(text)),
        What::Mouse(report) => mouse::take(model, report),
        What::Resized(columns, rows) => resize(model, (columns, rows)),
        What::FocusLost => conceal(model),
        What::Tick => Vec::new(),
        What::Hide => hide(model),
        What::Resumed(stopped) => resumed(model, stopped),
        answer => answers::take(model, answer),
    });
    effects.extend(look_at_selected(model));
    effects.extend(activity::follow(model));
    effects.extend(audit::follow(model));
    effects.extend(walk::follow(model));
    effects.extend(traffic::follow(model));
    effects
}

/// The first effects over an open vault: it is read, and the passphrase asked for unless somebody is in already.
pub fn begin(model: &mut Model, unlocked: Option<Operator>) -> Vec<Effect> {
    match unlocked {
        Some(operator) => {
            let now = model.now;
            model.lock.unlock(operator, now);
        }
        None => {
            lock::ask(model);
        }
    }
    reload(model)
}

fn input(model: &mut Model, entry: Entry) -> Vec<Effect> {
    model.lock.active_at = model.now.up;
    match entry {
        Entry::Act(Action::Suspend) => {
            let mut effects = hide(model);
            effects.push(Effect::Suspend);
            return effects;
        }
        Entry::Act(Action::Lock) if model.setup.is_none() => return program::run(model, Action::Lock),
        _ => {}
    }
    if is_too_small(model.size) {
        // Nothing can be seen, so nothing is done; but nobody is kept.
        return if matches!(entry, Entry::Act(Action::Quit) | Entry::Type('q')) { leave(model) } else { Vec::new() };
    }
    if model.setup.is_some() {
        return set_up(model, entry);
    }
    if let Some(dialog) = model.dialogs.pop() {
        return dialog::enter(model, dialog, entry);
    }
    match (model.screen, entry) {
        // Clicks on the screen are the mouse's own.
        (_, Entry::Click(_)) => Vec::new(),
        (Screen::Tokens, entry) if model.filter.open => filter::enter(model, entry),
        (Screen::Audit, entry) if model.audit.filter.open => audit::type_filter(model, entry),
        (Screen::Activity, entry) if model.activity.filter.open => activity::type_filter(model, entry),
        (Screen::Traffic, entry) if model.traffic.filter.open => traffic::type_filter(model, entry),
        (_, Entry::Act(action)) => program::run(model, action),
        // A paste or a key without a meaning does nothing outside of fields.
        (_, Entry::Type(_) | Entry::Paste(_)) => Vec::new(),
    }
}

fn set_up(model: &mut Model, entry: Entry) -> Vec<Effect> {
    match model.setup.as_mut().map(|setup| setup.enter(entry)) {
        Some(Outcome::Leave) => leave(model),
        Some(Outcome::Do(effect)) => vec![*effect],
        Some(Outcome::Stay) | None => Vec::new(),
    }
}

/// Opens something on top; a revealed value never stays beneath.
fn open(model: &mut Model, dialog: Dialog) {
    conceal(model);
    model.dialogs.push(dialog);
}

fn open_form(model: &mut Model, dialog: FormDialog) -> Vec<Effect> {
    open(model, Dialog::Form(Box::new(dialog)));
    Vec::new()
}

/// Takes a revealed value off the screen, and forgets that one was asked for.
fn conceal(model: &mut Model) -> Vec<Effect> {
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Reveal(_)));
    model.revealing = None;
    Vec::new()
}

/// Takes everything secret off the screen; what is shown once is covered, for it cannot be shown again.
fn hide(model: &mut Model) -> Vec<Effect> {
    conceal(model);
    for dialog in &mut model.dialogs {
        if let Dialog::ShownOnce(shown) = dialog {
            shown.covered = true;
        }
    }
    if let Some(setup) = &mut model.setup {
        setup.covered = setup.recovery.is_some();
    }
    Vec::new()
}

fn resumed(model: &mut Model, stopped: bool) -> Vec<Effect> {
    if !stopped {
        model.toasts.say(Tone::Note, "there is no shell to suspend to", model.now);
    }
    Vec::new()
}

fn resize(model: &mut Model, size: (u16, u16)) -> Vec<Effect> {
    if model.size != size {
        conceal(model);
        model.size = size;
        let (table, tree) = (model.table_height(), model.tree_height());
        model.table.follow(table);
        model.tree.move_by(0, tree);
        audit::fit(model);
        activity::fit(model);
        traffic::fit(model);
    }
    Vec::new()
}

fn leave(model: &mut Model) -> Vec<Effect> {
    hide(model);
    model.leaving = true;
    vec![Effect::Quit]
}

/// Asks for everything to be read again, at once or after the reading under way.
fn reload(model: &mut Model) -> Vec<Effect> {
    match model.reading {
        Reading::Idle => {
            model.reading = Reading::Busy;
            vec![Effect::Load(next_load(model))]
        }
        Reading::Busy | Reading::Again => {
            model.reading = Reading::Again;
            Vec::new()
        }
    }
}

/// First a glimpse, then everything, then whatever changes.
fn next_load(model: &Model) -> Load {
    match model.fresh.head {
        _ if model.fresh.version == 0 => Load::Glimpse(model.table_height().max(1)),
        Some(head) if model.loaded => Load::Since(model.fresh.rows.clone(), head),
        _ => Load::All,
    }
}

/// Asks for the rows to be filtered and sorted as is wanted now.
fn arrange(model: &mut Model) -> Vec<Effect> {
    model.generation += 1;
    vec![Effect::Arrange(Arrange {
        generation: model.generation,
        rows: model.fresh.rows.clone(),
        order: model.order.clone(),
        version: model.fresh.version,
        filter: model.filter.filter.clone(),
        narrowing: model.tree.narrowing(),
        sort: model.table.sort,
        now: model.now.wall,
    })]
}

/// Reads the selected token's detail when it is not the one that was read; one at a time.
fn look_at_selected(model: &mut Model) -> Option<Effect> {
    let selected = model.table.selected_id();
    model.detail.follow(selected, model.now);
    let id = selected?;
    let is_read = !model.detail.stale && model.detail.of(id).is_some();
    if is_read || model.detail.under_way.is_some() || model.detail.failed == Some(id) {
        return None;
    }
    model.detail.under_way = Some(id);
    model.detail.stale = false;
    Some(Effect::Show(id))
}
