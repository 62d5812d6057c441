//! Narrowing: a token keeps the scopes that it really used, shown as a difference.

use super::about::{self, About};
use super::control::{Control, Slot};
use super::form::Form;
use super::list::{Line, Mark};
use super::{FormDialog, Purpose};
use crate::domain::id::TokenId;
use crate::domain::scope::{Grant, Scope, ScopeSet};
use crate::domain::summary::TokenSummary;
use crate::services::EditRequest;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// The token, and what it keeps.
#[derive(Debug)]
pub struct Narrowed {
    id: TokenId,
    scopes: Vec<String>,
}

/// The dialog; `None` where nothing is known that the token could do without.
pub fn open(model: &Model, row: &TokenSummary) -> Option<FormDialog> {
    let used = model.audit.narrowed(row.id)?;
    let mut about = about::token(row, model.now.wall);
    about.push(About::danger("Calls that need a scope that is taken away are refused from then on."));
    let lines = difference(&row.scopes, used);
    let form = Form::new(vec![Control::list("Scopes", lines), Control::buttons(["Cancel", "Narrow"], 0)]).focused(Slot::Buttons);
    let narrowed = Narrowed { id: row.id, scopes: names(used) };
    Some(FormDialog::new(Purpose::Narrow(narrowed), "Narrow", about, form, model.now))
}

/// The scopes by their names, as a change asks for them.
pub fn names(scopes: &ScopeSet) -> Vec<String> {
    scopes.iter().map(|grant| grant.as_str().to_owned()).collect()
}

/// What is granted and what is to be, a line each: `- files:write`, `+ files:read` out of a wildcard, and what is kept.
fn difference(granted: &ScopeSet, used: &ScopeSet) -> Vec<Line> {
    let mut all: Vec<&Grant> = granted.iter().chain(used.iter().filter(|grant| !granted.contains(grant))).collect();
    all.sort();
    let line = |grant: &Grant| match (granted.contains(grant), used.contains(grant)) {
        (true, true) => ("  ", "used, kept".to_owned()),
        (true, false) if grant.is_wildcard() => ("- ", "only what is added below was used of it".to_owned()),
        (true, false) => ("- ", "not used".to_owned()),
        (false, _) => ("+ ", wildcard_of(granted, grant).map_or_else(String::new, |whole| format!("used, so far by {whole}"))),
    };
    all.into_iter()
        .map(|grant| {
            let (sign, told) = line(grant);
            Line::new(Mark::Plain, format!("{sign}{grant}"), told)
        })
        .collect()
}

fn wildcard_of<'a>(granted: &'a ScopeSet, grant: &Grant) -> Option<&'a Grant> {
    let scope: Scope = grant.as_str().parse().ok()?;
    granted.iter().find(|whole| whole.covers(&scope))
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &FormDialog) -> Option<Effect> {
    let Purpose::Narrow(Narrowed { id, scopes }) = &dialog.purpose else { return None };
    Some(Effect::Change(Change::Edit(*id, EditRequest { scopes: Some(scopes.clone()), ..EditRequest::default() })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(granted: &str, used: &str) -> Vec<String> {
        let lines = difference(&ScopeSet::from_stored(granted), &ScopeSet::from_stored(used));
        lines.into_iter().map(|line| line.name).collect()
    }

    #[test]
    fn what_goes_what_stays_and_what_comes_out_of_a_wildcard() {
        assert_eq!(told("files:read files:write", "files:read"), ["  files:read", "- files:write"]);
        assert_eq!(told("files:* tables:read", "files:read"), ["- files:*", "+ files:read", "- tables:read"]);
        assert_eq!(told("*", "files:read tables:read"), ["- *", "+ files:read", "+ tables:read"]);
    }
}
