//! Help: the keys of a place under their headings, in two columns where there is room for both.

use super::brush::{Brush, Piece, centred, width};
use crate::tui::dialogs::help::Help;
use crate::tui::hit::Hit;
use crate::tui::keymap::Context;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use ratatui::layout::{Position, Rect};

/// Columns of the box with one column of keys.
const WIDTH: u16 = 78;

/// Columns between two columns of keys.
const GAP: u16 = 4;

/// A line of help.
type Line = Vec<Piece>;

/// The lines of help: one column, or two beside each other.
struct Page {
    columns: Vec<Vec<Line>>,
    /// Columns of the terminal that each takes.
    width: u16,
}

impl Page {
    /// The page of a context for a screen of so many columns.
    fn of(model: &Model, context: Context) -> Self {
        let groups = groups(model, context);
        let widest = groups.iter().flatten().map(|line| width(line)).max().unwrap_or(0);
        let room = model.size.0.saturating_sub(6);
        if room >= 2 * widest + GAP {
            return Self { columns: halves(groups), width: widest };
        }
        Self { columns: vec![joined(groups)], width: room.min(WIDTH - 4) }
    }

    fn height(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(0)
    }

    fn total_width(&self) -> u16 {
        let count = u16::try_from(self.columns.len()).unwrap_or(1);
        count * self.width + count.saturating_sub(1) * GAP
    }
}

/// Lines that the help of a context has.
pub fn height(model: &Model, context: Context) -> usize {
    Page::of(model, context).height()
}

/// Lines of it that the screen has room for.
pub fn room(model: &Model) -> usize {
    usize::from(model.size.1.saturating_sub(4))
}

/// The headings, each with its keys.
fn groups(model: &Model, context: Context) -> Vec<Vec<Line>> {
    let rows = model.keymap.help(context);
    let keys: Vec<String> = rows.iter().map(|row| row.keys.join("  ")).collect();
    let longest = keys.iter().map(|keys| keys.chars().count()).max().unwrap_or(0);
    let mut groups: Vec<Vec<Line>> = Vec::new();
    let mut group = None;
    for (row, keys) in rows.into_iter().zip(keys) {
        if group.replace(row.group) != Some(row.group) {
            groups.push(vec![vec![(row.group.title().to_owned(), Role::Title)]]);
        }
        let line = vec![(format!("  {keys:<longest$}  "), Role::KeyHint), (row.doc, Role::Text)];
        groups.last_mut().into_iter().for_each(|lines| lines.push(line.clone()));
    }
    groups
}

/// The groups one below the other, a blank line between them.
fn joined(groups: Vec<Vec<Line>>) -> Vec<Line> {
    groups.into_iter().reduce(|all, next| [all, vec![Vec::new()], next].concat()).unwrap_or_default()
}

/// The groups in two columns, none of them torn, as even as they come.
fn halves(groups: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let lines = |groups: &[Vec<Line>]| groups.iter().map(|group| group.len() + 1).sum::<usize>();
    let taller = |split: &usize| lines(&groups[..*split]).max(lines(&groups[*split..]));
    let split = (0..=groups.len()).min_by_key(taller).unwrap_or(0);
    let (left, right) = groups.split_at(split);
    [left.to_vec(), right.to_vec()].into_iter().map(joined).filter(|column| !column.is_empty()).collect()
}

/// Draws it.
pub fn draw(model: &Model, help: &Help, brush: &mut Brush<'_>, screen: Rect) -> Option<Position> {
    let page = Page::of(model, help.context);
    let height = u16::try_from(page.height() + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = centred(screen, (page.total_width() + 4).min(screen.width.saturating_sub(2)), height);
    let inside = brush.frame(area, &format!("Keys: {}", help.context.title().to_lowercase()));
    brush.answers(area, Hit::Help);
    let room = usize::from(inside.height);
    let top = help.top.min(page.height().saturating_sub(room));
    let mut x = inside.x;
    for column in &page.columns {
        for (line, y) in column.iter().skip(top).take(room).zip(inside.y..) {
            brush.pieces(x, y, page.width.min(inside.right().saturating_sub(x)), line);
        }
        x += page.width + GAP;
    }
    if page.height() > top + room {
        let text = format!(" {} more ", brush.symbols.more_below);
        brush.put(area.right().saturating_sub(11), area.bottom().saturating_sub(1), 10, &text, brush.theme.style(Role::Dim));
    }
    None
}
