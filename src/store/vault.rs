//! The vault's own row and the public keys that values are sealed to.

use super::rows::{bytes_at, expect_row, instant_at, word_at};
use super::{StoreError, Tx};
use crate::domain::Instant;
use crate::domain::brand::Brand;
use crate::domain::slot::VaultId;
use rusqlite::{OptionalExtension, params};

/// The vault's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultRow {
    /// Its identity.
    pub uuid: VaultId,
    /// First part of each value.
    pub brand: Brand,
    /// Verbs that need no passphrase.
    pub unattended: Vec<String>,
    /// When it was made.
    pub created_at: Instant,
}

/// A public key that values are or were sealed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultKeyRow {
    /// Its number; part of what a sealed value is bound to.
    pub id: i64,
    /// The X25519 public key.
    pub public_key: [u8; 32],
}

impl Tx<'_> {
    /// Writes the vault's row.
    ///
    /// # Errors
    /// There is one already, or SQLite failed.
    pub fn insert_vault(&self, vault: &VaultRow) -> Result<(), StoreError> {
        self.sql().execute(
            "INSERT INTO vault (one, uuid, brand, unattended, created_at) VALUES (1, ?1, ?2, ?3, ?4)",
            params![vault.uuid.0, vault.brand.as_str(), vault.unattended.join(" "), vault.created_at.as_millisecond()],
        )?;
        Ok(())
    }

    /// Reads the vault's row.
    ///
    /// # Errors
    /// It is missing or damaged, or SQLite failed.
    pub fn vault(&self) -> Result<VaultRow, StoreError> {
        let found = self
            .sql()
            .query_row("SELECT uuid, brand, unattended, created_at FROM vault", [], |row| {
                Ok(VaultRow {
                    uuid: VaultId(bytes_at(row, "uuid")?),
                    brand: word_at(row, "brand", |word| word.parse().ok())?,
                    unattended: row.get::<_, String>("unattended")?.split_whitespace().map(str::to_owned).collect(),
                    created_at: instant_at(row, "created_at")?,
                })
            })
            .optional()?;
        expect_row(found, "the vault's own row")
    }

    /// Adds a public key; the newest seals.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn insert_vault_key(&self, public_key: &[u8; 32], at: Instant) -> Result<i64, StoreError> {
        self.sql().execute(
            "INSERT INTO vault_key (public_key, created_at) VALUES (?1, ?2)",
            params![public_key, at.as_millisecond()],
        )?;
        Ok(self.sql().last_insert_rowid())
    }

    /// The public key that seals now.
    ///
    /// # Errors
    /// There is none, or SQLite failed.
    pub fn newest_vault_key(&self) -> Result<VaultKeyRow, StoreError> {
        let found = self
            .sql()
            .prepare_cached("SELECT id, public_key FROM vault_key ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| Ok(VaultKeyRow { id: row.get("id")?, public_key: bytes_at(row, "public_key")? }))
            .optional()?;
        expect_row(found, "the vault's public key")
    }
}
