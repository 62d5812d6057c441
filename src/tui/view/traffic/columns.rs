//! Which columns the calls have at a width: decided by the width alone, so that none jumps when calls come.

use super::super::placing::{self, Measure};

/// A column of the calls, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// When it was answered.
    At,
    /// How: allowed, or the reason; with room both words of a denial.
    Verdict,
    /// The token.
    Token,
    /// Method and path.
    Request,
    /// Where it came from.
    Source,
}

/// A column and the cells that it takes.
pub type Placed = placing::Placed<Column>;

/// Cells of the verdict in both words: `✕ denied  missing-scope`.
pub const BOTH_WORDS: u16 = 23;

/// Cells of date and time.
pub const DATE_AND_TIME: u16 = 19;

/// Cells of the longest IPv4 address.
const IPV4: u16 = 15;

const ALL: [Measure<Column>; 5] = [
    Measure::whole(Column::At, 8, DATE_AND_TIME, 6),
    Measure::whole(Column::Verdict, 15, BOTH_WORDS, 9),
    Measure::new(Column::Token, 12, 40, 8),
    Measure::new(Column::Request, 17, 300, 7),
    Measure::new(Column::Source, 11, 39, 5),
];

/// The columns for a list of `width` cells.
pub fn place(width: u16) -> Vec<Placed> {
    placing::place(&ALL, width, share)
}

/// Hands out what is left over, to what gains most by it first.
fn share(chosen: &[&Measure<Column>], widths: &mut [u16], mut left: u16) {
    let turns = [
        (Column::Source, IPV4),
        (Column::Token, 14),
        (Column::Request, 26),
        (Column::Token, 24),
        (Column::Verdict, u16::MAX),
        (Column::Request, 48),
        (Column::Token, 32),
        (Column::At, u16::MAX),
        (Column::Source, 24),
        (Column::Request, u16::MAX),
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
            Self::At if width < DATE_AND_TIME => "UTC",
            Self::At => "At (UTC)",
            Self::Verdict => "Verdict",
            Self::Token => "Token",
            Self::Request => "Request",
            Self::Source => "From",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(width: u16) -> Vec<(&'static str, u16)> {
        place(width).iter().map(|placed| (placed.column.title(placed.width), placed.width)).collect()
    }

    #[test]
    fn what_matters_least_goes_first() {
        assert_eq!(placed(38), [("Verdict", 15), ("Token", 21)]);
        assert_eq!(placed(58), [("UTC", 8), ("Verdict", 15), ("Token", 12), ("Request", 17)]);
        assert_eq!(placed(78), [("UTC", 8), ("Verdict", 15), ("Token", 14), ("Request", 18), ("From", 15)]);
        assert_eq!(placed(118), [("UTC", 8), ("Verdict", 23), ("Token", 24), ("Request", 40), ("From", 15)]);
        assert_eq!(placed(178), [("At (UTC)", 19), ("Verdict", 23), ("Token", 32), ("Request", 72), ("From", 24)]);
    }
}
