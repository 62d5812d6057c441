//! Walking the chain from its beginning, in pieces or as a whole.

use super::classify::{self, Explained, classify};
use super::report::{BadEntry, ChainReport, MAX_LISTED, Proof, Stretch, Tampering};
use super::stand::{Checker, Misfit, Stand};
use crate::domain::slot::VaultId;
use crate::services::{LogHead, Result, Services, Session};
use crate::store::{Tx, Unfit};
use crate::vault::chain::{self, AuditKey, Linker};
use std::ops::ControlFlow;

/// Events that are checked in one transaction, so that others get at the vault in between.
const STRIDE: usize = 20_000;

/// A check of the chain that is under way: it goes on from where it stopped, also with events written since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainWalk {
    vault: VaultId,
    /// Large, and handed from hand to hand.
    pub(super) stand: Box<Stand>,
    pub(super) wanted: Option<[u8; 32]>,
    /// The newest event that this machine remembers, and that the vault has.
    remembered: u64,
    /// How the vault contradicts what this machine remembers.
    rolled_back: Option<BadEntry>,
    first_bad: Option<BadEntry>,
    /// The last event that everything up to it is proven for, once something is bad.
    good_to: u64,
    /// The last event whose keyed hash was right, while everything was good.
    pub(super) keyed_to: u64,
    faults: Vec<String>,
    /// Rows further on that do not fit, and need no further word.
    explained: Vec<Explained>,
    is_over: bool,
}

impl Services {
    /// Checks the chain; with a session also the keyed hashes, with a kept head also that it still is in the chain.
    ///
    /// # Errors
    /// The store failed. A broken chain is no error but a report.
    pub fn verify_log(&self, session: Option<&Session>, head: Option<[u8; 32]>) -> Result<ChainReport> {
        let mut walk = self.begin_chain_walk(head)?;
        let key = session.map(|session| AuditKey::of(session.member_key()));
        self.run_ahead(&mut walk, key.as_ref())?;
        while !self.walk_chain(&mut walk, session, STRIDE)? {}
        Ok(walk.report())
    }

    /// A check of the chain from its beginning, in pieces.
    ///
    /// # Errors
    /// The store failed.
    pub fn begin_chain_walk(&self, head: Option<[u8; 32]>) -> Result<ChainWalk> {
        self.compare_memory();
        let walk = self.store.read(|tx| -> Result<_> { Ok(ChainWalk::begin(tx.vault()?.uuid, head)) })?;
        Ok(ChainWalk { remembered: self.remembered().map_or(0, |head| head.seq), rolled_back: self.rolled_back(), ..walk })
    }

    /// Checks the next so many events; true once there is no further one.
    ///
    /// # Errors
    /// The store failed.
    pub fn walk_chain(&self, walk: &mut ChainWalk, session: Option<&Session>, events: usize) -> Result<bool> {
        let key = session.map(|session| AuditKey::of(session.member_key()));
        self.store.read(|tx| walk.go(tx, key.as_ref(), events))
    }
}

impl ChainWalk {
    fn begin(vault: VaultId, wanted: Option<[u8; 32]>) -> Self {
        let genesis = chain::genesis(&vault);
        let mut stand = Stand::at_genesis(genesis);
        stand.found_head = (wanted == Some(genesis)).then_some(0);
        Self {
            vault,
            stand: Box::new(stand),
            wanted,
            remembered: 0,
            rolled_back: None,
            first_bad: None,
            good_to: 0,
            keyed_to: 0,
            faults: Vec::new(),
            explained: Vec::new(),
            is_over: false,
        }
    }

    /// What stands before the first event.
    pub(super) fn genesis(&self) -> [u8; 32] {
        chain::genesis(&self.vault)
    }

    /// The last event that was checked.
    pub fn seq(&self) -> u64 {
        self.stand.seq
    }

    /// The first event at which the chain does not hold.
    pub fn broken_at(&self) -> Option<u64> {
        self.first_bad.map(|bad| bad.seq)
    }

    /// Checks up to so many events; true once there is no further one.
    fn go(&mut self, tx: &Tx<'_>, key: Option<&AuditKey>, most: usize) -> Result<bool> {
        let mut checker = Checker { key, linker: Linker::default(), wanted: self.wanted };
        let until = self.stand.events.saturating_add(most as u64);
        while !self.is_over {
            let mut misfit = None;
            let mut is_cut = false;
            let stand = &mut self.stand;
            tx.each_stored_event(stand.seq, u64::MAX, |row| {
                is_cut = stand.events >= until;
                if is_cut {
                    return ControlFlow::Break(());
                }
                let taken = match &row {
                    Ok(row) => stand.take(row, &mut checker).map_err(|misfit| (row.seq, misfit)),
                    Err(Unfit(seq)) => Err((*seq, Misfit::Unreadable)),
                };
                misfit = taken.err();
                if misfit.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            if self.first_bad.is_none() {
                self.keyed_to = self.stand.proven;
            }
            match misfit {
                Some((seq, misfit)) => self.misfit(tx, (seq.unsigned_abs(), misfit), &mut checker)?,
                None if is_cut => return Ok(false),
                None => break,
            }
        }
        if self.first_bad.is_none() {
            self.below_the_first(tx)?;
        }
        Ok(true)
    }

    /// Names what is wrong with the next row, and goes on behind it.
    fn misfit(&mut self, tx: &Tx<'_>, (seq, misfit): (u64, Misfit), checker: &mut Checker<'_>) -> Result<()> {
        if let Some(at) = self.explained.iter().position(|explained| explained.seq == seq) {
            let Explained { hash, mac, .. } = self.explained.swap_remove(at);
            self.accept(tx, seq, checker)?;
            self.stand.hash = hash;
            self.stand.mac = mac.unwrap_or(self.stand.mac);
            return Ok(());
        }
        let found = classify(tx, &self.stand, (seq, misfit), checker.key, self.vault)?;
        self.fault(found.bad);
        self.explained.extend(found.later);
        let to = if let Tampering::SlippedIn { to } = found.bad.kind { to } else { seq };
        let is_kept = self.accept(tx, to, checker)?;
        let stand = &mut self.stand;
        stand.shift = found.shift;
        stand.hash = found.hash.unwrap_or(stand.hash);
        stand.mac = found.mac.unwrap_or(stand.mac);
        // Of a row without a hash nothing can be said of what follows; nor is more said than can be read.
        self.is_over |= !is_kept || self.faults.len() >= MAX_LISTED;
        Ok(())
    }

    /// Goes on behind row `to`, whatever stands there; false where that cannot be.
    fn accept(&mut self, tx: &Tx<'_>, to: u64, checker: &Checker<'_>) -> Result<bool> {
        let stand = &mut self.stand;
        let mut is_kept = false;
        tx.each_stored_event(stand.seq, to, |row| {
            is_kept = row.is_ok();
            if let Ok(row) = row {
                stand.accept(&row, checker);
            }
            if is_kept { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(is_kept)
    }

    /// A row below the first was taken from the end, or put there; one taken from elsewhere has left a gap.
    fn below_the_first(&mut self, tx: &Tx<'_>) -> Result<()> {
        if tx.number_below_the_first()?.is_some() {
            self.fault(classify::below_the_first(tx, &self.stand)?);
            self.is_over = true;
        }
        Ok(())
    }

    fn fault(&mut self, bad: BadEntry) {
        if self.first_bad.is_none() {
            self.first_bad = Some(bad);
            self.good_to = match bad.kind {
                Tampering::KeyForged { since } => since,
                _ => self.stand.seq.min(bad.seq.saturating_sub(1)),
            };
        }
        if self.faults.len() < MAX_LISTED {
            self.faults.push(bad.to_string());
        }
    }

    /// What has been found so far.
    pub fn report(&self) -> ChainReport {
        let stand = &self.stand;
        let mut report = ChainReport {
            events: stand.events,
            head: LogHead { seq: stand.seq, hash: stand.hash },
            keyed: stand.keyed,
            carry_key: stand.carry_key,
            proofs: Vec::new(),
            first_bad: self.first_bad,
            broken_at: self.broken_at(),
            faults: self.faults.clone(),
            clock_jumps: stand.jumps.clone(),
        };
        if self.wanted.is_some() && stand.found_head.is_none() {
            let bad = BadEntry { seq: stand.seq + 1, kind: Tampering::HeadMissing };
            report.first_bad.get_or_insert(bad);
            report.faults.push(bad.to_string());
        }
        // A rewritten entry that is found in the chain itself says more.
        if let Some(bad) = self.rolled_back {
            report.first_bad.get_or_insert(bad);
            report.faults.push(bad.to_string());
        }
        report.broken_at = report.first_bad.map(|bad| bad.seq);
        report.proofs = self.proofs();
        report
    }

    fn proofs(&self) -> Vec<Stretch> {
        let good = if self.first_bad.is_some() { self.good_to } else { self.stand.seq };
        let keyed = self.keyed_to.min(good);
        let stretch = |proof, from, to| (from <= to).then_some(Stretch { proof, from, to });
        let kept = self.stand.found_head.filter(|at| *at <= good).unwrap_or(0);
        let remembered = if self.remembered <= good { self.remembered } else { 0 };
        [
            stretch(Proof::Keyed, 1, keyed),
            stretch(Proof::Plain, keyed + 1, good),
            stretch(Proof::KeptHead, 1, kept),
            stretch(Proof::Remembered, 1, remembered),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
