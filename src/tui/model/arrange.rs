//! Filtering and sorting rows: pure, and run off the loop because there may be a hundred thousand.

use super::rows::Rows;
use super::tree::Narrowing;
use crate::domain::Instant;
use crate::domain::filter::Filter;
use crate::domain::roster::RowOwner;
use crate::services::{Sort, SortKey};
use std::sync::Arc;

/// Which rows are wanted, in which order.
#[derive(Clone, Debug)]
pub struct Arrange {
    /// Numbers the wishes; only the latest counts.
    pub generation: u64,
    /// The rows to choose from.
    pub rows: Rows,
    /// Places of the rows in an order found before; of no use where it is of other rows or another order.
    pub order: Option<Arc<Order>>,
    /// Which state of the rows these are.
    pub version: u64,
    /// What they must match.
    pub filter: Filter,
    /// Whose they must be.
    pub narrowing: Narrowing,
    /// Their order.
    pub sort: Sort,
    /// The present.
    pub now: Instant,
}

/// All rows in an order; found once, then every filter walks along it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    version: u64,
    sort: Sort,
    places: Vec<u32>,
}

impl Order {
    /// Whether it is still what is wanted. Statuses change with time, so that their order is found anew each time.
    fn serves(&self, wish: &Arrange) -> bool {
        (self.version, self.sort) == (wish.version, wish.sort) && self.sort.key != SortKey::Status
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Places of the rows shown, in order.
    pub visible: Vec<u32>,
    /// The order that they were taken from.
    pub order: Arc<Order>,
    /// When the status of one of them next changes by itself.
    pub next_change: Option<Instant>,
}

impl Arrange {
    /// Chooses and sorts; `None` as soon as `is_stale` says that nobody waits for it any more.
    pub fn run(&self, is_stale: impl Fn() -> bool) -> Option<Arrangement> {
        let order = self.order.clone().filter(|order| order.serves(self)).unwrap_or_else(|| {
            let places = self.sort.places(&self.rows, self.now);
            Arc::new(Order { version: self.version, sort: self.sort, places })
        });
        let wants = |owner: &RowOwner| self.narrowing.as_ref().is_none_or(|owners| owners.contains(&owner.id));
        let mut next_change = None;
        let shown = self.filter.sift(&self.rows, wants, self.now, &is_stale, |row| {
            next_change = earliest(next_change, row.changes_at(self.now));
        })?;
        let is_shown = |place: &&u32| shown.get(**place as usize).copied().unwrap_or_default();
        let visible: Vec<u32> = order.places.iter().filter(is_shown).copied().collect();
        (!is_stale()).then_some(Arrangement { visible, order, next_change })
    }
}

fn earliest(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}
