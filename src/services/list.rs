//! Listing tokens.

use super::{Result, Services};
use crate::domain::Instant;
use crate::domain::filter::Filter;
use crate::domain::summary::TokenSummary;
use std::cmp::{Ordering, Reverse};

/// The column that a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortKey {
    /// Kind, owner, name.
    #[default]
    Owner,
    /// The token's name.
    Name,
    /// Status.
    Status,
    /// Expiry, the nearest first, never last.
    Expires,
    /// Issued, the latest first.
    Created,
    /// Last use, the latest first.
    Used,
}

/// Sorting of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Backwards.
    pub reverse: bool,
}

impl Sort {
    /// How two rows stand to each other at `now`; rows alike in the key go by kind, owner and name.
    pub fn compare(self, a: &TokenSummary, b: &TokenSummary, now: Instant) -> Ordering {
        let by_key = match self.key {
            SortKey::Owner => Ordering::Equal,
            SortKey::Name => folded(a.name.as_str(), b.name.as_str()),
            SortKey::Status => a.status(now).cmp(&b.status(now)),
            SortKey::Expires => a.expires_at.unwrap_or(Instant::MAX).cmp(&b.expires_at.unwrap_or(Instant::MAX)),
            SortKey::Created => b.created_at.cmp(&a.created_at),
            SortKey::Used => Reverse(a.last_used_at).cmp(&Reverse(b.last_used_at)),
        };
        let ordering = by_key.then_with(|| by_owner(a, b));
        if self.reverse { ordering.reverse() } else { ordering }
    }
}

fn by_owner(a: &TokenSummary, b: &TokenSummary) -> Ordering {
    a.kind
        .cmp(&b.kind)
        .then_with(|| folded(a.owner.as_str(), b.owner.as_str()))
        .then_with(|| folded(a.name.as_str(), b.name.as_str()))
        .then_with(|| a.id.cmp(&b.id))
}

/// Compares without regard to case and without allocating.
fn folded(a: &str, b: &str) -> Ordering {
    a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase))
}

impl Services {
    /// Every token, ended ones too, in the order of kind, owner and name.
    ///
    /// # Errors
    /// The store failed.
    pub fn tokens(&self) -> Result<Vec<TokenSummary>> {
        let mut rows = self.store.read(|tx| tx.summaries())?;
        rows.sort_unstable_by(by_owner);
        Ok(rows)
    }

    /// The tokens that match a filter, sorted.
    ///
    /// # Errors
    /// The store failed.
    pub fn list(&self, filter: &Filter, sort: Sort) -> Result<Vec<TokenSummary>> {
        let now = self.now();
        let mut rows = self.store.read(|tx| tx.summaries())?;
        rows.retain(|row| filter.matches(row, now));
        rows.sort_unstable_by(|a, b| sort.compare(a, b, now));
        Ok(rows)
    }
}
