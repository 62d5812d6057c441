//! Keys while something is open on top.

use super::{batch, open, program, shown, traffic, walk};
use crate::tui::action::Action;
use crate::tui::dialogs::form::{Entry, Step};
use crate::tui::dialogs::help::Help;
use crate::tui::dialogs::palette::Palette;
use crate::tui::dialogs::{Dialog, FormDialog, Purpose, bulk};
use crate::tui::effect::Effect;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::view::help;

/// Takes something typed or pressed; `dialog` was the uppermost and is put back unless it closes.
pub(super) fn enter(model: &mut Model, dialog: Dialog, entry: Entry) -> Vec<Effect> {
    if dialog.is_guarded(model.now) {
        model.dialogs.push(dialog);
        return Vec::new();
    }
    match dialog {
        Dialog::Form(form) => in_form(model, form, entry),
        Dialog::Reveal(_) => in_reveal(model, &entry),
        Dialog::ShownOnce(once) => shown::enter(model, once, entry),
        Dialog::Progress => batch::enter(model, &entry),
        Dialog::Help(help) => in_help(model, help, &entry),
        Dialog::Palette(palette) => in_palette(model, palette, entry),
    }
}

fn in_form(model: &mut Model, mut form: Box<FormDialog>, entry: Entry) -> Vec<Effect> {
    if form.busy.is_some() {
        return while_busy(model, form, &entry);
    }
    if matches!(entry, Entry::Act(Action::Help)) {
        let dialog = Dialog::Form(form);
        let context = dialog.context();
        model.dialogs.push(dialog);
        open(model, Dialog::Help(Help { context, top: 0 }));
        return Vec::new();
    }
    if let Entry::Act(key @ (Action::Edit | Action::ToToken)) = entry
        && let Some(wish) = traffic::wish(&form, Some(key))
    {
        return traffic::fulfil(model, wish);
    }
    match form.form.enter(entry) {
        Step::Cancel | Step::Press(0) => {
            match form.purpose {
                Purpose::Unlock => model.after_unlock = None,
                Purpose::ImportLines => return vec![Effect::Unplan],
                _ => {}
            }
            Vec::new()
        }
        Step::Press(_) => submit(model, form),
        Step::Stay => {
            form.settle(model);
            model.dialogs.push(Dialog::Form(form));
            Vec::new()
        }
    }
}

fn submit(model: &mut Model, mut form: Box<FormDialog>) -> Vec<Effect> {
    if matches!(form.purpose, Purpose::Bulk(_)) {
        form.form.forgive();
        return match bulk::submit(&mut form, model) {
            Some(work) => batch::begin(model, work),
            None => {
                model.dialogs.push(Dialog::Form(form));
                Vec::new()
            }
        };
    }
    if matches!(form.purpose, Purpose::ExplainCall(_)) {
        return traffic::wish(&form, None).map_or_else(Vec::new, |wish| traffic::fulfil(model, wish));
    }
    let effect = form.submit(model);
    match &effect {
        Some(Effect::Quit) => return super::leave(model),
        Some(Effect::Change(_)) => walk::expect(model, &form),
        Some(Effect::Unlock { attempt, .. }) => model.lock.attempt = *attempt,
        Some(Effect::PlanImport { attempt, .. }) => model.attempt = *attempt,
        _ => {}
    }
    model.dialogs.push(Dialog::Form(form));
    effect.into_iter().collect()
}

/// While something is being done, a passphrase and the reading of a file can be given up: they change nothing.
fn while_busy(model: &mut Model, form: Box<FormDialog>, entry: &Entry) -> Vec<Effect> {
    match (&form.purpose, entry) {
        (Purpose::Unlock, Entry::Act(Action::Back)) => {
            model.lock.attempt += 1;
            model.after_unlock = None;
            return Vec::new();
        }
        (Purpose::Import, Entry::Act(Action::Back)) => {
            model.attempt += 1;
            return Vec::new();
        }
        _ => {}
    }
    model.dialogs.push(Dialog::Form(form));
    Vec::new()
}

/// Any key hides a revealed value; the one that copies copies too.
fn in_reveal(model: &mut Model, entry: &Entry) -> Vec<Effect> {
    match entry {
        Entry::Act(Action::Copy) => program::run(model, Action::Copy),
        _ => Vec::new(),
    }
}

fn in_help(model: &mut Model, mut help: Help, entry: &Entry) -> Vec<Effect> {
    let Entry::Act(action) = entry else {
        model.dialogs.push(Dialog::Help(help));
        return Vec::new();
    };
    if *action == Action::Back {
        return Vec::new();
    }
    let (len, height) = (help::height(model, help.context), help::room(model));
    let steps = program::steps(*action, len, height);
    help.top = help.top.saturating_add_signed(steps).min(len.saturating_sub(height));
    model.dialogs.push(Dialog::Help(help));
    Vec::new()
}

fn in_palette(model: &mut Model, mut palette: Palette, entry: Entry) -> Vec<Effect> {
    match entry {
        Entry::Click(Hit::Found(at)) => palette.cursor = at.min(palette.found.len().saturating_sub(1)),
        Entry::Click(_) => {}
        Entry::Act(Action::Back) => return Vec::new(),
        Entry::Act(Action::Confirm) => return palette.selected().map_or_else(Vec::new, |action| program::run(model, action)),
        Entry::Act(Action::MoveDown) => palette.cursor = (palette.cursor + 1).min(palette.found.len().saturating_sub(1)),
        Entry::Act(Action::MoveUp) => palette.cursor = palette.cursor.saturating_sub(1),
        Entry::Act(action) => {
            if palette.field.edit(action) {
                palette.find();
            }
        }
        Entry::Type(c) => {
            palette.field.insert(c);
            palette.find();
        }
        Entry::Paste(text) => {
            palette.field.paste(text.expose());
            palette.find();
        }
    }
    model.dialogs.push(Dialog::Palette(palette));
    Vec::new()
}
