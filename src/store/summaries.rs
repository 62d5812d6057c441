//! Rows of lists: one query that joins a token with its owner, project and secrets.

use super::rows::{instant_at, maybe_instant_at, word_at};
use super::{StoreError, Tx};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::name::Name;
use crate::domain::owner::{OwnerId, OwnerKind};
use crate::domain::scope::ScopeSet;
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use rusqlite::{OptionalExtension, Row, params};

/// The present secret is the current one, or of a revoked token the last one.
const SELECT: &str = "\
    SELECT token.*, owner.name AS owner_name, owner.kind AS owner_kind, owner.archived_at AS owner_archived, \
           project.name AS project_name, secret.version AS version, secret.hint AS hint, \
           secret.sealed IS NOT NULL AS is_sealed, \
           (SELECT retiring.grace_until FROM secret AS retiring \
             WHERE retiring.token = token.id AND retiring.state = 'retiring') AS grace_until \
      FROM token \
      JOIN owner ON owner.id = token.owner \
      LEFT JOIN owner AS project ON project.id = owner.project \
      JOIN secret ON secret.token = token.id \
       AND secret.version = (SELECT max(version) FROM secret WHERE secret.token = token.id)";

fn summary(row: &Row<'_>) -> rusqlite::Result<TokenSummary> {
    let owner: String = row.get("owner_name")?;
    let project = match word_at(row, "owner_kind", OwnerKind::from_word)? {
        OwnerKind::Project => Some(owner.clone()),
        _ => row.get("project_name")?,
    };
    Ok(TokenSummary {
        id: word_at(row, "id", |word| word.parse().ok())?,
        kind: word_at(row, "kind", |word| word.parse::<Kind>().ok())?,
        name: Name::from_stored(row.get("name")?),
        owner_id: OwnerId(row.get("owner")?),
        owner: Name::from_stored(owner),
        project: project.map(Name::from_stored),
        owner_archived: row.get::<_, Option<i64>>("owner_archived")?.is_some(),
        state: word_at(row, "state", TokenState::from_word)?,
        scopes: ScopeSet::from_stored(row.get_ref("scopes")?.as_str()?),
        expires_at: maybe_instant_at(row, "expires_at")?,
        grace_until: maybe_instant_at(row, "grace_until")?,
        version: row.get("version")?,
        hint: Hint::from_stored(row.get_ref("hint")?.as_str()?),
        is_sealed: row.get("is_sealed")?,
        adopted: row.get("adopted")?,
        note: row.get("note")?,
        created_at: instant_at(row, "created_at")?,
        state_changed_at: instant_at(row, "state_changed_at")?,
        rotated_at: instant_at(row, "rotated_at")?,
        last_used_at: None,
    })
}

impl Tx<'_> {
    /// Every token.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn summaries(&self) -> Result<Vec<TokenSummary>, StoreError> {
        let mut statement = self.sql().prepare_cached(SELECT)?;
        let rows = statement.query_map([], summary)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One token.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn summary(&self, id: TokenId) -> Result<Option<TokenSummary>, StoreError> {
        let sql = format!("{SELECT} WHERE token.id = ?1");
        Ok(self.sql().prepare_cached(&sql)?.query_row([id.to_string()], summary).optional()?)
    }

    /// The tokens whose id begins so; at most `limit`.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn summaries_by_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<TokenSummary>, StoreError> {
        // '{' follows 'z' in ASCII: every id that begins with the prefix lies below prefix + '{'.
        let sql = format!("{SELECT} WHERE token.id >= ?1 AND token.id < ?2 ORDER BY token.id LIMIT ?3");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map(params![prefix, format!("{prefix}{{"), limit as i64], summary)?;
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
        let rows = statement.query_map(params![owner.0, kind.word()], summary)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
