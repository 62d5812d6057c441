//! The `/` line of the tokens: each key narrows the table at once.

use super::{arrange, tokens};
use crate::tui::dialogs::form::Entry;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::filter_line::Typed;

/// Takes something typed into the line.
pub(super) fn enter(model: &mut Model, entry: Entry) -> Vec<Effect> {
    let typed = model.filter.enter(entry);
    follow(model, typed)
}

/// Closes the line and shows everything.
pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    let typed = model.filter.clear();
    follow(model, typed)
}

fn follow(model: &mut Model, typed: Typed) -> Vec<Effect> {
    match typed {
        Typed::Nothing => Vec::new(),
        Typed::Changed => arrange(model),
        Typed::Beneath(action) => tokens::run(model, action),
    }
}
