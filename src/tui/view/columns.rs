//! Which columns the token table has at a width: decided by the width alone, so that none jumps when rows change.

use super::placing::{self, Measure};
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
pub type Placed = placing::Placed<Column>;

/// Cells of the status column when it shows the word too.
const STATUS_WITH_WORD: u16 = 10;

const ALL: [Measure<Column>; 8] = [
    Measure::whole(Column::Status, 1, STATUS_WITH_WORD, 9),
    Measure::whole(Column::Kind, 4, 11, 6),
    Measure::new(Column::Owner, 12, 28, 7),
    Measure::new(Column::Name, 12, 32, 8),
    Measure::new(Column::Scopes, 18, 40, 1),
    Measure::new(Column::Expires, 9, 10, 5),
    Measure::new(Column::Used, 6, 10, 4),
    Measure::new(Column::Value, 20, 24, 3),
];

/// The columns for a table of `width` cells.
pub fn place(width: u16) -> Vec<Placed> {
    placing::place(&ALL, width, share)
}

/// Hands what is left over to columns that gain by it: first the words of status and kind whole, then a cell at a time.
fn share(chosen: &[&Measure<Column>], widths: &mut [u16], mut left: u16) {
    for (at, measure) in chosen.iter().enumerate().filter(|(_, measure)| measure.is_whole) {
        let word = measure.most - measure.least;
        if left >= word {
            widths[at] += word;
            left -= word;
        }
    }
    while left > 0 {
        let before = left;
        for (at, measure) in chosen.iter().enumerate().filter(|(_, measure)| !measure.is_whole) {
            if left > 0 && widths[at] < measure.most {
                widths[at] += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
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
}
