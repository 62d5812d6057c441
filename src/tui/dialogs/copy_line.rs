//! Copying a line that is ready to run with the value in it: the line is chosen here around the masked value.

use super::about::{self, About};
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose};
use crate::domain::id::TokenId;
use crate::domain::snippet::Snippet;
use crate::domain::summary::TokenSummary;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::view::masked;

/// Whose lines they are.
#[derive(Debug)]
pub struct Lines {
    id: TokenId,
    all: &'static [Snippet],
    mask: String,
}

/// The dialog.
pub fn open(model: &Model, row: &TokenSummary) -> FormDialog {
    let all = Snippet::of(row.kind);
    let mut about = about::token(row, model.now.wall);
    about.push(About::consequence("Goes to the clipboard with the real value, never to the screen."));
    let form = Form::new(vec![
        Control::choice(Slot::Line, "Line", all.iter().map(|line| short(*line)), 0),
        Control::buttons(["Cancel", "Copy"], 1),
    ]);
    let lines = Lines { id: row.id, all, mask: masked(model, row) };
    let mut dialog = FormDialog::new(Purpose::CopyLine(lines), "Copy a line", about, form, model.now);
    settle(&mut dialog);
    dialog
}

fn short(line: Snippet) -> &'static str {
    match line {
        Snippet::Bearer => "Bearer",
        Snippet::ApiToken => "x-api-token",
        Snippet::OldApiToken => "api-token",
        Snippet::Client => "JavaScript",
    }
}

/// Shows the chosen line.
pub(super) fn settle(dialog: &mut FormDialog) {
    let Some((_, line, mask)) = chosen(dialog) else { return };
    let shown = line.masked(mask);
    if let Some(control) = dialog.form.control_mut(Slot::Line) {
        control.note = Some(shown);
    }
}

/// The effect that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    chosen(dialog).map(|(id, line, _)| Effect::Copy(id, Some(line)))
}

fn chosen(dialog: &FormDialog) -> Option<(TokenId, Snippet, &str)> {
    let Purpose::CopyLine(lines) = &dialog.purpose else { return None };
    let line = lines.all.get(dialog.form.choice(Slot::Line))?;
    Some((lines.id, *line, &lines.mask))
}
