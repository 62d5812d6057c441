//! Databases that are not fit, through the binary: exit code 5, what to do next, and not a byte changed.

use super::house::House;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

/// Every command that opens a vault refuses it, says so, and leaves it alone.
fn expect_refusal(house: &House, message: &str) {
    let before = std::fs::read(house.db()).unwrap();
    for line in ["ls", "status", "log verify", "reveal bot:courier", "rotate bot:courier", "revoke bot:courier --yes"] {
        let run = house.run_unlocking(line);
        assert_eq!(run.code, 5, "{line}: {run:?}");
        assert!(run.err.contains(message), "{line}: {run:?}");
        assert_eq!(run.out, "", "{line}");
        assert!(std::fs::read(house.db()).unwrap() == before, "{line} changed the file");
    }
    let run = house.run("ls --json");
    let report: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!((run.code, &report["error"]["code"]), (5, &"store".into()), "{run:?}");
}

#[test]
fn world_readable() {
    let house = House::new();
    std::fs::set_permissions(house.db(), Permissions::from_mode(0o644)).unwrap();
    expect_refusal(&house, "chmod 600");
}

#[test]
fn read_only() {
    let house = House::new();
    std::fs::set_permissions(house.db(), Permissions::from_mode(0o400)).unwrap();
    expect_refusal(&house, "cannot be written");
}

#[test]
fn zero_bytes() {
    let house = House::new();
    house.replace_db(b"");
    expect_refusal(&house, "it is empty");
}

#[test]
fn cut_short() {
    let house = House::new();
    let whole = std::fs::read(house.db()).unwrap();
    for length in [50, 4096, whole.len() / 2, whole.len() - 1] {
        house.replace_db(&whole[..length]);
        expect_refusal(&house, "the vault is damaged");
    }
}

#[test]
fn another_programs() {
    let house = House::new();
    house.tamper("PRAGMA application_id = 1");
    expect_refusal(&house, "the database of another program");
}

#[test]
fn a_newer_programs() {
    let house = House::new();
    house.tamper("PRAGMA user_version = 1000");
    expect_refusal(&house, "install a newer jeton");
}

#[test]
fn one_with_a_trigger_slipped_in() {
    let house = House::new();
    house.tamper("CREATE TRIGGER spy AFTER INSERT ON secret BEGIN DELETE FROM event; END");
    expect_refusal(&house, "trigger \"spy\" was added");
}

#[test]
fn names_that_are_no_files() {
    let house = House::new();
    let here = house.home().display();
    for (path, message) in [
        ("file:jeton.db".to_owned(), "it is a URI"),
        (":memory:".to_owned(), "never kept in memory"),
        (here.to_string(), "is a directory"),
        (format!("{here}/"), "it names a directory"),
        ("/dev/null".to_owned(), "is a device"),
        (format!("{here}/missing.db"), "jeton init"),
    ] {
        let run = house.run(&format!("--db {path} ls"));
        assert_eq!(run.code, 5, "{path}: {run:?}");
        assert!(run.err.contains(message), "{path}: {run:?}");
    }
    let link = house.home().join("link.db");
    std::os::unix::fs::symlink(house.db(), &link).unwrap();
    let run = house.run(&format!("--db {} ls", link.display()));
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.err.contains("symbolic link"), "{run:?}");
}
