//! Which columns the history has at a width: decided by the width alone, so that none jumps when entries change.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which column.
    pub column: Column,
    /// Its first cell, from the list's left edge.
    pub x: u16,
    /// Its cells.
    pub width: u16,
}

struct Measure {
    column: Column,
    /// Cells that it needs.
    least: u16,
    /// Cells beyond which it gains nothing.
    most: u16,
    /// The higher, the later it is dropped.
    worth: u8,
    /// Whether half of what it could gain is of no use.
    is_whole: bool,
}

const GAP: u16 = 2;

const ALL: [Measure; 7] = [
    Measure { column: Column::When, least: 4, most: 10, worth: 6, is_whole: true },
    Measure { column: Column::At, least: 16, most: 19, worth: 3, is_whole: true },
    Measure { column: Column::By, least: 8, most: 14, worth: 5, is_whole: false },
    Measure { column: Column::Outcome, least: 1, most: 9, worth: 8, is_whole: true },
    Measure { column: Column::Action, least: 13, most: 13, worth: 9, is_whole: true },
    Measure { column: Column::On, least: 11, most: 36, worth: 7, is_whole: false },
    Measure { column: Column::Detail, least: 20, most: 300, worth: 1, is_whole: false },
];

/// The columns for a list of `width` cells.
pub fn place(width: u16) -> Vec<Placed> {
    let mut chosen: Vec<&Measure> = ALL.iter().collect();
    while chosen.len() > 2 && needed(&chosen) > width {
        let least = chosen.iter().enumerate().min_by_key(|(_, measure)| measure.worth).map_or(0, |(at, _)| at);
        chosen.remove(least);
    }
    let mut x = 0;
    let placed = chosen.iter().zip(share(&chosen, width)).map(|(measure, width)| {
        let placed = Placed { column: measure.column, x, width };
        x += width + GAP;
        placed
    });
    let within = placed.filter(|placed| placed.x < width);
    within.map(|placed| Placed { width: placed.width.min(width - placed.x), ..placed }).collect()
}

fn needed(chosen: &[&Measure]) -> u16 {
    chosen.iter().map(|measure| measure.least).sum::<u16>() + GAP * (chosen.len() as u16).saturating_sub(1)
}

/// Cells in which most subjects can be read.
const READABLE: u16 = 26;

/// Cells of the detail that are worth more than seconds and words.
const SOME_DETAIL: u16 = 40;

/// Hands out what is left over, to what gains most by it first; words are there whole or not at all.
fn share(chosen: &[&Measure], width: u16) -> Vec<u16> {
    let mut widths: Vec<u16> = chosen.iter().map(|measure| measure.least).collect();
    let mut left = width.saturating_sub(needed(chosen));
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
    widths
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

    #[test]
    fn no_column_reaches_beyond_the_list_or_into_another() {
        for width in 0..300 {
            let placed = place(width);
            for pair in placed.windows(2) {
                assert!(pair[0].x + pair[0].width + GAP <= pair[1].x, "{pair:?} in {width}");
            }
            for placed in placed {
                assert!(placed.x + placed.width <= width, "{placed:?} in {width}");
            }
        }
    }
}
