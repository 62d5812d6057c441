//! Keys while a value is shown once: it goes only when the operator says that it is stored.

use super::{lock, open_form};
use crate::tui::action::Action;
use crate::tui::dialogs::form::Entry;
use crate::tui::dialogs::shown_once::{BUTTONS, ShownOnce};
use crate::tui::dialogs::{Dialog, save_value};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::toast::Tone;
use std::sync::Arc;

/// Takes something pressed.
pub(super) fn enter(model: &mut Model, mut shown: ShownOnce, entry: Entry) -> Vec<Effect> {
    let Entry::Act(action) = entry else { return stay(model, shown) };
    if shown.covered && model.lock.is_unlocked() {
        shown.covered = false;
        return stay(model, shown);
    }
    match action {
        Action::MoveLeft | Action::PreviousField => shown.button = shown.button.saturating_sub(1),
        Action::MoveRight => shown.button = (shown.button + 1).min(BUTTONS.len() - 1),
        Action::NextField => shown.button = (shown.button + 1) % BUTTONS.len(),
        Action::Copy => return copy(model, shown),
        Action::SaveValue => return save(model, shown),
        Action::Confirm => return press(model, shown),
        Action::Back => shown.said = Some(format!("press “{}” once it is", BUTTONS[2])),
        _ => {}
    }
    stay(model, shown)
}

fn stay(model: &mut Model, shown: ShownOnce) -> Vec<Effect> {
    model.dialogs.push(Dialog::ShownOnce(shown));
    Vec::new()
}

fn press(model: &mut Model, mut shown: ShownOnce) -> Vec<Effect> {
    match shown.button {
        0 => copy(model, shown),
        1 => save(model, shown),
        _ => {
            if !shown.stored(model.now) {
                return stay(model, shown);
            }
            Vec::new()
        }
    }
}

fn copy(model: &mut Model, shown: ShownOnce) -> Vec<Effect> {
    with_value(model, shown, |_, of, value| vec![Effect::CopyShown { of, value }])
}

fn save(model: &mut Model, shown: ShownOnce) -> Vec<Effect> {
    with_value(model, shown, |model, of, value| {
        let dialog = save_value::open(model, &of, value);
        open_form(model, dialog)
    })
}

fn with_value(
    model: &mut Model,
    shown: ShownOnce,
    act: impl FnOnce(&mut Model, String, Arc<crate::domain::plaintext::Plaintext>) -> Vec<Effect>,
) -> Vec<Effect> {
    let current = shown.current().map(|fresh| (fresh.token.selector(), Arc::clone(&fresh.value)));
    stay(model, shown);
    if !model.lock.is_unlocked() {
        return lock::ask(model);
    }
    current.map_or_else(Vec::new, |(of, value)| act(model, of, value))
}

/// Says in the dialog what became of its value, or in a message when none is open.
pub(super) fn say(model: &mut Model, tone: Tone, text: &str) {
    for dialog in &mut model.dialogs {
        if let Dialog::ShownOnce(shown) = dialog {
            shown.said = Some(text.to_owned());
            return;
        }
    }
    model.toasts.say(tone, text, model.now);
}
