//! Proving that nobody rewrote history: the chain, the keyed hashes, and a head kept elsewhere.

use super::{LogHead, Result, Services, Session};
use crate::domain::event::Event;
use crate::store::{EventsFrom, UnreadableEvent};
use crate::vault::{MemberKey, chain};
use std::ops::ControlFlow;
use subtle::ConstantTimeEq;

/// The most faults that a report lists.
const MAX_FAULTS: usize = 20;

/// Events that are checked in one transaction, so that others get at the vault in between.
const STRIDE: usize = 20_000;

/// What checking the chain gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// Events read.
    pub events: u64,
    /// The newest.
    pub head: LogHead,
    /// Events whose keyed hash was checked (only while unlocked).
    pub keyed: u64,
    /// The first event at which the chain does not hold; `None` when it is whole, or lacks only a head that was kept.
    pub broken_at: Option<u64>,
    /// What is wrong, the earliest first, at most 20; empty when the chain is whole.
    pub faults: Vec<String>,
}

/// A check of the chain that is under way: it goes on from where it stopped, also with events written since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainWalk {
    report: ChainReport,
    wanted: Option<[u8; 32]>,
    found: bool,
    is_over: bool,
}

impl Services {
    /// Checks the chain; with a session also the keyed hashes, with a kept head also that it still is in the chain.
    ///
    /// # Errors
    /// The store failed. A broken chain is no error but a report.
    pub fn verify_log(&self, session: Option<&Session>, head: Option<[u8; 32]>) -> Result<ChainReport> {
        let mut walk = self.begin_chain_walk(head)?;
        while !self.walk_chain(&mut walk, session, STRIDE)? {}
        Ok(walk.report())
    }

    /// A check of the chain from its beginning, in pieces.
    ///
    /// # Errors
    /// The store failed.
    pub fn begin_chain_walk(&self, head: Option<[u8; 32]>) -> Result<ChainWalk> {
        let start = self.store.read(|tx| -> Result<_> { Ok(chain::genesis(&tx.vault()?.uuid)) })?;
        let head_now = LogHead { seq: 0, hash: start };
        let report = ChainReport { events: 0, head: head_now, keyed: 0, broken_at: None, faults: Vec::new() };
        Ok(ChainWalk { report, wanted: head, found: head == Some(start), is_over: false })
    }

    /// Checks the next so many events; true once there is no further one.
    ///
    /// # Errors
    /// The store failed.
    pub fn walk_chain(&self, walk: &mut ChainWalk, session: Option<&Session>, events: usize) -> Result<bool> {
        if walk.is_over {
            return Ok(true);
        }
        let key = session.map(Session::member_key);
        let (mut checked, mut is_cut) = (0, false);
        self.store.read(|tx| {
            tx.scan_events(EventsFrom::After(walk.report.head.seq), None, |read| {
                is_cut = checked == events;
                if is_cut {
                    return ControlFlow::Break(());
                }
                checked += 1;
                match read {
                    Ok(event) => {
                        walk.step(&event, key);
                        ControlFlow::Continue(())
                    }
                    Err(unreadable) => {
                        walk.stop(&unreadable);
                        ControlFlow::Break(())
                    }
                }
            })
        })?;
        Ok(!is_cut)
    }
}

impl ChainWalk {
    /// What has been found so far.
    pub fn report(&self) -> ChainReport {
        let mut report = self.report.clone();
        if self.wanted.is_some() && !self.found && report.faults.len() < MAX_FAULTS {
            report.faults.push("the head that you kept is not in the log: events were removed or rewritten since".to_owned());
        }
        report
    }

    /// The last event that was checked.
    pub fn seq(&self) -> u64 {
        self.report.head.seq
    }

    /// The first event at which the chain does not hold.
    pub fn broken_at(&self) -> Option<u64> {
        self.report.broken_at
    }

    fn fault(&mut self, seq: u64, fault: String) {
        self.report.broken_at.get_or_insert(seq);
        if self.report.faults.len() < MAX_FAULTS {
            self.report.faults.push(fault);
        }
    }

    fn step(&mut self, event: &Event, key: Option<&MemberKey>) {
        let previous = self.report.head;
        if event.seq != previous.seq + 1 {
            self.fault(event.seq, format!("event {} follows event {}: events are missing between them", event.seq, previous.seq));
        }
        if chain::link(&previous.hash, event.seq, &event.what) != event.hash {
            self.fault(event.seq, format!("event {}: its hash does not fit it and the event before", event.seq));
        }
        if let (Some(key), Some(mac)) = (key, &event.mac) {
            self.report.keyed += 1;
            if !bool::from(chain::event_mac(key, &event.hash).ct_eq(mac)) {
                self.fault(event.seq, format!("event {}: its keyed hash was not made with this vault's key", event.seq));
            }
        }
        self.found |= self.wanted == Some(event.hash);
        self.report.events += 1;
        self.report.head = LogHead { seq: event.seq, hash: event.hash };
    }

    /// A row that cannot be read is what an edit leaves behind: it belongs in the report, and nothing can be said of what follows.
    fn stop(&mut self, unreadable: &UnreadableEvent) {
        let before = self.report.head.seq;
        self.fault(unreadable.seq, format!("the event after {before} cannot be read: {}", unreadable.why));
        self.is_over = true;
    }
}
