//! Filtering and sorting rows: pure, and run off the loop because there may be a hundred thousand.

use super::rows::Rows;
use super::tree::Narrowing;
use crate::domain::Instant;
use crate::domain::filter::Filter;
use crate::domain::summary::TokenSummary;
use crate::services::Sort;

/// How many rows are looked at between two looks at whether the work is still wanted.
const STRIDE: usize = 1024;

/// Which rows are wanted, in which order.
#[derive(Clone, Debug)]
pub struct Arrange {
    /// Numbers the wishes; only the latest counts.
    pub generation: u64,
    /// The rows to choose from, in the order of kind, owner and name.
    pub rows: Rows,
    /// What they must match.
    pub filter: Filter,
    /// Whose they must be.
    pub narrowing: Narrowing,
    /// Their order.
    pub sort: Sort,
    /// The present.
    pub now: Instant,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Indices of the rows shown, in order.
    pub visible: Vec<u32>,
    /// When the status of one of them next changes by itself.
    pub next_change: Option<Instant>,
}

impl Arrange {
    /// Chooses and sorts; `None` as soon as `is_stale` says that nobody waits for it any more.
    pub fn run(&self, is_stale: impl Fn() -> bool) -> Option<Arrangement> {
        let mut visible = Vec::new();
        let mut next_change = None;
        for (index, row) in self.rows.iter().enumerate() {
            if index % STRIDE == 0 && is_stale() {
                return None;
            }
            if self.wants(row) {
                visible.push(u32::try_from(index).ok()?);
                next_change = earliest(next_change, change_after(row, self.now));
            }
        }
        self.order(&mut visible);
        (!is_stale()).then_some(Arrangement { visible, next_change })
    }

    fn wants(&self, row: &TokenSummary) -> bool {
        self.narrowing.as_ref().is_none_or(|owners| owners.contains(&row.owner_id)) && self.filter.matches(row, self.now)
    }

    fn order(&self, visible: &mut [u32]) {
        if self.sort != Sort::default() {
            visible.sort_by(|a, b| self.sort.compare(&self.rows[*a as usize], &self.rows[*b as usize], self.now));
        }
    }
}

/// When a row's status next changes without anybody doing anything.
fn change_after(row: &TokenSummary, now: Instant) -> Option<Instant> {
    let after = |at: Option<Instant>| at.filter(|at| *at > now);
    earliest(after(row.expires_at), after(row.grace_until))
}

fn earliest(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}
