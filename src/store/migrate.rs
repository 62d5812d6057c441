//! Bringing an older vault up to the present schema: append-only steps, in one transaction, after a verified backup.

use super::error::{Result, StoreError};
use super::place::{Place, with_suffix};
use super::{backup, connection, create, schema};
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

/// The statements that make each version out of the one before; version `n` is the first `n` of them.
pub(super) type Steps = &'static [&'static str];

/// All steps there are. Append only: a step that was released is never edited.
pub(super) const STEPS: Steps = &[
    include_str!("../../assets/migrations/0001_vault.sql"),
    include_str!("../../assets/migrations/0002_policy.sql"),
    include_str!("../../assets/migrations/0003_audit.sql"),
];

/// Runs the steps that are still to run, all in one transaction.
pub(super) fn apply(connection: &mut Connection, steps: Steps) -> Result<()> {
    let migrations = steps.iter().map(|step| M::up(step).foreign_key_check()).collect();
    Ok(Migrations::new(migrations).to_latest(connection)?)
}

/// The version that the file is of: how many steps made it.
pub(super) fn version(connection: &Connection, steps: Steps) -> Result<usize> {
    let found = connection::read_number(connection, "user_version")?;
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    match usize::try_from(found) {
        Ok(version @ 1..) if version <= steps.len() => Ok(version),
        Ok(1..) => Err(StoreError::Newer { found, known }),
        _ => Err(StoreError::Damaged(format!("its version is {found}"))),
    }
}

/// Brings a vault whose schema was checked up to the last step, if it is older.
pub(super) fn upgrade(connection: &mut Connection, place: &Place, steps: Steps) -> Result<()> {
    if version(connection, steps)? == steps.len() {
        return Ok(());
    }
    // Of two programs that find the same older vault, the second waits here and then finds it done.
    let _one_at_a_time = create::lock(place)?;
    let old = version(connection, steps)?;
    if old < steps.len() {
        keep_copy(connection, place, old + 1)?;
        apply(connection, steps)?;
    }
    schema::check(connection, steps)
}

/// Refuses a vault that is to be brought up to date first.
pub(super) fn check_newest(connection: &Connection, steps: Steps) -> Result<()> {
    match version(connection, steps)? {
        found if found == steps.len() => Ok(()),
        found => Err(StoreError::Older { found, known: steps.len() }),
    }
}

/// A copy beside the vault, named after the version that is about to be made. A copy that is there already is kept.
fn keep_copy(connection: &Connection, place: &Place, version: usize) -> Result<()> {
    let first = place.beside(&format!(".before-v{version}"));
    let further = (2..100).map(|number| with_suffix(&first, &format!(".{number}")));
    let free = std::iter::once(first.clone()).chain(further).find(|path| path.symlink_metadata().is_err());
    backup::snapshot(connection, &free.ok_or(StoreError::AlreadyExists(first))?)
}

#[cfg(test)]
mod tests;
