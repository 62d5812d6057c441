//! What the file says of the whole vault in the last 24 hours.

use super::error::UsageError;
use super::file::UsageReader;
use super::read::{most_first, source_at};
use super::rows::{HOUR, NO_TOKEN, count_at, token_at, verdict_at};
use crate::domain::Instant;
use crate::domain::traffic::Traffic;
use crate::domain::verdict::{Reason, Verdict};
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// The most addresses and tokens that are listed.
const LISTED: i64 = 100;

impl UsageReader {
    /// Traffic in the 24 hours up to `now`; none when there is no file.
    ///
    /// # Errors
    /// The file is damaged, foreign, open to others or locked.
    pub fn traffic(&self, now: Instant) -> Result<Traffic, UsageError> {
        Ok(self.look(|connection| traffic(connection, now))?.unwrap_or_default())
    }
}

fn traffic(connection: &Connection, now: Instant) -> rusqlite::Result<Traffic> {
    let mut found = Traffic::default();
    let this_hour = now.as_millisecond().div_euclid(HOUR);
    let first_hour = this_hour - (found.hours.len() as i64 - 1);
    let mut reasons: HashMap<Reason, u64> = HashMap::new();
    let mut statement =
        connection.prepare("SELECT hour, verdict, sum(calls) FROM hour WHERE hour BETWEEN ?1 AND ?2 GROUP BY hour, verdict")?;
    let mut rows = statement.query([first_hour, this_hour])?;
    while let Some(row) = rows.next()? {
        let (verdict, calls) = (verdict_at(row, 1)?, count_at(row, 2)?);
        let at = usize::try_from(row.get::<_, i64>(0)? - first_hour).unwrap_or(usize::MAX);
        let Some((accepted, refused)) = found.hours.get_mut(at) else { continue };
        match verdict {
            Verdict::Allow => *accepted += calls,
            Verdict::Deny(reason) => {
                *refused += calls;
                *reasons.entry(reason).or_default() += calls;
            }
        }
    }
    found.accepted = found.hours.iter().map(|(accepted, _)| accepted).sum();
    found.refused = found.hours.iter().map(|(_, refused)| refused).sum();
    found.reasons = most_first(reasons);
    let mut statement = connection.prepare(
        "SELECT address, sum(calls), sum(refused), min(first_at), max(last_at) FROM caller WHERE hour BETWEEN ?1 AND ?2 \
          GROUP BY address ORDER BY sum(calls) + sum(refused) DESC, max(last_at) DESC, address LIMIT ?3",
    )?;
    let sources = statement.query_map([first_hour, this_hour, LISTED], source_at)?;
    found.sources = sources.collect::<rusqlite::Result<_>>()?;
    let mut statement = connection.prepare(
        "SELECT token, sum(calls) FROM hour WHERE hour BETWEEN ?1 AND ?2 AND verdict = ?3 AND token <> ?4 \
          GROUP BY token ORDER BY sum(calls) DESC, token LIMIT ?5",
    )?;
    let mut rows = statement.query(params![first_hour, this_hour, Verdict::Allow.word(), NO_TOKEN, LISTED])?;
    while let Some(row) = rows.next()? {
        found.tokens.extend(token_at(row, 0)?.zip(Some(count_at(row, 1)?)));
    }
    Ok(found)
}
