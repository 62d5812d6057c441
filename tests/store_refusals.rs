//! What is not fit to be a vault is refused with a message that says what to do, and left exactly as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

use jeton::store::{Store, StoreError};
use rusqlite::Connection;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A private directory with a vault in it that nobody has open.
fn closed_vault() -> (TempDir, PathBuf) {
    let home = private_directory();
    let path = home.path().join("jeton.db");
    Store::create(&path, |_| Ok::<_, StoreError>(())).unwrap();
    (home, path)
}

fn private_directory() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    mode(home.path(), 0o700);
    home
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Changes a vault with another program, which leaves no log behind.
fn meddle(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
}

/// Opens what must be refused, and sees that not a byte of it changed.
fn refused(path: &Path) -> StoreError {
    let before = fs::read(path).unwrap();
    let error = Store::open(path).expect_err("it must be refused");
    assert!(fs::read(path).unwrap() == before, "the refused file was changed");
    error
}

fn written(bytes: &[u8]) -> (TempDir, PathBuf) {
    let home = private_directory();
    let path = home.path().join("jeton.db");
    fs::write(&path, bytes).unwrap();
    mode(&path, 0o600);
    (home, path)
}

#[test]
fn nothing_there() {
    let home = private_directory();
    let error = Store::open(&home.path().join("jeton.db")).unwrap_err();
    assert!(matches!(error, StoreError::NotFound(_)));
    assert!(error.to_string().contains("jeton init"), "{error}");
    let error = Store::open(&home.path().join("no/such/jeton.db")).unwrap_err();
    assert!(matches!(error, StoreError::NotFound(_)));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0, "a failed look leaves nothing behind");
}

#[test]
fn names_that_the_engine_would_read_in_its_own_way() {
    for name in
        ["", ":memory:", ":MEMORY:", "file:jeton.db", "FILE:/tmp/jeton.db?mode=memory", "a\0b", "/tmp/", "..", "/tmp/.", "/"]
    {
        let error = Store::open(Path::new(name)).unwrap_err();
        assert!(matches!(error, StoreError::NotAPath { .. }), "{name:?}: {error}");
        let error = Store::create(Path::new(name), |_| Ok::<_, StoreError>(())).unwrap_err();
        assert!(matches!(error, StoreError::NotAPath { .. }), "{name:?}: {error}");
    }
    assert!(!Path::new("file:jeton.db").exists());
}

#[test]
fn things_that_are_no_files() {
    let home = private_directory();
    let directory = home.path().join("directory");
    fs::create_dir(&directory).unwrap();
    let pipe = home.path().join("pipe");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).unwrap();
    let socket = home.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for (path, wanted) in [(directory, "directory"), (pipe, "named pipe"), (socket, "socket"), ("/dev/null".into(), "device")] {
        let error = Store::open(&path).unwrap_err();
        assert!(matches!(&error, StoreError::NotAFile { sort, .. } if *sort == wanted), "{error}");
    }
}

#[test]
fn a_path_through_a_file() {
    let (_home, path) = closed_vault();
    let through = path.join("jeton.db");
    assert!(matches!(Store::open(&through).unwrap_err(), StoreError::NotADirectory(found) if found == path));
    let error = Store::create(&through, |_| Ok::<_, StoreError>(())).unwrap_err();
    assert!(matches!(error, StoreError::NotADirectory(found) if found == path));
}

#[test]
fn a_symbolic_link_to_a_vault_but_not_one_above_it() {
    let (home, path) = closed_vault();
    let link = home.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(matches!(refused(&link), StoreError::Symlink(_)));
    let dangling = home.path().join("dangling.db");
    std::os::unix::fs::symlink(home.path().join("nowhere"), &dangling).unwrap();
    let error = Store::create(&dangling, |_| Ok::<_, StoreError>(())).unwrap_err();
    assert!(matches!(error, StoreError::AlreadyExists(_)));
    let above = private_directory();
    std::os::unix::fs::symlink(home.path(), above.path().join("home")).unwrap();
    Store::open(&above.path().join("home/jeton.db")).unwrap();
}

#[test]
fn files_that_others_may_read_or_write() {
    for open in [0o644, 0o640, 0o604, 0o620, 0o602, 0o610] {
        let (_home, path) = closed_vault();
        mode(&path, open);
        let error = refused(&path);
        assert!(matches!(error, StoreError::OpenToOthers { closed: 0o600, .. }), "{open:o}: {error}");
        assert!(error.to_string().contains(&format!("chmod 600 {}", path.display())), "{error}");
    }
}

#[test]
fn a_directory_that_others_may_enter() {
    let (home, path) = closed_vault();
    mode(home.path(), 0o755);
    let error = refused(&path);
    assert!(matches!(error, StoreError::OpenToOthers { mode: 0o755, closed: 0o700, .. }), "{error}");
    let error = Store::create(&home.path().join("other.db"), |_| Ok::<_, StoreError>(())).unwrap_err();
    assert!(matches!(error, StoreError::OpenToOthers { .. }), "{error}");
}

#[test]
fn a_log_that_others_may_read() {
    let (_home, path) = closed_vault();
    let log = PathBuf::from(format!("{}-wal", path.display()));
    fs::write(&log, b"").unwrap();
    mode(&log, 0o644);
    assert!(matches!(refused(&path), StoreError::OpenToOthers { path, .. } if path == log));
}

#[test]
fn a_vault_of_another_user() {
    let (_home, path) = closed_vault();
    let other = rustix::process::geteuid().as_raw() + 1;
    if rustix::fs::chown(&path, Some(rustix::process::Uid::from_raw(other)), None).is_err() {
        eprintln!("skipped: giving a file away needs root");
        return;
    }
    let error = refused(&path);
    assert!(matches!(error, StoreError::ForeignOwner { found, .. } if found == other), "{error}");
}

#[test]
fn a_file_or_directory_that_its_owner_may_not_write() {
    let (home, path) = closed_vault();
    mode(&path, 0o400);
    let error = refused(&path);
    assert!(matches!(error, StoreError::ReadOnly { .. }) && error.to_string().contains("chmod 600"), "{error}");
    mode(&path, 0o600);
    mode(home.path(), 0o500);
    let error = refused(&path);
    assert!(matches!(error, StoreError::ReadOnly { .. }) && error.to_string().contains("chmod 700"), "{error}");
    mode(home.path(), 0o700);
}

#[test]
fn empty_files_and_files_of_another_sort() {
    let (_home, path) = written(b"");
    assert!(matches!(refused(&path), StoreError::NotAVault { why: "it is empty", .. }));
    let (_home, path) = written(b"TOKEN=abc\n");
    assert!(matches!(refused(&path), StoreError::NotAVault { .. }));
    let (_home, path) = written(&[0; 8192]);
    assert!(matches!(refused(&path), StoreError::NotAVault { .. }));
}

#[test]
fn the_database_of_another_program() {
    let home = private_directory();
    let path = home.path().join("jeton.db");
    meddle(&path, "CREATE TABLE places (url TEXT); PRAGMA application_id = 7; PRAGMA user_version = 1");
    mode(&path, 0o600);
    assert!(matches!(refused(&path), StoreError::NotAVault { .. }));
}

#[test]
fn a_vault_that_a_newer_program_made() {
    let (_home, path) = closed_vault();
    meddle(&path, "PRAGMA user_version = 999");
    let error = refused(&path);
    assert!(matches!(error, StoreError::Newer { found: 999, .. }), "{error}");
    assert!(error.to_string().contains("install a newer jeton"), "{error}");
}

#[test]
fn a_newer_version_that_is_still_in_the_log() {
    let (home, path) = closed_vault();
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 999).unwrap();
    // As after a crash of the newer program: the change stands in the log only.
    let crashed = home.path().join("crashed.db");
    for suffix in ["", "-wal"] {
        let (from, to) = (format!("{}{suffix}", path.display()), format!("{}{suffix}", crashed.display()));
        fs::copy(from, &to).unwrap();
        mode(Path::new(&to), 0o600);
    }
    let log = PathBuf::from(format!("{}-wal", crashed.display()));
    let before = fs::read(&log).unwrap();
    assert!(matches!(refused(&crashed), StoreError::Newer { found: 999, .. }));
    assert!(fs::read(&log).unwrap() == before, "the log was changed");
    drop(newer);
}

#[test]
fn a_vault_cut_short_anywhere() {
    let (_home, path) = closed_vault();
    let whole = fs::read(&path).unwrap();
    for length in [1, 15, 16, 50, 99, 100, 512, 4095, 4096, 4097, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let error = refused(&path);
        assert!(matches!(error, StoreError::Damaged(_)), "{length} of {}: {error}", whole.len());
    }
}

#[test]
fn a_page_overwritten_with_rubbish() {
    let (_home, path) = closed_vault();
    let whole = fs::read(&path).unwrap();
    for page in 1..whole.len() / 4096 {
        let mut spoilt = whole.clone();
        spoilt[page * 4096..][..4096].fill(0x5a);
        fs::write(&path, spoilt).unwrap();
        let error = refused(&path);
        assert!(matches!(error, StoreError::Damaged(_)), "page {page}: {error}");
    }
}

#[test]
fn a_schema_with_something_added_changed_or_missing() {
    let cases = [
        ("CREATE TRIGGER spy AFTER INSERT ON secret BEGIN DELETE FROM event; END", "trigger \"spy\" was added"),
        ("CREATE VIEW peek AS SELECT sealed FROM secret", "view \"peek\" was added"),
        ("CREATE TABLE extra (a)", "table \"extra\" was added"),
        ("CREATE INDEX quick ON event (at)", "index \"quick\" was added"),
        ("DROP INDEX secret_current", "index \"secret_current\" is missing"),
        ("ALTER TABLE slot ADD COLUMN hint TEXT", "table \"slot\" was changed"),
    ];
    for (sql, wanted) in cases {
        let (_home, path) = closed_vault();
        meddle(&path, sql);
        let error = refused(&path);
        assert!(matches!(&error, StoreError::UnexpectedSchema(what) if what == wanted), "{error}");
    }
}

#[test]
fn making_a_vault_never_replaces_anything() {
    let (_home, path) = closed_vault();
    let before = fs::read(&path).unwrap();
    let error = Store::create(&path, |_| Ok::<_, StoreError>(())).unwrap_err();
    assert!(matches!(error, StoreError::AlreadyExists(found) if found == path));
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn making_a_vault_beside_the_log_of_a_lost_one() {
    let home = private_directory();
    let log = home.path().join("jeton.db-wal");
    fs::write(&log, b"changes that somebody may want back").unwrap();
    let error = Store::create(&home.path().join("jeton.db"), |_| Ok::<_, StoreError>(())).unwrap_err();
    assert!(matches!(error, StoreError::AlreadyExists(found) if found == log));
    assert_eq!(fs::read(&log).unwrap(), b"changes that somebody may want back");
    assert!(!home.path().join("jeton.db").exists());
}

#[test]
fn a_row_that_refers_to_nothing() {
    let (_home, path) = closed_vault();
    meddle(
        &path,
        "PRAGMA foreign_keys = OFF; INSERT INTO token VALUES ('tok_x', 'bot', 7, 'n', 'n', '', NULL, 'active', 0, '', 0, 0, 0, '', NULL)",
    );
    let error = refused(&path);
    assert!(matches!(&error, StoreError::Damaged(what) if what.contains("refers to one that is not there")), "{error}");
}
