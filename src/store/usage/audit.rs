//! Figures of all tokens at once, or of a few: what the audit's rules ask for. Of hours only the last 24 are read, and before them
//! whole days: a year of a busy vault has millions of hours.

use super::error::UsageError;
use super::file::UsageReader;
use super::prune::DAYS_FOR;
use super::rows::{DAY, HOUR, address_at, count_at, number, token_at, verdict_at};
use crate::domain::Instant;
use crate::domain::audit::{AllFigures, Covered, Figures, SecretFigures, SourceFigures, WEEK, is_ended};
use crate::domain::id::TokenId;
use crate::domain::verdict::{Reason, Verdict};
use crate::store::rows::{instant_at, maybe_instant_at};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashSet;
use std::sync::Arc;

impl UsageReader {
    /// Figures of all tokens, or of a few, at `now`; where a token was used from, when it has an address that was first seen after
    /// `new_since`. Nothing when there is no file.
    ///
    /// # Errors
    /// The file is damaged, foreign, open to others or locked.
    pub fn figures(&self, now: Instant, new_since: Instant, ids: Option<&[TokenId]>) -> Result<AllFigures, UsageError> {
        let read = |connection: &Connection| {
            let mut asked = Asked { connection, now, new_since, ids, found: AllFigures::default() };
            asked.covered()?;
            asked.secrets()?;
            asked.hours()?;
            asked.days()?;
            asked.scopes()?;
            asked.sources()?;
            Ok(asked.found)
        };
        Ok(self.look(read)?.unwrap_or_default())
    }
}

/// A question under way.
struct Asked<'a> {
    connection: &'a Connection,
    now: Instant,
    new_since: Instant,
    ids: Option<&'a [TokenId]>,
    found: AllFigures,
}

/// A count of one secret and outcome in an hour or a day.
struct Count {
    at: i64,
    version: u32,
    verdict: Verdict,
    calls: u64,
}

impl Asked<'_> {
    fn this_hour(&self) -> i64 {
        self.now.as_millisecond().div_euclid(HOUR)
    }

    fn today(&self) -> i64 {
        self.now.as_millisecond().div_euclid(DAY)
    }

    /// A file that a wrong clock began long ago covers no more than the days that it has.
    fn covered(&mut self) -> rusqlite::Result<()> {
        let connection = self.connection;
        let begun = connection.query_row("SELECT begun_at FROM vault", [], |row| instant_at(row, 0))?;
        let earliest = self.today() - DAYS_FOR;
        let from = if begun.as_millisecond() >= earliest * DAY {
            Some(begun)
        } else {
            let first: Option<i64> =
                connection.query_row("SELECT min(day) FROM day WHERE day >= ?1", [earliest], |row| row.get(0))?;
            first.and_then(|day| Instant::from_millisecond(day.saturating_mul(DAY)).ok())
        };
        let mark = "SELECT day FROM mark WHERE day <= ?1 ORDER BY day DESC LIMIT 1";
        let last: Option<i64> = connection.query_row(mark, [self.today()], |row| row.get(0)).optional()?;
        let until = last.and_then(|day| Instant::from_millisecond((day + 1).saturating_mul(DAY)).ok());
        self.found.span = from.zip(until).map(|(from, until)| Covered { from, until: until.min(self.now) });
        Ok(())
    }

    /// Runs `of_all`, or `of_one` for each token that is asked for, and hands over each row; its first column is the token.
    fn each(
        &mut self,
        (of_all, of_one): (&str, &str),
        (from, to): (i64, i64),
        mut take: impl FnMut(&mut Figures, &Row<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare(if self.ids.is_some() { of_one } else { of_all })?;
        let wanted: Vec<Option<TokenId>> = self.ids.map_or_else(|| vec![None], |ids| ids.iter().copied().map(Some).collect());
        for one in wanted {
            let mut rows = statement.query(params![from, to, one.map(|id| number(Some(id)))])?;
            while let Some(row) = rows.next()? {
                let Some(id) = token_at(row, 0)? else { continue };
                take(self.found.tokens.entry(id).or_default(), row)?;
            }
        }
        Ok(())
    }

    fn secrets(&mut self) -> rusqlite::Result<()> {
        let select = "SELECT token, version, first_at, last_at, used_at, source FROM secret WHERE ?1 <= ?2";
        let of_all = format!("{select} AND ?3 IS NULL ORDER BY token, version DESC");
        let of_one = format!("{select} AND token = ?3 ORDER BY version DESC");
        self.each((&of_all, &of_one), (0, 0), |figures, row| {
            figures.secrets.push(SecretFigures {
                version: row.get(1)?,
                first_at: instant_at(row, 2)?,
                last_at: instant_at(row, 3)?,
                used_at: maybe_instant_at(row, 4)?,
                source: address_at(row, 5)?,
                day: 0,
                ended_day: 0,
                ended_week: 0,
            });
            Ok(())
        })
    }

    /// Counts of hours or days; of one token each is sought by its key, since the tables begin with the time.
    fn counts(&mut self, table: &str, span: (i64, i64), mut take: impl FnMut(&mut Figures, Count)) -> rusqlite::Result<()> {
        let of_all = format!(
            "SELECT token, {table}, version, verdict, calls FROM {table} WHERE {table} BETWEEN ?1 AND ?2 AND ?3 IS NULL AND token >= 0"
        );
        let of_one = format!(
            "WITH RECURSIVE span (at) AS (SELECT ?1 UNION ALL SELECT at + 1 FROM span WHERE at < ?2) \
             SELECT token, at, version, verdict, calls FROM span CROSS JOIN {table} ON {table}.{table} = at AND {table}.token = ?3"
        );
        self.each((&of_all, &of_one), span, |figures, row| {
            let count = Count { at: row.get(1)?, version: row.get(2)?, verdict: verdict_at(row, 3)?, calls: count_at(row, 4)? };
            take(figures, count);
            Ok(())
        })
    }

    /// The last 24 hours.
    fn hours(&mut self) -> rusqlite::Result<()> {
        let this_hour = self.this_hour();
        self.counts("hour", (this_hour - 23, this_hour), |figures, count| {
            let secret = figures.secrets.iter_mut().find(|secret| secret.version == count.version);
            match count.verdict {
                Verdict::Allow => {
                    let ago = usize::try_from(this_hour - count.at).unwrap_or(usize::MAX);
                    if let Some(hour) = figures.hours.iter_mut().rev().nth(ago) {
                        *hour = hour.saturating_add(u32::try_from(count.calls).unwrap_or(u32::MAX));
                    }
                    if let Some(secret) = secret {
                        secret.day = secret.day.saturating_add(count.calls);
                    }
                }
                Verdict::Deny(reason) if is_ended(reason) => {
                    if let Some(secret) = secret {
                        secret.ended_day = secret.ended_day.saturating_add(count.calls);
                    }
                }
                Verdict::Deny(reason) => add_reason(&mut figures.refused, reason, count.calls),
            }
        })?;
        for figures in self.found.tokens.values_mut() {
            figures.refused.sort_unstable_by_key(|(reason, calls)| (std::cmp::Reverse(*calls), *reason));
        }
        Ok(())
    }

    /// The whole days before these 24 hours, and the last 7 days with today.
    fn days(&mut self) -> rusqlite::Result<()> {
        let today = self.today();
        // The day on which the 24 hours begin is not whole before them.
        let before = (self.this_hour() - 23).div_euclid(24);
        let (first, week) = (before - WEEK as i64, today - (WEEK as i64 - 1));
        self.counts("day", (first, today), |figures, count| {
            let at = usize::try_from(count.at - first).unwrap_or(usize::MAX);
            let is_in_week = count.at >= week;
            let (days, secret) = match count.verdict {
                Verdict::Allow => {
                    figures.week = figures.week.saturating_add(if is_in_week { count.calls } else { 0 });
                    (Some(&mut figures.days), None)
                }
                Verdict::Deny(reason) if is_ended(reason) => {
                    (None, figures.secrets.iter_mut().find(|secret| secret.version == count.version && is_in_week))
                }
                Verdict::Deny(_) => (Some(&mut figures.refused_days), None),
            };
            if let Some(day) = days.and_then(|days| days.get_mut(at)) {
                *day = day.saturating_add(count.calls);
            }
            if let Some(secret) = secret {
                secret.ended_week = secret.ended_week.saturating_add(count.calls);
            }
        })
    }

    /// Many tokens have few words, so each is kept once.
    fn scopes(&mut self) -> rusqlite::Result<()> {
        let mut words: HashSet<Arc<str>> = HashSet::new();
        let select = "SELECT token, scope, last_at FROM scope WHERE ?1 <= ?2";
        let of_all = format!("{select} AND ?3 IS NULL");
        let of_one = format!("{select} AND token = ?3");
        self.each((&of_all, &of_one), (0, 0), |figures, row| {
            let word = row.get_ref(1)?.as_str()?;
            let word = words.get(word).cloned().unwrap_or_else(|| {
                let word: Arc<str> = word.into();
                words.insert(Arc::clone(&word));
                word
            });
            figures.scopes.push((word, instant_at(row, 2)?));
            Ok(())
        })
    }

    /// Addresses are many, and few rules ask for them: of few tokens, that is.
    fn sources(&mut self) -> rusqlite::Result<()> {
        let since = self.new_since;
        let has_new: HashSet<TokenId> = match self.ids {
            Some(ids) => ids.iter().copied().collect(),
            None => {
                let mut statement =
                    self.connection.prepare("SELECT DISTINCT token FROM source WHERE first_at > ?1 AND calls > 0")?;
                let rows = statement.query_map([since.as_millisecond()], |row| token_at(row, 0))?;
                rows.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?
            }
        };
        let mut statement = self.connection.prepare(
            "SELECT address, version, calls, refused, first_at, last_at FROM source WHERE token = ?1 \
              ORDER BY calls + refused DESC, last_at DESC, address, version",
        )?;
        for (id, figures) in &mut self.found.tokens {
            let is_old = figures.first_at().is_some_and(|first| first <= since);
            let is_ended = figures.secrets.iter().any(|secret| secret.ended_week > 0);
            if !(is_ended || is_old && has_new.contains(id)) {
                continue;
            }
            let rows = statement.query_map([number(Some(*id))], |row| {
                Ok(SourceFigures {
                    address: address_at(row, 0)?,
                    version: row.get(1)?,
                    calls: count_at(row, 2)?,
                    refused: count_at(row, 3)?,
                    first_at: instant_at(row, 4)?,
                    last_at: instant_at(row, 5)?,
                })
            })?;
            figures.sources = rows.collect::<rusqlite::Result<_>>()?;
        }
        Ok(())
    }
}

/// Adds to the count of a reason.
fn add_reason(refused: &mut Vec<(Reason, u64)>, reason: Reason, calls: u64) {
    match refused.iter_mut().find(|(known, _)| *known == reason) {
        Some((_, sum)) => *sum = sum.saturating_add(calls),
        None => refused.push((reason, calls)),
    }
}
