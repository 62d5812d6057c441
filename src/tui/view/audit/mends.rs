//! Which keys mend a finding.

use crate::domain::finding::{Finding, Mend};
use crate::tui::action::Action;
use crate::tui::key;
use crate::tui::keymap::Context;
use crate::tui::model::Model;

/// The action that mends it best, and what that does in a few words.
fn best(mend: &Mend) -> Option<(Action, String)> {
    let (action, does) = match mend {
        Mend::Rotate => (Action::Rotate, "gives it a new value, the old one ending later"),
        Mend::Revoke => (Action::Revoke, "ends the token for good"),
        Mend::SetExpiry => (Action::SetExpiry, "sets when it expires"),
        Mend::Grace => (Action::ExtendGrace, "lets the old value be accepted for longer"),
        Mend::Narrow(scopes) => return Some((Action::Narrow, format!("leaves it only what it really used: {scopes}"))),
        Mend::Review => (Action::Review, "walks through it and every other live token"),
        Mend::LookInto => return None,
    };
    Some((action, does.to_owned()))
}

/// A line for each key that helps, the best first.
pub fn lines(model: &Model, finding: &Finding) -> Vec<String> {
    let key = |action: Action| {
        model.keymap.keys(Context::Findings, action).next().map(key::label).unwrap_or_else(|| action.name().to_owned())
    };
    let mut lines: Vec<String> =
        best(&finding.mend).map(|(action, does)| format!("{} {does}", key(action))).into_iter().collect();
    match finding.mend {
        Mend::Grace => lines.push(format!("{} ends it now", key(Action::EndGrace))),
        Mend::LookInto => lines.push("nothing that a key does: look into what the evidence says".to_owned()),
        _ => {}
    }
    lines.push(match finding.is_open() {
        true => format!("{} accepts it until a date, with a note", key(Action::Accept)),
        false => format!("{} takes the acceptance back", key(Action::Unaccept)),
    });
    lines
}
