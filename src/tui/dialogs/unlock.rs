//! Unlocking: a passphrase, or the recovery key in the same line.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::domain::passphrase::Passphrase;
use crate::tui::effect::Effect;
use crate::tui::model::Model;

/// The dialog that asks for the passphrase.
pub fn open(model: &Model) -> FormDialog {
    let account = model.info.as_ref().map(|info| info.account.to_string()).unwrap_or_default();
    let form = Form::new(vec![
        Control::secret(Slot::Passphrase, "Passphrase").note("or the recovery key"),
        Control::buttons(["Browse locked", "Unlock"], 1),
    ])
    .submitting(1);
    let mut about = vec![About::fact("Vault", account)];
    if let Some(hint) = &model.lock.hint {
        about.push(About::consequence(format!("A demo that guards nothing; its passphrase is: {hint}")));
    }
    FormDialog::new(Purpose::Unlock, "Unlock", about, form, model.now)
}

/// Tries what was typed, unless it is too soon.
pub(super) fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Effect> {
    if let Some(seconds) = model.lock.wait(model.now) {
        return refuse(dialog, Slot::Passphrase, format!("wait {seconds} s before the next try"));
    }
    if dialog.form.expose(Slot::Passphrase).is_empty() {
        return refuse(dialog, Slot::Passphrase, "type the passphrase, or press Esc to browse without it");
    }
    let passphrase = Passphrase::new(dialog.form.secret(Slot::Passphrase));
    dialog.form.clear(Slot::Passphrase);
    Some(Effect::Unlock { attempt: model.lock.attempt + 1, passphrase })
}
