//! The latest calls, one by one.

use super::error::UsageError;
use super::file::UsageReader;
use super::rows::{address_at, count_at, stored, token_at, verdict_at};
use crate::domain::traffic::{Call, Gateway};
use crate::store::rows::{instant_at, word_at};
use rusqlite::{Connection, Row, params};

const COLUMNS: &str = "seq, at, token, version, gateway, project, method, path, scope, source, verdict";

impl UsageReader {
    /// Up to `limit` calls after the one with a number, the newest last; without a number the latest ones.
    /// A number that the file has not reached yet is that of a file that is gone, and counts as none.
    ///
    /// # Errors
    /// The file is damaged, foreign, open to others or locked.
    pub fn calls(&self, after: Option<u64>, limit: usize) -> Result<Vec<Call>, UsageError> {
        Ok(self.look(|connection| calls(connection, after, limit))?.unwrap_or_default())
    }
}

fn calls(connection: &Connection, after: Option<u64>, limit: usize) -> rusqlite::Result<Vec<Call>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let head = connection.query_row("SELECT coalesce(max(seq), 0) FROM call", [], |row| count_at(row, 0))?;
    match after.filter(|after| *after <= head) {
        Some(after) => {
            let sql = format!("SELECT {COLUMNS} FROM call WHERE seq > ?1 ORDER BY seq LIMIT ?2");
            connection.prepare(&sql)?.query_map(params![stored(after), limit], call)?.collect()
        }
        None => {
            let sql = format!("SELECT {COLUMNS} FROM call ORDER BY seq DESC LIMIT ?1");
            let mut latest = connection.prepare(&sql)?.query_map([limit], call)?.collect::<rusqlite::Result<Vec<_>>>()?;
            latest.reverse();
            Ok(latest)
        }
    }
}

fn call(row: &Row<'_>) -> rusqlite::Result<Call> {
    Ok(Call {
        seq: count_at(row, 0)?,
        at: instant_at(row, 1)?,
        token: token_at(row, 2)?,
        version: row.get(3)?,
        gateway: word_at(row, 4, Gateway::from_word)?,
        project: row.get(5)?,
        method: row.get(6)?,
        path: row.get(7)?,
        scope: row.get(8)?,
        source: address_at(row, 9)?,
        verdict: verdict_at(row, 10)?,
    })
}
