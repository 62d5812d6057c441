//! One connection to the engine: hardened, and what was asked of it read back.

use super::error::{Result, StoreError};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// How long a lock held by another process is waited for.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The oldest engine without known ways to corrupt a write-ahead log.
const OLDEST_ENGINE: i32 = 3_051_003;

/// Each switch and what it must read.
const SWITCHES: [(DbConfig, bool); 9] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    // The schema has neither triggers nor views; one that somebody slipped in must not run before it is found.
    (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
];

/// Each pragma, its value, and what it then reads.
const PRAGMAS: [(&str, &str, &str); 7] = [
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("secure_delete", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    ("temp_store", "MEMORY", "2"),
];

/// Opens the file, which must exist, without changing a byte of it. `path` must be absolute and free of symbolic links.
pub(super) fn open(path: &Path) -> Result<Connection> {
    let engine = rusqlite::version_number();
    if engine < OLDEST_ENGINE {
        return Err(StoreError::Sql(format!("SQLite {} is too old", rusqlite::version())));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE
        | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    for (switch, wanted) in SWITCHES {
        connection.set_db_config(switch, wanted)?;
        if connection.db_config(switch)? != wanted {
            return Err(StoreError::Sql(format!("{switch:?} could not be set")));
        }
    }
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(StoreError::ReadOnly { path: path.to_path_buf(), why: "it could be opened for reading only".to_owned() });
    }
    Ok(connection)
}

/// Sets what the store relies on and reads it back. This may write to the file: call it once the file is known to be ours.
pub(super) fn settle(connection: &Connection) -> Result<()> {
    for (pragma, value, wanted) in PRAGMAS {
        connection.pragma_update_and_check(None, pragma, value, |_| Ok(())).or_else(|error| match error {
            // Most pragmas answer with nothing when they are set.
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            error => Err(error),
        })?;
        let found = read_pragma(connection, pragma)?;
        if found != wanted {
            return Err(StoreError::Sql(format!("{pragma} is {found} and should be {wanted}")));
        }
    }
    Ok(())
}

/// Whether closing the connection may move the write-ahead log into the file.
pub(super) fn checkpoint_on_close(connection: &Connection, allowed: bool) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !allowed)?;
    Ok(())
}

/// What a pragma of one word or number reads.
pub(super) fn read_pragma(connection: &Connection, pragma: &str) -> Result<String> {
    let value = connection.pragma_query_value(None, pragma, |row| row.get::<_, rusqlite::types::Value>(0))?;
    Ok(match value {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        _ => String::new(),
    })
}

/// What a pragma that is a number reads.
pub(super) fn read_number(connection: &Connection, pragma: &str) -> Result<i64> {
    Ok(connection.pragma_query_value(None, pragma, |row| row.get(0))?)
}

/// Moves the whole write-ahead log into the file and empties it; false when another process still reads from it.
pub(super) fn checkpoint(connection: &Connection) -> Result<bool> {
    let blocked: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(blocked == 0)
}
