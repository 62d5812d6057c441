//! What became of work in several parts: what failed first, then what was not reached, left out, done.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::list::{Line, Mark};
use super::{FormDialog, Purpose};
use crate::tui::model::batch::Batch;
use crate::tui::model::moment::Moment;

/// The dialog about a batch that is over.
pub fn of_batch(batch: &Batch, now: Moment) -> FormDialog {
    let mut lines: Vec<Line> =
        batch.failed.iter().map(|(item, failure)| Line::new(Mark::Failed, &item.selector, failure)).collect();
    lines.extend(batch.waiting.iter().map(|item| Line::new(Mark::LeftOut, &item.selector, "not reached")));
    lines.extend(batch.left_out.iter().map(|(name, why)| Line::new(Mark::LeftOut, name, why)));
    lines.extend(batch.done.iter().map(|item| Line::new(Mark::Done, &item.selector, batch.work.done())));
    let mut about = vec![About::fact("Result", summary(batch))];
    if !batch.failed.is_empty() || !batch.waiting.is_empty() {
        about.push(About::consequence("What was not done stays marked, so that it can be tried again."));
    }
    open(title(batch), about, "Tokens", lines, now)
}

/// The dialog about work of any sort.
pub fn open(title: impl Into<String>, about: Vec<About>, label: &str, lines: Vec<Line>, now: Moment) -> FormDialog {
    let form = Form::new(vec![Control::list(label, lines), Control::buttons(["Close"], 0)]).focused(Slot::Buttons);
    FormDialog::new(Purpose::Report, title, about, form, now)
}

fn title(batch: &Batch) -> &'static str {
    match (batch.failed.is_empty(), batch.waiting.is_empty()) {
        (true, true) => "Done",
        (_, false) => "Stopped",
        (false, true) => "Done in part",
    }
}

fn summary(batch: &Batch) -> String {
    let parts = [
        (batch.done.len(), batch.work.done()),
        (batch.failed.len(), "failed"),
        (batch.waiting.len(), "not reached"),
        (batch.left_out.len(), "left out"),
    ];
    let said: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    said.join(", ")
}
