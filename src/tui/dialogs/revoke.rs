//! Revoking: the end of a token, asked for by typing its name.

use super::about::{self, About};
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, in_use, refuse};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::label::display_safe;
use crate::domain::summary::TokenSummary;
use crate::services::{Consequence, FIRST_TOKEN};
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// Which token, and what has to be typed.
#[derive(Debug)]
pub struct Ended {
    /// The token.
    pub id: TokenId,
    expected: String,
    /// Whether a reason is wanted: in the review walk.
    wants_reason: bool,
}

/// The dialog; what a dry run finds is asked for beside it.
pub fn open(model: &Model, row: &TokenSummary) -> FormDialog {
    let mut about = about::token(row, model.now.wall);
    about.push(About::danger("Every client that sends a value of it is refused from then on. This cannot be undone."));
    if row.kind.is_single() {
        about.push(About::consequence("The next token is issued at once, and its value shown."));
    }
    let expected = name_to_type(row);
    let form = Form::new(vec![
        Control::text(Slot::Typed, "To confirm", "").placeholder(&format!("type {}", display_safe(&expected))),
        Control::text(Slot::Reason, "Reason", "").placeholder("optional, kept in the log"),
        Control::buttons(["Cancel", "Revoke"], 0),
    ]);
    FormDialog::new(Purpose::Revoke(Ended { id: row.id, expected, wants_reason: false }), "Revoke", about, form, model.now)
}

/// The same in the review walk: the decision is recorded with the reason.
pub fn open_in_review(model: &Model, row: &TokenSummary) -> FormDialog {
    let mut dialog = open(model, row);
    if let Purpose::Revoke(ended) = &mut dialog.purpose {
        ended.wants_reason = true;
    }
    dialog.form.set_placeholder(Slot::Reason, "why: kept in the log and in the report");
    dialog
}

/// Why, where something was typed.
pub fn reason(form: &Form) -> Option<String> {
    Some(form.text(Slot::Reason).trim().to_owned()).filter(|reason| !reason.is_empty())
}

/// What a person types to show that this token is meant: its name, or that of its owner where every owner has a token of
/// that name.
fn name_to_type(row: &TokenSummary) -> String {
    let name = if row.kind.is_single() || row.name.as_str() == FIRST_TOKEN { &row.owner } else { &row.name };
    name.as_str().to_owned()
}

/// Adds what a dry run found.
pub fn tell(dialog: &mut FormDialog, consequence: &Consequence, now: Instant) {
    let Purpose::Revoke(ended) = &dialog.purpose else { return };
    if ended.id != consequence.token.id {
        return;
    }
    let text = match consequence.accepted_secrets {
        0 => "none: nobody is let in by it now".to_owned(),
        1 => "one value is accepted now".to_owned(),
        count => format!("{count} values are accepted now, the previous one in its grace"),
    };
    dialog.about.retain(|line| line.label != "Accepted");
    let place = dialog.about.iter().position(|line| line.label.is_empty()).unwrap_or(dialog.about.len());
    dialog.about.insert(place, About::fact("Accepted", text));
    in_use::about_all(dialog, &[(consequence.token.id, consequence.usage.clone())], now);
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::Revoke(ended) = &dialog.purpose else { return None };
    if dialog.form.text(Slot::Typed).trim() != ended.expected {
        let error = format!("type {} as it stands", display_safe(&ended.expected));
        return refuse(dialog, Slot::Typed, error);
    }
    let (id, reason) = (ended.id, reason(&dialog.form));
    if ended.wants_reason && reason.is_none() {
        return refuse(dialog, Slot::Reason, "say why, for whoever reads the report");
    }
    Some(Effect::Change(Change::Revoke(id, reason)))
}
