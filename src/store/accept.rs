//! Whether a file that was opened is a sound vault of ours.

use super::backup;
use super::connection::{self, Access};
use super::error::Result;
use super::header::Header;
use super::migrate::{self, Steps};
use super::place::Place;
use super::schema;
use rusqlite::{Connection, TransactionBehavior};

/// Vaults up to this size (in pages of 4 KiB: 512 KiB) are checked whole each time they are opened; that takes a millisecond
/// or two. Each command opens the vault, and must not take longer over that than over its work.
const SMALL: i64 = 128;

/// Decides whether what was opened is a sound vault of ours, and brings it up to date.
pub(super) fn accept(connection: &mut Connection, place: &Place, steps: Steps, access: Access) -> Result<()> {
    let state = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    look(&state, place, steps)?;
    drop(state);
    connection::settle(connection)?;
    match access {
        Access::Write => migrate::upgrade(connection, place, steps),
        Access::Read => migrate::check_newest(connection, steps),
    }
}

/// Looks at one state of the vault: an upgrade by another program between two looks would pass for tampering.
fn look(state: &Connection, place: &Place, steps: Steps) -> Result<()> {
    // Read through the log this time: a change there may be newer than the file's own header.
    let mark = |name| state.pragma_query_value(None, name, |row| row.get(0));
    let header = Header::of(mark("application_id")?, mark("user_version")?);
    header.check(place.path(), steps.len())?;
    schema::check(state, &steps[..migrate::version(state, steps)?])?;
    if connection::read_number(state, "page_count")? <= SMALL {
        backup::look_over(state, "quick_check")?;
    }
    Ok(())
}
