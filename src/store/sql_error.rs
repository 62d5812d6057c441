//! What the engine reports, mapped to [`StoreError`] in this one place.

use super::StoreError;
use rusqlite::ErrorCode;
use rusqlite::ffi;
use std::path::PathBuf;

impl From<rusqlite::Error> for StoreError {
    /// Texts of the engine name tables and columns, never what is in them; texts of conversions could, and are left out.
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(code, text) => from_code(code, text.as_deref()),
            rusqlite::Error::SqlInputError { error, msg, .. } => from_code(error, Some(&msg)),
            rusqlite::Error::FromSqlConversionFailure(column, sort, _) => {
                Self::Damaged(format!("column {column} of a row holds {sort} that means nothing"))
            }
            rusqlite::Error::IntegralValueOutOfRange(column, _) => {
                Self::Damaged(format!("column {column} of a row holds a number out of range"))
            }
            rusqlite::Error::InvalidColumnType(_, name, sort) => Self::Damaged(format!("column {name} holds {sort}")),
            rusqlite::Error::Utf8Error(..) => Self::Damaged("a text is not UTF-8".to_owned()),
            rusqlite::Error::QueryReturnedNoRows => Self::Damaged("a row that must exist is not there".to_owned()),
            rusqlite::Error::QueryReturnedMoreThanOneRow => Self::Damaged("a row that must be alone is not".to_owned()),
            rusqlite::Error::ToSqlConversionFailure(_) => Self::Sql("a value cannot be stored".to_owned()),
            other => Self::Sql(other.to_string()),
        }
    }
}

fn from_code(code: ffi::Error, text: Option<&str>) -> StoreError {
    let text = || text.map_or_else(|| code.to_string(), str::to_owned);
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::DiskFull => StoreError::Full,
        // The shared index of the write-ahead log could not be given room.
        ErrorCode::SystemIoFailure if code.extended_code == ffi::SQLITE_IOERR_SHMSIZE => StoreError::Full,
        ErrorCode::ReadOnly => {
            StoreError::ReadOnly { path: PathBuf::from("the vault"), why: "the engine may only read it".to_owned() }
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged(text()),
        ErrorCode::ConstraintViolation => StoreError::Constraint { what: rule(&text()) },
        _ => StoreError::Sql(text()),
    }
}

/// `UNIQUE constraint failed: token.owner, token.folded` → `unique: token.owner, token.folded`.
fn rule(text: &str) -> String {
    match text.split_once(" constraint failed") {
        Some((sort, rest)) => format!("{}{rest}", sort.to_lowercase()),
        None => text.to_owned(),
    }
}

impl From<rusqlite_migration::Error> for StoreError {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            other => Self::Sql(format!("a migration failed: {other}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    fn failure(result_code: i32) -> StoreError {
        rusqlite::Error::SqliteFailure(ffi::Error::new(result_code), None).into()
    }

    #[test]
    fn each_code_of_the_engine_has_its_refusal() {
        assert!(matches!(failure(ffi::SQLITE_BUSY), StoreError::Busy));
        assert!(matches!(failure(ffi::SQLITE_BUSY_SNAPSHOT), StoreError::Busy));
        assert!(matches!(failure(ffi::SQLITE_LOCKED), StoreError::Busy));
        assert!(matches!(failure(ffi::SQLITE_FULL), StoreError::Full));
        assert!(matches!(failure(ffi::SQLITE_IOERR_SHMSIZE), StoreError::Full));
        assert!(matches!(failure(ffi::SQLITE_READONLY), StoreError::ReadOnly { .. }));
        assert!(matches!(failure(ffi::SQLITE_CORRUPT), StoreError::Damaged(_)));
        assert!(matches!(failure(ffi::SQLITE_NOTADB), StoreError::Damaged(_)));
        assert!(matches!(failure(ffi::SQLITE_IOERR), StoreError::Sql(_)));
    }

    #[test]
    fn a_broken_rule_names_columns_and_no_value() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE t (name TEXT UNIQUE) STRICT; INSERT INTO t VALUES ('canary')").unwrap();
        let error: StoreError = db.execute("INSERT INTO t VALUES (?1)", ["canary"]).unwrap_err().into();
        assert_eq!(error.to_string(), "the vault refuses the change (unique: t.name); nothing was changed");
    }

    #[test]
    fn a_row_that_means_nothing_is_damage_and_is_not_quoted() {
        let db = Connection::open_in_memory().unwrap();
        let error: StoreError = db.query_row("SELECT 'canary' AS note", [], |row| row.get::<_, i64>(0)).unwrap_err().into();
        assert!(matches!(error, StoreError::Damaged(_)));
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
}
