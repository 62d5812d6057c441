//! Archiving an owner, and what becomes of its live tokens.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose};
use crate::services::{ArchiveTokens, OwnerView};
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// What may become of live tokens, in the order of the choice.
const FATES: [(ArchiveTokens, &str); 2] = [(ArchiveTokens::Revoke, "revoke them"), (ArchiveTokens::Keep, "leave them live")];

/// The dialog. `live` counts the live tokens of it and of everything beneath.
pub fn open(model: &Model, view: &OwnerView, live: usize) -> FormDialog {
    let mut about = vec![About::fact("Owner", format!("{} {}", view.owner.kind, view.owner.name))];
    about.push(About::fact("Live tokens", format!("{live}, with everything that belongs to it")));
    about.push(About::consequence("It leaves the tree's foreground and gets no new tokens."));
    let controls = vec![
        Control::choice(Slot::Tokens, "Its tokens", FATES.map(|(_, words)| words), 0)
            .note(if live > 0 { "revoking cannot be undone" } else { "" })
            .hidden(live == 0),
        Control::buttons(["Cancel", "Archive"], 0),
    ];
    let form = Form::new(controls).focused(Slot::Buttons);
    FormDialog::new(Purpose::ArchiveOwner(super::edit_owner::selector(&view.owner)), "Archive", about, form, model.now)
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::ArchiveOwner(selector) = &dialog.purpose else { return None };
    let is_asked = dialog.form.control(Slot::Tokens).is_some_and(|control| !control.hidden);
    let chosen = FATES.get(dialog.form.choice(Slot::Tokens)).map_or(ArchiveTokens::Refuse, |(fate, _)| *fate);
    let fate = if is_asked { chosen } else { ArchiveTokens::Refuse };
    Some(Effect::Change(Change::ArchiveOwner(selector.clone(), fate)))
}
