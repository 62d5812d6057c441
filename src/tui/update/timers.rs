//! What the passing of time brings about.

use super::{arrange, lock};
use crate::tui::dialogs::Dialog;
use crate::tui::effect::Effect;
use crate::tui::model::Model;

/// Does what has become due: messages go, values are concealed, the vault locks itself.
pub(super) fn expire(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let mut effects = Vec::new();
    model.toasts.expire(now);
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Reveal(reveal) if now.reached(reveal.until)));
    if model.lock.wait_until.is_some_and(|until| now.reached(until)) {
        model.lock.wait_until = None;
        lock::forgive_wait(model);
    }
    if model.clipboard.as_ref().and_then(|copied| copied.clears_at).is_some_and(|at| now.reached(at)) {
        model.clipboard = None;
        effects.push(Effect::ClearClipboard);
    }
    if model.lock.locks_at().is_some_and(|at| now.reached(at)) {
        effects.extend(lock::lock(model));
    }
    if model.next_change.is_some_and(|at| now.wall >= at) {
        model.next_change = None;
        effects.extend(arrange(model));
    }
    effects
}
