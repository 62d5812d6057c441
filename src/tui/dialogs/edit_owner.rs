//! Editing an owner: its name, what it calls itself where it runs, its note.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::selector::OwnerSelector;
use crate::services::EditOwner;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// The selector that names an owner.
pub fn selector(owner: &Owner) -> OwnerSelector {
    let name = if owner.kind == OwnerKind::Account { String::new() } else { owner.name.as_str().to_owned() };
    OwnerSelector { kind: owner.kind, name }
}

/// The owner as it was when the dialog opened.
#[derive(Debug)]
pub struct Edited(Owner);

/// The dialog, holding what the owner has now.
pub fn open(model: &Model, owner: &Owner) -> FormDialog {
    let about = vec![
        About::fact("Owner", format!("{} {}", owner.kind, owner.name)),
        About::consequence("Its tokens keep their ids and values; commands that name it have to be changed."),
    ];
    let mut controls = vec![Control::text(Slot::Name, "Name", owner.name.as_str())];
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match owner.kind {
        OwnerKind::External => controls.push(
            Control::text(Slot::Url, "Dashboard", &text(&owner.dashboard_url)).placeholder("https://…, where it issues values"),
        ),
        kind => controls.push(
            Control::text(Slot::ExternalId, "Its id", &text(&owner.external_id))
                .placeholder("how it calls itself where it runs")
                .note(bound(kind)),
        ),
    }
    controls.push(Control::text(Slot::Note, "Note", &owner.note));
    controls.push(Control::buttons(["Cancel", "Save"], 1));
    let form = Form::new(controls).submitting(1);
    FormDialog::new(Purpose::EditOwner(Edited(owner.clone())), "Edit owner", about, form, model.now)
}

/// The header that is held against the id; none for a project's.
fn bound(kind: OwnerKind) -> &'static str {
    match kind {
        OwnerKind::Bot => "sent as x-bot-id",
        OwnerKind::Integration => "sent as x-integration-id",
        OwnerKind::Account => "sent as x-workspace-id",
        OwnerKind::Project | OwnerKind::External => "",
    }
}

/// The change that the dialog asks for, holding only what was changed.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::EditOwner(Edited(was)) = &dialog.purpose else { return None };
    let form = &dialog.form;
    let other = |slot: Slot, was: &str| Some(form.text(slot).trim().to_owned()).filter(|text| text != was);
    let mut request = EditOwner { note: other(Slot::Note, &was.note), ..EditOwner::default() };
    match was.kind {
        OwnerKind::External => request.dashboard_url = other(Slot::Url, was.dashboard_url.as_deref().unwrap_or_default()),
        _ => request.external_id = other(Slot::ExternalId, was.external_id.as_deref().unwrap_or_default()),
    }
    let selector = selector(was);
    if form.text(Slot::Name) != was.name.as_str() {
        match form.text(Slot::Name).parse() {
            Ok(name) => request.name = Some(name),
            Err(error) => return refuse(dialog, Slot::Name, format!("{error}")),
        }
    }
    if request == EditOwner::default() {
        return refuse(dialog, Slot::Name, "nothing has been changed yet");
    }
    Some(Effect::Change(Change::EditOwner(selector, request)))
}
