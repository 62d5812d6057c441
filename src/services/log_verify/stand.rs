//! Where a check of the chain stands: what the next event must fit.

use super::report::MAX_LISTED;
use crate::domain::event::{Action, Outcome};
use crate::store::{StoreError, StoredEvent, Tx};
use crate::vault::chain::{AuditKey, Linker, NO_MAC};
use std::ops::ControlFlow;

/// From so many milliseconds on, a step back of the clock is told of: computers that set their clock by others do not differ by more.
const JUMP: i64 = 5 * 60 * 1_000;

/// What has been seen of the log so far, and what the next event must fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The number of the last row.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// How many numbers too high the rows stand, after some were put in and the others moved up; below 0 after a cut.
    pub shift: i64,
    /// The last event with a keyed hash; 0 before the first.
    pub keyed_at: u64,
    /// That keyed hash.
    pub mac: [u8; 32],
    /// Events read.
    pub events: u64,
    /// Events with a keyed hash.
    pub carry_key: u64,
    /// Events whose keyed hash was checked.
    pub keyed: u64,
    /// The last event whose keyed hash was found right; 0 before the first.
    pub proven: u64,
    /// Events dated before the one before them, with the seconds between.
    pub jumps: Vec<(u64, u64)>,
    /// Where the head that was kept stands.
    pub found_head: Option<u64>,
    /// The time of the last event that was recorded when it happened.
    at: Option<i64>,
    /// Whether the last event was a revocation without a key: what it issues next has none either.
    after_bare_revocation: bool,
}

/// Why an event does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Its number or hash does not follow.
    Link,
    /// It cannot be read.
    Unreadable,
    /// It has no keyed hash and should.
    NoKey,
    /// Its keyed hash is wrong.
    Key,
}

/// What events are checked with.
#[derive(Debug)]
pub struct Checker<'a> {
    pub key: Option<&'a AuditKey>,
    pub linker: Linker,
    /// The head that somebody kept.
    pub wanted: Option<[u8; 32]>,
}

impl Stand {
    /// Before the first event.
    pub fn at_genesis(genesis: [u8; 32]) -> Self {
        Self {
            seq: 0,
            hash: genesis,
            shift: 0,
            keyed_at: 0,
            mac: NO_MAC,
            events: 0,
            carry_key: 0,
            keyed: 0,
            proven: 0,
            jumps: Vec::new(),
            found_head: None,
            at: None,
            after_bare_revocation: false,
        }
    }

    /// Behind an event in the midst of the log, whatever stands before it; none where that event cannot be read.
    pub fn behind(tx: &Tx<'_>, seq: u64, genesis: [u8; 32]) -> Result<Option<Self>, StoreError> {
        let mut stand = Self::at_genesis(genesis);
        // The times of some before it too: those of graces that ended say nothing of the clock.
        tx.each_stored_event(seq.saturating_sub(64), seq, |row| {
            if let Ok(row) = row {
                (stand.seq, stand.hash) = (row.seq.unsigned_abs(), row.hash);
                stand.note(&row);
            }
            ControlFlow::Continue(())
        })?;
        if stand.seq != seq {
            return Ok(None);
        }
        (stand.events, stand.carry_key) = (0, 0);
        stand.jumps.clear();
        (stand.keyed_at, stand.mac) = tx.last_mac(seq)?.unwrap_or((0, NO_MAC));
        Ok(Some(stand))
    }

    /// Goes on with what was checked from here on.
    pub fn join(&mut self, later: Self) {
        let mut jumps = std::mem::take(&mut self.jumps);
        jumps.extend(later.jumps);
        jumps.truncate(MAX_LISTED);
        *self = Self {
            events: later.events + self.events,
            carry_key: later.carry_key + self.carry_key,
            keyed: later.keyed + self.keyed,
            proven: later.proven.max(self.proven),
            found_head: self.found_head.or(later.found_head),
            jumps,
            ..later
        };
    }

    /// The number that the next row must have in the chain when it stands at `seq`.
    pub fn number(&self, seq: u64) -> u64 {
        seq.saturating_add_signed(self.shift.saturating_neg())
    }

    /// Takes the next event if it fits, or says why not, and stays.
    pub fn take(&mut self, row: &StoredEvent<'_>, checker: &mut Checker<'_>) -> Result<(), Misfit> {
        let seq = u64::try_from(row.seq).map_err(|_| Misfit::Link)?;
        let Some(action) = row.parts.readable() else { return Err(Misfit::Unreadable) };
        if seq != self.seq + 1 || checker.linker.link(&self.hash, self.number(seq), &row.parts) != row.hash {
            return Err(Misfit::Link);
        }
        match (&row.mac, checker.key) {
            (None, _) if self.lacks_key(action, row) => return Err(Misfit::NoKey),
            (Some(mac), Some(key)) if !key.fits(&self.mac, &row.hash, mac) => return Err(Misfit::Key),
            _ => {}
        }
        self.accept(row, checker);
        if row.mac.is_some() && checker.key.is_some() {
            self.proven = seq;
        }
        Ok(())
    }

    /// Goes on behind a row, whether it fits or not.
    pub fn accept(&mut self, row: &StoredEvent<'_>, checker: &Checker<'_>) {
        self.seq = row.seq.unsigned_abs();
        self.hash = row.hash;
        if checker.wanted == Some(row.hash) {
            self.found_head = Some(self.seq);
        }
        self.keyed += u64::from(row.mac.is_some() && checker.key.is_some());
        self.note(row);
    }

    fn lacks_key(&self, action: Action, row: &StoredEvent<'_>) -> bool {
        let follows = action == Action::Issue && self.after_bare_revocation;
        action.needs_key() && row.parts.outcome == Outcome::Done.word() && !follows
    }

    fn note(&mut self, row: &StoredEvent<'_>) {
        self.events += 1;
        if let Some(mac) = row.mac {
            (self.keyed_at, self.mac) = (row.seq.unsigned_abs(), mac);
            self.carry_key += 1;
        }
        self.after_bare_revocation = row.mac.is_none() && row.parts.action == Action::Revoke.word();
        // The end of a grace is recorded under the time at which it ended, which may be long before it was noticed.
        if row.parts.action == Action::GraceOver.word() {
            return;
        }
        let back = self.at.map_or(0, |at| at.saturating_sub(row.parts.at));
        if back > JUMP && self.jumps.len() < MAX_LISTED {
            self.jumps.push((row.seq.unsigned_abs(), back.unsigned_abs() / 1_000));
        }
        self.at = Some(row.parts.at);
    }
}
