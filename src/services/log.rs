//! History: reading it, and proving that nobody rewrote it.

use super::{Result, Services, Session};
use crate::domain::event::{Action, Event};
use crate::domain::id::TokenId;

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

/// The newest event's hash: keep it elsewhere, and cuts become visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// Its number.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// What checking the chain gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// Events read.
    pub events: u64,
    /// The newest.
    pub head: LogHead,
    /// Events whose keyed hash was checked (only while unlocked).
    pub keyed: u64,
    /// What is wrong, the earliest first; empty when the chain is whole.
    pub faults: Vec<String>,
}

impl Services {
    /// Events in order, the oldest first.
    ///
    /// # Errors
    /// The store failed.
    pub fn log(&self, query: &LogQuery) -> Result<Vec<Event>> {
        let _ = query;
        todo!()
    }

    /// The newest event's hash.
    ///
    /// # Errors
    /// The store failed.
    pub fn log_head(&self) -> Result<LogHead> {
        todo!()
    }

    /// Checks the chain; with a session also the keyed hashes, with a kept head also that it still is in the chain.
    ///
    /// # Errors
    /// The store failed. A broken chain is no error but a report.
    pub fn verify_log(&self, session: Option<&Session>, head: Option<[u8; 32]>) -> Result<ChainReport> {
        let _ = (session, head);
        todo!()
    }
}
