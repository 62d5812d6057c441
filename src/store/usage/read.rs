//! What the file says of one token, and when each was last used.

use super::error::UsageError;
use super::file::UsageReader;
use super::rows::{DAY, HOUR, address_at, count_at, number, token_at, verdict_at};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::traffic::{SecretUse, SourceUse, TokenUse};
use crate::domain::verdict::{Reason, Verdict};
use crate::store::rows::{instant_at, maybe_instant_at};
use rusqlite::{Connection, Row, params};
use std::collections::HashMap;

/// The hours of a token within two hours; each is sought by its key, since the table begins with the hour.
const HOURS: &str = "WITH RECURSIVE span (at) AS (SELECT ?2 UNION ALL SELECT at + 1 FROM span WHERE at < ?3) \
    SELECT at, version, verdict, calls FROM span CROSS JOIN hour ON hour.hour = at AND hour.token = ?1";

/// As [`HOURS`], of days.
const DAYS: &str = "WITH RECURSIVE span (at) AS (SELECT ?2 UNION ALL SELECT at + 1 FROM span WHERE at < ?3) \
    SELECT at, version, verdict, calls FROM span CROSS JOIN day ON day.day = at AND day.token = ?1";

impl UsageReader {
    /// Use of a token up to `now`; nothing when there is no file.
    ///
    /// # Errors
    /// The file is damaged, foreign, open to others or locked.
    pub fn usage_of(&self, id: TokenId, now: Instant) -> Result<TokenUse, UsageError> {
        Ok(self.look(|connection| usage_of(connection, id, now))?.unwrap_or_default())
    }

    /// When each token was last accepted.
    ///
    /// # Errors
    /// As [`UsageReader::usage_of`].
    pub fn last_used(&self) -> Result<HashMap<TokenId, Instant>, UsageError> {
        Ok(self.look(last_used)?.unwrap_or_default())
    }

    /// When each of a few tokens was last accepted.
    ///
    /// # Errors
    /// As [`UsageReader::usage_of`].
    pub fn last_used_of(&self, ids: &[TokenId]) -> Result<HashMap<TokenId, Instant>, UsageError> {
        Ok(self.look(|connection| last_used_of(connection, ids))?.unwrap_or_default())
    }
}

/// The tokens that were ever presented.
pub(super) fn tokens(connection: &Connection) -> rusqlite::Result<Vec<TokenId>> {
    let mut statement = connection.prepare("SELECT DISTINCT token FROM secret")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.extend(token_at(row, 0)?);
    }
    Ok(all)
}

fn last_used_of(connection: &Connection, ids: &[TokenId]) -> rusqlite::Result<HashMap<TokenId, Instant>> {
    let mut statement = connection.prepare("SELECT max(used_at) FROM secret WHERE token = ?1")?;
    let mut last = HashMap::with_capacity(ids.len());
    for id in ids {
        if let Some(at) = statement.query_row([number(Some(*id))], |row| maybe_instant_at(row, 0))? {
            last.insert(*id, at);
        }
    }
    Ok(last)
}

fn last_used(connection: &Connection) -> rusqlite::Result<HashMap<TokenId, Instant>> {
    let mut statement = connection.prepare("SELECT token, used_at FROM secret WHERE used_at IS NOT NULL")?;
    let mut rows = statement.query([])?;
    let mut last = HashMap::new();
    while let Some(row) = rows.next()? {
        let Some(id) = token_at(row, 0)? else { continue };
        let at = instant_at(row, 1)?;
        last.entry(id).and_modify(|known: &mut Instant| *known = at.max(*known)).or_insert(at);
    }
    Ok(last)
}

fn usage_of(connection: &Connection, id: TokenId, now: Instant) -> rusqlite::Result<TokenUse> {
    let token = number(Some(id));
    let mut found =
        TokenUse { secrets: secrets(connection, token)?, sources: sources(connection, token)?, ..TokenUse::default() };
    let mut refused: HashMap<Reason, u64> = HashMap::new();
    let this_hour = now.as_millisecond().div_euclid(HOUR);
    let today = now.as_millisecond().div_euclid(DAY);
    let first_day = today - (found.days.len() as i64 - 1);
    each(connection, HOURS, token, (this_hour - (7 * 24 - 1), this_hour), |hour, version, verdict, calls| {
        let ago = usize::try_from(this_hour - hour).unwrap_or(usize::MAX);
        let secret = found.secrets.iter_mut().find(|secret| secret.version == version);
        match verdict {
            Verdict::Allow => {
                if let Some(slot) = found.hours.iter_mut().rev().nth(ago) {
                    *slot += calls;
                }
                found.week += calls;
                if let Some(secret) = secret {
                    secret.day += if ago < 24 { calls } else { 0 };
                    secret.week += calls;
                }
            }
            Verdict::Deny(reason) => {
                *refused.entry(reason).or_default() += calls;
                if let Some(secret) = secret {
                    secret.refused_week += calls;
                }
            }
        }
    })?;
    each(connection, DAYS, token, (first_day, today), |day, _, verdict, calls| {
        let ago = usize::try_from(today - day).unwrap_or(usize::MAX);
        if let (Verdict::Allow, Some(slot)) = (verdict, found.days.iter_mut().rev().nth(ago)) {
            *slot += calls;
        }
    })?;
    found.day = found.hours.iter().sum();
    found.month = found.days.iter().sum();
    found.refused = most_first(refused);
    found.last_used_at =
        connection.query_row("SELECT max(used_at) FROM secret WHERE token = ?1", [token], |row| maybe_instant_at(row, 0))?;
    found.scopes = scopes(connection, token)?;
    Ok(found)
}

/// Counts by reason, the most first, equal ones in the order of the checks.
pub(super) fn most_first(refused: HashMap<Reason, u64>) -> Vec<(Reason, u64)> {
    let mut refused: Vec<(Reason, u64)> = refused.into_iter().collect();
    refused.sort_unstable_by_key(|(reason, calls)| (std::cmp::Reverse(*calls), *reason));
    refused
}

fn each(
    connection: &Connection,
    sql: &str,
    token: i64,
    (from, to): (i64, i64),
    mut take: impl FnMut(i64, u32, Verdict, u64),
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(params![token, from, to])?;
    while let Some(row) = rows.next()? {
        take(row.get(0)?, row.get(1)?, verdict_at(row, 2)?, count_at(row, 3)?);
    }
    Ok(())
}

fn secrets(connection: &Connection, token: i64) -> rusqlite::Result<Vec<SecretUse>> {
    let mut statement =
        connection.prepare("SELECT version, last_at, source, used_at FROM secret WHERE token = ?1 ORDER BY version DESC")?;
    let rows = statement.query_map([token], |row| {
        Ok(SecretUse {
            version: row.get(0)?,
            day: 0,
            week: 0,
            refused_week: 0,
            last_at: Some(instant_at(row, 1)?),
            last_source: address_at(row, 2)?,
            used_at: maybe_instant_at(row, 3)?,
            sources: Vec::new(),
        })
    })?;
    let mut secrets: Vec<SecretUse> = rows.collect::<rusqlite::Result<_>>()?;
    let mut statement = connection.prepare(
        "SELECT address, calls, refused, first_at, last_at, version FROM source WHERE token = ?1 \
          ORDER BY calls + refused DESC, last_at DESC, address",
    )?;
    let mut rows = statement.query([token])?;
    while let Some(row) = rows.next()? {
        let version: u32 = row.get(5)?;
        if let Some(secret) = secrets.iter_mut().find(|secret| secret.version == version) {
            secret.sources.push(source_at(row)?);
        }
    }
    Ok(secrets)
}

fn sources(connection: &Connection, token: i64) -> rusqlite::Result<Vec<SourceUse>> {
    let mut statement = connection.prepare(
        "SELECT address, sum(calls), sum(refused), min(first_at), max(last_at) FROM source WHERE token = ?1 \
          GROUP BY address ORDER BY sum(calls) + sum(refused) DESC, max(last_at) DESC, address",
    )?;
    let rows = statement.query_map([token], source_at)?;
    rows.collect()
}

/// Address, accepted and refused calls, first and last instant.
pub(super) fn source_at(row: &Row<'_>) -> rusqlite::Result<SourceUse> {
    Ok(SourceUse {
        address: address_at(row, 0)?,
        calls: count_at(row, 1)?,
        refused: count_at(row, 2)?,
        first_at: instant_at(row, 3)?,
        last_at: instant_at(row, 4)?,
    })
}

fn scopes(connection: &Connection, token: i64) -> rusqlite::Result<Vec<(String, Instant)>> {
    let mut statement = connection.prepare("SELECT scope, last_at FROM scope WHERE token = ?1 ORDER BY scope")?;
    let rows = statement.query_map([token], |row| Ok((row.get(0)?, instant_at(row, 1)?)))?;
    rows.collect()
}
