//! Tokens as rows.

use super::rows::{instant_at, maybe_instant_at, policy_at, word_at};
use super::{StoreError, Tx};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::name::Name;
use crate::domain::owner::OwnerId;
use crate::domain::scope::ScopeSet;
use crate::domain::token::{Token, TokenState};
use rusqlite::{OptionalExtension, Row, params};

fn token(row: &Row<'_>) -> rusqlite::Result<Token> {
    Ok(Token {
        id: word_at(row, "id", |word| word.parse().ok())?,
        kind: word_at(row, "kind", |word| word.parse::<Kind>().ok())?,
        owner: OwnerId(row.get("owner")?),
        name: Name::from_stored(row.get("name")?),
        scopes: ScopeSet::from_stored(row.get_ref("scopes")?.as_str()?),
        expires_at: maybe_instant_at(row, "expires_at")?,
        policy: policy_at(row, "networks", "rate")?,
        state: word_at(row, "state", TokenState::from_word)?,
        adopted: row.get("adopted")?,
        note: row.get("note")?,
        created_at: instant_at(row, "created_at")?,
        state_changed_at: instant_at(row, "state_changed_at")?,
        rotated_at: instant_at(row, "rotated_at")?,
    })
}

impl Tx<'_> {
    /// Adds a token.
    ///
    /// # Errors
    /// The name is taken or the owner has its one token already (a constraint), or SQLite failed.
    pub fn insert_token(&self, token: &Token) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO token (id, kind, owner, name, folded, scopes, expires_at, state, adopted, note, created_at, \
                 state_changed_at, rotated_at, networks, rate) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                token.id.to_string(),
                token.kind.word(),
                token.owner.0,
                token.name.as_str(),
                token.name.folded(),
                token.scopes.to_string(),
                token.expires_at.map(|at| at.as_millisecond()),
                token.state.word(),
                token.adopted,
                token.note,
                token.created_at.as_millisecond(),
                token.state_changed_at.as_millisecond(),
                token.rotated_at.as_millisecond(),
                token.policy.networks.to_string(),
                token.policy.rate.map(|rate| rate.to_string()),
            ])?;
        Ok(())
    }

    /// Writes what may change of a token: name, scopes, expiry, state, note, times, policy.
    ///
    /// # Errors
    /// The name is taken (a constraint), or SQLite failed.
    pub fn update_token(&self, token: &Token) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE token SET name = ?2, folded = ?3, scopes = ?4, expires_at = ?5, state = ?6, adopted = ?7, note = ?8, \
                 state_changed_at = ?9, rotated_at = ?10, networks = ?11, rate = ?12 WHERE id = ?1",
            )?
            .execute(params![
                token.id.to_string(),
                token.name.as_str(),
                token.name.folded(),
                token.scopes.to_string(),
                token.expires_at.map(|at| at.as_millisecond()),
                token.state.word(),
                token.adopted,
                token.note,
                token.state_changed_at.as_millisecond(),
                token.rotated_at.as_millisecond(),
                token.policy.networks.to_string(),
                token.policy.rate.map(|rate| rate.to_string()),
            ])?;
        Ok(())
    }

    /// A token by id.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn token(&self, id: TokenId) -> Result<Option<Token>, StoreError> {
        Ok(self.sql().prepare_cached("SELECT * FROM token WHERE id = ?1")?.query_row([id.to_string()], token).optional()?)
    }

    /// The tokens of an owner that are not revoked, of every kind, the oldest first.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn tokens_of(&self, owner: OwnerId) -> Result<Vec<Token>, StoreError> {
        let mut statement =
            self.sql().prepare_cached("SELECT * FROM token WHERE owner = ?1 AND state <> 'revoked' ORDER BY created_at, id")?;
        let rows = statement.query_map([owner.0], token)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The token of an owner and kind with this name that is not revoked, if there is one.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn token_named(&self, owner: OwnerId, kind: Kind, name: &str) -> Result<Option<Token>, StoreError> {
        let found = self
            .sql()
            .prepare_cached("SELECT * FROM token WHERE owner = ?1 AND kind = ?2 AND folded = ?3 AND state <> 'revoked'")?
            .query_row(params![owner.0, kind.word(), Name::fold(name)], token);
        Ok(found.optional()?)
    }
}
