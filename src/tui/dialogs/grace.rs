//! Grace: choosing how long the previous secret is accepted; extending it; ending it early.

use super::about::{self, About};
use super::control::{Body, Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose};
use crate::domain::grace;
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;
use crate::tui::view::when;

/// The choice that opens the line for a length of time.
const OTHER: &str = "other";

/// The controls that choose a grace, begun on `start`.
pub(super) fn controls(label: &str, choices: &[Span], start: Span) -> [Control; 2] {
    let mut options: Vec<String> = choices.iter().map(Span::to_string).collect();
    options.push(OTHER.to_owned());
    let place = choices.iter().position(|choice| *choice == start);
    let typed = if place.is_none() { start.to_string() } else { String::new() };
    [
        Control::choice(Slot::Grace, label, options, place.unwrap_or(choices.len())),
        Control::text(Slot::GraceSpan, "", &typed).placeholder("any length: 30m, 12h, 3d").hidden(place.is_some()),
    ]
}

/// Shows the line for a length of time when it is wanted.
pub(super) fn settle(dialog: &mut FormDialog) {
    let wanted = chosen(&dialog.form) == OTHER;
    dialog.form.hide(Slot::GraceSpan, !wanted);
}

fn chosen(form: &Form) -> &str {
    match form.control(Slot::Grace).map(|control| &control.body) {
        Some(Body::Choice(choice)) => choice.options.get(choice.selected).map_or("", String::as_str),
        _ => "",
    }
}

/// The grace that was chosen.
///
/// # Errors
/// The control at fault and what is wrong with it.
pub(super) fn read(form: &Form) -> Result<Span, (Slot, String)> {
    let (slot, text) = match chosen(form) {
        OTHER => (Slot::GraceSpan, form.text(Slot::GraceSpan).trim()),
        text => (Slot::Grace, text),
    };
    let span: Span = text.parse().map_err(|error| (slot, format!("{error}")))?;
    if span > grace::MAX {
        return Err((slot, format!("{} is the most", grace::MAX)));
    }
    Ok(span)
}

/// The dialog that extends a grace.
pub fn open_extend(model: &Model, row: &TokenSummary) -> FormDialog {
    let mut about = about::token(row, model.now.wall);
    about.push(ends(row, model));
    let choices: Vec<Span> = grace::CHOICES.into_iter().filter(|choice| *choice > Span::ZERO).collect();
    let mut controls = Vec::from(controls("Later by", &choices, Span::from_secs(3_600)));
    controls.push(Control::buttons(["Cancel", "Extend"], 0));
    FormDialog::new(Purpose::ExtendGrace(row.id), "Extend grace", about, Form::new(controls), model.now)
}

/// The dialog that ends a grace.
pub fn open_end(model: &Model, row: &TokenSummary) -> FormDialog {
    let mut about = about::token(row, model.now.wall);
    about.push(ends(row, model));
    about.push(About::danger("Clients that still send the previous value are refused from now on."));
    let form = Form::new(vec![Control::buttons(["Cancel", "End grace"], 0)]);
    FormDialog::new(Purpose::EndGrace(row.id), "End grace", about, form, model.now)
}

fn ends(row: &TokenSummary, model: &Model) -> About {
    let until = row.grace_until.map_or_else(|| "over".to_owned(), |until| when::both(until, model.now.wall));
    About::fact("Grace ends", until)
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    match dialog.purpose {
        Purpose::EndGrace(id) => Some(Effect::Change(Change::EndGrace(id))),
        Purpose::ExtendGrace(id) => match read(&dialog.form) {
            Ok(Span::ZERO) => super::refuse(dialog, Slot::Grace, "choose how much later it ends"),
            Ok(by) => Some(Effect::Change(Change::ExtendGrace(id, by))),
            Err((slot, error)) => super::refuse(dialog, slot, error),
        },
        _ => None,
    }
}
