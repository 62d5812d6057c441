//! Saving a value that is shown once to a new file that only its owner can read.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::domain::plaintext::Plaintext;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use std::path::PathBuf;
use std::sync::Arc;

/// The dialog.
pub fn open(model: &Model, of: &str, value: Arc<Plaintext>) -> FormDialog {
    let about = vec![
        About::fact("Token", of),
        About::consequence("The file is made new, readable by you alone. Delete it once the value is where it belongs."),
    ];
    let form = Form::new(vec![
        Control::text(Slot::Path, "File", &suggested(of)).note("relative to where you started"),
        Control::buttons(["Cancel", "Save"], 1),
    ])
    .submitting(1);
    FormDialog::new(Purpose::SaveValue(value), "Save the value", about, form, model.now)
}

fn suggested(of: &str) -> String {
    let plain: String = of.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("{}.token", plain.trim_matches('-'))
}

/// The effect that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::SaveValue(value) = &dialog.purpose else { return None };
    let value = Arc::clone(value);
    let path = PathBuf::from(dialog.form.text(Slot::Path).trim());
    if path.as_os_str().is_empty() {
        return refuse(dialog, Slot::Path, "name a file");
    }
    Some(Effect::SaveShown { path, value })
}
