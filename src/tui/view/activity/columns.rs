//! Which columns the history has at a width: decided by the width alone, so that none jumps when entries change.

use super::super::placing::{self, Measure};

/// A column of the history, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// How long ago.
    When,
    /// The date.
    At,
    /// Who.
    By,
    /// How it ended: a symbol, with room the word too.
    Outcome,
    /// What was done.
    Action,
    /// To what.
    On,
    /// What else was said.
    Detail,
}

/// A column and the cells that it takes.
pub type Placed = placing::Placed<Column>;

const ALL: [Measure<Column>; 7] = [
    Measure::whole(Column::When, 4, 10, 6),
    Measure::whole(Column::At, 16, 19, 3),
    Measure::new(Column::By, 8, 14, 5),
    Measure::whole(Column::Outcome, 1, 9, 8),
    Measure::whole(Column::Action, 13, 13, 9),
    Measure::new(Column::On, 11, 36, 7),
    Measure::new(Column::Detail, 20, 300, 1),
];

/// The columns for a list of `width` cells.
pub fn place(width: u16) -> Vec<Placed> {
    placing::place(&ALL, width, share)
}

/// Cells in which most subjects can be read.
const READABLE: u16 = 26;

/// Cells of the detail that are worth more than seconds and words.
const SOME_DETAIL: u16 = 40;

/// Hands out what is left over, to what gains most by it first; words are there whole or not at all.
fn share(chosen: &[&Measure<Column>], widths: &mut [u16], mut left: u16) {
    let turns = [
        (Column::On, READABLE),
        (Column::When, u16::MAX),
        (Column::Detail, SOME_DETAIL),
        (Column::Outcome, u16::MAX),
        (Column::At, u16::MAX),
        (Column::By, u16::MAX),
        (Column::On, u16::MAX),
        (Column::Detail, u16::MAX),
    ];
    for (column, most) in turns {
        let Some(at) = chosen.iter().position(|measure| measure.column == column) else { continue };
        let more = chosen[at].most.min(most).saturating_sub(widths[at]);
        let given = if chosen[at].is_whole && left < more { 0 } else { more.min(left) };
        widths[at] += given;
        left -= given;
    }
}

impl Column {
    /// The words above the column at its width.
    pub fn title(self, width: u16) -> &'static str {
        match self {
            Self::When if width < 10 => "Ago",
            Self::When => "When",
            Self::Outcome if width < 9 => "",
            Self::At => "At (UTC)",
            Self::By => "By",
            Self::Outcome => "Outcome",
            Self::Action => "Action",
            Self::On => "On",
            Self::Detail => "Detail",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(width: u16) -> Vec<&'static str> {
        place(width).iter().map(|placed| placed.column.title(placed.width)).collect()
    }

    #[test]
    fn what_matters_least_goes_first() {
        assert_eq!(names(38), ["Ago", "", "Action", "On"]);
        assert_eq!(names(58), ["Ago", "By", "", "Action", "On"]);
        assert_eq!(names(78), ["Ago", "At (UTC)", "By", "", "Action", "On"]);
        assert_eq!(names(118), ["When", "At (UTC)", "By", "", "Action", "On", "Detail"]);
        assert_eq!(names(198), ["When", "At (UTC)", "By", "Outcome", "Action", "On", "Detail"]);
    }
}
