//! Secrets as rows: digests always, sealed values only as long as they may be needed.

use super::rows::{bytes_at, instant_at, maybe_instant_at, word_at};
use super::{StoreError, Tx};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::mask::Hint;
use crate::domain::secret::{Digest, Secret, SecretState};
use rusqlite::{OptionalExtension, Row, params};

/// A sealed value and the key that it was sealed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// The key's number.
    pub key_id: i64,
    /// Encapsulated key and ciphertext.
    pub bytes: Vec<u8>,
}

/// A secret about to be written as the current one.
#[derive(Debug)]
pub struct NewSecret<'a> {
    /// The token.
    pub token: TokenId,
    /// Its version.
    pub version: u32,
    /// How the value is recognised.
    pub digest: Digest,
    /// End of the value.
    pub hint: &'a Hint,
    /// The sealed value; none for personal tokens.
    pub sealed: Option<&'a SealedRow>,
    /// When.
    pub created_at: Instant,
}

const COLUMNS: &str = "version, state, digest, hint, sealed IS NOT NULL AS is_sealed, created_at, grace_until, retired_at";

fn secret(row: &Row<'_>) -> rusqlite::Result<Secret> {
    Ok(Secret {
        version: row.get("version")?,
        state: word_at(row, "state", SecretState::from_word)?,
        digest: Digest(bytes_at(row, "digest")?),
        hint: Hint::from_stored(row.get_ref("hint")?.as_str()?),
        is_sealed: row.get("is_sealed")?,
        created_at: instant_at(row, "created_at")?,
        grace_until: maybe_instant_at(row, "grace_until")?,
        retired_at: maybe_instant_at(row, "retired_at")?,
    })
}

impl Tx<'_> {
    /// Adds a current secret. The previous one must have been retired or set retiring before.
    ///
    /// # Errors
    /// The value is known already (a constraint), or SQLite failed.
    pub fn insert_secret(&self, new: &NewSecret<'_>) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO secret (token, version, state, digest, hint, sealed, key, created_at) \
                 VALUES (?1, ?2, 'current', ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                new.token.to_string(),
                new.version,
                new.digest.0,
                new.hint.as_str(),
                new.sealed.map(|sealed| &sealed.bytes),
                new.sealed.map(|sealed| sealed.key_id),
                new.created_at.as_millisecond(),
            ])?;
        Ok(())
    }

    /// A token's secrets, the newest first.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn secrets(&self, token: TokenId) -> Result<Vec<Secret>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM secret WHERE token = ?1 ORDER BY version DESC");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map([token.to_string()], secret)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The sealed value of one version.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn sealed(&self, token: TokenId, version: u32) -> Result<Option<SealedRow>, StoreError> {
        Ok(self
            .sql()
            .prepare_cached("SELECT key, sealed FROM secret WHERE token = ?1 AND version = ?2 AND sealed IS NOT NULL")?
            .query_row(params![token.to_string(), version], |row| {
                Ok(SealedRow { key_id: row.get("key")?, bytes: row.get("sealed")? })
            })
            .optional()?)
    }

    /// The token and secret that a digest belongs to.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn secret_by_digest(&self, digest: &Digest) -> Result<Option<(TokenId, Secret)>, StoreError> {
        let sql = format!("SELECT token, {COLUMNS} FROM secret WHERE digest = ?1");
        let found = self
            .sql()
            .prepare_cached(&sql)?
            .query_row([digest.0], |row| Ok((word_at(row, "token", |word| word.parse().ok())?, secret(row)?)));
        Ok(found.optional()?)
    }

    /// Sets a current secret retiring until `until`.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn set_retiring(&self, token: TokenId, version: u32, until: Instant) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE secret SET state = 'retiring', grace_until = ?3 WHERE token = ?1 AND version = ?2")?
            .execute(params![token.to_string(), version, until.as_millisecond()])?;
        Ok(())
    }

    /// Retires one version for good and erases its sealed value.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn retire(&self, token: TokenId, version: u32, at: Instant) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE secret SET state = 'retired', sealed = NULL, key = NULL, retired_at = ?3 WHERE token = ?1 AND version = ?2",
            )?
            .execute(params![token.to_string(), version, at.as_millisecond()])?;
        Ok(())
    }

    /// The secrets whose grace has ended but that still stand as retiring: token, version, end of grace.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn graces_over(&self, now: Instant) -> Result<Vec<(TokenId, u32, Instant)>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT token, version, grace_until FROM secret WHERE state = 'retiring' AND grace_until <= ?1 ORDER BY grace_until",
        )?;
        let rows = statement.query_map([now.as_millisecond()], |row| {
            Ok((word_at(row, "token", |word| word.parse().ok())?, row.get("version")?, instant_at(row, "grace_until")?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether the vault holds an adopted value, so that values without its brand are looked up.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn holds_adopted(&self) -> Result<bool, StoreError> {
        Ok(self.sql().query_row("SELECT EXISTS (SELECT 1 FROM token WHERE adopted = 1)", [], |row| row.get(0))?)
    }
}
