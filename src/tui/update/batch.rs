//! Work on several tokens, begun, continued and brought to its end.

use super::{changes, lock, open, reload};
use crate::tui::action::Action;
use crate::tui::dialogs::form::Entry;
use crate::tui::dialogs::{Dialog, report};
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;
use crate::tui::model::batch::Batch;
use crate::tui::msg::{Changed, Failure};

/// Begins.
pub(super) fn begin(model: &mut Model, batch: Batch) -> Vec<Effect> {
    model.batch = Some(Box::new(batch));
    open(model, Dialog::Progress);
    go_on(model)
}

fn go_on(model: &mut Model) -> Vec<Effect> {
    match model.batch.as_mut().and_then(|batch| batch.begin_next()) {
        Some(change) => vec![step(change)],
        None => finish(model),
    }
}

fn step(change: Change) -> Effect {
    Effect::Step(change)
}

/// Takes what came of one token.
pub(super) fn stepped(model: &mut Model, result: Result<Changed, Failure>) -> Vec<Effect> {
    let Some(batch) = &mut model.batch else { return Vec::new() };
    batch.took(result);
    go_on(model)
}

/// Keys while it is under way: it can be stopped between two tokens.
pub(super) fn enter(model: &mut Model, entry: &Entry) -> Vec<Effect> {
    if let (Entry::Act(Action::Back), Some(batch)) = (entry, &mut model.batch) {
        batch.stopping = true;
    }
    model.dialogs.push(Dialog::Progress);
    Vec::new()
}

/// No further token is begun; what is under way still is done.
pub(super) fn stop(model: &mut Model) {
    if let Some(batch) = &mut model.batch {
        batch.stopping = true;
    }
}

/// Says what became of each, and shows the values that can be seen at no later time.
fn finish(model: &mut Model) -> Vec<Effect> {
    let Some(mut batch) = model.batch.take() else { return Vec::new() };
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Progress));
    for item in &batch.done {
        model.table.marks.remove(&item.id);
        model.audit.list.unmark(item.id);
    }
    if batch.failed.is_empty() && batch.waiting.is_empty() {
        model.clear_marks();
    }
    changes::show_values(model, std::mem::take(&mut batch.values));
    let report = Dialog::Form(Box::new(report::of_batch(&batch, model.now)));
    match model.dialogs.iter().position(lock::is_unlock) {
        // Beneath the passphrase, to be read once the vault is unlocked.
        Some(at) => model.dialogs.insert(at, report),
        None => open(model, report),
    }
    reload(model)
}
