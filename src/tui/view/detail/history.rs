//! What happened to the token, the latest first.

use super::{Line, Subject, labelled};
use crate::domain::event::{Event, Outcome};
use crate::domain::label::display_safe;
use crate::tui::theme::Role;
use crate::tui::view::when;

/// A line each.
pub(super) fn lines(subject: Subject<'_>) -> Vec<Line> {
    let events = subject.detail.map_or(&[][..], |detail| &detail.history);
    let now = subject.model.now.wall;
    let line = |(at, event): (usize, &Event)| {
        let what = &event.what;
        let label = if at == 0 { "History" } else { "" };
        let mut pieces = labelled(label, format!("{:<13}", what.action.word()));
        pieces.push((format!("{:<12}", when::relative(what.at, now)), Role::Dim));
        if what.outcome == Outcome::Refused {
            pieces.push(("refused ".to_owned(), Role::Danger));
        }
        pieces.push((format!("{:<8}  ", display_safe(&what.actor.name)), Role::Text));
        pieces.push((when::with_dates(&what.detail), Role::Dim));
        pieces.into()
    };
    events.iter().enumerate().map(line).collect()
}
