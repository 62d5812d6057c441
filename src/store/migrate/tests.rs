//! Upgrades: a copy first, then all steps or none.

use super::*;
use crate::store::Store;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SECOND: &str = "CREATE TABLE later (a INTEGER) STRICT; INSERT INTO later VALUES (1);";
/// The steps of the program that made the old vault.
const FIRST: Steps = &[STEPS[0]];
const TWO: Steps = &[STEPS[0], SECOND];
const THREE: Steps = &[STEPS[0], SECOND, "ALTER TABLE later ADD COLUMN b TEXT;"];
const BROKEN: Steps = &[STEPS[0], SECOND, "INSERT INTO nowhere VALUES (1);"];

fn old_vault() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("vault/jeton.db");
    create::create(&path, FIRST, |_| Ok::<_, StoreError>(())).unwrap();
    (home, path)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    with_suffix(path, suffix)
}

fn version_of(path: &Path) -> i64 {
    let file = Connection::open(path).unwrap();
    connection::read_number(&file, "user_version").unwrap()
}

#[test]
fn the_present_steps_make_a_schema_that_holds_together() {
    let mut memory = Connection::open_in_memory().unwrap();
    apply(&mut memory, STEPS).unwrap();
    assert_eq!(version(&memory, STEPS).unwrap(), STEPS.len());
    backup::verify(&memory).unwrap();
    apply(&mut memory, STEPS).unwrap();
    schema::check(&memory, STEPS).unwrap();
}

#[test]
fn a_vault_of_today_is_opened_without_a_copy() {
    let (_home, path) = old_vault();
    let before = std::fs::read(&path).unwrap();
    drop(Store::open_with(&path, FIRST).unwrap());
    assert!(std::fs::read(&path).unwrap() == before);
    assert!(!beside(&path, ".before-v2").exists());
}

#[test]
fn an_older_vault_is_copied_and_then_brought_up_to_date() {
    let (_home, path) = old_vault();
    drop(Store::open_with(&path, THREE).unwrap());
    assert_eq!(version_of(&path), 3);
    let copy = beside(&path, ".before-v2");
    assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o7777, 0o600);
    assert_eq!(version_of(&copy), 1);
    Store::open_with(&copy, FIRST).expect("the copy is a vault of its own");
    Store::open_with(&path, THREE).expect("and the upgraded one is opened as it is");
}

#[test]
fn a_step_that_fails_takes_the_ones_before_it_back() {
    let (_home, path) = old_vault();
    Store::open_with(&path, BROKEN).unwrap_err();
    assert_eq!(version_of(&path), 1);
    Store::open_with(&path, FIRST).expect("the old program still opens it");
    assert_eq!(version_of(&beside(&path, ".before-v2")), 1);
}

#[test]
fn an_earlier_copy_is_never_replaced() {
    let (_home, path) = old_vault();
    std::fs::write(beside(&path, ".before-v2"), b"precious").unwrap();
    drop(Store::open_with(&path, TWO).unwrap());
    assert_eq!(std::fs::read(beside(&path, ".before-v2")).unwrap(), b"precious");
    assert_eq!(version_of(&beside(&path, ".before-v2.2")), 1);
}

#[test]
fn two_programs_upgrade_at_once_and_one_of_them_does_it() {
    let (_home, path) = old_vault();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| Store::open_with(&path, TWO).unwrap());
        }
    });
    assert_eq!(version_of(&path), 2);
    assert!(!beside(&path, ".before-v2.2").exists());
}

#[test]
fn a_program_that_stayed_open_notices_that_the_vault_is_newer_now() {
    let (_home, path) = old_vault();
    let stayed = Store::open_with(&path, FIRST).unwrap();
    drop(Store::open_with(&path, TWO).unwrap());
    let refused = stayed.write(|_| Ok::<_, StoreError>(()));
    assert!(matches!(refused, Err(StoreError::Newer { found: 2, known: 1 })), "{refused:?}");
    let refused = stayed.read(|_| Ok::<_, StoreError>(()));
    assert!(matches!(refused, Err(StoreError::Newer { found: 2, known: 1 })), "{refused:?}");
}

#[test]
fn a_tampered_schema_is_refused_before_a_step_can_run_into_it() {
    let (_home, path) = old_vault();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TRIGGER spy AFTER INSERT ON event BEGIN DELETE FROM event; END").unwrap();
    other.close().unwrap();
    let refused = Store::open_with(&path, TWO).unwrap_err();
    assert!(matches!(refused, StoreError::UnexpectedSchema(_)), "{refused}");
    assert_eq!(version_of(&path), 1);
}
