//! Editing a token: name, note, scopes, expiry, networks and rate.

use super::about::About;
use super::control::{Body, Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, expiry, policy, refuse, scopes};
use crate::domain::id::TokenId;
use crate::domain::kind::ExpiryRule;
use crate::domain::policy::Policy;
use crate::domain::scope::Scope;
use crate::domain::summary::TokenSummary;
use crate::services::EditRequest;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;
use crate::tui::view::when;

/// The token as it was when the dialog opened.
#[derive(Debug)]
pub struct Edited {
    id: TokenId,
    name: String,
    note: String,
    scopes: Vec<String>,
    /// Whether something is changed from the start, so that it starts on Cancel.
    pub is_changed: bool,
    policy: Policy,
}

/// The dialog, holding what the token has now.
pub fn open(model: &Model, row: &TokenSummary) -> FormDialog {
    let now = model.now.wall;
    let mut about = vec![About::fact("Token", row.selector())];
    if row.kind.expiry_rule() != ExpiryRule::None {
        let expires = row.expires_at.map_or_else(|| "never".to_owned(), |at| when::both(at, now));
        about.push(About::fact("Expires", expires));
    }
    let mut controls = vec![Control::text(Slot::Name, "Name", row.name.as_str())];
    controls.extend(scopes::controls_to_edit(&model.options.catalogue, row.kind, &row.scopes));
    if row.kind.expiry_rule() != ExpiryRule::None {
        controls.extend(expiry::controls_to_edit());
    }
    controls.extend(policy::controls(&row.policy));
    controls.push(Control::text(Slot::Note, "Note", &row.note));
    controls.push(Control::buttons(["Cancel", "Save"], 1));
    let mut form = Form::new(controls);
    policy::hide(&mut form, !row.kind.is_verified());
    let scopes = form.ticks(Slot::Scopes).map(|ticks| ticks.chosen()).unwrap_or_default();
    let edited = Edited {
        id: row.id,
        name: row.name.as_str().to_owned(),
        note: row.note.clone(),
        scopes,
        policy: row.policy.clone(),
        is_changed: false,
    };
    FormDialog::new(Purpose::Edit(edited), "Edit", about, form, model.now)
}

/// The same with one scope more ticked than the token has, under the cursor and with the focus on it.
pub fn granting(model: &Model, row: &TokenSummary, scope: &Scope) -> FormDialog {
    let mut dialog = open(model, row);
    if let Some(Body::Ticks(ticks)) = dialog.form.control_mut(Slot::Scopes).map(|control| &mut control.body)
        && let Some(at) = ticks.all.iter().position(|tick| tick.name == scope.as_str())
    {
        ticks.all[at].on = true;
        ticks.cursor = at;
        dialog.about.push(About::consequence(format!("{scope} is ticked: it was missing. Save grants it.")));
        dialog.form.focus_on(Slot::Scopes);
        if let Purpose::Edit(edited) = &mut dialog.purpose {
            edited.is_changed = true;
        }
        if let Some(Body::Buttons(buttons)) = dialog.form.control_mut(Slot::Buttons).map(|control| &mut control.body) {
            buttons.selected = 0;
        }
    }
    dialog
}

/// The request, holding only what was changed.
pub(super) fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Effect> {
    let Purpose::Edit(edited) = &dialog.purpose else { return None };
    let (id, was_name, was_note, was_scopes) = (edited.id, edited.name.clone(), edited.note.clone(), edited.scopes.clone());
    let was_policy = edited.policy.clone();
    let mut request = EditRequest::default();
    if dialog.form.text(Slot::Name) != was_name {
        match dialog.form.text(Slot::Name).parse() {
            Ok(name) => request.name = Some(name),
            Err(error) => return refuse(dialog, Slot::Name, format!("{error}")),
        }
    }
    match scopes::read(&dialog.form) {
        Ok(scopes) => request.scopes = scopes.filter(|scopes| *scopes != was_scopes),
        Err((slot, error)) => return refuse(dialog, slot, error),
    }
    match expiry::read(&dialog.form, model.now.wall) {
        Ok(expiry) => request.expiry = expiry,
        Err((slot, error)) => return refuse(dialog, slot, error),
    }
    match policy::read(&dialog.form) {
        Ok(Policy { networks, rate }) => {
            request.networks = Some(networks).filter(|networks| *networks != was_policy.networks);
            request.rate = Some(rate).filter(|rate| *rate != was_policy.rate);
        }
        Err((slot, error)) => return refuse(dialog, slot, error),
    }
    request.note = Some(dialog.form.text(Slot::Note).to_owned()).filter(|note| *note != was_note);
    if request == EditRequest::default() {
        return refuse(dialog, Slot::Name, "nothing has been changed yet");
    }
    Some(Effect::Change(Change::Edit(id, request)))
}
