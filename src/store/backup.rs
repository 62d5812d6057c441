//! A copy of an open vault, taken while others use it, and checked before it gets its name.

use super::connection::{self, Access};
use super::create;
use super::error::{Result, StoreError};
use super::place::{self, with_suffix};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::path::Path;

/// Copies the vault behind `source` to `to`, which must not exist. It appears there complete and checked, or not at all.
pub(super) fn snapshot(source: &Connection, to: &Path) -> Result<()> {
    place::plain(to)?;
    let to = std::path::absolute(to).map_err(StoreError::io("resolving", to))?;
    let directory = to.parent().unwrap_or(&to);
    let to = directory.canonicalize().map_err(StoreError::io("resolving", directory))?.join(to.file_name().unwrap_or_default());
    let draft = create::Draft::begin(with_suffix(&to, create::UNFINISHED))?;
    let mut copy = connection::open(draft.path(), Access::Write)?;
    if Backup::new(source, &mut copy)?.step(-1)? != StepResult::Done {
        return Err(StoreError::Busy);
    }
    verify(&copy)?;
    for mark in ["application_id", "user_version"] {
        if connection::read_number(source, mark)? != connection::read_number(&copy, mark)? {
            return Err(StoreError::Damaged(format!("the copy's {mark} is not the vault's")));
        }
    }
    draft.publish(copy, &to)
}

/// Reads every page and index, and follows every reference.
pub(super) fn verify(connection: &Connection) -> Result<()> {
    look_over(connection, "integrity_check")
}

/// Runs a check of the engine's own (`quick_check` does not compare indexes with their tables), and follows every reference.
pub(super) fn look_over(connection: &Connection, check: &str) -> Result<()> {
    let said: String = connection.query_row(&format!("PRAGMA {check}(1)"), [], |row| row.get(0))?;
    if said != "ok" {
        return Err(StoreError::Damaged(said));
    }
    if connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(StoreError::Damaged("a row refers to one that is not there".to_owned()));
    }
    Ok(())
}
