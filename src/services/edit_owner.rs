//! Changing what is kept of an owner.

use super::add_owner::{check_dashboard, check_external_id};
use super::change::About;
use super::owners::find_owner;
use super::{Authority, Error, Result, Services};
use crate::domain::event::{Action, Difference, Outcome, write_differences};
use crate::domain::name::Name;
use crate::domain::owner::Owner;
use crate::domain::selector::OwnerSelector;

/// What is to change; `None` leaves a thing as it is, an empty text takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditOwner {
    /// A new name.
    pub name: Option<Name>,
    /// How it calls itself where it runs: what `x-bot-id`, `x-integration-id` or (of the account) `x-workspace-id` must say.
    pub external_id: Option<String>,
    /// Where an external service issues values.
    pub dashboard_url: Option<String>,
    /// A person's words.
    pub note: Option<String>,
}

impl Services {
    /// Edits an owner, the account too. What is asked for but is so already is no change; an edit that changes nothing is refused.
    ///
    /// # Errors
    /// No such owner, the name is taken, something does not fit its kind, or nothing is to change.
    pub fn edit_owner(&self, authority: Authority<'_>, owner: &OwnerSelector, request: &EditOwner) -> Result<Owner> {
        self.change(authority, "edit", |change| {
            let mut before = find_owner(change.tx, owner)?;
            let is_renamed = request.name.as_ref().is_some_and(|name| *name != before.name);
            if let Some(name) = request.name.as_ref().filter(|_| is_renamed) {
                before = change.rename_owner(before, name)?;
            }
            let after = apply(&before, request);
            check_external_id(after.kind, after.external_id.as_deref())?;
            check_dashboard(after.kind, after.dashboard_url.as_deref())?;
            let detail = differences(&before, &after);
            if detail.is_empty() {
                return if is_renamed { Ok(after) } else { Err(Error::Invalid("nothing is to change".to_owned())) };
            }
            change.tx.update_owner(&after)?;
            change.record(Action::OwnerEdit, Outcome::Done, About::owner(&after, detail))?;
            Ok(after)
        })
    }
}

fn apply(before: &Owner, request: &EditOwner) -> Owner {
    let text = |asked: &Option<String>, own: &Option<String>| match asked {
        Some(asked) => Some(asked.clone()).filter(|asked| !asked.is_empty()),
        None => own.clone(),
    };
    Owner {
        external_id: text(&request.external_id, &before.external_id),
        dashboard_url: text(&request.dashboard_url, &before.dashboard_url),
        note: request.note.clone().unwrap_or_else(|| before.note.clone()),
        ..before.clone()
    }
}

fn differences(before: &Owner, after: &Owner) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = [
        Difference::of("runs-as", &text(&before.external_id), &text(&after.external_id)),
        Difference::of("issued-at", &text(&before.dashboard_url), &text(&after.dashboard_url)),
        Difference::of("note", &before.note, &after.note),
    ];
    write_differences(&all.into_iter().flatten().collect::<Vec<_>>())
}
