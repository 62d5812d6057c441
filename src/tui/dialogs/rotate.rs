//! Rotating: a new secret, and how long the old one is still accepted.

use super::about::{self, About};
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, grace, refuse};
use crate::domain::grace as choices;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::summary::TokenSummary;
use crate::domain::token::Status;
use crate::services::RotateRequest;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;
use crate::tui::view::when;

/// The token as it was when the dialog opened.
#[derive(Debug)]
pub struct Rotated {
    id: TokenId,
    version: u32,
    force: bool,
    is_external: bool,
}

/// The dialog.
pub fn open(model: &Model, row: &TokenSummary) -> FormDialog {
    let now = model.now.wall;
    let mut about = about::token(row, now);
    let force = row.status(now) == Status::Rotating;
    let is_external = row.kind == Kind::External;
    if is_external {
        about.extend(dashboard(model, row));
    } else if force {
        let ends = row.grace_until.map(|until| when::relative(until, now)).unwrap_or_default();
        about.push(About::fact("Grace", format!("the previous value is still accepted, ends {ends}")));
        about.push(About::danger("Rotating again ends it at once."));
    }
    if row.kind == Kind::Personal {
        about.push(About::consequence("The new value is shown once."));
    }
    let mut controls = Vec::new();
    if is_external {
        controls.push(Control::secret(Slot::Value, "New value").note("as its service issued it"));
    } else {
        controls.extend(grace::controls("Old value", &choices::CHOICES, model.options.grace));
    }
    let verb = if force { "Force rotation" } else { "Rotate" };
    controls.push(Control::buttons(["Cancel", verb], 0));
    let rotated = Rotated { id: row.id, version: row.version, force, is_external };
    let mut dialog = FormDialog::new(Purpose::Rotate(rotated), "Rotate", about, Form::new(controls), model.now);
    explain(&mut dialog);
    dialog
}

/// The same in the review walk: the decision is recorded with a note.
pub fn open_in_review(model: &Model, row: &TokenSummary) -> FormDialog {
    let mut dialog = open(model, row);
    let buttons = dialog.form.controls.len().saturating_sub(1);
    let note = Control::text(Slot::Note, "Note", "").placeholder("optional, kept in the log and in the report");
    dialog.form.controls.insert(buttons, note);
    dialog
}

/// What was noted in the review walk.
pub fn note(form: &Form) -> Option<String> {
    Some(form.text(Slot::Note).trim().to_owned()).filter(|note| !note.is_empty())
}

impl Rotated {
    /// The token.
    pub fn id(&self) -> TokenId {
        self.id
    }
}

fn explain(dialog: &mut FormDialog) {
    if let Some(control) = dialog.form.control_mut(Slot::Grace) {
        control.note = Some("how long it is still accepted; 0 ends it at once".to_owned());
    }
}

fn dashboard(model: &Model, row: &TokenSummary) -> Vec<About> {
    let url = model.tree.owner(row.owner_id).and_then(|view| view.owner.dashboard_url.as_deref());
    let mut lines = vec![About::consequence("Issue a new value where the service lets you, then paste it here.")];
    lines.extend(url.map(|url| About::fact("Dashboard", url)));
    lines
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::Rotate(Rotated { id, version, force, is_external }) = dialog.purpose else { return None };
    if is_external && dialog.form.expose(Slot::Value).is_empty() {
        return refuse(dialog, Slot::Value, "paste or type the new value");
    }
    let grace = match if is_external { Ok(crate::domain::span::Span::ZERO) } else { grace::read(&dialog.form) } {
        Ok(grace) => grace,
        Err((slot, error)) => return refuse(dialog, slot, error),
    };
    let value = is_external.then(|| dialog.form.secret(Slot::Value));
    Some(Effect::Change(Change::Rotate(id, RotateRequest { grace, force, value, expected_version: Some(version) })))
}
