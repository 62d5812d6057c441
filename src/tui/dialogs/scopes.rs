//! Choosing scopes: a list to tick, narrowed by words typed above it.

use super::control::{Control, Slot};
use super::form::Form;
use crate::domain::catalogue::Catalogue;
use crate::domain::kind::Kind;
use crate::domain::scope::ScopeSet;

/// The controls for a new token of a kind: its default set is ticked.
pub fn controls(catalogue: &Catalogue, kind: Kind) -> [Control; 2] {
    pair(catalogue, kind, &catalogue.default_set(kind))
}

/// The controls for a token that has scopes already.
pub fn controls_to_edit(catalogue: &Catalogue, kind: Kind, granted: &ScopeSet) -> [Control; 2] {
    pair(catalogue, kind, granted)
}

fn pair(catalogue: &Catalogue, kind: Kind, granted: &ScopeSet) -> [Control; 2] {
    let has_scopes = catalogue.open_to(kind).next().is_some();
    let entries = catalogue.open_to(kind).map(|entry| (entry, granted.allows(&entry.scope)));
    [
        Control::text(Slot::FindScope, "Scopes", "").placeholder("type to find").hidden(!has_scopes),
        Control::scopes(entries).hidden(!has_scopes),
    ]
}

/// Takes the list of another kind.
pub fn replace(form: &mut Form, catalogue: &Catalogue, kind: Kind) {
    for control in controls(catalogue, kind) {
        let slot = control.slot;
        if let Some(old) = form.control_mut(slot) {
            *old = control;
        }
    }
}

/// The scopes ticked; `None` where the kind has none.
///
/// # Errors
/// None is ticked where one is needed.
pub fn read(form: &Form) -> Result<Option<Vec<String>>, (Slot, String)> {
    let Some(ticks) = form.ticks(Slot::Scopes).filter(|ticks| !ticks.all.is_empty()) else { return Ok(None) };
    let chosen = ticks.chosen();
    if chosen.is_empty() {
        return Err((Slot::Scopes, crate::domain::catalogue::CatalogueError::NoneChosen.to_string()));
    }
    Ok(Some(chosen))
}
