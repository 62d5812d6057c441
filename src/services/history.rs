//! Reading history by the page: any number of events costs the memory of one page, and no call takes long.

use super::{LogHead, Result, Services};
use crate::domain::event::Event;
use crate::domain::filter::EventFilter;
use crate::store::{EventsFrom, UnreadableEvent};
use std::ops::ControlFlow;

/// Where a page begins, and which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryFrom {
    /// The newest, going back.
    Newest,
    /// Older than this number, going back.
    Before(u64),
    /// Newer than this number, going forward.
    After(u64),
}

/// Which page is wanted.
#[derive(Clone, Debug)]
pub struct HistoryQuery {
    /// What the entries must match.
    pub filter: EventFilter,
    /// Where it begins.
    pub from: HistoryFrom,
    /// The most entries; with 0 only the head is read.
    pub entries: usize,
    /// The most events that are looked at, so that a filter which rarely matches does not hold up everybody else.
    pub look_at: usize,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogEntry {
    /// An event.
    Event(Box<Event>),
    /// One that cannot be read, which is what an edit of the file leaves behind; no filter hides it.
    Unreadable {
        /// Its number.
        seq: u64,
        /// What is wrong with it.
        why: String,
    },
}

impl LogEntry {
    /// Its number.
    pub fn seq(&self) -> u64 {
        match self {
            Self::Event(event) => event.seq,
            Self::Unreadable { seq, .. } => *seq,
        }
    }

    /// The event, when it can be read.
    pub fn event(&self) -> Option<&Event> {
        match self {
            Self::Event(event) => Some(event),
            Self::Unreadable { .. } => None,
        }
    }
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryPage {
    /// What matches, in the order in which it was gone through.
    pub entries: Vec<LogEntry>,
    /// The number of the last event looked at, where the next page begins; 0 or the head's when the end was reached.
    pub to: u64,
    /// The newest event.
    pub head: LogHead,
}

impl Services {
    /// One page of history.
    ///
    /// # Errors
    /// The store failed.
    pub fn history(&self, query: &HistoryQuery) -> Result<HistoryPage> {
        let now = self.now();
        self.store.read(|tx| {
            let head = Self::head(tx)?;
            let (from, end) = match query.from {
                HistoryFrom::Newest => (EventsFrom::Before(u64::MAX), 0),
                HistoryFrom::Before(seq) => (EventsFrom::Before(seq), 0),
                HistoryFrom::After(seq) => (EventsFrom::After(seq), head.seq.max(seq)),
            };
            let mut page = HistoryPage { entries: Vec::new(), to: start(query.from, head), head };
            let (mut looked_at, mut stopped) = (0, query.entries == 0);
            if stopped {
                return Ok(page);
            }
            tx.scan_events(from, query.filter.token(), |read| {
                stopped = page.entries.len() >= query.entries || looked_at >= query.look_at;
                if stopped {
                    return ControlFlow::Break(());
                }
                looked_at += 1;
                let entry = read.map_or_else(unreadable, |event| LogEntry::Event(Box::new(event)));
                page.to = entry.seq();
                if entry.event().is_none_or(|event| query.filter.matches(event, now)) {
                    page.entries.push(entry);
                }
                ControlFlow::Continue(())
            })?;
            if !stopped {
                page.to = end;
            }
            Ok(page)
        })
    }
}

/// Where a page that looks at nothing begins and ends.
fn start(from: HistoryFrom, head: LogHead) -> u64 {
    match from {
        HistoryFrom::Newest => head.seq + 1,
        HistoryFrom::Before(seq) | HistoryFrom::After(seq) => seq,
    }
}

fn unreadable(UnreadableEvent { seq, why }: UnreadableEvent) -> LogEntry {
    LogEntry::Unreadable { seq, why }
}
