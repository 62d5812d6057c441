//! Where a token may be used from and how often: a line for each, empty for no restriction.

use super::control::{Control, Slot};
use super::form::Form;
use crate::domain::policy::{Networks, Policy, Rate};

/// The controls, holding what there is now.
pub fn controls(policy: &Policy) -> [Control; 2] {
    let rate = policy.rate.map(|rate| rate.to_string()).unwrap_or_default();
    [
        Control::text(Slot::Networks, "From", &policy.networks.to_string()).placeholder("anywhere; or 192.0.2.7, 10.0.0.0/8"),
        Control::text(Slot::Rate, "Rate", &rate).placeholder("no limit; or 100/m"),
    ]
}

/// Shows them, or leaves them out: tokens that are verified elsewhere have no policy here.
pub fn hide(form: &mut Form, hidden: bool) {
    form.hide(Slot::Networks, hidden);
    form.hide(Slot::Rate, hidden);
}

/// What is typed; nothing is restricted where the controls are left out.
///
/// # Errors
/// The control at fault and what is wrong with it.
pub fn read(form: &Form) -> Result<Policy, (Slot, String)> {
    if form.control(Slot::Networks).is_none_or(|control| control.hidden) {
        return Ok(Policy::default());
    }
    let words: Vec<&str> = form.text(Slot::Networks).split([',', ' ']).filter(|word| !word.is_empty()).collect();
    let networks = if words.is_empty() { Ok(Networks::default()) } else { Networks::from_typed(&words) };
    let networks = networks.map_err(|error| (Slot::Networks, error.to_string()))?;
    let rate = match form.text(Slot::Rate).trim() {
        "" => None,
        text => Rate::from_typed(text).map_err(|error| (Slot::Rate, error.to_string()))?,
    };
    Ok(Policy { networks, rate })
}
