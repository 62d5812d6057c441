//! Lines that are ready to run, around the masked value; a key copies them around the real one.

use super::{Line, Subject, faint, labelled};
use crate::domain::snippet::Snippet;
use crate::domain::token::TokenState;
use crate::tui::view::table;

/// The lines, as many for each token of a kind.
pub(super) fn lines(subject: Subject<'_>) -> Vec<Line> {
    let row = subject.row;
    let snippets = Snippet::of(row.kind);
    if row.state == TokenState::Revoked {
        let mut lines: Vec<Line> = snippets.iter().map(|_| Line::default()).collect();
        if let Some(first) = lines.first_mut() {
            first.left = faint("Use", "no more: it is refused everywhere");
        }
        return lines;
    }
    let mask = table::masked(subject.model, row);
    let line = |(at, snippet): (usize, &Snippet)| labelled(if at == 0 { "Use" } else { "" }, snippet.masked(&mask)).into();
    snippets.iter().enumerate().map(line).collect()
}
