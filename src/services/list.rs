//! Listing tokens.

use super::{Result, Services};
use crate::domain::filter::Filter;
use crate::domain::summary::{TokenRow, TokenSummary};

pub use crate::domain::order::{Sort, SortKey};

impl Services {
    /// Every token, ended ones too, in the order of kind, owner and name.
    ///
    /// # Errors
    /// The store failed.
    pub fn tokens(&self) -> Result<Vec<TokenSummary>> {
        self.chosen(Sort::default(), |_| true)
    }

    /// The tokens that match a filter, sorted.
    ///
    /// # Errors
    /// The store failed.
    pub fn list(&self, filter: &Filter, sort: Sort) -> Result<Vec<TokenSummary>> {
        let now = self.now();
        self.chosen(sort, |row| filter.matches(row, now))
    }

    fn chosen(&self, sort: Sort, wants: impl Fn(TokenRow<'_>) -> bool) -> Result<Vec<TokenSummary>> {
        let roster = self.store.read(|tx| tx.roster())?.with_uses(&self.usage.last_used());
        let places = sort.places(&roster, self.now());
        let rows = places.into_iter().filter_map(|at| roster.row(at as usize));
        Ok(rows.filter(|row| wants(*row)).map(|row| row.to_summary()).collect())
    }
}
