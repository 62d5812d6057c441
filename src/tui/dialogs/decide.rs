//! Deciding about a token in the review walk: what becomes of it, and why.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, expiry, refuse};
use crate::domain::id::TokenId;
use crate::domain::review::Decision;
use crate::domain::summary::TokenSummary;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;
use crate::tui::view::when;

/// The usual lengths for which a token is put off.
const CHOICES: [&str; 3] = ["7d", "30d", "90d"];

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// It stays.
    Keep,
    /// It is put off.
    Snooze,
    /// It was rotated already.
    Rotated,
    /// It was revoked already.
    Revoked,
}

/// The dialog about the token under the eyes.
pub fn open(model: &Model, row: &TokenSummary, verb: Verb) -> FormDialog {
    let now = model.now.wall;
    let mut about = vec![About::fact("Token", row.label())];
    let (title, button) = match verb {
        Verb::Keep => ("Keep", "Keep"),
        Verb::Snooze => ("Put off", "Put off"),
        Verb::Rotated => {
            about.push(About::fact("Rotated", when::both(row.rotated_at, now)));
            about.push(About::consequence("It has a new value since the review began: this only records it."));
            ("Record the rotation", "Record")
        }
        Verb::Revoked => {
            about.push(About::fact("Revoked", when::both(row.state_changed_at, now)));
            about.push(About::consequence("It was ended: this only records it."));
            ("Record the end", "Record")
        }
    };
    let note =
        if needs_note(verb) { "why: kept in the log and in the report" } else { "optional, kept in the log and in the report" };
    let mut controls = Vec::new();
    if verb == Verb::Snooze {
        controls.extend(expiry::controls_until("Until", &CHOICES, 1));
    }
    controls.push(Control::text(Slot::Note, "Note", "").placeholder(note));
    // None of these changes the token, and each can be decided otherwise until the review is closed.
    controls.push(Control::buttons(["Cancel", button], 1));
    FormDialog::new(Purpose::Decide(row.id, verb), title, about, Form::new(controls).submitting(1), model.now)
}

fn needs_note(verb: Verb) -> bool {
    matches!(verb, Verb::Snooze | Verb::Revoked)
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Effect> {
    let Purpose::Decide(token, verb) = dialog.purpose else { return None };
    let decision = match verb {
        Verb::Keep => Decision::Keep,
        Verb::Rotated => Decision::Rotate,
        Verb::Revoked => Decision::Revoke,
        Verb::Snooze => match expiry::read_until(&dialog.form, model.now.wall) {
            Ok(until) => Decision::Snooze(until),
            Err((slot, error)) => return refuse(dialog, slot, error),
        },
    };
    let note = dialog.form.text(Slot::Note).trim().to_owned();
    if note.is_empty() && needs_note(verb) {
        return refuse(dialog, Slot::Note, "say why, for whoever reads the report");
    }
    Some(decide(token, decision, note))
}

/// The effect that records a decision.
pub fn decide(token: TokenId, decision: Decision, note: String) -> Effect {
    Effect::Change(Change::Decide(token, decision, note))
}
