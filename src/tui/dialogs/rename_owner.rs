//! Renaming an owner.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::selector::OwnerSelector;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// The selector that names an owner.
pub fn selector(owner: &Owner) -> OwnerSelector {
    let name = if owner.kind == OwnerKind::Account { String::new() } else { owner.name.as_str().to_owned() };
    OwnerSelector { kind: owner.kind, name }
}

/// The owner as it was when the dialog opened.
#[derive(Debug)]
pub struct Renamed {
    selector: OwnerSelector,
    was: String,
}

/// The dialog.
pub fn open(model: &Model, owner: &Owner) -> FormDialog {
    let about = vec![
        About::fact("Owner", format!("{} {}", owner.kind, owner.name)),
        About::consequence("Its tokens keep their ids and values; commands that name it have to be changed."),
    ];
    let form =
        Form::new(vec![Control::text(Slot::Name, "New name", owner.name.as_str()), Control::buttons(["Cancel", "Rename"], 1)])
            .submitting(1);
    let renamed = Renamed { selector: selector(owner), was: owner.name.as_str().to_owned() };
    FormDialog::new(Purpose::RenameOwner(renamed), "Rename", about, form, model.now)
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::RenameOwner(renamed) = &dialog.purpose else { return None };
    let selector = renamed.selector.clone();
    if dialog.form.text(Slot::Name) == renamed.was {
        return refuse(dialog, Slot::Name, "that is its name already");
    }
    match dialog.form.text(Slot::Name).parse() {
        Ok(name) => Some(Effect::Change(Change::RenameOwner(selector, name))),
        Err(error) => refuse(dialog, Slot::Name, format!("{error}")),
    }
}
