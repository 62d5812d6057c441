//! Changing the passphrase: the present one or the recovery key proves who asks.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::domain::label::display_safe;
use crate::domain::passphrase::Passphrase;
use crate::services::Error;
use crate::tui::effect::Effect;
use crate::tui::model::Model;

/// The dialog.
pub fn open(model: &Model) -> FormDialog {
    let operator = model.lock.operator.as_ref().map(|operator| operator.name.to_string()).unwrap_or_default();
    let about = vec![
        About::fact("Operator", operator),
        About::consequence(
            "The old passphrase opens nothing from then on, and ends where it is unlocked elsewhere. The recovery key stays good.",
        ),
    ];
    let form = Form::new(vec![
        Control::secret(Slot::Passphrase, "Present").note("or the recovery key"),
        Control::new_passphrase(Slot::NewPassphrase, "New"),
        Control::secret(Slot::Repeat, "Once more"),
        Control::buttons(["Cancel", "Change"], 0),
    ]);
    FormDialog::new(Purpose::ChangePassphrase, "Change the passphrase", about, form, model.now)
}

/// The effect that changes it.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    if dialog.form.expose(Slot::Passphrase).is_empty() {
        return refuse(dialog, Slot::Passphrase, "type the present passphrase, or the recovery key");
    }
    let new = Passphrase::new(dialog.form.secret(Slot::NewPassphrase));
    if let Err(error) = new.check_new() {
        return refuse(dialog, Slot::NewPassphrase, error.to_string());
    }
    if dialog.form.expose(Slot::Repeat) != dialog.form.expose(Slot::NewPassphrase) {
        dialog.form.clear(Slot::Repeat);
        return refuse(dialog, Slot::Repeat, "not the same as above; type it again");
    }
    let proof = Passphrase::new(dialog.form.secret(Slot::Passphrase));
    Some(Effect::ChangePassphrase { proof, new })
}

/// Says beside the field at fault why it was not changed; the old passphrase is still good.
pub fn refused(dialog: &mut FormDialog, error: String) {
    dialog.busy = None;
    let is_wrong = error == Error::WrongPassphrase.to_string();
    let slot = if is_wrong { Slot::Passphrase } else { Slot::NewPassphrase };
    if is_wrong {
        dialog.form.clear(Slot::Passphrase);
    }
    dialog.form.refuse(slot, display_safe(&error).to_string());
}
