//! Choosing an expiry: the usual lengths, `never`, or a date.

use super::control::{Control, Slot};
use super::form::Form;
use crate::domain::Instant;
use crate::domain::expiry::Expiry;
use crate::domain::kind::{ExpiryRule, Kind};

/// The choice that opens the line for a date.
const OTHER: &str = "other";

/// The choice that leaves an expiry as it is.
const KEEP: &str = "keep";

const CHOICES: [&str; 8] = ["15m", "1h", "24h", "7d", "30d", "90d", "never", OTHER];

/// The controls for a new token of a kind.
pub fn controls(kind: Kind) -> [Control; 2] {
    let start = if kind.expiry_rule() == ExpiryRule::Required { "90d" } else { "never" };
    let selected = CHOICES.iter().position(|choice| *choice == start).unwrap_or(0);
    pair("Expires", CHOICES.to_vec(), selected)
}

/// The controls for a token that has an expiry already.
pub fn controls_to_edit() -> [Control; 2] {
    pair("Expires", [KEEP].into_iter().chain(CHOICES).collect(), 0)
}

/// The controls for a date until which something stays as it is, with the choice begun on one of the usual lengths.
pub fn controls_until(label: &str, choices: &[&'static str], selected: usize) -> [Control; 2] {
    pair(label, choices.iter().copied().chain([OTHER]).collect(), selected)
}

/// The date until which something is to stay as it is.
///
/// # Errors
/// The control at fault and what is wrong with it.
pub fn read_until(form: &Form, now: Instant) -> Result<Instant, (Slot, String)> {
    let chosen = read(form, now).map_err(|(slot, error)| (slot, error.replacen("the expiry", "the date", 1)))?;
    let at = chosen.and_then(|expiry| expiry.resolve(now).ok().flatten());
    at.ok_or((Slot::ExpiryDate, "a date is wanted here".to_owned()))
}

fn pair(label: &str, options: Vec<&str>, selected: usize) -> [Control; 2] {
    [
        Control::choice(Slot::Expiry, label, options, selected),
        Control::text(Slot::ExpiryDate, "", "").placeholder("2027-03-31, 2027-03-31T12:00:00Z or 45d").hidden(true),
    ]
}

fn chosen(form: &Form) -> &str {
    match form.control(Slot::Expiry).map(|control| &control.body) {
        Some(super::control::Body::Choice(choice)) => choice.options.get(choice.selected).map_or("", String::as_str),
        _ => "",
    }
}

/// Shows the line for a date when it is wanted.
pub fn settle(form: &mut Form) {
    let wanted = chosen(form) == OTHER && form.control(Slot::Expiry).is_some_and(|control| !control.hidden);
    form.hide(Slot::ExpiryDate, !wanted);
}

/// What was chosen; `None` to keep what there is.
///
/// # Errors
/// The control at fault and what is wrong with it.
pub fn read(form: &Form, now: Instant) -> Result<Option<Expiry>, (Slot, String)> {
    let (slot, text) = match chosen(form) {
        KEEP | "" => return Ok(None),
        OTHER => (Slot::ExpiryDate, form.text(Slot::ExpiryDate).trim()),
        text => (Slot::Expiry, text),
    };
    let expiry: Expiry = text.parse().map_err(|error| (slot, format!("{error}")))?;
    expiry.resolve(now).map_err(|error| (slot, error.to_string()))?;
    Ok(Some(expiry))
}
