//! Setting up the first vault, one step a screen.

use super::brush::Brush;
use super::form::{page, show};
use super::hints;
use crate::domain::label::display_safe;
use crate::domain::passphrase::Strength;
use crate::tui::dialogs::setup::{Setup, Stage};
use crate::tui::model::Model;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::layout::{Position, Rect};

/// Columns of the text.
const WIDTH: u16 = 68;

/// Steps that a person takes.
const STEPS: usize = 4;

/// Draws it; gives the place of the text cursor.
pub fn draw(model: &Model, setup: &Setup, brush: &mut Brush<'_>, screen: Rect) -> Option<Position> {
    let width = WIDTH.min(screen.width.saturating_sub(4));
    let x = (screen.width - width) / 2;
    let area = Rect::new(x, (screen.height / 8).max(1), width, screen.height.saturating_sub((screen.height / 8).max(1)));
    let (number, title, text) = words(setup);
    brush.pieces(area.x, area.y, width, &[(" jeton ".to_owned(), Role::Header), (format!(" {title}"), Role::Title)]);
    let step = format!("{number} of {STEPS}");
    brush.put(area.right().saturating_sub(step.len() as u16), area.y, step.len() as u16, &step, brush.theme.style(Role::Dim));
    brush.rule(area, area.y + 1, &[], false);
    let mut y = area.y + 3;
    for line in wrap(&display_safe(&text), usize::from(width)) {
        brush.put(area.x, y, width, &line, brush.theme.style(Role::Text));
        y += 1;
    }
    y += 1;
    y = draw_middle(model, setup, brush, Rect { y, height: area.bottom().saturating_sub(y), ..area });
    let mut tail = Vec::new();
    tail.extend(setup.error.iter().map(|error| (format!("{} {error}", brush.symbols.failed), Role::Danger)));
    let foot = Rect { y: screen.bottom().saturating_sub(1), height: 1, ..screen };
    hints::draw(model, brush, foot);
    let form = setup.form()?;
    let page = page(brush, &[], form, &tail, width, 3, true);
    let rest = Rect { y, height: foot.y.saturating_sub(y), ..area };
    let cursor = show(brush, &page, rest);
    if setup.stage == Stage::Passphrase {
        let y = (y + page.height).min(foot.y.saturating_sub(1));
        strength(brush, Rect { y: y.saturating_sub(2), ..area }, setup.strength);
    }
    cursor
}

fn words(setup: &Setup) -> (usize, &'static str, String) {
    match setup.stage {
        Stage::Names => (
            1,
            "Set up a vault",
            format!("There is no vault at {} yet. Nothing is written before the last step; you can go back at every one.", setup.path),
        ),
        Stage::Passphrase => (
            2,
            "Choose a passphrase",
            "It unlocks the vault whenever a value is to be seen or something changed. Five unrelated words are easy to keep and hard to guess."
                .to_owned(),
        ),
        Stage::Making => (2, "Choose a passphrase", "Making the keys. This takes a second on purpose: guessing takes as long.".to_owned()),
        Stage::Recovery => (
            3,
            "Keep the recovery key",
            "It unlocks the vault when the passphrase is lost. Write it down and keep it away from this machine: it is shown this once.".to_owned(),
        ),
        Stage::Confirm => (4, "Confirm the recovery key", "Type two of its groups from what you wrote down.".to_owned()),
        Stage::Writing => (4, "Confirm the recovery key", "Writing the vault.".to_owned()),
    }
}

/// What stands between the text and the form; gives the line below it.
fn draw_middle(model: &Model, setup: &Setup, brush: &mut Brush<'_>, area: Rect) -> u16 {
    match setup.stage {
        Stage::Recovery => recovery(setup, brush, area),
        Stage::Making | Stage::Writing => {
            let text = format!("{} one moment", model.spinner());
            brush.put(area.x, area.y, area.width, &text, brush.theme.style(Role::Dim));
            area.y + 2
        }
        _ => area.y,
    }
}

fn strength(brush: &mut Brush<'_>, area: Rect, strength: Option<Strength>) {
    const CELLS: usize = 20;
    let [full, empty] = brush.symbols.gauge;
    let (filled, word, role) = match strength {
        None => (0, "", Role::Dim),
        Some(strength) => {
            let role = match strength {
                Strength::VeryWeak | Strength::Weak => Role::Danger,
                Strength::Fair => Role::Warning,
                _ => Role::Success,
            };
            ((strength.level() + 1) * CELLS / 5, strength.word(), role)
        }
    };
    let pieces = [
        ("Strength    ".to_owned(), Role::Dim),
        (full.repeat(filled), role),
        (empty.repeat(CELLS - filled), Role::Dim),
        (format!("  {word}"), role),
    ];
    brush.pieces(area.x, area.y, area.width, &pieces);
}

/// The recovery key in two rows of four groups, each with its number.
fn recovery(setup: &Setup, brush: &mut Brush<'_>, area: Rect) -> u16 {
    if setup.covered {
        brush.put(area.x, area.y, area.width, "hidden: press any key to show it again", brush.theme.style(Role::Locked));
        return area.y + 2;
    }
    let a_row = if area.width >= 56 { 4 } else { 2 };
    let groups = setup.groups();
    for (at, group) in groups.iter().enumerate() {
        let (column, line) = ((at % a_row) as u16, (at / a_row) as u16);
        let pieces = [(format!("{} ", at + 1), Role::Dim), ((*group).to_owned(), Role::Value)];
        brush.pieces(area.x + column * 12, area.y + line, 11, &pieces);
    }
    area.y + groups.len().div_ceil(a_row) as u16 + 1
}
