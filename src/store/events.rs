//! Events as rows: appended, read, never changed.

use super::rows::{bytes_at, instant_at, unfit, word_at};
use super::{StoreError, Tx};
use crate::domain::event::{Action, Actor, Event, NewEvent, Outcome};
use crate::domain::id::TokenId;
use crate::domain::owner::OwnerId;
use rusqlite::{OptionalExtension, Row, params};
use std::ops::ControlFlow;

/// The columns of an event, in the order in which [`event`] reads them: by place, for there may be a million.
const COLUMNS: &str = "seq, at, actor, address, action, outcome, token, owner, subject, detail, hash, mac";

/// Where a scan of the log begins, and which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventsFrom {
    /// Older than this number, the newest first.
    Before(u64),
    /// Newer than this number, the oldest first.
    After(u64),
}

/// An event that cannot be read, as an edit of the file leaves it behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableEvent {
    /// Its number.
    pub seq: u64,
    /// What does not fit.
    pub why: String,
}

fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let has_mac = row.get_ref(11)?.as_blob_or_null()?.is_some();
    let token = row.get_ref(6)?.as_str_or_null()?;
    Ok(Event {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        what: NewEvent {
            at: instant_at(row, 1)?,
            actor: Actor { name: row.get(2)?, address: row.get(3)? },
            action: word_at(row, 4, Action::from_word)?,
            outcome: word_at(row, 5, Outcome::from_word)?,
            token: token.map(|id| id.parse().map_err(|_| unfit("an event's token is no token id"))).transpose()?,
            owner: row.get::<_, Option<i64>>(7)?.map(OwnerId),
            subject: row.get(8)?,
            detail: row.get(9)?,
        },
        hash: bytes_at(row, 10)?,
        mac: has_mac.then(|| bytes_at(row, 11)).transpose()?,
    })
}

impl Tx<'_> {
    /// The newest event's number and hash; none in an empty log.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn event_head(&self) -> Result<Option<(u64, [u8; 32])>, StoreError> {
        let head = self
            .sql()
            .prepare_cached("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get::<_, i64>("seq")?.unsigned_abs(), bytes_at(row, "hash")?)))
            .optional()?;
        Ok(head)
    }

    /// Appends an event whose hash the caller has linked to the head.
    ///
    /// # Errors
    /// The number is taken (a constraint), or SQLite failed.
    pub fn append_event(&self, event: &Event) -> Result<(), StoreError> {
        let what = &event.what;
        self.sql()
            .prepare_cached(
                "INSERT INTO event (seq, at, actor, address, action, outcome, token, owner, subject, detail, hash, mac) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                event.seq as i64,
                what.at.as_millisecond(),
                what.actor.name,
                what.actor.address,
                what.action.word(),
                what.outcome.word(),
                what.token.map(|id| id.to_string()),
                what.owner.map(|id| id.0),
                what.subject,
                what.detail,
                event.hash,
                event.mac,
            ])?;
        Ok(())
    }

    /// The events of a token, the newest first.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn events_of(&self, token: TokenId, limit: usize) -> Result<Vec<Event>, StoreError> {
        let mut statement =
            self.sql().prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE token = ?1 ORDER BY seq DESC LIMIT ?2"))?;
        let rows = statement.query_map(params![token.to_string(), limit as i64], event)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tokens that the events after number `after` name, each once; `None` when one of them names an owner alone, whose
    /// tokens all show it.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn tokens_changed_since(&self, after: u64) -> Result<Option<Vec<TokenId>>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT DISTINCT token FROM event WHERE seq > ?1 AND (token IS NOT NULL OR owner IS NOT NULL) ORDER BY token",
        )?;
        let read = |row: &Row<'_>| match row.get_ref(0)? {
            rusqlite::types::ValueRef::Null => Ok(None),
            _ => word_at(row, 0, |word| word.parse().ok()).map(Some),
        };
        let rows = statement.query_map([after as i64], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The events after number `after`, the oldest first, given to `each` one by one, so that a long log needs no memory.
    ///
    /// # Errors
    /// A row is damaged, SQLite failed, or `each` did.
    pub fn each_event<E: From<StoreError>>(&self, after: u64, mut each: impl FnMut(Event) -> Result<(), E>) -> Result<(), E> {
        let mut statement = self
            .sql()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE seq > ?1 ORDER BY seq"))
            .map_err(StoreError::from)?;
        let mut rows = statement.query([after as i64]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(event(row).map_err(StoreError::from)?)?;
        }
        Ok(())
    }

    /// Goes through the log one way until `each` has seen enough; of one token by its index. A row that cannot be read is
    /// handed over as such, so that one damaged row does not hide all others.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn scan_events(
        &self,
        from: EventsFrom,
        token: Option<TokenId>,
        mut each: impl FnMut(Result<Event, UnreadableEvent>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let of = if token.is_some() { "AND token = ?2" } else { "AND ?2 IS NULL" };
        let (start, way) = match from {
            EventsFrom::Before(seq) => (seq, "seq < ?1 {of} ORDER BY seq DESC"),
            EventsFrom::After(seq) => (seq, "seq > ?1 {of} ORDER BY seq"),
        };
        // Numbers begin at 1; one below could only have been slipped in, and is not part of the chain.
        let sql = format!("SELECT {COLUMNS} FROM event WHERE seq > 0 AND {}", way.replace("{of}", of));
        let mut statement = self.sql().prepare_cached(&sql)?;
        let start = i64::try_from(start).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![start, token.map(|id| id.to_string())])?;
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(0)?.unsigned_abs();
            let read = event(row).map_err(|error| match StoreError::from(error) {
                // The engine's own words would name a column by a number, and what is in it may be anything.
                StoreError::Damaged(_) => UnreadableEvent { seq, why: "it holds what no event holds".to_owned() },
                other => UnreadableEvent { seq, why: other.to_string() },
            });
            if each(read).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many events there are.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn count_events(&self) -> Result<u64, StoreError> {
        Ok(self.sql().query_row("SELECT count(*) FROM event", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }
}
