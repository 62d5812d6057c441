//! Exporting the history, as far as the filter shows it, to a new file that only its owner can read.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::domain::event::ExportFormat;
use crate::domain::filter::EventFilter;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The dialog.
pub fn open(model: &Model) -> FormDialog {
    let filter = model.activity.filter.filter.clone();
    let what = if filter.is_empty() { "every entry".to_owned() } else { format!("entries that match {filter}") };
    let about = vec![
        About::fact("What", what),
        About::consequence(
            "The file is made new, readable by you alone. It ends with the head of the chain, so that others can check it.",
        ),
    ];
    let form = Form::new(vec![
        Control::text(Slot::Path, "File", "log.csv").note("ends in .csv, .json, .jsonl or .md"),
        Control::buttons(["Cancel", "Export"], 1),
    ])
    .submitting(1);
    FormDialog::new(Purpose::ExportLog(filter), "Export the history", about, form, model.now)
}

/// The effect that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::ExportLog(filter) = &dialog.purpose else { return None };
    let filter: EventFilter = filter.clone();
    let path = PathBuf::from(dialog.form.text(Slot::Path).trim());
    if path.as_os_str().is_empty() {
        return refuse(dialog, Slot::Path, "name a file");
    }
    let Some(format) = path.extension().and_then(OsStr::to_str).and_then(ExportFormat::of_ending) else {
        return refuse(dialog, Slot::Path, "end it in .csv, .json, .jsonl or .md");
    };
    if Path::new(&path).symlink_metadata().is_ok() {
        return refuse(dialog, Slot::Path, "this exists already; name another file");
    }
    Some(Effect::ExportLog { path, format, filter })
}
