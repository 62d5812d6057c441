//! Setting the expiry of one token, and nothing else of it.

use super::about::{self, About};
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, expiry, refuse};
use crate::domain::kind::Kind;
use crate::domain::summary::TokenSummary;
use crate::services::EditRequest;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;
use crate::tui::view::when;

/// The dialog.
pub fn open(model: &Model, row: &TokenSummary) -> FormDialog {
    let now = model.now.wall;
    let mut about = about::token(row, now);
    about.push(About::fact("Expires now", row.expires_at.map_or_else(|| "never".to_owned(), |at| when::both(at, now))));
    about.push(About::consequence("From its expiry on it is refused, until it is given a later one."));
    let mut controls = Vec::from(expiry::controls(Kind::Personal));
    controls.push(Control::buttons(["Cancel", "Set"], 0));
    FormDialog::new(Purpose::SetExpiry(row.id), "Set the expiry", about, Form::new(controls), model.now)
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Effect> {
    let Purpose::SetExpiry(id) = dialog.purpose else { return None };
    match expiry::read(&dialog.form, model.now.wall) {
        Ok(None) => refuse(dialog, Slot::Expiry, "choose an expiry"),
        Ok(chosen) => Some(Effect::Change(Change::Edit(id, EditRequest { expiry: chosen, ..EditRequest::default() }))),
        Err((slot, error)) => refuse(dialog, slot, error),
    }
}
