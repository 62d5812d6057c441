//! Adding what was counted. Whoever else writes the file adds too: nothing here replaces a figure.

use super::rows::{DAY, HOUR, bytes, number, stored};
use crate::domain::Instant;
use crate::domain::traffic::{Call, Secrets, SourceTally, Tally, TokenTally};
use rusqlite::{Connection, params};
use std::collections::HashMap;
use std::net::IpAddr;

/// The most addresses that are kept apart for one token; the least recently seen make room.
pub(super) const MAX_SOURCES: usize = 100;

/// The most addresses that are kept apart in one hour over all tokens; those with the fewest calls make room.
pub(super) const MAX_CALLERS: usize = 200;

/// The most calls that are kept one by one.
pub(super) const MAX_CALLS: i64 = 10_000;

/// Adds a tally.
pub(super) fn add(connection: &Connection, tally: &Tally, now: Instant) -> rusqlite::Result<()> {
    let now = now.as_millisecond();
    connection.prepare_cached("INSERT OR IGNORE INTO mark (day) VALUES (?1)")?.execute([now.div_euclid(DAY)])?;
    let mut callers = HashMap::new();
    for (id, of_token) in tally.tokens() {
        let token = number(id);
        for secret in &of_token.secrets {
            add_hours(connection, token, secret)?;
            if id.is_some() {
                add_secret(connection, token, secret, now)?;
            }
        }
        for ((_, address), source) in &of_token.sources {
            let key = (source.last_at.div_euclid(HOUR), *address);
            callers.entry(key).and_modify(|known: &mut SourceTally| known.add(source)).or_insert(*source);
        }
        if id.is_some() {
            add_sources(connection, token, of_token)?;
            add_scopes(connection, token, of_token)?;
        }
    }
    add_callers(connection, callers)?;
    keep_calls(connection, tally.calls())
}

/// Each count goes to its hour and to its day: hours are for the last days, days for all the time before.
fn add_hours(connection: &Connection, token: i64, secret: &Secrets) -> rusqlite::Result<()> {
    let mut to_hour = connection.prepare_cached(
        "INSERT INTO hour (hour, token, version, verdict, calls) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT DO UPDATE SET calls = calls + excluded.calls",
    )?;
    let mut to_day = connection.prepare_cached(
        "INSERT INTO day (day, token, version, verdict, calls) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT DO UPDATE SET calls = calls + excluded.calls",
    )?;
    for counts in &secret.hours {
        let (verdict, calls) = (counts.verdict.word(), stored(counts.calls));
        to_hour.execute(params![counts.hour, token, secret.version, verdict, calls])?;
        to_day.execute(params![counts.hour.div_euclid(24), token, secret.version, verdict, calls])?;
    }
    Ok(())
}

/// A time that lies ahead is that of a clock that was wrong, and gives way.
fn add_secret(connection: &Connection, token: i64, secret: &Secrets, now: i64) -> rusqlite::Result<()> {
    let mut add = connection.prepare_cached(
        "INSERT INTO secret (token, version, first_at, last_at, used_at, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT DO UPDATE SET \
                 first_at = min(first_at, excluded.first_at), \
                 source = CASE WHEN excluded.last_at >= last_at OR last_at > ?7 THEN excluded.source ELSE source END, \
                 last_at = CASE WHEN last_at > ?7 THEN excluded.last_at ELSE max(last_at, excluded.last_at) END, \
                 used_at = CASE WHEN excluded.used_at IS NULL THEN used_at \
                                WHEN used_at IS NULL OR used_at > ?7 THEN excluded.used_at \
                                ELSE max(used_at, excluded.used_at) END",
    )?;
    add.execute(params![
        token,
        secret.version,
        secret.first_at,
        secret.last_at,
        secret.used_at,
        bytes(secret.source),
        now.max(secret.last_at)
    ])?;
    Ok(())
}

fn add_sources(connection: &Connection, token: i64, tally: &TokenTally) -> rusqlite::Result<()> {
    let mut known = connection.prepare_cached(
        "UPDATE source SET calls = calls + ?4, refused = refused + ?5, first_at = min(first_at, ?6), last_at = max(last_at, ?7) \
          WHERE token = ?1 AND version = ?2 AND address = ?3",
    )?;
    let mut new = connection.prepare_cached(
        "INSERT INTO source (token, version, address, calls, refused, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut is_more = false;
    for ((version, address), source) in &tally.sources {
        let values = params![
            token,
            version,
            bytes(*address),
            stored(source.calls),
            stored(source.refused),
            source.first_at,
            source.last_at
        ];
        if known.execute(values)? == 0 {
            new.execute(values)?;
            is_more |= address.is_some();
        }
    }
    if is_more { fold_sources(connection, token) } else { Ok(()) }
}

/// Adds the least recent of too many addresses to those that are not kept apart.
fn fold_sources(connection: &Connection, token: i64) -> rusqlite::Result<()> {
    let mut cut = connection.prepare_cached(
        "SELECT last_at FROM source WHERE token = ?1 AND address <> x'' ORDER BY last_at DESC, version DESC, address LIMIT 1 OFFSET ?2",
    )?;
    let mut rows = cut.query(params![token, MAX_SOURCES as i64])?;
    if rows.next()?.is_none() {
        return Ok(());
    }
    const SURPLUS: &str = "(version, address) IN (SELECT version, address FROM source WHERE token = ?1 AND address <> x'' \
         ORDER BY last_at DESC, version DESC, address LIMIT -1 OFFSET ?2)";
    let fold = format!(
        "INSERT INTO source (token, version, address, calls, refused, first_at, last_at) \
             SELECT token, version, x'', sum(calls), sum(refused), min(first_at), max(last_at) \
               FROM source WHERE token = ?1 AND {SURPLUS} GROUP BY version \
             ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, refused = refused + excluded.refused, \
                 first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)"
    );
    connection.prepare_cached(&fold)?.execute(params![token, MAX_SOURCES as i64])?;
    let drop = format!("DELETE FROM source WHERE token = ?1 AND {SURPLUS}");
    connection.prepare_cached(&drop)?.execute(params![token, MAX_SOURCES as i64])?;
    Ok(())
}

fn add_scopes(connection: &Connection, token: i64, tally: &TokenTally) -> rusqlite::Result<()> {
    let mut add = connection.prepare_cached(
        "INSERT INTO scope (token, scope, last_at) VALUES (?1, ?2, ?3) \
             ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at)",
    )?;
    for (scope, at) in &tally.scopes {
        add.execute(params![token, &**scope, at])?;
    }
    Ok(())
}

fn add_callers(connection: &Connection, callers: HashMap<(i64, Option<IpAddr>), SourceTally>) -> rusqlite::Result<()> {
    let mut add = connection.prepare_cached(
        "INSERT INTO caller (hour, address, calls, refused, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, refused = refused + excluded.refused, \
                 first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)",
    )?;
    let mut hours: Vec<i64> = Vec::new();
    for ((hour, address), caller) in callers {
        let (calls, refused) = (stored(caller.calls), stored(caller.refused));
        add.execute(params![hour, bytes(address), calls, refused, caller.first_at, caller.last_at])?;
        if !hours.contains(&hour) {
            hours.push(hour);
        }
    }
    hours.into_iter().try_for_each(|hour| fold_callers(connection, hour))
}

/// Adds those of too many callers that called least to those that are not kept apart.
fn fold_callers(connection: &Connection, hour: i64) -> rusqlite::Result<()> {
    let mut count = connection.prepare_cached("SELECT count(*) FROM caller WHERE hour = ?1 AND address <> x''")?;
    if count.query_row([hour], |row| row.get::<_, i64>(0))? <= MAX_CALLERS as i64 {
        return Ok(());
    }
    const SURPLUS: &str = "address IN (SELECT address FROM caller WHERE hour = ?1 AND address <> x'' \
         ORDER BY calls + refused DESC, last_at DESC, address LIMIT -1 OFFSET ?2)";
    let fold = format!(
        "INSERT INTO caller (hour, address, calls, refused, first_at, last_at) \
             SELECT hour, x'', sum(calls), sum(refused), min(first_at), max(last_at) FROM caller WHERE hour = ?1 AND {SURPLUS} \
             GROUP BY hour \
             ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, refused = refused + excluded.refused, \
                 first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)"
    );
    connection.prepare_cached(&fold)?.execute(params![hour, MAX_CALLERS as i64])?;
    let drop = format!("DELETE FROM caller WHERE hour = ?1 AND {SURPLUS}");
    connection.prepare_cached(&drop)?.execute(params![hour, MAX_CALLERS as i64])?;
    Ok(())
}

fn keep_calls<'a>(connection: &Connection, calls: impl Iterator<Item = &'a Call>) -> rusqlite::Result<()> {
    let mut keep = connection.prepare_cached(
        "INSERT INTO call (at, token, version, gateway, project, method, path, scope, source, verdict) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for call in calls {
        keep.execute(params![
            call.at.as_millisecond(),
            number(call.token),
            call.version,
            call.gateway.word(),
            call.project,
            call.method,
            call.path,
            call.scope,
            bytes(call.source),
            call.verdict.word(),
        ])?;
    }
    connection.prepare_cached("DELETE FROM call WHERE seq <= (SELECT max(seq) FROM call) - ?1")?.execute([MAX_CALLS])?;
    Ok(())
}
