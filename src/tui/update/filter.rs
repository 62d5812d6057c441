//! The `/` line: each key narrows the table at once.

use super::{arrange, run};
use crate::domain::filter::Filter;
use crate::tui::action::Action;
use crate::tui::dialogs::form::Entry;
use crate::tui::effect::Effect;
use crate::tui::model::Model;

/// Takes something typed into the line.
pub(super) fn enter(model: &mut Model, entry: Entry) -> Vec<Effect> {
    match entry {
        Entry::Type(c) => {
            model.filter.field.insert(c);
        }
        Entry::Paste(text) => model.filter.field.paste(text.expose()),
        Entry::Act(Action::Confirm) => {
            model.filter.open = model.filter.error.is_some();
            return Vec::new();
        }
        Entry::Act(Action::Back) => return clear(model),
        Entry::Act(action @ (Action::MoveDown | Action::MoveUp)) => return run::run(model, action),
        Entry::Act(action) => {
            model.filter.field.edit(action);
        }
    }
    read(model)
}

/// Closes the line and shows everything.
pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    model.filter.open = false;
    model.filter.field.set("");
    read(model)
}

/// Reads the line; while it cannot be read, the last filter that could stays in force.
fn read(model: &mut Model) -> Vec<Effect> {
    match Filter::parse(model.filter.field.text()) {
        Ok(filter) => {
            model.filter.error = None;
            if filter == model.filter.filter {
                return Vec::new();
            }
            model.filter.filter = filter;
            arrange(model)
        }
        Err(error) => {
            model.filter.error = Some(error);
            Vec::new()
        }
    }
}
