//! What was done to the first entry that does not fit: told from the entries around it.

use super::report::{BadEntry, Tampering};
use super::stand::{Misfit, Stand};
use crate::domain::slot::VaultId;
use crate::store::{KeptEvent, StoreError, Tx};
use crate::vault::chain::{AuditKey, Linker, genesis};

/// Entries after the bad one, at the end of the log and below its beginning that are looked at.
const WINDOW: usize = 128;

/// The most entries of which it is noticed that they are missing where all after them were given lower numbers.
const MOST_CUT: u64 = 10_000;

/// The verdict, and what the next entry is to be checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub bad: BadEntry,
    /// How many numbers too high what follows stands.
    pub shift: i64,
    /// The hash that it follows, unless it is the bad entry's own.
    pub hash: Option<[u8; 32]>,
    /// The keyed hash that it follows likewise.
    pub mac: Option<[u8; 32]>,
    /// A row further on that this explains too.
    pub later: Option<Explained>,
}

/// A row that does not fit where it stands, of which is known why, and the hashes that what follows it is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained {
    pub seq: u64,
    pub hash: [u8; 32],
    pub mac: Option<[u8; 32]>,
}

impl Found {
    fn of(stand: &Stand, seq: u64, kind: Tampering) -> Self {
        Self { bad: BadEntry { seq, kind }, shift: stand.shift, hash: None, mac: None, later: None }
    }

    /// A row in the place of another one: what follows it is checked as if both stood in their places.
    fn exchanged(self, row: &KeptEvent, home: &KeptEvent) -> Self {
        let later = u64::try_from(home.seq).ok().map(|seq| Explained { seq, hash: row.hash, mac: row.mac });
        Self { hash: Some(home.hash), mac: home.mac, later, ..self }
    }

    /// What was put in is followed by what follows the entry before it.
    fn slipped_in(stand: &Stand, (from, to): (u64, u64)) -> Self {
        Self {
            shift: stand.shift.saturating_add_unsigned(to + 1 - from),
            hash: Some(stand.hash),
            mac: Some(stand.mac),
            ..Self::of(stand, from, Tampering::SlippedIn { to })
        }
    }
}

struct Scene<'a> {
    stand: &'a Stand,
    linker: Linker,
    /// From the bad entry on.
    window: Vec<KeptEvent>,
    /// Where else an entry may have been put: the end, and below the first.
    far: Vec<KeptEvent>,
}

/// Says what was done to the entry in row `seq`, which does not fit behind `stand`.
pub fn classify(
    tx: &Tx<'_>,
    stand: &Stand,
    (seq, misfit): (u64, Misfit),
    key: Option<&AuditKey>,
    vault: VaultId,
) -> Result<Found, StoreError> {
    let found = |seq, kind| Found::of(stand, seq, kind);
    match misfit {
        Misfit::Unreadable => return Ok(found(seq, Tampering::Unreadable)),
        Misfit::NoKey => {
            // The keyed hash that was taken away can be made anew, and is what the next one covers.
            let own = tx.event_hash(seq)?.zip(key).map(|(hash, key)| key.mac(&stand.mac, &hash));
            return Ok(Found { mac: own, ..found(seq, Tampering::KeyStripped) });
        }
        Misfit::Key => {
            let (seq, kind) = keyed(tx, stand, seq, key)?;
            return Ok(found(seq, kind));
        }
        Misfit::Link => {}
    }
    let from = i64::try_from(seq).unwrap_or(i64::MAX);
    let window = tx.stored_events_from(from, WINDOW)?;
    let behind = window.last().map_or(from, |last| last.seq).saturating_add(1);
    let mut far = tx.last_stored_events(behind, WINDOW)?;
    far.extend(tx.stored_events_below(WINDOW)?);
    let mut scene = Scene { stand, linker: Linker::default(), window, far };
    Ok(if seq == stand.seq + 1 { scene.in_place(seq, vault) } else { scene.after_a_gap(seq) })
}

impl Scene<'_> {
    fn found(&self, seq: u64, kind: Tampering) -> Found {
        Found::of(self.stand, seq, kind)
    }

    /// Whether a row fits as a number behind a hash.
    fn fits(&mut self, previous: &[u8; 32], number: u64, row: &KeptEvent) -> bool {
        self.linker.link_form(previous, number, &row.form) == row.hash
    }

    /// The row, elsewhere than at `seq`, that fits behind what has been checked.
    fn home(&mut self, seq: u64) -> Option<KeptEvent> {
        let wanted = self.stand.number(self.stand.seq + 1);
        let rows: Vec<KeptEvent> = self.window.iter().chain(&self.far).filter(|row| row.seq != seq as i64).cloned().collect();
        let hash = self.stand.hash;
        rows.into_iter().find(|row| self.fits(&hash, wanted, row))
    }

    /// The number behind another row as which this row fits.
    fn fits_elsewhere(&mut self, row: &KeptEvent) -> Option<u64> {
        let others: Vec<(i64, [u8; 32])> = self
            .window
            .iter()
            .chain(&self.far)
            .filter(|other| other.seq != row.seq)
            .map(|other| (other.seq, other.hash))
            .collect();
        others.into_iter().find_map(|(seq, hash)| {
            let number = self.stand.number(u64::try_from(seq).ok()? + 1);
            self.fits(&hash, number, row).then_some(number)
        })
    }

    /// A row that stands behind a gap.
    fn after_a_gap(&mut self, seq: u64) -> Found {
        let (hash, wanted) = (self.stand.hash, self.stand.number(self.stand.seq + 1));
        if self.window.first().cloned().is_some_and(|row| row.seq == seq as i64 && self.fits(&hash, wanted, &row)) {
            return self.found(seq, Tampering::Moved { fits: wanted });
        }
        if let Some(home) = self.home(seq) {
            let at = u64::try_from(home.seq).ok().filter(|at| *at > 0);
            let later = at.map(|seq| Explained { seq, hash: home.hash, mac: home.mac });
            return Found { later, ..self.found(at.unwrap_or(wanted), Tampering::Moved { fits: wanted }) };
        }
        self.found(seq, Tampering::Cut { from: self.stand.seq + 1, to: seq - 1 })
    }

    /// A row with the right number whose hash does not follow.
    fn in_place(&mut self, seq: u64, vault: VaultId) -> Found {
        let (hash, wanted) = (self.stand.hash, self.stand.number(seq));
        let Some(row) = self.window.first().filter(|row| row.seq == seq as i64).cloned() else {
            return self.found(seq, Tampering::Unreadable);
        };
        if wanted == 1 && self.is_of_another_vault(&row, vault) {
            return self.found(seq, Tampering::OtherVault);
        }
        if let Some(home) = self.home(seq) {
            return self.displaced(seq, &row, &home);
        }
        if let Some(fits) = self.fits_elsewhere(&row) {
            return self.found(seq, Tampering::Moved { fits });
        }
        let next = self.window.get(1).filter(|next| next.seq == seq as i64 + 1).cloned();
        let Some(next) = next else { return self.found(seq, Tampering::Edited) };
        let own = self.linker.link_form(&hash, wanted, &row.form);
        if self.fits(&row.hash, wanted + 1, &next) {
            return self.found(seq, Tampering::Edited);
        }
        if self.fits(&own, wanted + 1, &next) {
            return Found { hash: Some(own), ..self.found(seq, Tampering::Edited) };
        }
        // Entries may have been taken away, and all after them renumbered: the next fits behind this one, under a higher number.
        match (wanted + 2..=wanted + MOST_CUT).find(|number| self.fits(&row.hash, *number, &next)) {
            Some(number) => {
                let missing = number - 1 - wanted;
                let kind = Tampering::Cut { from: wanted, to: wanted + missing - 1 };
                Found { shift: self.stand.shift - missing as i64, ..self.found(seq, kind) }
            }
            None => self.found(seq, Tampering::Edited),
        }
    }

    /// A row in the place of another one, `home`, that is found elsewhere.
    fn displaced(&mut self, seq: u64, row: &KeptEvent, home: &KeptEvent) -> Found {
        let wanted = self.stand.number(seq);
        let follows = self.fits(&home.hash, wanted + 1, row).then_some(wanted + 1);
        let elsewhere = follows.or_else(|| self.fits_elsewhere(row));
        // Where what follows the rightful row follows it in the chain too, everything was moved up to make room.
        let after_home = self.window.iter().find(|row| row.seq == home.seq + 1).cloned();
        let goes_on = after_home.as_ref().is_none_or(|after| self.fits(&home.hash, wanted + 1, after));
        match (elsewhere, u64::try_from(home.seq)) {
            (None, Ok(at)) if at > seq && goes_on => Found::slipped_in(self.stand, (seq, at - 1)),
            // What was slipped in may be a copy of an entry that is there too.
            (Some(fits), Ok(at)) if at == seq + 1 && after_home.is_some() && goes_on && fits != wanted + 1 => {
                Found::slipped_in(self.stand, (seq, seq))
            }
            (Some(fits), _) => self.found(seq, Tampering::Moved { fits }).exchanged(row, home),
            (None, at) => {
                let at = at.ok().filter(|at| *at > 0).unwrap_or(seq);
                self.found(at, Tampering::Moved { fits: wanted })
            }
        }
    }

    /// Whether the first entry names another vault, and fits as that one's first.
    fn is_of_another_vault(&mut self, row: &KeptEvent, vault: VaultId) -> bool {
        let named = row.detail.rsplit_once(", vault ").and_then(|(_, hex)| VaultId::from_hex(hex));
        named.is_some_and(|named| named != vault && self.fits(&genesis(&named), 1, row))
    }
}

/// Says what was done to a row below the first, of a log that otherwise is whole.
pub fn below_the_first(tx: &Tx<'_>, stand: &Stand) -> Result<BadEntry, StoreError> {
    let next = stand.number(stand.seq + 1);
    let mut linker = Linker::default();
    let is_the_next =
        tx.stored_events_below(WINDOW)?.iter().any(|row| linker.link_form(&stand.hash, next, &row.form) == row.hash);
    Ok(match is_the_next {
        true => BadEntry { seq: stand.seq + 1, kind: Tampering::Moved { fits: next } },
        false => BadEntry { seq: 0, kind: Tampering::SlippedIn { to: 0 } },
    })
}

/// A keyed hash that does not fit: perhaps another one before it was taken away, which would have been covered by it.
fn keyed(tx: &Tx<'_>, stand: &Stand, seq: u64, key: Option<&AuditKey>) -> Result<(u64, Tampering), StoreError> {
    let forged = (seq, Tampering::KeyForged { since: stand.keyed_at });
    let Some(key) = key else { return Ok(forged) };
    let from = seq.saturating_sub(WINDOW as u64).max(stand.keyed_at + 1);
    let rows = tx.stored_events_from(i64::try_from(from).unwrap_or(i64::MAX), WINDOW + 1)?;
    let Some(at) = rows.iter().position(|row| row.seq == seq as i64) else { return Ok(forged) };
    let (before, row) = (&rows[..at], &rows[at]);
    let Some(mac) = row.mac else { return Ok(forged) };
    // One was taken away, or all from one on: each covers the one before.
    for (place, first) in before.iter().enumerate() {
        let mut previous = key.mac(&stand.mac, &first.hash);
        if key.fits(&previous, &row.hash, &mac) {
            return Ok((first.seq.unsigned_abs(), Tampering::KeyStripped));
        }
        for further in &before[place + 1..] {
            previous = key.mac(&previous, &further.hash);
            if key.fits(&previous, &row.hash, &mac) {
                return Ok((first.seq.unsigned_abs(), Tampering::KeyStripped));
            }
        }
    }
    Ok(forged)
}
