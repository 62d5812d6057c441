//! What the verification service has to know: each secret with its token, as slices of the whole table.

use super::rows::{bytes_at, maybe_instant_at, word_at};
use super::{StoreError, Tx};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::owner::OwnerId;
use crate::domain::secret::{Digest, SecretState};
use crate::domain::token::TokenState;
use rusqlite::{Row, params};

const SELECT: &str = "\
    SELECT secret.digest, secret.version, secret.state, secret.grace_until, \
           token.id, token.kind, token.owner, token.state, token.expires_at, token.scopes, token.networks, token.rate \
      FROM secret JOIN token ON token.id = secret.token";

/// A secret with its token. Texts are as stored: many tokens share few of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownRow<'a> {
    /// How the value is recognised.
    pub digest: Digest,
    /// The secret's version.
    pub version: u32,
    /// The secret's stored state.
    pub secret: SecretState,
    /// Until when a retiring secret is accepted.
    pub grace_until: Option<Instant>,
    /// The token.
    pub id: TokenId,
    /// What it is for.
    pub kind: Kind,
    /// Its owner's row.
    pub owner: OwnerId,
    /// Its stored state.
    pub state: TokenState,
    /// The instant from which it is refused.
    pub expires_at: Option<Instant>,
    /// What it may do.
    pub scopes: &'a str,
    /// Where it may be used from.
    pub networks: &'a str,
    /// How often it may be used.
    pub rate: Option<&'a str>,
}

impl<'a> KnownRow<'a> {
    fn read(row: &'a Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            digest: Digest(bytes_at(row, 0)?),
            version: row.get(1)?,
            secret: word_at(row, 2, SecretState::from_word)?,
            grace_until: maybe_instant_at(row, 3)?,
            id: word_at(row, 4, |word| word.parse().ok())?,
            kind: word_at(row, 5, |word| word.parse::<Kind>().ok())?,
            owner: OwnerId(row.get(6)?),
            state: word_at(row, 7, TokenState::from_word)?,
            expires_at: maybe_instant_at(row, 8)?,
            scopes: row.get_ref(9)?.as_str()?,
            networks: row.get_ref(10)?.as_str()?,
            rate: row.get_ref(11)?.as_str_or_null()?,
        })
    }
}

/// Where a slice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPlace {
    token: TokenId,
    version: u32,
}

impl Tx<'_> {
    /// The secret with a digest and its token.
    ///
    /// # Errors
    /// The row is damaged, `take` failed, or SQLite did.
    pub fn known_by_digest<T, E: From<StoreError>>(
        &self,
        digest: &Digest,
        take: impl FnOnce(KnownRow<'_>) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        let sql = format!("{SELECT} WHERE secret.digest = ?1");
        let mut statement = self.sql().prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([digest.0]).map_err(StoreError::from)?;
        match rows.next().map_err(StoreError::from)? {
            Some(row) => take(KnownRow::read(row).map_err(StoreError::from)?).map(Some),
            None => Ok(None),
        }
    }

    /// Hands out the next secrets, at most `limit`, of all tokens that are verified, from the first or from where a slice ended.
    /// Answers where this slice ended; `None` when nothing is left.
    ///
    /// # Errors
    /// A row is damaged, `take` failed, or SQLite did.
    pub fn known_after<E: From<StoreError>>(
        &self,
        after: Option<KnownPlace>,
        limit: usize,
        mut take: impl FnMut(KnownRow<'_>) -> Result<(), E>,
    ) -> Result<Option<KnownPlace>, E> {
        let sql = format!(
            "{SELECT} WHERE (secret.token, secret.version) > (?1, ?2) AND token.kind <> 'external' \
               ORDER BY secret.token, secret.version LIMIT ?3"
        );
        let (token, version) = after.map_or((String::new(), 0), |place| (place.token.to_string(), place.version));
        let mut statement = self.sql().prepare_cached(&sql).map_err(StoreError::from)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![token, version, limit]).map_err(StoreError::from)?;
        let mut last = None;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let known = KnownRow::read(row).map_err(StoreError::from)?;
            last = Some(KnownPlace { token: known.id, version: known.version });
            take(known)?;
        }
        Ok(last)
    }
}
