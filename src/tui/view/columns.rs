//! Which columns the token table has at a width: decided by the width alone, so that none jumps when rows change.

use crate::services::SortKey;

/// A column of the token table, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Mark, and the symbol of the status.
    Status,
    /// What it is for.
    Kind,
    /// What it speaks for.
    Owner,
    /// The token's name.
    Name,
    /// What it may do.
    Scopes,
    /// When it expires.
    Expires,
    /// When it was last used.
    Used,
    /// The masked value.
    Value,
}

/// A column and the cells that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which column.
    pub column: Column,
    /// Its first cell, from the table's left edge.
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
}

const GAP: u16 = 2;

/// Cells of the status column when it shows the word too.
const STATUS_WITH_WORD: u16 = 10;

const fn measure(column: Column, least: u16, most: u16, worth: u8) -> Measure {
    Measure { column, least, most, worth }
}

const ALL: [Measure; 8] = [
    measure(Column::Status, 1, STATUS_WITH_WORD, 9),
    measure(Column::Kind, 4, 11, 6),
    measure(Column::Owner, 12, 28, 7),
    measure(Column::Name, 12, 32, 8),
    measure(Column::Scopes, 18, 40, 1),
    measure(Column::Expires, 9, 10, 5),
    measure(Column::Used, 6, 10, 4),
    measure(Column::Value, 20, 24, 3),
];

/// The columns for a table of `width` cells.
pub fn place(width: u16) -> Vec<Placed> {
    let mut chosen: Vec<&Measure> = ALL.iter().collect();
    while chosen.len() > 2 && needed(&chosen) > width {
        let least = chosen.iter().enumerate().min_by_key(|(_, measure)| measure.worth).map_or(0, |(at, _)| at);
        chosen.remove(least);
    }
    let widths = share(&chosen, width);
    let mut x = 0;
    chosen
        .iter()
        .zip(widths)
        .map(|(measure, width)| {
            let placed = Placed { column: measure.column, x, width };
            x += width + GAP;
            placed
        })
        .filter(|placed| placed.x < width)
        .map(|placed| Placed { width: placed.width.min(width - placed.x), ..placed })
        .collect()
}

fn needed(chosen: &[&Measure]) -> u16 {
    chosen.iter().map(|measure| measure.least).sum::<u16>() + GAP * (chosen.len() as u16).saturating_sub(1)
}

/// Hands what is left over to columns that gain by it: first the words of status and kind whole, then a cell at a time.
fn share(chosen: &[&Measure], width: u16) -> Vec<u16> {
    let mut widths: Vec<u16> = chosen.iter().map(|measure| measure.least).collect();
    let mut left = width.saturating_sub(needed(chosen));
    for (at, measure) in chosen.iter().enumerate().filter(|(_, measure)| is_a_word(measure.column)) {
        let word = measure.most - measure.least;
        if left >= word {
            widths[at] += word;
            left -= word;
        }
    }
    while left > 0 {
        let before = left;
        for (at, measure) in chosen.iter().enumerate().skip(1) {
            if left > 0 && widths[at] < measure.most && !is_a_word(measure.column) {
                widths[at] += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    widths
}

/// Whether half a word is of no use in the column.
fn is_a_word(column: Column) -> bool {
    matches!(column, Column::Status | Column::Kind)
}

impl Column {
    /// The words above the column.
    pub fn title(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Name => "Name",
            Self::Kind => "Kind",
            Self::Owner => "Owner",
            Self::Scopes => "Scopes",
            Self::Expires => "Expires",
            Self::Used => "Used",
            Self::Value => "Value",
        }
    }

    /// The sort key that orders by this column.
    pub fn sort_key(self) -> Option<SortKey> {
        match self {
            Self::Status => Some(SortKey::Status),
            Self::Name => Some(SortKey::Name),
            Self::Owner => Some(SortKey::Owner),
            Self::Expires => Some(SortKey::Expires),
            Self::Used => Some(SortKey::Used),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(width: u16) -> Vec<&'static str> {
        place(width).iter().map(|placed| placed.column.title()).collect()
    }

    #[test]
    fn what_matters_least_goes_first() {
        assert_eq!(names(30), ["Status", "Owner", "Name"]);
        assert_eq!(names(56), ["Status", "Kind", "Owner", "Name", "Expires", "Used"]);
        assert_eq!(names(84), ["Status", "Kind", "Owner", "Name", "Expires", "Used", "Value"]);
        assert_eq!(names(140).len(), 8);
    }

    #[test]
    fn no_column_reaches_beyond_the_table() {
        for width in 0..300 {
            for placed in place(width) {
                assert!(placed.x + placed.width <= width, "{placed:?} in {width}");
            }
        }
    }
}
