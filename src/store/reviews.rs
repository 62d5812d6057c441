//! Reviews as rows: walks, their tokens in order, what was decided.

use super::rows::{instant_at, maybe_instant_at, unfit, word_at};
use super::{StoreError, Tx};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::review::{Closed, Decided, Decision, Review, ReviewId, ReviewItem};
use rusqlite::{OptionalExtension, Row, params};

/// A walk with how far it has come.
const SELECT: &str = "\
    SELECT id, filter, begun_at, begun_by, begun_seq, closed_at, closed_by, closed_seq, \
           (SELECT count(*) FROM review_item WHERE review = review.id), \
           (SELECT count(*) FROM review_item WHERE review = review.id AND decision IS NOT NULL) \
      FROM review";

const ITEMS: &str = "\
    SELECT place, token, decision, until, note, facts, decided_at, decided_by, decided_seq FROM review_item";

fn review(row: &Row<'_>) -> rusqlite::Result<Review> {
    let closed = match (maybe_instant_at(row, 5)?, row.get::<_, Option<String>>(6)?, row.get::<_, Option<i64>>(7)?) {
        (Some(at), Some(by), Some(seq)) => Some(Closed { at, by, seq: seq.unsigned_abs() }),
        _ => None,
    };
    Ok(Review {
        id: ReviewId(row.get(0)?),
        filter: row.get(1)?,
        begun_at: instant_at(row, 2)?,
        begun_by: row.get(3)?,
        begun_seq: row.get::<_, i64>(4)?.unsigned_abs(),
        closed,
        tokens: row.get::<_, u32>(8)? as usize,
        decided: row.get::<_, u32>(9)? as usize,
    })
}

fn item(row: &Row<'_>) -> rusqlite::Result<ReviewItem> {
    let token = word_at(row, 1, |word| word.parse().ok())?;
    let decided = match row.get_ref(2)?.as_str_or_null()? {
        None => None,
        Some(word) => {
            let decision = Decision::from_stored(word, maybe_instant_at(row, 3)?);
            let facts = serde_json::from_str(row.get_ref(5)?.as_str()?);
            Some(Decided {
                decision: decision.ok_or_else(|| unfit("a review's decision is none"))?,
                note: row.get(4)?,
                facts: facts.map_err(|_| unfit("the facts of a review cannot be read"))?,
                at: instant_at(row, 6)?,
                by: row.get(7)?,
                seq: row.get::<_, i64>(8)?.unsigned_abs(),
            })
        }
    };
    Ok(ReviewItem { place: row.get(0)?, token, decided })
}

impl Tx<'_> {
    /// Adds a walk through tokens in their order; event number `seq` tells of it.
    ///
    /// # Errors
    /// One is open (a constraint), or SQLite failed.
    pub fn insert_review(
        &self,
        filter: &str,
        (at, by, seq): (Instant, &str, u64),
        tokens: impl IntoIterator<Item = TokenId>,
    ) -> Result<ReviewId, StoreError> {
        self.sql().execute(
            "INSERT INTO review (filter, begun_at, begun_by, begun_seq) VALUES (?1, ?2, ?3, ?4)",
            params![filter, at.as_millisecond(), by, seq as i64],
        )?;
        let id = self.sql().last_insert_rowid();
        let mut insert = self.sql().prepare("INSERT INTO review_item (review, place, token) VALUES (?1, ?2, ?3)")?;
        for (place, token) in (1_i64..).zip(tokens) {
            insert.execute(params![id, place, token.to_string()])?;
        }
        Ok(ReviewId(id))
    }

    /// The walk that is open.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn open_review(&self) -> Result<Option<Review>, StoreError> {
        Ok(self.sql().query_row(&format!("{SELECT} WHERE closed_at IS NULL"), [], review).optional()?)
    }

    /// One walk.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn review(&self, id: ReviewId) -> Result<Option<Review>, StoreError> {
        Ok(self.sql().query_row(&format!("{SELECT} WHERE id = ?1"), [id.0], review).optional()?)
    }

    /// Every walk, the newest first.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn reviews(&self) -> Result<Vec<Review>, StoreError> {
        let mut statement = self.sql().prepare(&format!("{SELECT} ORDER BY id DESC"))?;
        let rows = statement.query_map([], review)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tokens of a walk in their order.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn review_items(&self, id: ReviewId) -> Result<Vec<ReviewItem>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!("{ITEMS} WHERE review = ?1 ORDER BY place"))?;
        let rows = statement.query_map([id.0], item)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One token of a walk; none when it is not part of it.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn review_item(&self, id: ReviewId, token: TokenId) -> Result<Option<ReviewItem>, StoreError> {
        let sql = format!("{ITEMS} WHERE review = ?1 AND token = ?2");
        Ok(self.sql().query_row(&sql, params![id.0, token.to_string()], item).optional()?)
    }

    /// Keeps what was decided about a token of a walk, in place of what was decided before.
    ///
    /// # Errors
    /// The facts cannot be written down, or SQLite failed.
    pub fn set_decision(&self, id: ReviewId, token: TokenId, decided: &Decided) -> Result<(), StoreError> {
        let facts = serde_json::to_string(&decided.facts).map_err(|error| StoreError::Damaged(error.to_string()))?;
        self.sql().execute(
            "UPDATE review_item SET decision = ?3, until = ?4, note = ?5, facts = ?6, decided_at = ?7, decided_by = ?8, decided_seq = ?9 \
              WHERE review = ?1 AND token = ?2",
            params![
                id.0,
                token.to_string(),
                decided.decision.word(),
                decided.decision.until().map(Instant::as_millisecond),
                decided.note,
                facts,
                decided.at.as_millisecond(),
                decided.by,
                decided.seq as i64,
            ],
        )?;
        Ok(())
    }

    /// Ends a walk.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn close_review(&self, id: ReviewId, closed: &Closed) -> Result<(), StoreError> {
        self.sql().execute(
            "UPDATE review SET closed_at = ?2, closed_by = ?3, closed_seq = ?4 WHERE id = ?1",
            params![id.0, closed.at.as_millisecond(), closed.by, closed.seq as i64],
        )?;
        Ok(())
    }
}
