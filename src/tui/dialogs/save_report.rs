//! Saving the report of a closed review to a new file.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::domain::review::{ReportFormat, Review, ReviewId};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use std::path::PathBuf;

/// The names of the forms, in the order of [`ReportFormat::ALL`].
const NAMES: [&str; 3] = ["Markdown", "CSV", "JSON"];

/// The dialog.
pub fn open(model: &Model, review: &Review) -> FormDialog {
    let about = vec![
        About::fact("Review", format!("{}, {} of {} reviewed", review.id, review.decided, review.tokens)),
        About::consequence(
            "The report names the head of the log, so that a second person can check it: jeton review check FILE. The file is made \
             new, readable by you alone.",
        ),
    ];
    let form = Form::new(vec![
        Control::choice(Slot::Format, "As", NAMES, 0),
        Control::text(Slot::Path, "File", &suggested(review.id, ReportFormat::ALL[0])).note("relative to where you started"),
        Control::buttons(["Not now", "Save"], 1),
    ])
    .focused(Slot::Path)
    .submitting(1);
    FormDialog::new(Purpose::SaveReport(review.id), "Save the report", about, form, model.now)
}

fn suggested(id: ReviewId, format: ReportFormat) -> String {
    format!("review-{id}.{}", format.word())
}

fn chosen(form: &Form) -> ReportFormat {
    ReportFormat::ALL.get(form.choice(Slot::Format)).copied().unwrap_or(ReportFormat::Markdown)
}

/// Has the file's name end as its form does, unless another name was typed.
pub(super) fn settle(dialog: &mut FormDialog) {
    let Purpose::SaveReport(id) = dialog.purpose else { return };
    let wanted = suggested(id, chosen(&dialog.form));
    let is_ours = ReportFormat::ALL.into_iter().any(|format| suggested(id, format) == dialog.form.text(Slot::Path));
    if is_ours {
        dialog.form.set_text(Slot::Path, &wanted);
    }
}

/// The effect that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::SaveReport(review) = dialog.purpose else { return None };
    let path = PathBuf::from(dialog.form.text(Slot::Path).trim());
    if path.as_os_str().is_empty() {
        return refuse(dialog, Slot::Path, "name a file");
    }
    Some(Effect::SaveReport { review, format: chosen(&dialog.form), path })
}
