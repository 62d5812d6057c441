//! What the audit asks of the vault besides its tokens: who looked at values, and the last judgement of each token.

use super::rows::{instant_at, maybe_instant_at, unfit, word_at};
use super::{StoreError, Tx};
use crate::domain::Instant;
use crate::domain::audit::{Looked, Reviewed};
use crate::domain::event::Action;
use crate::domain::id::TokenId;
use crate::domain::review::Decision;
use rusqlite::Row;

/// The last judgement of each token; of several rows of a group SQLite shows that of the greatest `decided_at`.
/// <https://www.sqlite.org/lang_select.html#bareagg>
const JUDGED: &str = "SELECT token, decision, until, max(decided_at) FROM review_item WHERE decided_at IS NOT NULL";

fn id(row: &Row<'_>) -> rusqlite::Result<TokenId> {
    word_at(row, 0, |word| word.parse().ok())
}

fn judged(row: &Row<'_>) -> rusqlite::Result<(TokenId, Reviewed)> {
    let decision = Decision::from_stored(row.get_ref(1)?.as_str()?, maybe_instant_at(row, 2)?);
    Ok((id(row)?, Reviewed { at: instant_at(row, 3)?, decision: decision.ok_or_else(|| unfit("no such decision"))? }))
}

impl Tx<'_> {
    /// Who revealed or copied the present value of each token, or of one, by token and name.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn looked(&self, token: Option<TokenId>) -> Result<Vec<(TokenId, Looked)>, StoreError> {
        // The index names its actions as words, and serves only a question that names them likewise.
        let sql = format!(
            "SELECT event.token, event.actor, sum(event.action = '{reveal}'), sum(event.action = '{copy}'), max(event.at) \
               FROM event JOIN token ON token.id = event.token \
              WHERE event.token IS NOT NULL AND event.outcome = 'done' AND event.action IN ('reveal', 'copy') \
                AND event.at >= token.rotated_at {of} \
              GROUP BY event.token, event.actor ORDER BY event.token, event.actor",
            reveal = Action::Reveal.word(),
            copy = Action::Copy.word(),
            of = if token.is_some() { "AND event.token = ?1" } else { "AND ?1 IS NULL" },
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map([token.map(|id| id.to_string())], |row| {
            let count = |column: usize| Ok::<_, rusqlite::Error>(row.get::<_, i64>(column)?.unsigned_abs());
            // The time of an event that somebody tampered with is the chain's to complain of.
            let last_at = instant_at(row, 4).unwrap_or(Instant::MIN);
            Ok((id(row)?, Looked { by: row.get(1)?, revealed: count(2)?, copied: count(3)?, last_at }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The last judgement of each token that was judged, or of one.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn last_judged(&self, token: Option<TokenId>) -> Result<Vec<(TokenId, Reviewed)>, StoreError> {
        let of = if token.is_some() { "AND token = ?1" } else { "AND ?1 IS NULL" };
        let mut statement = self.sql().prepare_cached(&format!("{JUDGED} {of} GROUP BY token"))?;
        let rows = statement.query_map([token.map(|id| id.to_string())], judged)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The edits of tokens after an instant, the oldest first: token, time, what was changed.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn edits_since(&self, since: Instant) -> Result<Vec<(TokenId, Instant, String)>, StoreError> {
        // As for `looked`: the index serves only a question that names its action likewise.
        let mut statement = self.sql().prepare_cached(
            "SELECT token, at, detail FROM event \
              WHERE token IS NOT NULL AND outcome = 'done' AND action = 'edit' AND at > ?1 ORDER BY at",
        )?;
        let rows = statement.query_map([since.as_millisecond()], |row| Ok((id(row)?, instant_at(row, 1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Number and time of the newest event; a time that is none has been tampered with, and is left out.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn newest_event(&self) -> Result<(u64, Option<Instant>), StoreError> {
        let mut statement = self.sql().prepare_cached("SELECT seq, at FROM event ORDER BY seq DESC LIMIT 1")?;
        let mut rows = statement.query([])?;
        match rows.next()? {
            Some(row) => Ok((row.get::<_, i64>(0)?.unsigned_abs(), instant_at(row, 1).ok())),
            None => Ok((0, None)),
        }
    }
}
