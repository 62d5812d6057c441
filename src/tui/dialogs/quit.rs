//! Leaving while a value of ours is on the clipboard, or one that is shown once has not been stored.

use super::about::About;
use super::control::Control;
use super::form::Form;
use super::{FormDialog, Purpose};
use crate::tui::model::Model;

/// The dialog, when there is something to ask; else the program just leaves.
pub fn open(model: &Model) -> Option<FormDialog> {
    let copied = model.clipboard.as_ref()?;
    let about = vec![
        About::fact("Clipboard", format!("holds the value of {}", copied.of)),
        About::consequence("It is cleared when you leave: paste it first if you still need it."),
    ];
    let form = Form::new(vec![Control::buttons(["Stay", "Clear and quit"], 0)]);
    Some(FormDialog::new(Purpose::Quit, "Quit", about, form, model.now))
}
