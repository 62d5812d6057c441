//! Single rows of lists: one query that joins a token with its owner, project and secrets. All at once: see `roster`.

use super::rows::{instant_at, maybe_instant_at, policy_at, word_at};
use super::{StoreError, Tx};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::name::Name;
use crate::domain::owner::{OwnerId, OwnerKind};
use crate::domain::scope::ScopeSet;
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use rusqlite::{OptionalExtension, Row, params};
use std::collections::HashMap;

/// The present secret is the current one, or of a revoked token the last one.
const SELECT: &str = "\
    SELECT token.id, token.kind, token.name, token.owner, owner.name, owner.kind, project.name, owner.archived_at, \
           token.state, token.scopes, token.expires_at, \
           (SELECT retiring.grace_until FROM secret AS retiring \
             WHERE retiring.token = token.id AND retiring.state = 'retiring'), \
           secret.version, secret.hint, secret.sealed IS NOT NULL, token.adopted, token.note, \
           token.created_at, token.state_changed_at, token.rotated_at, token.networks, token.rate \
      FROM token \
      JOIN owner ON owner.id = token.owner \
      LEFT JOIN owner AS project ON project.id = owner.project \
      JOIN secret ON secret.token = token.id \
       AND secret.version = (SELECT max(version) FROM secret WHERE secret.token = token.id)";

/// Scopes by their stored text: many tokens share few sets, so each is read once.
#[derive(Default)]
struct Scopes(HashMap<String, ScopeSet>);

impl Scopes {
    fn read(&mut self, text: &str) -> ScopeSet {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let scopes = ScopeSet::from_stored(text);
        self.0.insert(text.to_owned(), scopes.clone());
        scopes
    }
}

/// Reads columns by their place in [`SELECT`].
fn summary(row: &Row<'_>, scopes: &mut Scopes) -> rusqlite::Result<TokenSummary> {
    let owner: String = row.get(4)?;
    let project = match word_at(row, 5, OwnerKind::from_word)? {
        OwnerKind::Project => Some(owner.clone()),
        _ => row.get(6)?,
    };
    Ok(TokenSummary {
        id: word_at(row, 0, |word| word.parse().ok())?,
        kind: word_at(row, 1, |word| word.parse::<Kind>().ok())?,
        name: Name::from_stored(row.get(2)?),
        owner_id: OwnerId(row.get(3)?),
        owner: Name::from_stored(owner),
        project: project.map(Name::from_stored),
        owner_archived: row.get::<_, Option<i64>>(7)?.is_some(),
        state: word_at(row, 8, TokenState::from_word)?,
        scopes: scopes.read(row.get_ref(9)?.as_str()?),
        policy: policy_at(row, 20, 21)?,
        expires_at: maybe_instant_at(row, 10)?,
        grace_until: maybe_instant_at(row, 11)?,
        version: row.get(12)?,
        hint: Hint::from_stored(row.get_ref(13)?.as_str()?),
        is_sealed: row.get(14)?,
        adopted: row.get(15)?,
        note: row.get(16)?,
        created_at: instant_at(row, 17)?,
        state_changed_at: instant_at(row, 18)?,
        rotated_at: instant_at(row, 19)?,
        last_used_at: None,
    })
}

/// A reader of rows with what it has learnt from those before.
fn reader() -> impl FnMut(&Row<'_>) -> rusqlite::Result<TokenSummary> {
    let mut scopes = Scopes::default();
    move |row| summary(row, &mut scopes)
}

impl Tx<'_> {
    /// One token.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn summary(&self, id: TokenId) -> Result<Option<TokenSummary>, StoreError> {
        let sql = format!("{SELECT} WHERE token.id = ?1");
        Ok(self.sql().prepare_cached(&sql)?.query_row([id.to_string()], reader()).optional()?)
    }

    /// The tokens whose id begins so; at most `limit`.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn summaries_by_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<TokenSummary>, StoreError> {
        // '{' follows 'z' in ASCII: every id that begins with the prefix lies below prefix + '{'.
        let sql = format!("{SELECT} WHERE token.id >= ?1 AND token.id < ?2 ORDER BY token.id LIMIT ?3");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map(params![prefix, format!("{prefix}{{"), limit as i64], reader())?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tokens of one kind of an owner that are not revoked, the oldest first.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn summaries_of(&self, owner: OwnerId, kind: Kind) -> Result<Vec<TokenSummary>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE token.owner = ?1 AND token.kind = ?2 AND token.state <> 'revoked' ORDER BY token.created_at, token.id"
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map(params![owner.0, kind.word()], reader())?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The first tokens of one kind of an owner by name, without those that are revoked or expired before `cutoff`.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn summaries_by_name(
        &self,
        owner: OwnerId,
        kind: Kind,
        cutoff: Instant,
        limit: usize,
    ) -> Result<Vec<TokenSummary>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE token.owner = ?1 AND token.kind = ?2 AND token.state <> 'revoked' \
                 AND (token.expires_at IS NULL OR token.expires_at > ?3) ORDER BY token.folded, token.id LIMIT ?4"
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map(params![owner.0, kind.word(), cutoff.as_millisecond(), limit as i64], reader())?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tokens revoked after `cutoff`, the latest first.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn summaries_revoked_after(&self, cutoff: Instant, limit: usize) -> Result<Vec<TokenSummary>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE token.state = 'revoked' AND token.state_changed_at > ?1 ORDER BY token.state_changed_at DESC LIMIT ?2"
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map(params![cutoff.as_millisecond(), limit as i64], reader())?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
