//! The part of the history that is held: some thousand entries around the cursor, whatever the length of the log.
//!
//! Everything between `above` and `below` has been looked at, and what of it matched is in `entries`. The window grows by
//! a page at the end that the cursor comes near to, and forgets at the other.

use crate::services::{HistoryFrom, HistoryPage, LogEntry, LogHead};
use std::collections::VecDeque;

/// Entries of a page.
const PAGE: usize = 500;

/// The most entries that are held.
const MOST: usize = 4_000;

/// With so few entries left in the direction of the cursor, the next page is read.
const MARGIN: usize = 200;

/// Events that are looked at for one page at most; a rare match is searched in so many steps as it takes.
pub const LOOK_AT: usize = 20_000;

/// A page that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The window that it is for; an answer to an older one is void.
    pub generation: u64,
    /// Where it begins.
    pub from: HistoryFrom,
    /// The most entries of it.
    pub entries: usize,
}

/// Where the cursor goes once there is something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Goal {
    #[default]
    Newest,
    Oldest,
    Entry(u64),
}

/// What has been looked at, by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Looked {
    /// Everything newer has not been looked at.
    above: u64,
    /// Everything older has not been looked at.
    below: u64,
}

/// The window.
#[derive(Debug, Default)]
pub struct LogWindow {
    /// What matches, the newest first.
    entries: VecDeque<LogEntry>,
    /// Position of the cursor.
    pub cursor: usize,
    /// First position drawn.
    pub top: usize,
    /// The newest event of the log, as far as is known.
    pub head: Option<LogHead>,
    looked: Option<Looked>,
    selected: Option<u64>,
    goal: Goal,
    begin: Option<HistoryFrom>,
    reading: Option<Wanted>,
    generation: u64,
    /// Whether there may be newer events than the head.
    stale: bool,
    /// Whether the search for older matches was given up.
    halted: bool,
    /// Whether the next page is the first of its window: the entries of the one before are shown until then.
    is_fresh: bool,
    /// Whether the view is to have the cursor in its middle, until it is moved.
    is_centred: bool,
    /// Why the last page could not be read.
    pub failed: Option<String>,
}

impl LogWindow {
    /// How many entries are held.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry at a position.
    pub fn at(&self, position: usize) -> Option<&LogEntry> {
        self.entries.get(position)
    }

    /// The entry under the cursor.
    pub fn selected(&self) -> Option<&LogEntry> {
        self.at(self.cursor)
    }

    /// Whether everything that matches is held.
    pub fn is_whole(&self) -> bool {
        let head = self.head.map_or(0, |head| head.seq);
        self.looked.is_some_and(|looked| looked.below <= 1 && looked.above >= head)
    }

    /// How far back the search for matches has come, while it is under way or given up.
    pub fn searched_to(&self) -> Option<u64> {
        let looked = self.looked.filter(|looked| looked.below > 1 && self.cursor + MARGIN >= self.len());
        looked.map(|looked| looked.below)
    }

    /// Whether a page is being read.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Whether the search for older matches was given up.
    pub fn is_halted(&self) -> bool {
        self.halted
    }

    /// Something may have happened since the head was read.
    pub fn news(&mut self) {
        self.stale = true;
        self.failed = None;
    }

    /// Begins anew at the newest.
    pub fn restart(&mut self) {
        self.begin_at(HistoryFrom::Newest, Goal::Newest);
    }

    /// Begins anew around an entry, or where it would stand.
    pub fn restart_around(&mut self, seq: u64) {
        self.begin_at(HistoryFrom::Before(seq.saturating_add(1)), Goal::Entry(seq));
    }

    /// Begins anew around the entry under the cursor.
    pub fn restart_around_selected(&mut self) {
        match self.selected {
            Some(seq) => self.restart_around(seq),
            None => self.restart(),
        }
    }

    fn begin_at(&mut self, from: HistoryFrom, goal: Goal) {
        self.generation += 1;
        self.begin = Some(from);
        self.goal = goal;
        self.looked = None;
        self.reading = None;
        self.is_fresh = true;
        self.is_centred = matches!(goal, Goal::Entry(_));
        self.halted = false;
        self.failed = None;
    }

    /// Stops searching for older matches; false when nothing is searched for.
    pub fn halt(&mut self) -> bool {
        let was = !self.halted && self.searched_to().is_some() && self.is_reading();
        if was {
            self.halted = true;
            self.generation += 1;
            self.reading = None;
        }
        was
    }

    /// The page to be read next, which then counts as being read; one at a time.
    pub fn ask(&mut self) -> Option<Wanted> {
        if self.reading.is_some() || self.failed.is_some() {
            return None;
        }
        let (from, entries) = self.next_page()?;
        self.stale = false;
        self.reading = Some(Wanted { generation: self.generation, from, entries });
        self.reading
    }

    fn next_page(&self) -> Option<(HistoryFrom, usize)> {
        let Some(looked) = self.looked else { return Some((self.begin.unwrap_or(HistoryFrom::Newest), PAGE)) };
        let head = self.head.map_or(0, |head| head.seq);
        if self.cursor < MARGIN && (looked.above < head || self.stale) {
            return Some((HistoryFrom::After(looked.above), PAGE));
        }
        if looked.below > 1 && !self.halted && self.cursor + MARGIN >= self.len() {
            return Some((HistoryFrom::Before(looked.below), PAGE));
        }
        self.stale.then_some((HistoryFrom::After(looked.above), 0))
    }

    /// Takes a page in, of a view of `height` entries. The cursor stays on its entry.
    pub fn take(&mut self, generation: u64, page: Result<HistoryPage, String>, height: usize) {
        if generation != self.generation {
            return;
        }
        let Some(wanted) = self.reading.take() else { return };
        match page {
            Ok(page) => self.add(wanted, page),
            Err(error) => self.failed = Some(error),
        }
        self.settle(height);
    }

    fn add(&mut self, wanted: Wanted, page: HistoryPage) {
        if std::mem::take(&mut self.is_fresh) {
            self.entries.clear();
            self.selected = None;
            (self.cursor, self.top) = (0, 0);
        }
        let was_live = self.looked.is_some_and(|looked| self.head.is_some_and(|head| looked.above >= head.seq));
        let to = page.to;
        self.head = Some(page.head);
        match wanted.from {
            HistoryFrom::Newest | HistoryFrom::Before(_) => {
                let above = match wanted.from {
                    HistoryFrom::Before(seq) => seq.saturating_sub(1),
                    _ => page.head.seq,
                };
                self.looked = Some(Looked { above: self.looked.map_or(above, |looked| looked.above), below: to });
                self.entries.extend(page.entries);
                self.forget_newest();
            }
            HistoryFrom::After(seq) => {
                self.looked = Some(Looked { above: to, below: self.looked.map_or(seq + 1, |looked| looked.below) });
                let count = page.entries.len();
                page.entries.into_iter().for_each(|entry| self.entries.push_front(entry));
                if self.selected.is_some() {
                    self.cursor += count;
                }
                // What has just happened appears above; what is read back into the window must not push what is seen away.
                if !was_live || self.top > 0 {
                    self.top += count;
                }
                self.forget_oldest();
            }
        }
    }

    fn forget_newest(&mut self) {
        let gone = self.len().saturating_sub(MOST).min(self.cursor.saturating_sub(MARGIN));
        self.entries.drain(..gone);
        self.cursor -= gone;
        self.top = self.top.saturating_sub(gone);
        if let (true, Some(first), Some(looked)) = (gone > 0, self.entries.front().map(LogEntry::seq), &mut self.looked) {
            looked.above = first;
        }
    }

    fn forget_oldest(&mut self) {
        let keep = MOST.max(self.cursor + MARGIN + 1);
        if self.len() > keep {
            self.entries.truncate(keep);
            if let (Some(last), Some(looked)) = (self.entries.back().map(LogEntry::seq), &mut self.looked) {
                looked.below = last;
            }
        }
    }

    /// Puts the cursor where it belongs, and the view around it.
    fn settle(&mut self, height: usize) {
        if self.selected.is_none() && !self.is_empty() {
            self.cursor = match self.goal {
                Goal::Newest => 0,
                Goal::Oldest => self.len() - 1,
                Goal::Entry(seq) => self.entries.iter().position(|entry| entry.seq() <= seq).unwrap_or(0),
            };
            self.selected = self.selected().map(LogEntry::seq);
        }
        if self.is_centred {
            self.top = self.cursor.saturating_sub(height / 2);
        }
        self.follow(height);
    }

    /// Moves the cursor to a position, and the view of `height` entries after it.
    pub fn move_to(&mut self, position: usize, height: usize) {
        self.cursor = position.min(self.len().saturating_sub(1));
        self.selected = self.selected().map(LogEntry::seq);
        (self.halted, self.is_centred) = (false, false);
        self.follow(height);
    }

    /// Moves the cursor by so many entries.
    pub fn move_by(&mut self, entries: isize, height: usize) {
        self.move_to(self.cursor.saturating_add_signed(entries), height);
    }

    /// To the newest entry of all.
    pub fn first(&mut self, height: usize) {
        let head = self.head.map_or(0, |head| head.seq);
        if self.looked.is_some_and(|looked| looked.above >= head) {
            self.move_to(0, height);
        } else {
            self.restart();
        }
    }

    /// To the oldest entry of all.
    pub fn last(&mut self, height: usize) {
        if self.looked.is_some_and(|looked| looked.below <= 1) {
            self.move_to(usize::MAX, height);
        } else {
            self.begin_at(HistoryFrom::After(0), Goal::Oldest);
        }
    }

    /// Shifts the view so that the cursor is in it.
    pub fn follow(&mut self, height: usize) {
        let height = height.max(1);
        self.cursor = self.cursor.min(self.len().saturating_sub(1));
        self.top = self.top.min(self.len().saturating_sub(height));
        self.top = self.top.clamp((self.cursor + 1).saturating_sub(height), self.cursor);
    }
}

#[cfg(test)]
mod tests;
