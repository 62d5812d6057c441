//! Tables for people: aligned by columns of the terminal, narrowed where it is narrow.

use super::text::{Text, Tone};

/// Blanks between columns.
const GAP: usize = 2;

/// What a table does with a column when there is too little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Keeps its width.
    Fixed,
    /// Is cut, down to so many columns.
    Cut(usize),
    /// Is left out, the highest number first.
    Drop(u8),
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<(&'static str, Fit)>,
    rows: Vec<Vec<Text>>,
}

impl Table {
    /// A table with these columns.
    pub fn new(columns: impl IntoIterator<Item = (&'static str, Fit)>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row; it has as many cells as there are columns.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Text>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table in `room` columns (unbounded when `None`), the heading first, each line ended; coloured or not.
    pub fn render(&self, room: Option<usize>, mark: &str, color: bool) -> String {
        let widths = self.widths(room);
        let heading = self.columns.iter().map(|(title, _)| Text::toned(Tone::Strong, title)).collect::<Vec<_>>();
        let mut lines = String::with_capacity((self.rows.len() + 1) * 128);
        for cells in std::iter::once(&heading).chain(&self.rows) {
            add_line(&mut lines, cells, &widths, mark, color);
        }
        lines
    }

    /// The width of each column; `None` for one that is left out.
    fn widths(&self, room: Option<usize>) -> Vec<Option<usize>> {
        let mut widths: Vec<Option<usize>> = (0..self.columns.len()).map(|at| Some(self.natural_width(at))).collect();
        let Some(room) = room else {
            return widths;
        };
        let total = |widths: &[Option<usize>]| {
            let kept: Vec<usize> = widths.iter().flatten().copied().collect();
            kept.iter().sum::<usize>() + GAP * kept.len().saturating_sub(1)
        };
        let mut droppable: Vec<(u8, usize)> = self.columns.iter().enumerate().filter_map(drop_rank).collect();
        droppable.sort_unstable();
        while total(&widths) > room && self.excess_after_cutting(&widths, total(&widths), room) > 0 {
            let Some((_, at)) = droppable.pop() else { break };
            widths[at] = None;
        }
        for (at, (_, fit)) in self.columns.iter().enumerate().rev() {
            let excess = total(&widths).saturating_sub(room);
            if let (Fit::Cut(least), Some(width)) = (fit, widths[at]) {
                widths[at] = Some(width.saturating_sub(excess).max((*least).min(width)));
            }
        }
        widths
    }

    /// Columns still too many once every `Cut` column is at its least.
    fn excess_after_cutting(&self, widths: &[Option<usize>], total: usize, room: usize) -> usize {
        let spare = self.columns.iter().zip(widths).map(|((_, fit), width)| match (fit, width) {
            (Fit::Cut(least), Some(width)) => width.saturating_sub(*least),
            _ => 0,
        });
        total.saturating_sub(spare.sum()).saturating_sub(room)
    }

    fn natural_width(&self, at: usize) -> usize {
        let title = self.columns.get(at).map_or(0, |(title, _)| title.len());
        self.rows.iter().filter_map(|row| row.get(at)).map(Text::width).chain([title]).max().unwrap_or(0)
    }
}

fn drop_rank((at, (_, fit)): (usize, &(&'static str, Fit))) -> Option<(u8, usize)> {
    match fit {
        Fit::Drop(rank) => Some((*rank, at)),
        _ => None,
    }
}

/// One line; the last cell is not padded. Nothing is copied but into the line: there may be very many.
fn add_line(lines: &mut String, cells: &[Text], widths: &[Option<usize>], mark: &str, color: bool) {
    let mut gap = 0;
    for (cell, width) in cells.iter().zip(widths).filter_map(|(cell, width)| Some((cell, (*width)?))) {
        lines.extend(std::iter::repeat_n(' ', gap));
        if cell.width() <= width {
            cell.render_into(lines, color);
            gap = width - cell.width() + GAP;
        } else {
            let cut = cell.cut(width, mark);
            cut.render_into(lines, color);
            gap = width.saturating_sub(cut.width()) + GAP;
        }
    }
    lines.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new([("NAME", Fit::Cut(4)), ("STATUS", Fit::Fixed), ("ID", Fit::Drop(1))]);
        table.row(["deploy-bot".into(), "active".into(), "tok_1".into()]);
        table.row(["漢字".into(), "revoked".into(), "tok_2".into()]);
        table
    }

    fn drawn(room: Option<usize>) -> Vec<String> {
        table().render(room, "…", false).lines().map(str::to_owned).collect()
    }

    #[test]
    fn columns_line_up_whatever_the_characters() {
        assert_eq!(drawn(None), ["NAME        STATUS   ID", "deploy-bot  active   tok_1", "漢字        revoked  tok_2"]);
    }

    #[test]
    fn a_narrow_terminal_cuts_first_and_drops_then() {
        assert_eq!(drawn(Some(22))[1], "deplo…  active   tok_1");
        assert_eq!(drawn(Some(19))[1], "deploy-bot  active");
        assert_eq!(drawn(Some(13))[1], "dep…  active");
    }
}
