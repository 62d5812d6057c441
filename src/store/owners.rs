//! Owners as rows.

use super::rows::{expect_row, instant_at, maybe_instant_at, word_at};
use super::{StoreError, Tx};
use crate::domain::Instant;
use crate::domain::name::Name;
use crate::domain::owner::{Owner, OwnerId, OwnerKind};
use rusqlite::{OptionalExtension, Row, params};

/// An owner about to be written.
#[derive(Clone, Debug)]
pub struct NewOwner<'a> {
    /// What it is.
    pub kind: OwnerKind,
    /// Its name.
    pub name: &'a Name,
    /// Its project.
    pub project: Option<OwnerId>,
    /// How it calls itself where it runs.
    pub external_id: Option<&'a str>,
    /// Where values are issued.
    pub dashboard_url: Option<&'a str>,
    /// A person's words.
    pub note: &'a str,
    /// When.
    pub created_at: Instant,
}

fn owner(row: &Row<'_>) -> rusqlite::Result<Owner> {
    Ok(Owner {
        id: OwnerId(row.get("id")?),
        kind: word_at(row, "kind", OwnerKind::from_word)?,
        name: Name::from_stored(row.get("name")?),
        project: row.get::<_, Option<i64>>("project")?.map(OwnerId),
        external_id: row.get("external_id")?,
        dashboard_url: row.get("dashboard_url")?,
        note: row.get("note")?,
        created_at: instant_at(row, "created_at")?,
        archived_at: maybe_instant_at(row, "archived_at")?,
    })
}

impl Tx<'_> {
    /// Adds an owner.
    ///
    /// # Errors
    /// The name is taken (a constraint), or SQLite failed.
    pub fn insert_owner(&self, new: &NewOwner<'_>) -> Result<OwnerId, StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO owner (kind, name, folded, project, external_id, dashboard_url, note, created_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                new.kind.word(),
                new.name.as_str(),
                new.name.folded(),
                new.project.map(|id| id.0),
                new.external_id,
                new.dashboard_url,
                new.note,
                new.created_at.as_millisecond(),
            ])?;
        Ok(OwnerId(self.sql().last_insert_rowid()))
    }

    /// An owner by row.
    ///
    /// # Errors
    /// There is none, it is damaged, or SQLite failed.
    pub fn owner(&self, id: OwnerId) -> Result<Owner, StoreError> {
        let found = self.sql().prepare_cached("SELECT * FROM owner WHERE id = ?1")?.query_row([id.0], owner).optional()?;
        expect_row(found, "an owner that a token names")
    }

    /// The account.
    ///
    /// # Errors
    /// It is missing or damaged, or SQLite failed.
    pub fn account(&self) -> Result<Owner, StoreError> {
        let found = self.sql().prepare_cached("SELECT * FROM owner WHERE kind = 'account'")?.query_row([], owner).optional()?;
        expect_row(found, "the account")
    }

    /// An owner by kind and name, without regard to case.
    ///
    /// # Errors
    /// The row is damaged, or SQLite failed.
    pub fn owner_named(&self, kind: OwnerKind, name: &str) -> Result<Option<Owner>, StoreError> {
        Ok(self
            .sql()
            .prepare_cached("SELECT * FROM owner WHERE kind = ?1 AND folded = ?2")?
            .query_row(params![kind.word(), Name::fold(name)], owner)
            .optional()?)
    }

    /// All owners, by row.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn owners(&self) -> Result<Vec<Owner>, StoreError> {
        let mut statement = self.sql().prepare_cached("SELECT * FROM owner ORDER BY id")?;
        let rows = statement.query_map([], owner)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The bots and integrations of a project.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn members_of(&self, project: OwnerId) -> Result<Vec<Owner>, StoreError> {
        let mut statement = self.sql().prepare_cached("SELECT * FROM owner WHERE project = ?1 ORDER BY id")?;
        let rows = statement.query_map([project.0], owner)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Renames an owner.
    ///
    /// # Errors
    /// The name is taken (a constraint), or SQLite failed.
    pub fn rename_owner(&self, id: OwnerId, name: &Name) -> Result<(), StoreError> {
        self.sql()
            .execute("UPDATE owner SET name = ?2, folded = ?3 WHERE id = ?1", params![id.0, name.as_str(), name.folded()])?;
        Ok(())
    }

    /// Writes what may change of an owner besides its name: external id, dashboard address, note.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn update_owner(&self, owner: &Owner) -> Result<(), StoreError> {
        self.sql().execute(
            "UPDATE owner SET external_id = ?2, dashboard_url = ?3, note = ?4 WHERE id = ?1",
            params![owner.id.0, owner.external_id, owner.dashboard_url, owner.note],
        )?;
        Ok(())
    }

    /// Archives an owner.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn archive_owner(&self, id: OwnerId, at: Instant) -> Result<(), StoreError> {
        self.sql().execute("UPDATE owner SET archived_at = ?2 WHERE id = ?1", params![id.0, at.as_millisecond()])?;
        Ok(())
    }
}

/// Tokens accepted now, and tokens in all.
pub type TokenCounts = (usize, usize);

impl Tx<'_> {
    /// For each owner that has tokens: how many are accepted at `now`, and how many there are.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn count_tokens_by_owner(&self, now: Instant) -> Result<Vec<(OwnerId, TokenCounts)>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT owner, sum(state = 'active' AND (expires_at IS NULL OR expires_at > ?1)), count(*) FROM token GROUP BY owner",
        )?;
        let rows = statement.query_map([now.as_millisecond()], |row| {
            let count = |column| row.get::<_, i64>(column).map(|count| usize::try_from(count).unwrap_or_default());
            Ok((OwnerId(row.get(0)?), (count(1)?, count(2)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
