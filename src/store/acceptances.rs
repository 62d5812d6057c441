//! Acceptances: somebody's word that a finding may stay until a date.

use super::rows::{instant_at, unfit, word_at};
use super::{StoreError, Tx};
use crate::domain::Instant;
use crate::domain::finding::{Acceptance, Rule};
use crate::domain::id::TokenId;
use rusqlite::{Row, params};

/// A token as the table's key; empty stands for the vault.
fn key(token: Option<TokenId>) -> String {
    token.map(|id| id.to_string()).unwrap_or_default()
}

fn acceptance(row: &Row<'_>) -> rusqlite::Result<Acceptance> {
    let token = match row.get_ref(0)?.as_str()? {
        "" => None,
        id => Some(id.parse().map_err(|_| unfit("an acceptance's token is no token id"))?),
    };
    Ok(Acceptance {
        token,
        rule: word_at(row, 1, Rule::from_word)?,
        cause: row.get(2)?,
        until: instant_at(row, 3)?,
        note: row.get(4)?,
        by: row.get(5)?,
        at: instant_at(row, 6)?,
    })
}

impl Tx<'_> {
    /// Every acceptance that holds at `now`.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn acceptances(&self, now: Instant) -> Result<Vec<Acceptance>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT token, rule, cause, until, note, actor, at FROM acceptance WHERE until > ?1 ORDER BY token, rule",
        )?;
        let rows = statement.query_map([now.as_millisecond()], acceptance)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps an acceptance in the place of an earlier one of the same token and rule.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn put_acceptance(&self, accepted: &Acceptance) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO acceptance (token, rule, cause, until, note, actor, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                 ON CONFLICT (token, rule) DO UPDATE SET cause = ?3, until = ?4, note = ?5, actor = ?6, at = ?7",
            )?
            .execute(params![
                key(accepted.token),
                accepted.rule.word(),
                accepted.cause,
                accepted.until.as_millisecond(),
                accepted.note,
                accepted.by,
                accepted.at.as_millisecond(),
            ])?;
        Ok(())
    }

    /// Takes an acceptance back; whether there was one.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn remove_acceptance(&self, token: Option<TokenId>, rule: Rule) -> Result<bool, StoreError> {
        let removed = self
            .sql()
            .prepare_cached("DELETE FROM acceptance WHERE token = ?1 AND rule = ?2")?
            .execute(params![key(token), rule.word()])?;
        Ok(removed > 0)
    }

    /// Forgets the acceptances that hold no more at `now`: the chain still tells of them.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn forget_acceptances(&self, now: Instant) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM acceptance WHERE until <= ?1")?.execute([now.as_millisecond()])?;
        Ok(())
    }
}
