//! The detail pane: everything about the selected token but its value. Each fact has its place, whatever the token, so that
//! from one to the next only values change.

mod facts;
mod findings;
mod history;
mod scopes;
mod secrets;
mod snippets;
mod usage;

use super::brush::{Brush, Piece};
use super::has_focus;
use crate::domain::summary::TokenSummary;
use crate::domain::token::{Status, TokenState};
use crate::services::TokenDetail;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::Pane;
use crate::tui::theme::Role;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Columns of the labels.
const LABEL: usize = 10;

/// Columns left of them.
const MARGIN: u16 = 2;

/// From this many columns on, facts stand two beside each other.
const BESIDE: u16 = 84;

/// From this many lines on, there is room for empty ones.
const ROOMY: u16 = 30;

/// A line of the pane.
#[derive(Debug, Default)]
pub(super) struct Line {
    left: Vec<Piece>,
    /// What stands in the right half.
    right: Option<Vec<Piece>>,
}

impl From<Vec<Piece>> for Line {
    fn from(left: Vec<Piece>) -> Self {
        Self { left, right: None }
    }
}

/// What is drawn: a token, and what was read of it, as far as that is.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    model: &'a Model,
    row: &'a TokenSummary,
    detail: Option<&'a TokenDetail>,
}

impl<'a> Subject<'a> {
    /// A token of which everything was read.
    pub(super) fn new(model: &'a Model, row: &'a TokenSummary, detail: &'a TokenDetail) -> Self {
        Self { model, row, detail: Some(detail) }
    }
}

impl Line {
    /// Adds a piece to its end.
    pub(super) fn push(&mut self, piece: Piece) {
        self.left.push(piece);
    }
}

/// Whose it is.
pub(super) fn owner(subject: Subject<'_>) -> Line {
    facts::owner(subject).into()
}

/// How it is used: calls, the last 30 days, refusals, and the busiest addresses.
pub(super) fn usage(subject: Subject<'_>) -> Vec<Line> {
    usage::in_short(subject)
}

/// How a status is drawn, beside its word.
pub(super) fn status_role(status: Status) -> Role {
    [Role::StatusActive, Role::StatusRotating, Role::StatusDisabled, Role::StatusExpired, Role::StatusRevoked][status as usize]
}

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width <= MARGIN || area.height == 0 {
        return;
    }
    brush.answers(area, Hit::Pane(Pane::Detail));
    let selected = model.table.selected();
    let subject = selected.as_ref().map(|row| subject(model, row));
    let title = subject.map_or_else(|| "Detail".to_owned(), |subject| title(subject.row));
    brush.rule(area, area.y, &[(title, Role::Title)], has_focus(model, Pane::Detail));
    let lines = subject.map_or_else(Vec::new, |subject| lines(subject, area));
    let height = usize::from(area.height - 1);
    let top = usize::from(model.detail.top).min(lines.len().saturating_sub(height));
    for (line, y) in lines.iter().skip(top).take(height).zip(area.y + 1..) {
        draw_line(brush, Rect::new(area.x + MARGIN, y, area.width - MARGIN, 1), line);
    }
    let marks = [(top > 0, brush.symbols.more_above), (lines.len() > top + height, brush.symbols.more_below)];
    let marks: String = marks.into_iter().filter(|(is_more, _)| *is_more).map(|(_, symbol)| symbol).collect();
    if !marks.is_empty() {
        let marks = format!(" {marks} ");
        let width = u16::try_from(marks.width()).unwrap_or(0);
        brush.put(area.right().saturating_sub(width + 1), area.y, width, &marks, brush.theme.style(Role::Dim));
    }
}

/// While the selected token is being read, what was shown before stays for a moment: drawing a half and then the whole
/// would cost a slow line twice.
fn subject<'a>(model: &'a Model, row: &'a TokenSummary) -> Subject<'a> {
    let read = model.detail.of(row.id);
    match model.detail.read.as_deref() {
        Some(before) if read.is_none() && model.detail.lingers(model.now) => {
            Subject { model, row: &before.summary, detail: Some(before) }
        }
        _ => Subject { model, row, detail: read },
    }
}

pub(super) fn draw_line(brush: &mut Brush<'_>, area: Rect, line: &Line) {
    match &line.right {
        None => _ = brush.pieces(area.x, area.y, area.width, &line.left),
        Some(right) => {
            let half = area.width / 2;
            brush.pieces(area.x, area.y, half.saturating_sub(2), &line.left);
            brush.pieces(area.x + half, area.y, area.width - half, right);
        }
    }
}

/// A token's selector; of one that is revoked, for which there is none but its id, what it was.
fn title(row: &TokenSummary) -> String {
    match row.state {
        TokenState::Revoked => format!("{} {}/{}", row.kind, row.owner, row.name),
        _ => row.selector(),
    }
}

/// How many lines it has.
pub fn height(model: &Model) -> usize {
    model.table.selected().map_or(0, |row| lines(subject(model, &row), model.areas().detail).len())
}

fn lines(subject: Subject<'_>, area: Rect) -> Vec<Line> {
    let is_roomy = area.height >= ROOMY;
    let width = usize::from(area.width.saturating_sub(MARGIN));
    let sections = if area.width >= BESIDE {
        vec![
            facts::beside(subject),
            secrets::lines(subject),
            usage::beside(subject),
            usage::cutover(subject, width),
            snippets::lines(subject),
            scopes::lines(subject, width),
        ]
    } else {
        let (first, second) = facts::beneath(subject);
        vec![
            first,
            secrets::lines(subject),
            usage::cutover(subject, width),
            usage::beneath(subject),
            second,
            snippets::lines(subject),
            scopes::lines(subject, width),
        ]
    };
    let last = [facts::of_owner(subject), history::lines(subject)];
    let mut lines = Vec::new();
    for section in sections.into_iter().chain(last).filter(|section| !section.is_empty()) {
        if is_roomy && !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(section);
    }
    lines
}

/// A label with what can wait.
pub(super) fn faint(label: &str, text: &str) -> Vec<Piece> {
    vec![(format!("{label:<LABEL$}"), Role::Dim), (text.to_owned(), Role::Dim)]
}

fn labelled(label: &str, text: impl Into<String>) -> Vec<Piece> {
    vec![(format!("{label:<LABEL$}"), Role::Dim), (text.into(), Role::Text)]
}
