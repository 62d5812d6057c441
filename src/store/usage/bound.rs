//! How large the figures get at most, and what holds them to it.
//!
//! Of `t` tokens, each used in every hour of every day with one secret and one outcome, from more addresses than are kept apart:
//!
//! | rows | how many | why no more |
//! | --- | --- | --- |
//! | hours | `t` × 408 | hours are kept for 14 days before the third newest day of writing: 17 days |
//! | days | `t` × 404 | days are kept for 400 before it |
//! | addresses | `t` × 101 | 100 are kept apart, the others are one row |
//! | secrets | `t` × 1 | |
//! | callers | 5 × 24 × 201 | over all tokens, by hour, for two days before it |
//! | calls | 10,000 | the latest |
//!
//! With 10,000 tokens these are 9.2 million rows and at most 659 MB; [`Bound::of`] computes it. A token that is presented with more
//! secrets and outcomes than one takes more rows, up to a limit of its own, [`cap`]: 23 in an hour or a day (8, and one for each
//! outcome of what was added up), 16 secrets, 256 scopes. Above these the smallest counts of an hour, and the oldest secrets, are
//! added up or let go once an hour. Pages that become free are filled again: the file does not grow once it is full.

use super::rows::{DAY, HOUR, NO_TOKEN};
use crate::domain::Instant;
use rusqlite::{Connection, params};

/// Counts of one token in one hour, or one day, that are kept apart by secret and outcome; the smallest are added up.
const MAX_COUNTS: i64 = 8;

/// Secrets of one token that are kept apart: the newest.
const MAX_SECRETS: i64 = 16;

/// Scopes of one token, the latest used.
const MAX_SCOPES: i64 = 256;

/// Hours and days that may have got too many counts since the file was last looked through, wherever the service was meanwhile.
const LATELY: i64 = 2;

/// Rows and bytes of a full file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Rows.
    pub rows: u64,
    /// Bytes at most, the log of the database left out.
    pub bytes: u64,
}

impl Bound {
    /// Bytes of a count at most, in a page that is half full: a page splits in the middle, and tokens come in any order.
    const COUNT: u64 = 2 * 32;
    /// Of an address, likewise.
    const ADDRESS: u64 = 2 * 64;
    /// Of a secret, likewise.
    const SECRET: u64 = 2 * 64;
    /// Of a call with a path of full length.
    const CALL: u64 = 512;
    const HOURS: u64 = (super::prune::HOURS_FOR as u64 + 3) * 24;
    const DAYS: u64 = super::prune::DAYS_FOR as u64 + 4;
    const SOURCES: u64 = super::write::MAX_SOURCES as u64 + 1;
    const CALLERS: u64 = 5 * 24 * (super::write::MAX_CALLERS as u64 + 1);

    /// Of a file that so many tokens fill, as the table above says.
    pub const fn of(tokens: u64) -> Self {
        let counts = tokens * (Self::HOURS + Self::DAYS);
        let sources = tokens * Self::SOURCES;
        let calls = super::write::MAX_CALLS as u64;
        Self {
            rows: counts + sources + tokens + Self::CALLERS + calls,
            bytes: counts * Self::COUNT
                + (sources + Self::CALLERS) * Self::ADDRESS
                + tokens * Self::SECRET
                + calls * Self::CALL
                // Tables, their first pages and the schema.
                + 64 * 1024,
        }
    }
}

/// Adds up, and lets go, what is more than the limits of single tokens allow.
pub(super) fn cap(connection: &Connection, now: Instant) -> rusqlite::Result<()> {
    let (hour, day) = (now.as_millisecond().div_euclid(HOUR), now.as_millisecond().div_euclid(DAY));
    add_up(connection, "hour", hour - LATELY * 24)?;
    add_up(connection, "day", day - LATELY)?;
    let mut crowded = connection.prepare("SELECT token FROM secret GROUP BY token HAVING count(*) > ?1")?;
    let crowded: Vec<i64> = crowded.query_map([MAX_SECRETS], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for token in crowded {
        connection.execute(
            "DELETE FROM secret WHERE token = ?1 AND version NOT IN \
                 (SELECT version FROM secret WHERE token = ?1 ORDER BY version DESC LIMIT ?2)",
            [token, MAX_SECRETS],
        )?;
        connection.execute(
            "DELETE FROM source WHERE token = ?1 AND version NOT IN (SELECT version FROM secret WHERE token = ?1)",
            [token],
        )?;
    }
    let mut crowded = connection.prepare("SELECT token FROM scope GROUP BY token HAVING count(*) > ?1")?;
    let crowded: Vec<i64> = crowded.query_map([MAX_SCOPES], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for token in crowded {
        connection.execute(
            "DELETE FROM scope WHERE token = ?1 AND scope NOT IN \
                 (SELECT scope FROM scope WHERE token = ?1 ORDER BY last_at DESC, scope LIMIT ?2)",
            [token, MAX_SCOPES],
        )?;
    }
    Ok(())
}

/// Of a token with too many counts in an hour (or day), the smallest go to the version 0, which no secret has.
fn add_up(connection: &Connection, table: &str, since: i64) -> rusqlite::Result<()> {
    let crowded = format!(
        "SELECT {table}, token FROM {table} WHERE {table} >= ?1 AND version <> 0 AND token <> ?3 \
          GROUP BY {table}, token HAVING count(*) > ?2"
    );
    let mut crowded = connection.prepare(&crowded)?;
    let places =
        crowded.query_map(params![since, MAX_COUNTS, NO_TOKEN], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    let places: Vec<(i64, i64)> = places.collect::<rusqlite::Result<_>>()?;
    let surplus = format!(
        "(version, verdict) IN (SELECT version, verdict FROM {table} WHERE {table} = ?1 AND token = ?2 AND version <> 0 \
          ORDER BY calls DESC, version DESC, verdict LIMIT -1 OFFSET {MAX_COUNTS})"
    );
    for (at, token) in places {
        let add = format!(
            "INSERT INTO {table} ({table}, token, version, verdict, calls) \
                 SELECT {table}, token, 0, verdict, sum(calls) FROM {table} \
                  WHERE {table} = ?1 AND token = ?2 AND version <> 0 AND {surplus} GROUP BY verdict \
                 ON CONFLICT DO UPDATE SET calls = calls + excluded.calls"
        );
        connection.prepare_cached(&add)?.execute([at, token])?;
        let drop = format!("DELETE FROM {table} WHERE {table} = ?1 AND token = ?2 AND version <> 0 AND {surplus}");
        connection.prepare_cached(&drop)?.execute([at, token])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_what_is_written_down() {
        let full = Bound::of(10_000);
        assert_eq!(full.rows, 10_000 * (408 + 404 + 101 + 1) + 24_120 + 10_000);
        assert_eq!(full.rows / 100_000, 91);
        assert_eq!(full.bytes.div_ceil(1_000_000), 659);
    }
}
