//! Values in clear: alone on their line, without a border, so that the terminal can select them whole.

use super::brush::{Brush, Piece, width};
use crate::domain::kind::Kind;
use crate::domain::label::display_safe;
use crate::tui::dialogs::reveal::Reveal;
use crate::tui::dialogs::shown_once::{Button, Fresh, ShownOnce};
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::layout::{Position, Rect};

/// Draws a revealed value with its countdown.
pub fn draw_reveal(model: &Model, reveal: &Reveal, brush: &mut Brush<'_>, screen: Rect) -> Option<Position> {
    let value = reveal.value.expose();
    let band = band(brush, screen, value_lines(value, screen.width) + 4);
    let seconds = model.countdown(model.now.seconds_until(reveal.until));
    brush.rule(band, band.y, &[(reveal.of.clone(), Role::Title), (format!("  hides in {seconds} s"), Role::Warning)], true);
    put_value(brush, band, band.y + 2, value);
    let hints = keys(model, &["hide", "copy"]);
    foot(brush, band, &hints);
    None
}

/// Draws a value that is shown once, with what can be done with it.
pub fn draw_once(model: &Model, shown: &ShownOnce, brush: &mut Brush<'_>, screen: Rect) -> Option<Position> {
    let fresh = shown.current()?;
    let is_covered = shown.covered || model.private;
    let value = fresh.value.expose();
    let about = wrap(&display_safe(&explanation(fresh)), usize::from(screen.width.saturating_sub(4)));
    let lines = if is_covered { 1 } else { value_lines(value, screen.width) };
    let band = band(brush, screen, lines + about.len() as u16 + 8);
    let mut title = vec![(fresh.token.selector(), Role::Title)];
    if shown.values.len() > 1 {
        title.push((format!("  {} more to come", shown.values.len() - 1), Role::Dim));
    }
    brush.rule(band, band.y, &title, true);
    let mut y = band.y + 2;
    for line in &about {
        brush.put(2, y, band.width.saturating_sub(4), line, brush.theme.style(Role::Text));
        y += 1;
    }
    y += 1;
    if is_covered {
        let text = if model.private { "private mode: the value stays hidden, copy and save work" } else { cover(model) };
        brush.put(2, y, band.width.saturating_sub(4), text, brush.theme.style(Role::Locked));
    } else {
        put_value(brush, band, y, value);
    }
    y += lines + 1;
    y += buttons(brush, band, y, &shown.buttons(), shown.button);
    if let Some(said) = &shown.said {
        brush.put(2, y + 1, band.width.saturating_sub(4), said, brush.theme.style(Role::Success));
    }
    foot(brush, band, &[]);
    None
}

fn cover(model: &Model) -> &'static str {
    if model.lock.is_unlocked() { "hidden: press any key to show it again" } else { "hidden: unlock the vault to show it again" }
}

fn explanation(fresh: &Fresh) -> String {
    match fresh.token.kind {
        Kind::Personal => "This value is shown now and never again. Copy it, or save it, before you go on.".to_owned(),
        kind => format!("The value of this {kind} token. It can be revealed or copied again later."),
    }
}

/// A band of the whole width, emptied, between two lines.
fn band(brush: &mut Brush<'_>, screen: Rect, height: u16) -> Rect {
    let height = height.min(screen.height);
    let band = Rect::new(screen.x, screen.y + (screen.height - height) / 3, screen.width, height);
    brush.clear(band);
    band
}

fn value_lines(value: &str, columns: u16) -> u16 {
    let columns = usize::from(columns.max(1));
    u16::try_from(value.chars().count().div_ceil(columns)).unwrap_or(u16::MAX).max(1)
}

/// The value from the first column on when it needs the whole line, else a little in.
fn put_value(brush: &mut Brush<'_>, band: Rect, y: u16, value: &str) {
    let style = brush.theme.style(Role::Value);
    let columns = usize::from(band.width.max(1));
    let safe = display_safe(value);
    let chars: Vec<char> = safe.as_str().chars().collect();
    if chars.len() + 2 <= columns {
        brush.put(2, y, band.width - 2, safe.as_str(), style);
        return;
    }
    for (line, part) in chars.chunks(columns).enumerate() {
        let y = y + u16::try_from(line).unwrap_or(u16::MAX);
        if y + 1 < band.bottom() {
            brush.put(0, y, band.width, &part.iter().collect::<String>(), style);
        }
    }
}

/// Draws the buttons, on a further line what does not fit beside the others; gives the lines it took.
fn buttons(brush: &mut Brush<'_>, band: Rect, y: u16, buttons: &[Button], selected: usize) -> u16 {
    let (mut x, mut lines) = (2, 1);
    for (at, button) in buttons.iter().enumerate() {
        let text = format!("[ {} ]", button.label());
        if x > 2 && x + text.len() as u16 > band.width {
            (x, lines) = (2, lines + 1);
        }
        let style = brush.theme.button(at == selected);
        let used = brush.put(x, y + lines - 1, band.width.saturating_sub(x), &text, style);
        brush.answers(Rect::new(x, y + lines - 1, used, 1), Hit::Once(at));
        x += used + 2;
    }
    lines
}

fn keys(model: &Model, wanted: &[&str]) -> Vec<Piece> {
    let hints = model.keymap.hints(crate::tui::keymap::Context::Value);
    let wanted = hints.into_iter().filter(|hint| wanted.contains(&hint.label.as_str()));
    wanted.flat_map(|hint| [(hint.key, Role::KeyHint), (format!(" {}   ", hint.label), Role::HintText)]).collect()
}

fn foot(brush: &mut Brush<'_>, band: Rect, hints: &[Piece]) {
    let y = band.bottom().saturating_sub(1);
    brush.rule(band, y, &[], true);
    if !hints.is_empty() {
        let mut pieces = vec![(" ".to_owned(), Role::Text)];
        pieces.extend_from_slice(hints);
        let room = width(&pieces);
        brush.pieces(band.x + 1, y, room.min(band.width.saturating_sub(1)), &pieces);
    }
}
