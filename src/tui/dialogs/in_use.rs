//! What a dialog says of the use of its object, once that was read: who would notice.

use super::about::{About, Weight};
use super::{FormDialog, Purpose, bulk};
use crate::domain::Instant;
use crate::domain::cutover::Cutover;
use crate::domain::id::TokenId;
use crate::domain::traffic::{TokenUse, told_of_all};
use std::time::Duration;

/// The most tokens whose use is read for one dialog.
pub const MOST: usize = 500;

/// Whose use is wanted, and by which dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// When the dialog opened, in time up.
    pub opened: Duration,
    /// The tokens.
    pub ids: Vec<TokenId>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Of the dialog that opened then.
    pub opened: Duration,
    /// The use of each.
    pub uses: Vec<(TokenId, TokenUse)>,
    /// Of a single token: its two secrets side by side, while one of them retires.
    pub cutover: Option<Cutover>,
}

/// What is to be read for a dialog; `None` where nobody would notice anything.
pub fn ask(dialog: &FormDialog, mut ids: Vec<TokenId>) -> Option<Question> {
    ids.truncate(MOST);
    (!ids.is_empty()).then_some(Question { opened: dialog.opened, ids })
}

/// Says it in the dialog.
pub fn tell(dialog: &mut FormDialog, answer: &Answer, now: Instant) {
    let is_about_two = matches!(dialog.purpose, Purpose::ExtendGrace(_) | Purpose::EndGrace(_) | Purpose::Rotate(_));
    match &answer.cutover {
        Some(cutover) if is_about_two => about_two(dialog, cutover, now),
        _ => about_all(dialog, &answer.uses, now),
    }
    bulk::tell(dialog, &answer.uses, now);
}

/// The sentence that takes the place of the last use alone.
pub fn about_all(dialog: &mut FormDialog, uses: &[(TokenId, TokenUse)], now: Instant) {
    let told = told_of_all(uses.iter().map(|(_, used)| used), now);
    put(dialog, vec![About::fact("Use", told)]);
}

fn about_two(dialog: &mut FormDialog, cutover: &Cutover, now: Instant) {
    let weight = match cutover {
        cutover if cutover.is_in_use() => Weight::Danger,
        cutover if cutover.is_safe() => Weight::Fact,
        _ => Weight::Consequence,
    };
    put(
        dialog,
        vec![
            About::fact("Old value", cutover.old.told(now)),
            About::fact("New value", cutover.new.told(now)),
            About { weight, ..About::fact("Advice", cutover.sentence(now)) },
        ],
    );
}

/// Puts lines where the last use stood, else above the first sentence.
fn put(dialog: &mut FormDialog, lines: Vec<About>) {
    let stood = dialog.about.iter().position(|line| line.label == "Last used");
    dialog.about.retain(|line| line.label != "Last used" && !lines.iter().any(|new| new.label == line.label));
    let place = dialog.about.iter().position(|line| line.label.is_empty()).unwrap_or(dialog.about.len());
    let place = stood.map_or(place, |stood| stood.min(dialog.about.len()));
    dialog.about.splice(place..place, lines);
}
