//! Actions: those of the program itself are done here, the others by the screen that is shown.

use super::{activity, audit, conceal, leave, lock, open, open_form, reload, tokens, traffic, walk};
use crate::tui::action::Action;
use crate::tui::dialogs::{Dialog, change_passphrase, help::Help, palette::Palette, quit};
use crate::tui::effect::Effect;
use crate::tui::model::availability::LOCKED;
use crate::tui::model::toast::Tone;
use crate::tui::model::{Model, Screen, Tab};

/// Does an action, asks for the passphrase first, or says why it cannot be done.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.unavailable(action) {
        Some(LOCKED) => return lock::ask_for(model, action),
        Some(reason) => {
            model.toasts.say(Tone::Note, reason, model.now);
            return Vec::new();
        }
        None => {}
    }
    match action {
        Action::Quit => match quit::open(model) {
            Some(dialog) => open_form(model, dialog),
            None => leave(model),
        },
        Action::Help => {
            let context = model.context();
            open(model, Dialog::Help(Help { context, top: 0 }));
            Vec::new()
        }
        Action::Palette => {
            open(model, Dialog::Palette(Palette::open()));
            Vec::new()
        }
        Action::Lock => lock::lock(model),
        Action::Unlock => lock::ask(model),
        Action::ChangePassphrase => {
            let dialog = change_passphrase::open(model);
            open_form(model, dialog)
        }
        Action::PrivateMode => {
            conceal(model);
            model.private = !model.private;
            Vec::new()
        }
        Action::Refresh => {
            model.detail.stale = true;
            model.fresh.head = None;
            model.traffic.stale = true;
            model.audit.is_anew_wanted = true;
            walk::news(model);
            reload(model)
        }
        Action::ShowTokens | Action::ShowAudit | Action::ShowActivity | Action::ShowTraffic => {
            Tab::of(action).map_or_else(Vec::new, |tab| show(model, tab.leads_to))
        }
        Action::Review => walk::begin(model),
        Action::SaveReport => walk::ask_where(model),
        Action::Messages | Action::CheckChain if model.screen != Screen::Activity => {
            let effects = show(model, Screen::Activity);
            // Shown for the first time, the screen has the chain checked anyway.
            if action == Action::CheckChain && !effects.is_empty() {
                return effects;
            }
            [effects, activity::run(model, action)].into_iter().flatten().collect()
        }
        _ => on_screen(model, action),
    }
}

/// Shows a screen; each is found as it was left.
pub(super) fn show(model: &mut Model, screen: Screen) -> Vec<Effect> {
    conceal(model);
    match screen {
        Screen::Tokens => {
            model.screen = screen;
            // What is told of a token's use goes on while other screens are shown.
            model.detail.stale = true;
            if std::mem::take(&mut model.traffic.is_news_for_tokens) { reload(model) } else { Vec::new() }
        }
        Screen::Audit => audit::show(model),
        Screen::Activity => activity::show(model, None),
        Screen::Traffic => traffic::show(model, None),
    }
}

/// Hands an action to the screen that is shown.
fn on_screen(model: &mut Model, action: Action) -> Vec<Effect> {
    match (model.screen, action) {
        // What makes something new needs no selection.
        (_, Action::IssueToken | Action::AddOwner | Action::Import) => tokens::run(model, action),
        (Screen::Tokens, _) => tokens::run(model, action),
        (Screen::Audit, _) => audit::run(model, action),
        (Screen::Activity, _) => activity::run(model, action),
        (Screen::Traffic, _) => traffic::run(model, action),
    }
}

/// How far an action moves in a list of `len` of which `height` are seen; a whole list where it goes to an end.
pub(super) fn steps(action: Action, len: usize, height: usize) -> isize {
    let signed = |rows: usize| isize::try_from(rows).unwrap_or(isize::MAX);
    match action {
        Action::MoveDown => 1,
        Action::MoveUp => -1,
        Action::HalfPageDown => signed((height / 2).max(1)),
        Action::HalfPageUp => -signed((height / 2).max(1)),
        Action::PageDown => signed(height.max(1)),
        Action::PageUp => -signed(height.max(1)),
        Action::First => -signed(len),
        Action::Last => signed(len),
        _ => 0,
    }
}
