//! History: reading it, and its head.

use super::{Result, Services};
use crate::domain::Instant;
use crate::domain::event::{Action, Event};
use crate::domain::filter::EventFilter;
use crate::domain::id::TokenId;
use crate::store::{EventsFrom, StoreError, Tx};
use crate::vault::chain;
use std::ops::ControlFlow;

/// Which events are wanted.
#[derive(Clone, Debug, Default)]
pub struct LogQuery {
    /// Of one token.
    pub token: Option<TokenId>,
    /// Of these actions; empty for all.
    pub actions: Vec<Action>,
    /// That match this filter.
    pub filter: EventFilter,
    /// After this one.
    pub after: Option<u64>,
    /// The latest so many; all when `None`.
    pub limit: Option<usize>,
}

impl LogQuery {
    pub(super) fn wants(&self, event: &Event, now: Instant) -> bool {
        self.token.is_none_or(|token| event.what.token == Some(token))
            && self.filter.matches(event, now)
            && (self.actions.is_empty() || self.actions.contains(&event.what.action))
    }
}

/// The newest event's hash: keep it elsewhere, and cuts become visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// Its number; 0 in an empty log.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
}

impl Services {
    /// Events in order, the oldest first. The latest few are read from the end, however long the log is.
    ///
    /// # Errors
    /// The store failed, or an event on the way cannot be read.
    pub fn log(&self, query: &LogQuery) -> Result<Vec<Event>> {
        let (limit, after, now) = (query.limit.unwrap_or(usize::MAX), query.after.unwrap_or(0), self.now());
        let token = query.token.or_else(|| query.filter.token());
        let mut latest: Vec<Event> = Vec::new();
        let mut damaged = None;
        self.store.read(|tx| {
            tx.scan_events(EventsFrom::Before(u64::MAX), token, |read| match read {
                Ok(event) if event.seq <= after || latest.len() >= limit => ControlFlow::Break(()),
                Ok(event) => {
                    if query.wants(&event, now) {
                        latest.push(event);
                    }
                    ControlFlow::Continue(())
                }
                Err(unreadable) if unreadable.seq <= after => ControlFlow::Break(()),
                Err(unreadable) => {
                    damaged = Some(format!("event {}: {}", unreadable.seq, unreadable.why));
                    ControlFlow::Break(())
                }
            })
        })?;
        if let Some(damage) = damaged {
            return Err(StoreError::Damaged(damage).into());
        }
        latest.reverse();
        Ok(latest)
    }

    /// The newest event's hash.
    ///
    /// # Errors
    /// The store failed.
    pub fn log_head(&self) -> Result<LogHead> {
        self.store.read(Self::head)
    }

    pub(super) fn head(tx: &Tx<'_>) -> Result<LogHead> {
        let (seq, hash) = match tx.event_head()? {
            Some(head) => head,
            None => (0, chain::genesis(&tx.vault()?.uuid)),
        };
        Ok(LogHead { seq, hash })
    }
}
