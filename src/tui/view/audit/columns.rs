//! Which columns the findings have at a width: decided by the width and the grouping alone.

use super::super::placing::{self, Measure};
use crate::tui::model::audit::list::Grouping;

/// A column of the findings, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// How much it matters, in a word.
    Severity,
    /// What it noticed.
    Rule,
    /// Of which token.
    Token,
    /// The evidence, or until when somebody accepted it.
    Evidence,
}

/// A column and the cells that it takes.
pub type Placed = placing::Placed<Column>;

const SEVERITY: Measure<Column> = Measure::whole(Column::Severity, 6, 6, 8);
const RULE: Measure<Column> = Measure::new(Column::Rule, 14, 33, 9);
const TOKEN: Measure<Column> = Measure::new(Column::Token, 14, 36, 7);
const EVIDENCE: Measure<Column> = Measure::new(Column::Evidence, 16, 300, 3);

/// The columns for a list of `width` cells. Under its token's heading a finding need not say whose it is.
pub fn place(width: u16, grouping: Grouping) -> Vec<Placed> {
    match grouping {
        Grouping::Severity => placing::place(&[SEVERITY, RULE, TOKEN, EVIDENCE], width, share),
        Grouping::Token => placing::place(&[SEVERITY, RULE, EVIDENCE], width, share),
    }
}

/// Cells in which most titles and most selectors can be told apart.
const READABLE: u16 = 24;

fn share(chosen: &[&Measure<Column>], widths: &mut [u16], mut left: u16) {
    let turns = [
        (Column::Rule, READABLE),
        (Column::Token, READABLE),
        (Column::Evidence, 40),
        (Column::Rule, 28),
        (Column::Evidence, 60),
        (Column::Token, u16::MAX),
        (Column::Rule, u16::MAX),
        (Column::Evidence, u16::MAX),
    ];
    for (column, most) in turns {
        let Some(at) = chosen.iter().position(|measure| measure.column == column) else { continue };
        let given = chosen[at].most.min(most).saturating_sub(widths[at]).min(left);
        widths[at] += given;
        left -= given;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(width: u16, grouping: Grouping) -> Vec<(Column, u16)> {
        place(width, grouping).iter().map(|placed| (placed.column, placed.width)).collect()
    }

    #[test]
    fn the_evidence_goes_first_and_what_is_left_goes_where_it_is_read() {
        use Column::{Evidence, Rule, Severity, Token};
        assert_eq!(widths(46, Grouping::Severity), [(Severity, 6), (Rule, 22), (Token, 14)]);
        assert_eq!(widths(76, Grouping::Severity), [(Severity, 6), (Rule, 24), (Token, 24), (Evidence, 16)]);
        assert_eq!(widths(116, Grouping::Severity), [(Severity, 6), (Rule, 28), (Token, 24), (Evidence, 52)]);
        assert_eq!(widths(76, Grouping::Token), [(Severity, 6), (Rule, 26), (Evidence, 40)]);
    }
}
