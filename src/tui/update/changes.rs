//! What becomes of the screen once a change was made, or refused.

use super::{answers, open, reload, walk};
use crate::domain::kind::Kind;
use crate::domain::label::display_safe;
use crate::domain::number::counted;
use crate::services::Issued;
use crate::tui::dialogs::shown_once::ShownOnce;
use crate::tui::dialogs::{Dialog, FormDialog, Purpose, change_passphrase};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::toast::Tone;
use crate::tui::msg::{Changed, Failure};
use std::path::PathBuf;

/// Takes the result of a change.
pub(super) fn take(model: &mut Model, result: Result<Box<Changed>, Failure>) -> Vec<Effect> {
    match result {
        Ok(changed) => {
            model.dialogs.retain(|dialog| !is_changing(dialog));
            let mut effects = walk::done(model, &changed);
            report(model, *changed);
            effects.extend(reload(model));
            effects
        }
        Err(error) => {
            model.walk.pending = None;
            match busy_form(model) {
                Some(form) => answers::give_back(form, error),
                None => model.toasts.say(Tone::Error, error, model.now),
            }
            // Another process may have been faster; what is shown is read anew.
            reload(model)
        }
    }
}

fn is_changing(dialog: &Dialog) -> bool {
    matches!(dialog, Dialog::Form(form) if form.busy.is_some() && !matches!(form.purpose, Purpose::Unlock | Purpose::SaveValue(_)))
}

/// The form that waits for an answer.
pub(super) fn busy_form(model: &mut Model) -> Option<&mut FormDialog> {
    model.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
        Dialog::Form(form) if form.busy.is_some() && !matches!(form.purpose, Purpose::Unlock) => Some(form.as_mut()),
        _ => None,
    })
}

fn report(model: &mut Model, changed: Changed) {
    match changed {
        Changed::Issued(issued) => {
            say(model, format!("issued {}", issued.token.selector()));
            wish_for(model, &issued);
            show_values(model, own(issued));
        }
        Changed::Added(added) => {
            say(model, format!("added {} {}", added.owner.kind, added.owner.name));
            if let Some(issued) = added.issued {
                wish_for(model, &issued);
                show_values(model, own(issued));
            }
        }
        Changed::Rotated(issued) => {
            say(model, format!("rotated {}", issued.token.selector()));
            show_values(model, own(issued));
        }
        Changed::Revoked(selector, next) => {
            say(model, format!("revoked {selector}"));
            show_values(model, next.into_iter().collect());
        }
        Changed::Accepted(count) => {
            model.audit.list.marks.clear();
            say(model, format!("accepted {}", counted(count as u64, "finding", "findings")));
        }
        Changed::Unaccepted(count) => {
            model.audit.list.marks.clear();
            say(model, format!("took {} back", counted(count as u64, "acceptance", "acceptances")));
        }
        Changed::ReviewBegun(review) => {
            say(model, format!("began review {} of {}", review.id, counted(review.tokens as u64, "token", "tokens")));
        }
        // The walk says it, and what comes next.
        Changed::Decided(..) => {}
        Changed::ReviewClosed(review) => say(model, format!("closed review {}", review.id)),
        Changed::Token(verb, selector) => say(model, format!("{verb} {selector}")),
        Changed::Imported(report) => {
            let (taken, refused) = (report.count("imported") + report.count("adopted"), report.count("refused"));
            say(model, format!("imported {taken}, refused {refused}; delete the file once nothing reads it"));
        }
        Changed::Owner(text) => say(model, text),
    }
}

/// A value worth showing: one that the operator has just pasted is none.
fn own(issued: Issued) -> Vec<Issued> {
    if issued.token.kind == Kind::External { Vec::new() } else { vec![issued] }
}

fn say(model: &mut Model, text: String) {
    model.toasts.say(Tone::Done, text, model.now);
}

fn wish_for(model: &mut Model, issued: &Issued) {
    let height = model.table_height();
    model.table.select(issued.token.id, height);
}

/// Takes what came of a new passphrase.
pub(super) fn passphrase(model: &mut Model, result: Result<(), Failure>) -> Vec<Effect> {
    match result {
        Ok(()) => {
            model.dialogs.retain(|dialog| !is_changing(dialog));
            // What a demo hints at is no longer so.
            model.lock.hint = None;
            say(model, "changed the passphrase; the recovery key stays good".to_owned());
        }
        Err(error) => match busy_form(model) {
            Some(form) => change_passphrase::refused(form, error),
            None => model.toasts.say(Tone::Error, error, model.now),
        },
    }
    Vec::new()
}

/// Takes what came of an export.
pub(super) fn exported(model: &mut Model, result: Result<(PathBuf, u64), Failure>) -> Vec<Effect> {
    match result {
        Ok((path, events)) => {
            model.dialogs.retain(|dialog| !is_changing(dialog));
            let path = path.display().to_string();
            say(model, format!("{} written to {}", counted(events, "event", "events"), display_safe(&path)));
        }
        Err(error) => match busy_form(model) {
            Some(form) => answers::give_back(form, error),
            None => model.toasts.say(Tone::Error, error, model.now),
        },
    }
    Vec::new()
}

/// Shows values just issued; covered when the vault was locked meanwhile.
pub(super) fn show_values(model: &mut Model, issued: Vec<Issued>) {
    let now = model.now;
    if let Some(mut shown) = ShownOnce::new(issued, now) {
        shown.covered = !model.lock.is_unlocked();
        let is_open = model.dialogs.iter().position(|dialog| matches!(dialog, Dialog::ShownOnce(_)));
        match is_open.and_then(|at| model.dialogs.get_mut(at)) {
            Some(Dialog::ShownOnce(open)) => open.extend(shown),
            _ if model.lock.is_unlocked() => open(model, Dialog::ShownOnce(shown)),
            // The passphrase dialog stays on top.
            _ => model.dialogs.insert(0, Dialog::ShownOnce(shown)),
        }
    }
}
