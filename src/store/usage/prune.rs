//! Letting old things go, without trusting the clock too much.
//!
//! A clock that jumps ten years ahead for an hour would make everything old, one that starts in 1970 would make everything lie
//! ahead; both happen to machines without a battery. So age is not measured from the clock but from the days on which something
//! was written here (`mark`): hours and days are old only when they are so on the third newest of these days, and what lies
//! ahead goes only after 14 such days have passed below it. A day that the present clock says lies ahead is no such day.

use super::rows::{DAY, HOUR, number};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use rusqlite::{Connection, OptionalExtension, params};

/// Days for which hours are kept; their counts stand in days as well.
pub(super) const HOURS_FOR: i64 = 14;
/// Days for which days, secrets and addresses are kept.
pub(super) const DAYS_FOR: i64 = 400;
/// Days for which callers are kept by hour.
const CALLERS_FOR: i64 = 2;

/// How many days must have been seen before something is called old.
const TRUSTED_AFTER: i64 = 3;
/// How many days must have been seen before what lies ahead is taken for a mistake.
const AHEAD_AFTER: i64 = 14;

/// Lets go what is old.
pub(super) fn prune(connection: &Connection, now: Instant) -> rusqlite::Result<()> {
    let today = now.as_millisecond().div_euclid(DAY);
    connection.execute("DELETE FROM mark WHERE day > ?1", [today])?;
    connection.execute("DELETE FROM mark WHERE day NOT IN (SELECT day FROM mark ORDER BY day DESC LIMIT ?1)", [AHEAD_AFTER])?;
    if let Some(trusted) = nth_newest_mark(connection, TRUSTED_AFTER)? {
        connection.execute("DELETE FROM hour WHERE hour < ?1", [(trusted - HOURS_FOR) * 24])?;
        let oldest = trusted - DAYS_FOR;
        connection.execute("DELETE FROM day WHERE day < ?1", [oldest])?;
        for table in ["secret", "source", "scope"] {
            connection.execute(&format!("DELETE FROM {table} WHERE last_at < ?1"), [oldest * DAY])?;
        }
        connection.execute("DELETE FROM caller WHERE hour < ?1", [(trusted - CALLERS_FOR) * 24])?;
    }
    if nth_newest_mark(connection, AHEAD_AFTER)?.is_some() {
        forget_ahead(connection, today + 2)?;
    }
    super::bound::cap(connection, now)
}

fn nth_newest_mark(connection: &Connection, nth: i64) -> rusqlite::Result<Option<i64>> {
    connection.query_row("SELECT day FROM mark ORDER BY day DESC LIMIT 1 OFFSET ?1", [nth - 1], |row| row.get(0)).optional()
}

/// Lets all figures of some tokens go. The calls that were kept one by one stay: they tell what was asked, and are few.
pub(super) fn let_go(connection: &Connection, tokens: &[TokenId]) -> rusqlite::Result<()> {
    for table in ["hour", "day", "secret", "source", "scope"] {
        let mut drop = connection.prepare(&format!("DELETE FROM {table} WHERE token = ?1"))?;
        for token in tokens {
            drop.execute([number(Some(*token))])?;
        }
    }
    Ok(())
}

/// Forgets what is dated `day` or later.
fn forget_ahead(connection: &Connection, day: i64) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM hour WHERE hour >= ?1", [day * 24])?;
    connection.execute("DELETE FROM caller WHERE hour >= ?1", [day * 24])?;
    connection.execute("DELETE FROM day WHERE day >= ?1", [day])?;
    let last = day * DAY - HOUR;
    for table in ["source", "scope"] {
        connection.execute(&format!("UPDATE {table} SET last_at = ?2 WHERE last_at >= ?1"), params![day * DAY, last])?;
    }
    connection.execute(
        "UPDATE secret SET last_at = min(last_at, ?2), used_at = min(used_at, ?2) WHERE last_at >= ?1 OR used_at >= ?1",
        params![day * DAY, last],
    )?;
    Ok(())
}
