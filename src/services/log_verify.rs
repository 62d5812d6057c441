//! Proving that nobody rewrote history: the chain, the keyed hashes, and a head kept elsewhere.

use super::{Error, LogHead, Result, Services, Session};
use crate::domain::event::Event;
use crate::store::StoreError;
use crate::vault::{MemberKey, chain};
use subtle::ConstantTimeEq;

/// The most faults that a report lists.
const MAX_FAULTS: usize = 20;

/// What checking the chain gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// Events read.
    pub events: u64,
    /// The newest.
    pub head: LogHead,
    /// Events whose keyed hash was checked (only while unlocked).
    pub keyed: u64,
    /// What is wrong, the earliest first, at most 20; empty when the chain is whole.
    pub faults: Vec<String>,
}

impl Services {
    /// Checks the chain; with a session also the keyed hashes, with a kept head also that it still is in the chain.
    ///
    /// # Errors
    /// The store failed. A broken chain is no error but a report.
    pub fn verify_log(&self, session: Option<&Session>, head: Option<[u8; 32]>) -> Result<ChainReport> {
        self.store.read(|tx| {
            let start = chain::genesis(&tx.vault()?.uuid);
            let mut walk = Walk {
                report: ChainReport { events: 0, head: LogHead { seq: 0, hash: start }, keyed: 0, faults: Vec::new() },
                key: session.map(Session::member_key),
                wanted: head,
                found: head == Some(start),
            };
            let read = tx.each_event(0, |event| -> Result<()> {
                walk.step(&event);
                Ok(())
            });
            match read {
                Ok(()) => {}
                // A row that cannot be read is what an edit leaves behind: it belongs in the report.
                Err(Error::Store(StoreError::Damaged(detail))) => {
                    walk.fault(format!("the event after {} cannot be read: {detail}", walk.report.head.seq));
                }
                Err(error) => return Err(error),
            }
            if walk.wanted.is_some() && !walk.found {
                walk.fault("the head that you kept is not in the log: events were removed or rewritten since".to_owned());
            }
            Ok(walk.report)
        })
    }
}

struct Walk<'a> {
    report: ChainReport,
    key: Option<&'a MemberKey>,
    wanted: Option<[u8; 32]>,
    found: bool,
}

impl Walk<'_> {
    fn fault(&mut self, fault: String) {
        if self.report.faults.len() < MAX_FAULTS {
            self.report.faults.push(fault);
        }
    }

    fn step(&mut self, event: &Event) {
        let previous = self.report.head;
        if event.seq != previous.seq + 1 {
            self.fault(format!("event {} follows event {}: events are missing between them", event.seq, previous.seq));
        }
        if chain::link(&previous.hash, event.seq, &event.what) != event.hash {
            self.fault(format!("event {}: its hash does not fit it and the event before", event.seq));
        }
        if let (Some(key), Some(mac)) = (self.key, &event.mac) {
            self.report.keyed += 1;
            if !bool::from(chain::event_mac(key, &event.hash).ct_eq(mac)) {
                self.fault(format!("event {}: its keyed hash was not made with this vault's key", event.seq));
            }
        }
        self.found |= self.wanted == Some(event.hash);
        self.report.events += 1;
        self.report.head = LogHead { seq: event.seq, hash: event.hash };
    }
}
