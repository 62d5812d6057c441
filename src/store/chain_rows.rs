//! Events as the chain covers them: bytes of the file, before anything is made of them.

use super::rows::bytes_at;
use super::{StoreError, Tx};
use crate::domain::event::EventParts;
use rusqlite::{OptionalExtension, Row, params};
use std::ops::ControlFlow;

/// In the order in which [`stored`] reads them.
const COLUMNS: &str = "seq, at, actor, address, action, outcome, token, owner, subject, detail, hash, mac";

/// A row of the log, borrowed from the engine.
#[derive(Clone, Copy, Debug)]
pub struct StoredEvent<'a> {
    /// Its number; below 1 only where somebody put it there.
    pub seq: i64,
    /// What is hashed.
    pub parts: EventParts<'a>,
    /// Its hash.
    pub hash: [u8; 32],
    /// Its keyed hash.
    pub mac: Option<[u8; 32]>,
}

/// A row of the log that was kept. Its form is what is hashed, without the number; none where the row holds what no event holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvent {
    /// Its number; below 1 only where somebody put it there.
    pub seq: i64,
    /// What is hashed.
    pub form: Vec<u8>,
    /// What else was said.
    pub detail: String,
    /// Its hash.
    pub hash: [u8; 32],
    /// Its keyed hash.
    pub mac: Option<[u8; 32]>,
}

/// The number of a row whose columns are not of the sort that an event has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit(pub i64);

fn stored<'a>(row: &'a Row<'_>) -> rusqlite::Result<StoredEvent<'a>> {
    let mac = row.get_ref(11)?.as_blob_or_null()?;
    Ok(StoredEvent {
        seq: row.get_ref(0)?.as_i64()?,
        parts: EventParts {
            at: row.get_ref(1)?.as_i64()?,
            actor: row.get_ref(2)?.as_str()?,
            address: row.get_ref(3)?.as_str_or_null()?,
            action: row.get_ref(4)?.as_str()?,
            outcome: row.get_ref(5)?.as_str()?,
            token: row.get_ref(6)?.as_str_or_null()?,
            owner: row.get_ref(7)?.as_i64_or_null()?,
            subject: row.get_ref(8)?.as_str()?,
            detail: row.get_ref(9)?.as_str()?,
        },
        hash: bytes_at(row, 10)?,
        mac: mac.map(|_| bytes_at(row, 11)).transpose()?,
    })
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptEvent> {
    let StoredEvent { seq, parts, hash, mac } = stored(row)?;
    let mut form = Vec::with_capacity(256);
    parts.write(&mut form);
    Ok(KeptEvent { seq, form, detail: parts.detail.to_owned(), hash, mac })
}

impl Tx<'_> {
    /// Goes through the rows after number `after` up to number `to`, the oldest first, until `each` has seen enough.
    ///
    /// # Errors
    /// SQLite failed. A row that does not fit is handed over as such.
    pub fn each_stored_event(
        &self,
        after: u64,
        to: u64,
        mut each: impl FnMut(Result<StoredEvent<'_>, Unfit>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut statement =
            self.sql().prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE seq > ?1 AND seq <= ?2 ORDER BY seq"))?;
        let mut rows = statement.query(params![number(after), number(to)])?;
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(0)?;
            if each(stored(row).map_err(|_| Unfit(seq))).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Up to `limit` rows from number `from` on that can be kept; a row that does not fit is left out.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn stored_events_from(&self, from: i64, limit: usize) -> Result<Vec<KeptEvent>, StoreError> {
        self.keep("seq >= ?1 ORDER BY seq LIMIT ?2", from, limit)
    }

    /// The last `limit` rows from number `from` on, the newest first.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn last_stored_events(&self, from: i64, limit: usize) -> Result<Vec<KeptEvent>, StoreError> {
        self.keep("seq >= ?1 ORDER BY seq DESC LIMIT ?2", from, limit)
    }

    /// Up to `limit` rows with a number below 1, where no event stands.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn stored_events_below(&self, limit: usize) -> Result<Vec<KeptEvent>, StoreError> {
        self.keep("seq < ?1 ORDER BY seq LIMIT ?2", 1, limit)
    }

    fn keep(&self, which: &str, from: i64, limit: usize) -> Result<Vec<KeptEvent>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE {which}"))?;
        let mut rows = statement.query(params![from, i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.extend(kept(row).ok());
        }
        Ok(all)
    }

    /// The lowest number below 1 that a row has, where no event stands.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn number_below_the_first(&self) -> Result<Option<i64>, StoreError> {
        let mut statement = self.sql().prepare_cached("SELECT min(seq) FROM event WHERE seq < 1")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// The hash of one event; none where there is no such row, or it holds none.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn event_hash(&self, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
        let mut statement = self.sql().prepare_cached("SELECT hash FROM event WHERE seq = ?1")?;
        let hash = statement.query_row([number(seq)], |row| Ok(bytes_at(row, 0).ok())).optional()?;
        Ok(hash.flatten())
    }

    /// Number and keyed hash of the last event up to number `to` that carries one.
    ///
    /// # Errors
    /// SQLite failed. A keyed hash that has not its length counts as none: the row is found when the log is verified, and must not
    /// stop anybody from revoking now.
    pub fn last_mac(&self, to: u64) -> Result<Option<(u64, [u8; 32])>, StoreError> {
        // Without the index a scan from the end would read all that unattended changes have written since.
        let mut statement = self.sql().prepare_cached(
            "SELECT seq, mac FROM event INDEXED BY event_keyed WHERE mac IS NOT NULL AND seq BETWEEN 1 AND ?1 \
              ORDER BY seq DESC LIMIT 1",
        )?;
        let last = statement
            .query_row([number(to)], |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), bytes_at(row, 1).unwrap_or_default())))
            .optional()?;
        Ok(last)
    }
}

/// A number as the engine takes it; there are none beyond.
fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}
