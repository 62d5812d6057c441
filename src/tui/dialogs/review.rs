//! Beginning a review, and closing it.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::{FormDialog, Purpose, refuse};
use crate::domain::filter::Filter;
use crate::domain::number::counted;
use crate::domain::review::{Decision, Review, ReviewItem};
use crate::services::Undecided;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// The dialog that begins one.
pub fn open_begin(model: &Model) -> FormDialog {
    let live = model.fresh.rows.rows().filter(|row| row.status(model.now.wall).is_live()).count();
    let about = vec![
        About::fact("Live", counted(live as u64, "token", "tokens")),
        About::consequence(
            "The walk shows one token at a time, to keep, rotate, revoke or put off. It can be left and gone on with at any time; \
             each decision is kept in the log.",
        ),
    ];
    let form = Form::new(vec![
        Control::text(Slot::Filter, "Only", "").placeholder("a filter; empty for every live token"),
        Control::buttons(["Cancel", "Begin"], 1),
    ])
    .submitting(1);
    FormDialog::new(Purpose::BeginReview, "Begin a review", about, form, model.now)
}

/// The dialog that closes the open one.
pub fn open_close(model: &Model, review: &Review) -> FormDialog {
    let left = review.tokens - review.decided;
    let mut about = vec![
        About::fact("Review", format!("{}, {} of {} reviewed", review.id, review.decided, review.tokens)),
        About::fact("Decided", tally(&model.walk.reviews.items)),
    ];
    if left > 0 {
        let told = counted(left as u64, "token is undecided and stands", "tokens are undecided and stand");
        about.push(About::danger(format!("{told} in the report as such.")));
    }
    about.push(About::consequence(
        "Closed, it is not opened again: its list is signed into the log. Then the report can be saved.",
    ));
    let form = Form::new(vec![Control::buttons(["Cancel", "Close the review"], 0)]);
    FormDialog::new(Purpose::CloseReview(left), "Close the review", about, form, model.now)
}

/// `12 keep, 3 rotate`; how often each was decided.
fn tally(items: &[ReviewItem]) -> String {
    let count = |word: &str| {
        let is_so = |item: &&ReviewItem| item.decided.as_ref().is_some_and(|decided| decided.decision.word() == word);
        items.iter().filter(is_so).count()
    };
    let said: Vec<String> =
        Decision::WORDS.into_iter().filter(|word| count(word) > 0).map(|word| format!("{} {word}", count(word))).collect();
    if said.is_empty() { "nothing yet".to_owned() } else { said.join(", ") }
}

/// The change that either of them asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    match dialog.purpose {
        Purpose::BeginReview => {
            let filter = dialog.form.text(Slot::Filter).trim().to_owned();
            match Filter::parse(&filter) {
                Ok(_) => Some(Effect::Change(Change::BeginReview(filter))),
                Err(error) => refuse(dialog, Slot::Filter, error.to_string()),
            }
        }
        Purpose::CloseReview(left) => {
            let undecided = if left > 0 { Undecided::List } else { Undecided::Refuse };
            Some(Effect::Change(Change::CloseReview(undecided)))
        }
        _ => None,
    }
}
