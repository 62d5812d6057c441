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

/// The version of the engine.
pub fn engine_version() -> &'static str {
    rusqlite::version()
}

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
const PRAGMAS: [(&str, &str, &str); 8] = [
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("secure_delete", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    ("temp_store", "MEMORY", "2"),
    // KiB; the operating system keeps the file's pages too.
    ("cache_size", "-4096", "-4096"),
];

/// KiB in which the indexes of a hundred thousand tokens fit.
const ROOM: i64 = 64 * 1024;

/// Has room for the pages of a large change.
pub(super) fn give_room(connection: &Connection) -> Result<()> {
    Ok(connection.pragma_update(None, "cache_size", -ROOM)?)
}

/// Goes back to the usual room.
pub(super) fn take_room(connection: &Connection) -> Result<()> {
    let usual = PRAGMAS.iter().find(|(pragma, ..)| *pragma == "cache_size").map_or("-2000", |(_, usual, _)| *usual);
    connection.execute_batch(&format!("PRAGMA cache_size = {usual}; PRAGMA shrink_memory;"))?;
    Ok(())
}

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Read and write.
    Write,
    /// Read. The engine itself refuses everything else; it still writes the log's index, where readers leave their marks.
    Read,
}

/// Opens the file, which must exist, without changing a byte of it. `path` must be absolute and free of symbolic links.
pub(super) fn open(path: &Path, access: Access) -> Result<Connection> {
    let engine = rusqlite::version_number();
    if engine < OLDEST_ENGINE {
        return Err(StoreError::Sql(format!("SQLite {} is too old", rusqlite::version())));
    }
    let access_flag = match access {
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let flags = access_flag
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
    if access == Access::Write && connection.is_readonly(rusqlite::MAIN_DB)? {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> (tempfile::TempDir, Connection) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().canonicalize().unwrap().join("db");
        std::fs::write(&path, b"").unwrap();
        let connection = open(&path, Access::Write).unwrap();
        settle(&connection).unwrap();
        (home, connection)
    }

    #[test]
    fn the_bundled_engine_is_recent_enough() {
        assert!(rusqlite::version_number() >= OLDEST_ENGINE, "{}", rusqlite::version());
    }

    #[test]
    fn every_connection_reads_back_what_the_store_relies_on() {
        let (_home, connection) = fresh();
        for (pragma, _, wanted) in PRAGMAS {
            assert_eq!(read_pragma(&connection, pragma).unwrap(), wanted, "{pragma}");
        }
        assert_eq!(read_number(&connection, "busy_timeout").unwrap(), 5000);
        for (switch, wanted) in SWITCHES {
            assert_eq!(connection.db_config(switch).unwrap(), wanted, "{switch:?}");
        }
    }

    #[test]
    fn no_other_file_and_no_foreign_code_can_be_brought_in() {
        let (home, connection) = fresh();
        let other = home.path().join("other");
        let attached = connection.execute("ATTACH ?1 AS other", [other.to_str().unwrap()]);
        assert!(attached.unwrap_err().to_string().contains("too many attached databases"));
        assert!(!other.exists());
        let loaded = connection.query_row("SELECT load_extension('x')", [], |_| Ok(()));
        assert!(loaded.unwrap_err().to_string().contains("not authorized"));
    }

    #[test]
    fn the_schema_cannot_be_written_as_if_it_were_a_table() {
        let (_home, connection) = fresh();
        connection.execute_batch("CREATE TABLE t (a)").unwrap();
        connection.pragma_update(None, "writable_schema", true).unwrap();
        assert!(connection.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE t (b)'", []).is_err());
    }

    #[test]
    fn a_symbolic_link_is_not_followed() {
        let (home, connection) = fresh();
        drop(connection);
        let link = home.path().canonicalize().unwrap().join("link");
        std::os::unix::fs::symlink(home.path().join("db"), &link).unwrap();
        assert!(open(&link, Access::Read).is_err());
    }
}
