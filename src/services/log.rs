//! History: reading it, and its head.

use super::{Result, Services};
use crate::domain::event::{Action, Event};
use crate::domain::id::TokenId;
use crate::vault::chain;
use std::collections::VecDeque;

/// Which events are wanted.
#[derive(Clone, Debug, Default)]
pub struct LogQuery {
    /// Of one token.
    pub token: Option<TokenId>,
    /// Of these actions; empty for all.
    pub actions: Vec<Action>,
    /// After this one.
    pub after: Option<u64>,
    /// The latest so many; all when `None`.
    pub limit: Option<usize>,
}

impl LogQuery {
    fn wants(&self, event: &Event) -> bool {
        self.token.is_none_or(|token| event.what.token == Some(token))
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
    /// Events in order, the oldest first.
    ///
    /// # Errors
    /// The store failed.
    pub fn log(&self, query: &LogQuery) -> Result<Vec<Event>> {
        let limit = query.limit.unwrap_or(usize::MAX);
        let mut latest: VecDeque<Event> = VecDeque::new();
        self.store.read(|tx| {
            tx.each_event(query.after.unwrap_or(0), |event| -> Result<()> {
                if limit > 0 && query.wants(&event) {
                    if latest.len() == limit {
                        latest.pop_front();
                    }
                    latest.push_back(event);
                }
                Ok(())
            })
        })?;
        Ok(latest.into())
    }

    /// The newest event's hash.
    ///
    /// # Errors
    /// The store failed.
    pub fn log_head(&self) -> Result<LogHead> {
        self.store.read(|tx| {
            let (seq, hash) = match tx.event_head()? {
                Some(head) => head,
                None => (0, chain::genesis(&tx.vault()?.uuid)),
            };
            Ok(LogHead { seq, hash })
        })
    }
}
