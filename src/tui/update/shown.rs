//! Keys while a value is shown once: it goes only when the operator says that it is stored.

use super::{lock, open_form};
use crate::domain::plaintext::Plaintext;
use crate::tui::action::Action;
use crate::tui::dialogs::form::Entry;
use crate::tui::dialogs::shown_once::{Button, ShownOnce};
use crate::tui::dialogs::{Dialog, Purpose, save_value};
use crate::tui::effect::{Effect, Named};
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::toast::Tone;
use std::sync::Arc;

/// Takes something pressed.
pub(super) fn enter(model: &mut Model, mut shown: ShownOnce, entry: Entry) -> Vec<Effect> {
    let action = match entry {
        Entry::Act(action) => action,
        // The first click chooses the button, the next one presses it.
        Entry::Click(Hit::Once(button)) if button == shown.button => Action::Confirm,
        Entry::Click(Hit::Once(button)) => {
            shown.button = button.min(shown.buttons().len() - 1);
            return stay(model, shown);
        }
        _ => return stay(model, shown),
    };
    if shown.covered && model.lock.is_unlocked() {
        shown.covered = false;
        return stay(model, shown);
    }
    let buttons = shown.buttons();
    let last = buttons.len() - 1;
    match action {
        Action::MoveLeft | Action::PreviousField => shown.button = shown.button.saturating_sub(1),
        Action::MoveRight => shown.button = (shown.button + 1).min(last),
        Action::NextField => shown.button = (shown.button + 1) % buttons.len(),
        Action::Copy => return copy(model, shown),
        Action::SaveValue => return save(model, shown),
        Action::Confirm => return press(model, shown),
        Action::Back => {
            let wanted = buttons.last().map(|button| button.label()).unwrap_or_default();
            shown.said = Some(format!("press “{wanted}” once that is so"));
        }
        _ => {}
    }
    stay(model, shown)
}

fn stay(model: &mut Model, shown: ShownOnce) -> Vec<Effect> {
    model.dialogs.push(Dialog::ShownOnce(shown));
    Vec::new()
}

fn press(model: &mut Model, mut shown: ShownOnce) -> Vec<Effect> {
    match shown.buttons().get(shown.button) {
        Some(Button::Copy) => copy(model, shown),
        Some(Button::Save) => save(model, shown),
        Some(Button::SaveAll) => save_all(model, shown),
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
        let dialog = save_value::open(model, vec![(of, value)]);
        open_form(model, dialog)
    })
}

fn save_all(model: &mut Model, shown: ShownOnce) -> Vec<Effect> {
    let values = shown.named();
    with_value(model, shown, |model, _, _| {
        let dialog = save_value::open(model, values);
        open_form(model, dialog)
    })
}

/// What was to be saved is saved: the dialog that asked where goes.
pub(super) fn saved(model: &mut Model) {
    let saving = |dialog: &Dialog| match dialog {
        Dialog::Form(form) => match &form.purpose {
            Purpose::SaveValue(values) => Some(values.len()),
            _ => None,
        },
        _ => None,
    };
    let count = model.dialogs.iter().find_map(saving);
    model.dialogs.retain(|dialog| saving(dialog).is_none());
    for dialog in &mut model.dialogs {
        if let Dialog::ShownOnce(shown) = dialog
            && count.is_some_and(|count| count > 1 && count == shown.values.len())
        {
            shown.all_saved();
        }
    }
}

fn with_value(
    model: &mut Model,
    shown: ShownOnce,
    act: impl FnOnce(&mut Model, String, Arc<Plaintext>) -> Vec<Effect>,
) -> Vec<Effect> {
    let current: Option<Named> = shown.current().map(|fresh| (fresh.token.selector(), Arc::clone(&fresh.value)));
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
