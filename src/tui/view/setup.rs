//! Setting up the first vault, one step a screen.

use super::brush::Brush;
use super::form::{page, room_for_lists, show};
use super::hints;
use crate::domain::label::display_safe;
use crate::tui::dialogs::setup::{Setup, Stage};
use crate::tui::model::Model;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::layout::{Position, Rect};

/// Columns of the text.
const WIDTH: u16 = 68;

/// Lines that a form needs at least; of the text above it only so much is drawn as leaves them.
const FORM: u16 = 5;

/// Columns of a group of the recovery key with its number.
const GROUP: u16 = 12;

/// Draws it; gives the place of the text cursor.
pub fn draw(model: &Model, setup: &Setup, brush: &mut Brush<'_>, screen: Rect) -> Option<Position> {
    let width = WIDTH.min(screen.width.saturating_sub(4));
    let top = screen.height.saturating_sub(14) / 4;
    let area = Rect::new((screen.width - width) / 2, top, width, screen.height.saturating_sub(top));
    let (title, text) = words(setup);
    brush.pieces(area.x, area.y, width, &[(" jeton ".to_owned(), Role::Header), (format!(" {title}"), Role::Title)]);
    let (number, steps) = setup.place();
    let step = format!("{number} of {steps}");
    brush.put(area.right().saturating_sub(step.len() as u16), area.y, step.len() as u16, &step, brush.theme.style(Role::Dim));
    brush.rule(area, area.y + 1, &[], false);
    let foot = Rect { y: screen.bottom().saturating_sub(1), height: 1, ..screen };
    let mut y = area.y + 2 + u16::from(area.height > 12);
    let needed = if setup.stage == Stage::Recovery { group_rows(setup, width) + 3 } else { FORM };
    for line in wrap(&display_safe(&text), usize::from(width)) {
        if y + needed >= foot.y {
            break;
        }
        brush.put(area.x, y, width, &line, brush.theme.style(Role::Text));
        y += 1;
    }
    y += u16::from(y + needed <= foot.y);
    y = draw_middle(model, setup, brush, Rect { y, height: area.bottom().saturating_sub(y), ..area });
    let mut tail = Vec::new();
    tail.extend(setup.error.iter().map(|error| (format!("{} {error}", brush.symbols.failed), Role::Danger)));
    hints::draw(model, brush, foot);
    let form = setup.form()?;
    let rest = Rect { y, height: foot.y.saturating_sub(y), ..area };
    let page = page(brush, &[], form, &tail, width, room_for_lists(form, rest.height), true);
    show(brush, &page, rest)
}

/// The title of a step, and what there is to know.
fn words(setup: &Setup) -> (&'static str, String) {
    match setup.stage {
        Stage::Names => (
            "Set up a vault",
            format!("There is no vault at {} yet. Nothing is written before the last step; you can go back at every one.", setup.path),
        ),
        Stage::Passphrase => (
            "Choose a passphrase",
            "It unlocks the vault whenever a value is to be seen or something changed. Five unrelated words are easy to keep and \
             hard to guess."
                .to_owned(),
        ),
        Stage::Making => {
            ("Choose a passphrase", "Making the keys. This takes a second on purpose: guessing takes as long.".to_owned())
        }
        Stage::Recovery => (
            "Keep the recovery key",
            "It unlocks the vault when the passphrase is lost. Write it down and keep it away from this machine: it is shown \
             this once."
                .to_owned(),
        ),
        Stage::Confirm => ("Confirm the recovery key", "Type two of its groups from what you wrote down.".to_owned()),
        Stage::Reading | Stage::Lines => ("Bring in what is there", about_file(setup)),
        Stage::Project => (
            "A first project",
            "A project holds bots and integrations and has one token of its own. Leave it empty to add projects later.".to_owned(),
        ),
        Stage::Writing => ("A first project", "Writing the vault.".to_owned()),
    }
}

fn about_file(setup: &Setup) -> String {
    let Some(file) = &setup.dotenv else { return String::new() };
    let path = &file.shown;
    match &file.found {
        None => format!("Reading {path}."),
        Some(Ok(found)) => {
            format!("{path} lies here: {found}. Each line that you tick becomes a token; the file stays as it is.")
        }
        Some(Err(error)) => format!("{error}. Go on without it: it can be imported at any time."),
    }
}

/// What stands between the text and the form; gives the line below it.
fn draw_middle(model: &Model, setup: &Setup, brush: &mut Brush<'_>, area: Rect) -> u16 {
    match setup.stage {
        Stage::Recovery => recovery(setup, brush, area),
        Stage::Making | Stage::Reading | Stage::Writing => {
            let text = format!("{} one moment", model.spinner());
            brush.put(area.x, area.y, area.width, &text, brush.theme.style(Role::Dim));
            area.y + 2
        }
        _ => area.y,
    }
}

/// Groups of the recovery key beside each other.
fn a_row(width: u16) -> usize {
    usize::from((width + 1) / GROUP).clamp(1, 4)
}

fn group_rows(setup: &Setup, width: u16) -> u16 {
    setup.groups().len().div_ceil(a_row(width)) as u16
}

/// The recovery key in rows of groups, each with its number.
fn recovery(setup: &Setup, brush: &mut Brush<'_>, area: Rect) -> u16 {
    if setup.covered {
        brush.put(area.x, area.y, area.width, "hidden: press any key to show it again", brush.theme.style(Role::Locked));
        return area.y + 2;
    }
    let a_row = a_row(area.width);
    let groups = setup.groups();
    for (at, group) in groups.iter().enumerate() {
        let (column, line) = ((at % a_row) as u16, (at / a_row) as u16);
        let pieces = [(format!("{} ", at + 1), Role::Dim), ((*group).to_owned(), Role::Value)];
        brush.pieces(area.x + column * GROUP, area.y + line, GROUP - 1, &pieces);
    }
    area.y + groups.len().div_ceil(a_row) as u16
}
