//! Issuing a token: a personal one, or a further one of a bot, an integration or an external service.

use super::control::{Body, Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, expiry, policy, refuse, scopes};
use crate::domain::kind::{Kind, ScopeRule};
use crate::domain::name::Name;
use crate::domain::owner::OwnerKind;
use crate::domain::policy::Policy;
use crate::domain::selector::OwnerSelector;
use crate::services::{IssueRequest, IssueTarget};
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// The kinds that can be issued, in the order of the choice.
const KINDS: [Kind; 4] = [Kind::Personal, Kind::Bot, Kind::Integration, Kind::External];

/// The dialog, begun with the owner that is selected.
pub fn open(model: &Model) -> FormDialog {
    let (kind, owner) = begin_with(model);
    let mut controls = vec![
        Control::choice(Slot::Kind, "Kind", KINDS.map(title), KINDS.iter().position(|one| *one == kind).unwrap_or(0)),
        Control::text(Slot::Owner, "Of", &owner).placeholder("the name of the owner"),
        Control::text(Slot::Name, "Name", "").placeholder("what it is for: laptop, ci, production"),
        Control::secret(Slot::Value, "Value").note("as its service issued it"),
    ];
    controls.extend(scopes::controls(&model.options.catalogue, kind));
    controls.extend(expiry::controls(kind));
    controls.extend(policy::controls(&Policy::default()));
    controls.push(Control::text(Slot::Note, "Note", ""));
    controls.push(Control::buttons(["Cancel", "Issue"], 1));
    let form = Form::new(controls).focused(if owner.is_empty() { Slot::Kind } else { Slot::Name });
    let mut dialog = FormDialog::new(Purpose::Issue, "New token", Vec::new(), form, model.now);
    fit(&mut dialog, model, kind);
    dialog
}

/// The kind and owner under the cursor, where a further token makes sense.
fn begin_with(model: &Model) -> (Kind, String) {
    let of_row = || model.table.selected().map(|row| (row.kind, row.owner.as_str().to_owned()));
    let of_tree = model.tree.selected_owner().map(|view| (view.owner.kind.token_kind(), view.owner.name.as_str().to_owned()));
    match of_tree.or_else(of_row) {
        Some((kind @ (Kind::Bot | Kind::Integration | Kind::External), owner)) => (kind, owner),
        _ => (Kind::Personal, String::new()),
    }
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Personal => "personal",
        kind => kind.word(),
    }
}

fn kind(form: &Form) -> Kind {
    KINDS.get(form.choice(Slot::Kind)).copied().unwrap_or(Kind::Personal)
}

fn owner_kind(kind: Kind) -> Option<OwnerKind> {
    OwnerKind::ALL.into_iter().find(|owner| *owner != OwnerKind::Account && owner.token_kind() == kind)
}

/// Brings the form into line after the kind was changed.
pub(super) fn settle(dialog: &mut FormDialog, model: &Model) {
    let kind = kind(&dialog.form);
    let is_other = dialog.form.control(Slot::Kind).is_some_and(|control| control.note.as_deref() != Some(says(kind)));
    if is_other {
        dialog.form.clear(Slot::Owner);
        scopes::replace(&mut dialog.form, &model.options.catalogue, kind);
        for control in expiry::controls(kind) {
            let slot = control.slot;
            if let Some(old) = dialog.form.control_mut(slot) {
                *old = control;
            }
        }
        fit(dialog, model, kind);
    }
    expiry::settle(&mut dialog.form);
}

/// Shows what the kind needs, and offers its owners.
fn fit(dialog: &mut FormDialog, model: &Model, kind: Kind) {
    let form = &mut dialog.form;
    form.hide(Slot::Owner, kind == Kind::Personal);
    form.hide(Slot::Value, kind != Kind::External);
    policy::hide(form, !kind.is_verified());
    let without_scopes = !matches!(kind.scope_rule(), ScopeRule::Chosen | ScopeRule::Default);
    form.hide(Slot::FindScope, without_scopes);
    form.hide(Slot::Scopes, without_scopes);
    if let Some(control) = form.control_mut(Slot::Kind) {
        control.note = Some(says(kind).to_owned());
    }
    if let (Some(Control { body: Body::Text(text), .. }), Some(owner_kind)) = (form.control_mut(Slot::Owner), owner_kind(kind)) {
        text.candidates = super::add_owner::names(model, owner_kind);
    }
}

fn says(kind: Kind) -> &'static str {
    match kind {
        Kind::Personal => "of the account; its value is shown once",
        Kind::External => "issued elsewhere, kept here",
        _ => "one more for a bot or integration that there is",
    }
}

/// The request, once everything in the form makes sense.
pub(super) fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Effect> {
    let kind = kind(&dialog.form);
    let target = match owner_kind(kind) {
        None => IssueTarget::Personal,
        Some(owner_kind) => {
            let owner = dialog.form.text(Slot::Owner).trim().to_owned();
            if !super::add_owner::exists(model, owner_kind, &owner) {
                return refuse(dialog, Slot::Owner, format!("no {owner_kind} has that name; add it first"));
            }
            IssueTarget::Owner(OwnerSelector { kind: owner_kind, name: owner })
        }
    };
    let name: Name = match dialog.form.text(Slot::Name).parse() {
        Ok(name) => name,
        Err(error) => return refuse(dialog, Slot::Name, format!("{error}")),
    };
    if kind == Kind::External && dialog.form.expose(Slot::Value).is_empty() {
        return refuse(dialog, Slot::Value, "paste or type the value");
    }
    let scopes = match scopes::read(&dialog.form) {
        Ok(scopes) => scopes,
        Err((slot, error)) => return refuse(dialog, slot, error),
    };
    let expiry = match expiry::read(&dialog.form, model.now.wall) {
        Ok(expiry) => expiry,
        Err((slot, error)) => return refuse(dialog, slot, error),
    };
    let policy = match policy::read(&dialog.form) {
        Ok(policy) => policy,
        Err((slot, error)) => return refuse(dialog, slot, error),
    };
    let value = (kind == Kind::External).then(|| dialog.form.secret(Slot::Value));
    let note = dialog.form.text(Slot::Note).to_owned();
    Some(Effect::Change(Change::Issue(IssueRequest { target, name, scopes, expiry, policy, note, value })))
}
