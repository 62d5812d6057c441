//! Creation is all or nothing.

use super::*;
use std::os::unix::fs::PermissionsExt;

fn listing(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn empty(path: &Path) -> Result<(Store, ())> {
    Store::create(path, |_| Ok(()))
}

#[test]
fn directory_and_files_are_closed_to_others() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a/b/jeton.db");
    let (store, ()) = empty(&path).unwrap();
    store.write(|_| Ok::<_, StoreError>(())).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(&home.path().join("a")), 0o700);
    assert_eq!(listing(path.parent().unwrap()), ["jeton.db", "jeton.db-shm", "jeton.db-wal"]);
    for file in ["jeton.db", "jeton.db-shm", "jeton.db-wal"] {
        assert_eq!(mode(&path.with_file_name(file)), 0o600, "{file}");
    }
    drop(store);
    assert_eq!(listing(path.parent().unwrap()), ["jeton.db"]);
}

#[test]
fn a_filling_that_fails_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("vault/jeton.db");
    let failed: Result<(Store, ())> = Store::create(&path, |_| Err(StoreError::Busy));
    assert!(matches!(failed, Err(StoreError::Busy)));
    assert!(listing(path.parent().unwrap()).is_empty());
    empty(&path).unwrap();
}

#[test]
fn a_filling_that_panics_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("vault/jeton.db");
    let panicking = || Store::create(&path, |_| -> Result<()> { panic!("on purpose") });
    assert!(std::thread::scope(|scope| scope.spawn(panicking).join().is_err()));
    assert!(listing(path.parent().unwrap()).is_empty());
}

#[test]
fn what_a_crashed_creation_left_is_cleared_by_the_next() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("vault/jeton.db");
    std::fs::create_dir(path.parent().unwrap()).unwrap();
    std::fs::set_permissions(path.parent().unwrap(), PermissionsExt::from_mode(0o700)).unwrap();
    for leftover in ["jeton.db.creating", "jeton.db.creating-wal", "jeton.db.creating-shm"] {
        std::fs::write(path.with_file_name(leftover), b"half").unwrap();
    }
    assert!(matches!(Store::open(&path), Err(StoreError::NotFound(_))), "half a vault is no vault");
    drop(empty(&path).unwrap());
    assert_eq!(listing(path.parent().unwrap()), ["jeton.db"]);
}

#[test]
fn what_is_left_beside_a_vault_is_cleared_when_it_is_opened() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("vault/jeton.db");
    drop(empty(&path).unwrap());
    // A crash between the two halves of a rename that the file system could not do in one.
    std::fs::hard_link(&path, path.with_file_name("jeton.db.creating")).unwrap();
    drop(Store::open(&path).unwrap());
    assert_eq!(listing(path.parent().unwrap()), ["jeton.db"]);
}

#[test]
fn of_many_creations_at_once_one_wins_and_the_others_are_told() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("vault/jeton.db");
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| empty(&path).map(drop))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    for lost in outcomes.into_iter().filter_map(Result::err) {
        assert!(matches!(lost, StoreError::AlreadyExists(_)), "{lost}");
    }
    Store::open(&path).unwrap();
}

#[test]
fn a_name_that_was_taken_meanwhile_is_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("vault/jeton.db");
    let lost: Result<(Store, ())> = Store::create(&path, |_| {
        std::fs::write(&path, b"somebody else's").unwrap();
        Ok(())
    });
    assert!(matches!(lost, Err(StoreError::AlreadyExists(_))), "{lost:?}");
    assert_eq!(std::fs::read(&path).unwrap(), b"somebody else's");
    assert_eq!(listing(path.parent().unwrap()), ["jeton.db"]);
}
