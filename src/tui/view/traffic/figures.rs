//! The figures of the last day: how much, from where, with what, and why not.

use super::super::brush::{Brush, Piece};
use super::super::chart;
use super::calls::short as short_label;
use super::has_focus;
use crate::domain::label::display_safe;
use crate::domain::number::{grouped, short};
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::traffic::TrafficPane;
use crate::tui::text::{Align, fit};
use crate::tui::theme::Role;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Columns left of the text.
const MARGIN: u16 = 2;

/// Columns of a label before a chart.
const LABEL: usize = 10;

/// Columns of a number.
const NUMBER: usize = 6;

/// Columns that a name has at least, where there is room at all: those of an IPv4 address.
const NAME: usize = 15;

/// Lines of a list at least, one beneath the other; more where there is room.
const LISTED: usize = 5;

/// From this many columns on the lists stand beside each other.
const BESIDE: u16 = 96;

/// Columns between them.
const GAP: u16 = 3;

type Line = Vec<Piece>;

/// Something that is counted.
struct Counted {
    name: (String, Role),
    count: u64,
    /// Refused calls among them, where that is worth saying.
    refused: u64,
}

/// Draws them.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width <= MARGIN || area.height == 0 {
        return;
    }
    brush.answers(area, Hit::TrafficPane(TrafficPane::Figures));
    let figures = &model.traffic.figures;
    let refused = if figures.refused > 0 { Role::Danger } else { Role::Dim };
    let separator = format!(" {} ", brush.symbols.separator);
    let title = [
        ("Last 24 hours".to_owned(), Role::Title),
        (format!("{separator}{} accepted", grouped(figures.accepted)), Role::Text),
        (separator, Role::Dim),
        (format!("{} refused", grouped(figures.refused)), refused),
    ];
    brush.rule(area, area.y, &title, has_focus(model, TrafficPane::Figures));
    let inside = Rect { x: area.x + MARGIN, y: area.y + 1, width: area.width - MARGIN, height: area.height - 1 };
    if area.width >= BESIDE {
        beside(model, brush, inside);
    } else {
        let lines = beneath(model, inside);
        let top = usize::from(model.traffic.figures_top);
        for (line, y) in lines.iter().skip(top).zip(inside.y..inside.bottom()) {
            brush.pieces(inside.x, y, inside.width, line);
        }
        if lines.len() > top + usize::from(inside.height) {
            let more = format!(" {} ", brush.symbols.more_below);
            brush.put(area.right().saturating_sub(4), area.y, 3, &more, brush.theme.style(Role::Dim));
        }
    }
}

/// Lines that they have.
pub fn height(model: &Model) -> usize {
    let area = model.traffic_areas().figures;
    let inside = Rect { width: area.width.saturating_sub(MARGIN), height: area.height.saturating_sub(1), ..area };
    if area.width >= BESIDE { 0 } else { beneath(model, inside).len() }
}

fn beside(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    let mut y = area.y;
    for line in charts(model, area.width) {
        if y < area.bottom() {
            brush.pieces(area.x, y, area.width, &line);
        }
        y += 1;
    }
    let width = (area.width - 2 * GAP) / 3;
    let room = usize::from(area.bottom().saturating_sub(y + 1));
    for (at, (title, all)) in lists(model).into_iter().enumerate() {
        let x = area.x + (width + GAP) * at as u16;
        for (line, y) in list(model, title, &all, room, width).iter().zip(y..area.bottom()) {
            brush.pieces(x, y, width, line);
        }
    }
}

fn beneath(model: &Model, area: Rect) -> Vec<Line> {
    let mut lines = charts(model, area.width);
    // Where it is high enough, each list is longer and stands apart.
    let most = usize::from(area.height).saturating_sub(lines.len() + 6) / 3;
    let is_roomy = most > LISTED;
    for (title, all) in lists(model) {
        if is_roomy {
            lines.push(Line::default());
        }
        lines.extend(list(model, title, &all, most.max(LISTED), area.width));
    }
    lines
}

/// Accepted and refused calls by the hour.
fn charts(model: &Model, width: u16) -> Vec<Line> {
    let hours = &model.traffic.figures.hours;
    // The chart, its label, and at the right what its highest column stands for.
    let cells = if usize::from(width) >= LABEL + 48 + 20 { 2 } else { 1 };
    let kinds = [("accepted", hours.map(|hour| hour.0), Role::Success), ("refused", hours.map(|hour| hour.1), Role::Danger)];
    let mut lines: Vec<Line> = Vec::new();
    for (label, values, role) in kinds {
        let mut line = vec![(format!("{label:<LABEL$}"), Role::Dim)];
        line.extend(chart::sparks(model.symbols, values.iter().copied(), cells, role));
        let most = values.iter().max().copied().unwrap_or(0);
        if most > 0 {
            line.push((format!("  most {} an hour", grouped(most)), Role::Dim));
        }
        lines.push(line);
    }
    let axis = format!("{:LABEL$}{:<2$}now", "", "24 h ago", cells * 24 - 3);
    lines.push(vec![(axis, Role::Dim)]);
    lines
}

fn lists(model: &Model) -> [(&'static str, Vec<Counted>); 3] {
    let figures = &model.traffic.figures;
    let sources = figures.sources.iter().map(|source| {
        let name = match source.address {
            Some(address) => (address.to_canonical().to_string(), Role::Text),
            None => ("all others".to_owned(), Role::Dim),
        };
        Counted { name, count: source.calls + source.refused, refused: source.refused }
    });
    let tokens = figures.tokens.iter().map(|(id, count)| {
        let name = match model.traffic.tail.name_of(*id) {
            Some(named) => (short_label(&named.label).to_owned(), Role::Text),
            None => (id.to_string(), Role::Dim),
        };
        Counted { name, count: *count, refused: 0 }
    });
    let reasons = figures.reasons.iter().map(|(reason, count)| {
        let name = (reason.word().to_owned(), Role::Text);
        Counted { name, count: *count, refused: 0 }
    });
    [("Sources", sources.collect()), ("Denials", reasons.collect()), ("Busiest tokens", tokens.collect())]
}

/// A title, and the first so many with a bar each.
fn list(model: &Model, title: &str, all: &[Counted], most: usize, width: u16) -> Vec<Line> {
    let mut lines = vec![vec![(title.to_owned(), Role::Heading)]];
    if all.is_empty() {
        lines.push(vec![("none".to_owned(), Role::Dim)]);
        return lines;
    }
    let highest = all.iter().map(|counted| counted.count).max().unwrap_or(0);
    let width = usize::from(width);
    let refusals = if all.iter().any(|counted| counted.refused > 0) { NUMBER + 2 } else { 0 };
    let bar = width.saturating_sub(NUMBER + refusals + 3 + NAME).min(width / 4).min(24);
    let names = width.saturating_sub(NUMBER + refusals + bar + 3);
    lines.extend(all.iter().take(most).map(|counted| {
        let (name, role) = &counted.name;
        let name = fit(&display_safe(name), names, Align::Left, model.symbols.ellipsis);
        let mut line = vec![(name, *role), (format!(" {:>NUMBER$}  ", short(counted.count)), Role::Text)];
        if refusals > 0 {
            let refused = format!("{} {}", model.symbols.failed, short(counted.refused));
            let refused = if counted.refused > 0 { refused } else { String::new() };
            let rest = " ".repeat(refusals.saturating_sub(refused.width()));
            line.extend([(refused, Role::Danger), (rest, Role::Text)]);
        }
        // Without a track: it would cost a slow line more than it tells.
        let [filled, _] = chart::bar(model.symbols, counted.count, highest, bar, Role::Text);
        line.push(filled);
        line
    }));
    lines
}
