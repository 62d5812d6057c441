//! Adding a project, a bot, an integration or an external service, and with it the first token.

use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, expiry, policy, refuse, scopes};
use crate::domain::name::Name;
use crate::domain::owner::OwnerKind;
use crate::domain::policy::Policy;
use crate::services::AddOwner;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// The kinds that can be added, in the order of the choice.
const KINDS: [OwnerKind; 4] = [OwnerKind::Project, OwnerKind::Bot, OwnerKind::Integration, OwnerKind::External];

/// Names of the owners of a kind that are not archived.
pub(super) fn names(model: &Model, kind: OwnerKind) -> Vec<String> {
    let alive = model.tree.owners.iter().filter(|view| view.owner.kind == kind && view.owner.archived_at.is_none());
    alive.map(|view| view.owner.name.as_str().to_owned()).collect()
}

/// Whether an owner of that kind and name is there and not archived.
pub(super) fn exists(model: &Model, kind: OwnerKind, name: &str) -> bool {
    let folded = name.to_lowercase();
    names(model, kind).iter().any(|one| one.to_lowercase() == folded)
}

/// The dialog; under a project it offers to belong to it.
pub fn open(model: &Model) -> FormDialog {
    let project = model.tree.selected_owner().filter(|view| view.owner.kind == OwnerKind::Project);
    let project = project.map(|view| view.owner.name.as_str().to_owned());
    let kind = if project.is_some() { OwnerKind::Bot } else { OwnerKind::Project };
    let mut controls = vec![
        Control::choice(Slot::Kind, "Kind", KINDS.map(OwnerKind::word), KINDS.iter().position(|one| *one == kind).unwrap_or(0)),
        Control::text(Slot::Name, "Name", "").placeholder("what it is called"),
        Control::text(Slot::Project, "Project", project.as_deref().unwrap_or_default())
            .placeholder("none")
            .candidates(names(model, OwnerKind::Project)),
        Control::text(Slot::ExternalId, "Its id", "").placeholder("how it calls itself where it runs"),
        Control::text(Slot::Url, "Dashboard", "").placeholder("https://…, where it issues values"),
        Control::secret(Slot::Value, "Value").note("may be added later"),
        Control::text(Slot::TokenName, "Token", "").placeholder("default"),
    ];
    controls.extend(scopes::controls(&model.options.catalogue, kind.token_kind()));
    controls.extend(expiry::controls(kind.token_kind()));
    controls.extend(policy::controls(&Policy::default()));
    controls.push(Control::text(Slot::Note, "Note", ""));
    controls.push(Control::buttons(["Cancel", "Add"], 1));
    let form = Form::new(controls);
    let mut dialog = FormDialog::new(Purpose::AddOwner, "Add", Vec::new(), form, model.now);
    fit(&mut dialog, kind);
    dialog
}

fn kind(form: &Form) -> OwnerKind {
    KINDS.get(form.choice(Slot::Kind)).copied().unwrap_or(OwnerKind::Project)
}

/// Brings the form into line after the kind was changed.
pub(super) fn settle(dialog: &mut FormDialog, model: &Model) {
    let kind = kind(&dialog.form);
    if dialog.form.control(Slot::Kind).is_some_and(|control| control.note.as_deref() != Some(says(kind))) {
        scopes::replace(&mut dialog.form, &model.options.catalogue, kind.token_kind());
        fit(dialog, kind);
    }
    expiry::settle(&mut dialog.form);
}

fn fit(dialog: &mut FormDialog, kind: OwnerKind) {
    let form = &mut dialog.form;
    let lives_somewhere = matches!(kind, OwnerKind::Bot | OwnerKind::Integration);
    let is_external = kind == OwnerKind::External;
    form.hide(Slot::Project, !lives_somewhere);
    form.hide(Slot::ExternalId, !lives_somewhere);
    form.hide(Slot::TokenName, kind == OwnerKind::Project);
    form.hide(Slot::Url, !is_external);
    form.hide(Slot::Value, !is_external);
    policy::hide(form, is_external);
    if let Some(control) = form.control_mut(Slot::Kind) {
        control.note = Some(says(kind).to_owned());
    }
}

fn says(kind: OwnerKind) -> &'static str {
    match kind {
        OwnerKind::Project => "comes with its one project token",
        OwnerKind::Bot => "comes with a bot token",
        OwnerKind::Integration => "comes with an integration token",
        _ => "issues tokens of its own",
    }
}

/// The request, once everything in the form makes sense.
pub(super) fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Effect> {
    let kind = kind(&dialog.form);
    let name: Name = match dialog.form.text(Slot::Name).parse() {
        Ok(name) => name,
        Err(error) => return refuse(dialog, Slot::Name, format!("{error}")),
    };
    if exists(model, kind, name.as_str()) {
        return refuse(dialog, Slot::Name, format!("a {kind} of that name exists already; choose another name"));
    }
    let project = match optional_name(&dialog.form, Slot::Project) {
        Ok(Some(project)) if !exists(model, OwnerKind::Project, project.as_str()) => {
            return refuse(dialog, Slot::Project, "no project has that name; leave it empty for none");
        }
        Ok(project) => project,
        Err(error) => return refuse(dialog, Slot::Project, error),
    };
    let token_name = match optional_name(&dialog.form, Slot::TokenName) {
        Ok(name) => name,
        Err(error) => return refuse(dialog, Slot::TokenName, error),
    };
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
    let form = &dialog.form;
    let has_value = kind == OwnerKind::External && !form.expose(Slot::Value).is_empty();
    Some(Effect::Change(Change::AddOwner(AddOwner {
        kind,
        name,
        project,
        external_id: shown_text(form, Slot::ExternalId),
        dashboard_url: shown_text(form, Slot::Url),
        note: form.text(Slot::Note).to_owned(),
        token_name,
        scopes,
        expiry,
        policy,
        value: has_value.then(|| form.secret(Slot::Value)),
    })))
}

fn shown_text(form: &Form, slot: Slot) -> Option<String> {
    let is_shown = form.control(slot).is_some_and(|control| !control.hidden);
    let text = form.text(slot).trim();
    (is_shown && !text.is_empty()).then(|| text.to_owned())
}

fn optional_name(form: &Form, slot: Slot) -> Result<Option<Name>, String> {
    shown_text(form, slot).map(|text| text.parse()).transpose().map_err(|error| format!("{error}"))
}
