//! Locking and unlocking.

use super::{batch, hide, open_form, program};
use crate::tui::action::Action;
use crate::tui::dialogs::control::Slot;
use crate::tui::dialogs::{Dialog, FormDialog, Purpose, unlock};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Operator, UnlockFailure};

/// Locks: everything open goes at once, the keys are forgotten, the passphrase is asked for.
pub(super) fn lock(model: &mut Model) -> Vec<Effect> {
    hide(model);
    model.lock.operator = None;
    model.lock.attempt += 1;
    model.after_unlock = None;
    model.filter.open = false;
    model.activity.filter.open = false;
    model.traffic.filter.open = false;
    model.audit.filter.open = false;
    model.toasts.clear();
    batch::stop(model);
    // What is shown once must not be lost, nor what became of work on many; both stay covered until the vault is unlocked.
    model.dialogs.retain(|dialog| matches!(dialog, Dialog::ShownOnce(_)) || is_report(dialog));
    ask(model);
    vec![Effect::Lock]
}

/// Asks for the passphrase.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let dialog = unlock::open(model);
    open_form(model, dialog)
}

/// Asks for the passphrase, to do something afterwards.
pub(super) fn ask_for(model: &mut Model, action: Action) -> Vec<Effect> {
    model.after_unlock = Some(action);
    ask(model)
}

/// Takes the answer to a passphrase.
pub(super) fn answered(model: &mut Model, attempt: u64, result: Result<Operator, UnlockFailure>) -> Vec<Effect> {
    if attempt != model.lock.attempt {
        // Given up meanwhile: nobody is to be unlocked by it, unless a later try already was.
        return if model.lock.is_unlocked() { Vec::new() } else { vec![Effect::Lock] };
    }
    let now = model.now;
    match result {
        Ok(operator) => {
            model.lock.unlock(operator, now);
            model.dialogs.retain(|dialog| !is_unlock(dialog));
            model.after_unlock.take().map_or_else(Vec::new, |action| program::run(model, action))
        }
        Err(failure) => {
            let message = match failure {
                UnlockFailure::Wrong => {
                    model.lock.fail(now);
                    crate::services::Error::WrongPassphrase.to_string()
                }
                UnlockFailure::Fault(message) => message,
            };
            if let Some(dialog) = unlock_dialog(model) {
                dialog.busy = None;
                dialog.form.refuse(Slot::Passphrase, message);
            }
            Vec::new()
        }
    }
}

/// A wait is over: what was said about it goes.
pub(super) fn forgive_wait(model: &mut Model) {
    if let Some(dialog) = unlock_dialog(model) {
        dialog.form.forgive();
    }
}

/// Whether a dialog asks for the passphrase.
pub(super) fn is_unlock(dialog: &Dialog) -> bool {
    matches!(dialog, Dialog::Form(form) if matches!(form.purpose, Purpose::Unlock))
}

fn is_report(dialog: &Dialog) -> bool {
    matches!(dialog, Dialog::Form(form) if matches!(form.purpose, Purpose::Report))
}

fn unlock_dialog(model: &mut Model) -> Option<&mut FormDialog> {
    model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Form(form) if matches!(form.purpose, Purpose::Unlock) => Some(form.as_mut()),
        _ => None,
    })
}
