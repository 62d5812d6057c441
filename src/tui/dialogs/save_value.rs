//! Saving values that are shown once to a new file that only its owner can read.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::tui::effect::{Effect, Named};
use crate::tui::model::Model;
use std::path::PathBuf;

/// The dialog.
pub fn open(model: &Model, values: Vec<Named>) -> FormDialog {
    let (what, file) = match values.as_slice() {
        [(of, _)] => (About::fact("Token", of), suggested(of)),
        several => {
            (About::fact("Tokens", format!("{}, a line each: selector, tab, value", several.len())), "new.tokens".to_owned())
        }
    };
    let about = vec![
        what,
        About::consequence("The file is made new, readable by you alone. Delete it once the values are where they belong."),
    ];
    let form = Form::new(vec![
        Control::text(Slot::Path, "File", &file).note("relative to where you started"),
        Control::buttons(["Cancel", "Save"], 1),
    ])
    .submitting(1);
    FormDialog::new(Purpose::SaveValue(values), "Save to a file", about, form, model.now)
}

fn suggested(of: &str) -> String {
    let plain: String = of.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("{}.token", plain.trim_matches('-'))
}

/// The effect that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::SaveValue(values) = &dialog.purpose else { return None };
    let values = values.clone();
    let path = PathBuf::from(dialog.form.text(Slot::Path).trim());
    if path.as_os_str().is_empty() {
        return refuse(dialog, Slot::Path, "name a file");
    }
    Some(Effect::SaveShown { path, values })
}
