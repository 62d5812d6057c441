//! The schema in the file compared with what the migrations make: nothing added, changed or missing.

use super::error::{Result, StoreError};
use super::migrate::{self, Steps};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Sort and name of an object, with the table it belongs to and the statement that made it.
type Objects = BTreeMap<(String, String), (String, Option<String>)>;

/// Refuses a schema that `steps` do not make, naming the first object that differs.
pub(super) fn check(connection: &Connection, steps: Steps) -> Result<()> {
    let mut model = Connection::open_in_memory()?;
    migrate::apply(&mut model, steps)?;
    let (wanted, found) = (objects(&model)?, objects(connection)?);
    for (key, made) in &found {
        let (sort, name) = key;
        match wanted.get(key) {
            None => return Err(StoreError::UnexpectedSchema(format!("{sort} {name:?} was added"))),
            Some(wanted) if wanted != made => {
                return Err(StoreError::UnexpectedSchema(format!("{sort} {name:?} was changed")));
            }
            Some(_) => {}
        }
    }
    match wanted.keys().find(|key| !found.contains_key(key)) {
        Some((sort, name)) => Err(StoreError::UnexpectedSchema(format!("{sort} {name:?} is missing"))),
        None => Ok(()),
    }
}

fn objects(connection: &Connection) -> Result<Objects> {
    let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
