//! Answers to effects.

use super::{activity, arrange, audit, batch, changes, first_run, lock, open, reload, shown, traffic, walk};
use crate::domain::plaintext::Plaintext;
use crate::services::ImportReport;
use crate::tui::dialogs::reveal::Reveal;
use crate::tui::dialogs::{Dialog, FormDialog, Purpose, import, in_use, revoke};
use crate::tui::effect::Effect;
use crate::tui::model::toast::Tone;
use crate::tui::model::{Copied, Fresh, Model, Reading};
use crate::tui::msg::{Arranged, CopyReceipt, Failure, Snapshot, What};
use std::path::PathBuf;
use std::sync::Arc;

/// Takes an answer in.
pub(super) fn take(model: &mut Model, answer: What) -> Vec<Effect> {
    if !leaves_no_event(&answer) {
        // Whatever else is answered may have left an event.
        model.activity.log.news();
    }
    match answer {
        What::HistoryRead(generation, page) => activity::read(model, generation, page),
        What::ChainChecked { attempt, result } => {
            let effects = activity::chain::checked(model, attempt, result);
            audit::chain_checked(model);
            effects
        }
        What::Stale => reload(model),
        What::UsageChanged => traffic::news(model),
        What::Audited(result) => audit::read(model, result),
        What::ReviewsRead(result) => walk::read(model, result),
        What::Judged(id, result) => walk::judged(model, id, result),
        What::ReportSaved(result) => walk::report_saved(model, result),
        What::TrafficRead(result) => traffic::read(model, result),
        What::CallExplained(result) => traffic::explained(model, result),
        What::Loaded(result) => loaded(model, result),
        What::Arranged(arranged) => take_rows(model, arranged),
        What::Shown(id, result) => {
            model.detail.under_way = None;
            // Of a token that was left meanwhile, drawing it would only cost a slow line.
            let is_wanted = model.table.selected_id() == Some(id);
            match result {
                Ok(detail) if is_wanted => model.detail.read = Some(detail),
                Ok(_) => {}
                Err(_) => model.detail.failed = Some(id),
            }
            Vec::new()
        }
        What::Unlocked { attempt, result } => lock::answered(model, attempt, result),
        What::Revealed(id, result) => revealed(model, id, result),
        What::Copied(result) => copied(model, result),
        What::ClipboardCleared => {
            model.clipboard = None;
            model.toasts.say(Tone::Done, "clipboard cleared", model.now);
            Vec::new()
        }
        What::Saved(result) => saved(model, result),
        What::LogExported(result) => changes::exported(model, result),
        What::DryRun(result) => {
            if let (Ok(consequence), Some(Dialog::Form(form))) = (result, model.dialogs.last_mut()) {
                revoke::tell(form, &consequence, model.now.wall);
            }
            Vec::new()
        }
        What::UseRead(result) => {
            tell_use(model, result);
            Vec::new()
        }
        What::Planned(attempt, result) => planned(model, attempt, result),
        What::Changed(result) => changes::take(model, result),
        What::Stepped(result) => batch::stepped(model, result.map(|changed| *changed)),
        What::PassphraseChanged(result) => changes::passphrase(model, result),
        What::Prepared(attempt, result) => {
            let now = model.now;
            model.setup.as_mut().and_then(|setup| setup.prepared(attempt, result, now)).into_iter().collect()
        }
        What::Previewed(result) => {
            model.setup.iter_mut().for_each(|setup| setup.previewed(&result));
            Vec::new()
        }
        What::Committed(result) => first_run::committed(model, result),
        _ => Vec::new(),
    }
}

/// Whether an answer is certain to have left no event: what was merely read.
fn leaves_no_event(answer: &What) -> bool {
    matches!(
        answer,
        What::HistoryRead(..)
            | What::ChainChecked { .. }
            | What::Arranged(_)
            | What::Shown(..)
            | What::UsageChanged
            | What::TrafficRead(_)
            | What::Audited(_)
            | What::ReviewsRead(_)
            | What::Judged(..)
            | What::ReportSaved(_)
            | What::CallExplained(_)
            | What::UseRead(_)
    )
}

fn loaded(model: &mut Model, result: Result<Snapshot, Failure>) -> Vec<Effect> {
    let mut again = std::mem::take(&mut model.reading) == Reading::Again;
    match result {
        Ok(snapshot) => {
            model.unreadable = false;
            let height = model.tree_height();
            model.info = Some(snapshot.info);
            model.tree.replace(snapshot.owners, height);
            model.fresh = Fresh { rows: snapshot.tokens, head: Some(snapshot.head), version: model.fresh.version + 1 };
            model.loaded = snapshot.whole;
            again |= !snapshot.whole;
            model.detail.stale = true;
            model.detail.failed = None;
            traffic::rename(model);
            model.audit.stale = true;
            walk::news(model);
        }
        Err(error) => {
            model.unreadable = true;
            model.toasts.say(Tone::Error, error, model.now);
            return Vec::new();
        }
    }
    let mut effects = arrange(model);
    if again {
        effects.extend(reload(model));
    }
    effects
}

fn take_rows(model: &mut Model, arranged: Arranged) -> Vec<Effect> {
    if arranged.generation == model.generation {
        let height = model.table_height();
        model.table.show(arranged.rows, arranged.visible, height);
        model.order = Some(arranged.order);
        model.table.prune_marks();
        model.next_change = arranged.next_change;
    }
    Vec::new()
}

fn revealed(model: &mut Model, id: crate::domain::id::TokenId, result: Result<Arc<Plaintext>, Failure>) -> Vec<Effect> {
    // Moved on, locked, or gone private meanwhile: the value is dropped unseen.
    let is_wanted = model.revealing == Some(id)
        && model.dialogs.is_empty()
        && model.lock.is_unlocked()
        && !model.private
        && model.table.selected().is_some_and(|row| row.id == id);
    model.revealing = model.revealing.filter(|wanted| *wanted != id);
    match result {
        Ok(value) if is_wanted => {
            let of = model.table.selected().map(|row| row.selector()).unwrap_or_default();
            let of = crate::domain::label::display_safe(&of).to_string();
            let until = model.now.plus(model.options.reveal_for);
            open(model, Dialog::Reveal(Reveal { id, of, value, until }));
        }
        Ok(_) => {}
        Err(error) => model.toasts.say(Tone::Error, error, model.now),
    }
    Vec::new()
}

fn copied(model: &mut Model, result: Result<CopyReceipt, Failure>) -> Vec<Effect> {
    match result {
        Ok(receipt) => {
            model.dialogs.retain(|dialog| !is_copying(dialog));
            let clears_at = receipt.clears_in.map(|span| model.now.plus(span));
            shown::say(model, Tone::Done, &format!("{}: {}", receipt.of, receipt.message));
            model.clipboard = Some(Copied { of: receipt.of, clears_at });
        }
        Err(error) => match model.dialogs.iter_mut().find(|dialog| is_copying(dialog)) {
            Some(Dialog::Form(form)) => give_back(form, error),
            _ => shown::say(model, Tone::Error, &error),
        },
    }
    Vec::new()
}

/// Whether a dialog waits for its line to be copied.
fn is_copying(dialog: &Dialog) -> bool {
    matches!(dialog, Dialog::Form(form) if form.busy.is_some() && matches!(form.purpose, Purpose::CopyLine(_)))
}

fn saved(model: &mut Model, result: Result<PathBuf, Failure>) -> Vec<Effect> {
    match result {
        Ok(path) => {
            shown::saved(model);
            shown::say(model, Tone::Done, &format!("saved to {}, readable by you alone", path.display()));
        }
        Err(error) => {
            if let Some(form) = changes::busy_form(model) {
                give_back(form, error);
            }
        }
    }
    Vec::new()
}

/// Says in the dialog that asked how its object is used, as long as it waits for an answer.
fn tell_use(model: &mut Model, result: Result<in_use::Answer, Failure>) {
    let Ok(answer) = result else { return };
    let now = model.now.wall;
    for dialog in &mut model.dialogs {
        if let Dialog::Form(form) = dialog
            && form.opened == answer.opened
            && form.busy.is_none()
        {
            in_use::tell(form, &answer, now);
        }
    }
}

/// Shows what a file would bring in, unless nobody waits for it any more.
fn planned(model: &mut Model, attempt: u64, result: Result<ImportReport, Failure>) -> Vec<Effect> {
    let is_latest = attempt == model.attempt;
    let Some(form) = changes::busy_form(model).filter(|form| matches!(form.purpose, Purpose::Import)) else {
        return vec![Effect::Unplan];
    };
    if !is_latest {
        // Given up; what the later try reads takes its place.
        return Vec::new();
    }
    match result {
        Ok(report) => {
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Form(form) if matches!(form.purpose, Purpose::Import)));
            let dialog = import::open_lines(model, &report);
            open(model, Dialog::Form(Box::new(dialog)));
        }
        Err(error) => give_back(form, error),
    }
    Vec::new()
}

/// Gives a form back with what went wrong.
pub(super) fn give_back(form: &mut FormDialog, error: String) {
    form.busy = None;
    form.error = Some(crate::domain::label::display_safe(&error).to_string());
}
