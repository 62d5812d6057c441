//! Life of a vault file: made, opened, read, changed, shared, and lost.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use std::sync::mpsc;
use tempfile::TempDir;

fn put(tx: &Tx<'_>, name: &str) -> Result<()> {
    let sql = "INSERT INTO owner (kind, name, folded, created_at) VALUES ('bot', ?1, ?1, 0)";
    tx.sql().execute(sql, [name])?;
    Ok(())
}

fn names(tx: &Tx<'_>) -> Result<Vec<String>> {
    let mut statement = tx.sql().prepare_cached("SELECT name FROM owner ORDER BY id")?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

fn new_vault() -> (TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let (store, ()) = Store::create(&home.path().join("vault/jeton.db"), |tx| put(tx, "first")).unwrap();
    (home, store)
}

#[test]
fn a_new_vault_holds_what_it_was_filled_with_and_keeps_it() {
    let (_home, store) = new_vault();
    assert_eq!(store.read(names).unwrap(), ["first"]);
    let path = store.path().to_path_buf();
    drop(store);
    assert_eq!(Store::open(&path).unwrap().read(names).unwrap(), ["first"]);
}

#[test]
fn a_change_that_fails_leaves_no_trace() {
    let (_home, store) = new_vault();
    let failed: Result<()> = store.write(|tx| {
        put(tx, "second")?;
        Err(StoreError::Busy)
    });
    assert!(matches!(failed, Err(StoreError::Busy)));
    assert_eq!(store.read(names).unwrap(), ["first"]);
}

#[test]
fn a_panic_in_a_transaction_rolls_back_and_the_vault_goes_on() {
    let (_home, store) = new_vault();
    let panicked = std::thread::scope(|scope| {
        let doomed = || store.write(|tx| -> Result<()> { put(tx, "doomed").map(|()| panic!("on purpose")) });
        scope.spawn(doomed).join()
    });
    assert!(panicked.is_err());
    store.write(|tx| put(tx, "second")).unwrap();
    assert_eq!(store.read(names).unwrap(), ["first", "second"]);
}

#[test]
fn nothing_can_be_changed_while_looking() {
    let (_home, store) = new_vault();
    assert!(matches!(store.read(|tx| put(tx, "sneaked")), Err(StoreError::ReadOnly { .. })));
    store.write(|tx| put(tx, "second")).unwrap();
    assert_eq!(store.read(names).unwrap(), ["first", "second"]);
}
