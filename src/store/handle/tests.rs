//! Life of a vault file: made, opened, read, changed, shared, and lost.
#![allow(clippy::print_stderr)] // a test that the machine cannot run says so

use super::*;
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

#[test]
fn two_handles_on_one_vault_see_each_others_changes() {
    let (_home, one) = new_vault();
    let two = Store::open(one.path()).unwrap();
    let before = one.data_version().unwrap();
    two.write(|tx| put(tx, "from two")).unwrap();
    assert_ne!(one.data_version().unwrap(), before);
    assert_eq!(one.read(names).unwrap(), ["first", "from two"]);
    one.write(|tx| put(tx, "from one")).unwrap();
    assert_eq!(two.read(names).unwrap(), ["first", "from two", "from one"]);
    let own = one.data_version().unwrap();
    one.write(|tx| put(tx, "again")).unwrap();
    assert_eq!(one.data_version().unwrap(), own, "one's own changes are no news");
}

#[test]
fn a_reader_keeps_its_state_while_another_writes() {
    let (_home, one) = new_vault();
    let two = Store::open(one.path()).unwrap();
    one.read(|tx| {
        let before = names(tx)?;
        two.write(|tx| put(tx, "meanwhile"))?;
        assert_eq!(names(tx)?, before);
        Ok::<_, StoreError>(())
    })
    .unwrap();
    assert_eq!(one.read(names).unwrap(), ["first", "meanwhile"]);
}

#[test]
fn a_second_writer_waits_and_none_is_lost() {
    let (_home, one) = new_vault();
    let two = Store::open(one.path()).unwrap();
    std::thread::scope(|scope| {
        for (store, hand) in [(&one, "a"), (&two, "b"), (&one, "c"), (&two, "d")] {
            scope.spawn(move || (0..25).for_each(|n| store.write(|tx| put(tx, &format!("{hand}{n}"))).unwrap()));
        }
    });
    assert_eq!(one.read(names).unwrap().len(), 101);
    one.verify().unwrap();
}

#[test]
fn a_lock_that_is_never_released_is_reported_as_busy() {
    let (_home, one) = new_vault();
    let two = Store::open(one.path()).unwrap();
    two.connection().busy_timeout(std::time::Duration::ZERO).unwrap();
    one.write(|_| {
        assert!(matches!(two.write(|tx| put(tx, "late")), Err(StoreError::Busy)));
        assert_eq!(two.read(names).unwrap(), ["first"], "reading goes on");
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

#[test]
fn opening_and_closing_a_second_handle_leaves_the_firsts_locks_alone() {
    let (_home, one) = new_vault();
    drop(Store::open(one.path()).unwrap());
    one.write(|_| {
        // Another process sees the writer's lock only if no descriptor of ours was closed on the way.
        let script = "import fcntl,sys\nf=open(sys.argv[1],'r+b')\ntry:\n fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB,510,0x40000002)\nexcept OSError:\n sys.exit(0)\nsys.exit(1)";
        let seen = std::process::Command::new("python3").args(["-c", script]).arg(one.path()).status();
        match seen {
            Ok(status) => assert!(status.success(), "the shared lock on the file is gone"),
            Err(error) => eprintln!("skipped: python3 asks for the lock from outside, and {error}"),
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

#[test]
fn a_vault_that_is_deleted_moved_or_replaced_while_open_is_an_error_and_no_silent_loss() {
    for accident in ["delete", "move", "replace"] {
        let (home, store) = new_vault();
        let path = store.path().to_path_buf();
        match accident {
            "delete" => std::fs::remove_file(&path).unwrap(),
            "move" => std::fs::rename(&path, home.path().join("elsewhere")).unwrap(),
            _ => {
                let other = path.with_file_name("other.db");
                drop(Store::create(&other, |tx| put(tx, "other")).unwrap());
                std::fs::rename(&other, &path).unwrap();
            }
        }
        assert!(matches!(store.write(|tx| put(tx, "lost")), Err(StoreError::Replaced(_))), "{accident}");
        assert!(matches!(store.read(names), Err(StoreError::Replaced(_))), "{accident}");
        assert!(matches!(store.data_version(), Err(StoreError::Replaced(_))), "{accident}");
    }
}

#[test]
fn a_deletion_in_the_midst_of_a_change_is_noticed_before_the_commit() {
    let (_home, store) = new_vault();
    let outcome = store.write(|tx| {
        put(tx, "lost")?;
        std::fs::remove_file(store.path()).unwrap();
        Ok::<_, StoreError>(())
    });
    assert!(matches!(outcome, Err(StoreError::Replaced(_))), "{outcome:?}");
}

#[test]
fn a_log_that_is_deleted_while_open_is_noticed() {
    let (_home, store) = new_vault();
    std::fs::remove_file(with_log(&store)).unwrap();
    assert!(matches!(store.write(|tx| put(tx, "lost")), Err(StoreError::Replaced(path)) if path == with_log(&store)));
}

fn with_log(store: &Store) -> std::path::PathBuf {
    crate::store::place::with_suffix(store.path(), "-wal")
}

#[test]
fn what_is_erased_stands_in_no_file_of_the_vault() {
    let (home, store) = new_vault();
    let canary = "canary-".repeat(40);
    store.write(|tx| put(tx, &canary)).unwrap();
    let removed = store.erase(|tx| Ok::<_, StoreError>(tx.sql().execute("DELETE FROM owner WHERE name = ?1", [&canary])?));
    assert_eq!(removed.unwrap(), (1, Wiped::Yes));
    assert_eq!(with_log(&store).metadata().unwrap().len(), 0);
    let path = store.path().to_path_buf();
    drop(store);
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(14).any(|window| window == b"canary-canary-"));
    drop(home);
}

#[test]
fn an_erasure_that_a_reader_holds_up_says_so_and_the_next_change_catches_up() {
    let (_home, one) = new_vault();
    let two = Store::open(one.path()).unwrap();
    one.connection().busy_timeout(std::time::Duration::ZERO).unwrap();
    one.write(|tx| put(tx, "second")).unwrap();
    let erase = || one.erase(|tx| Ok::<_, StoreError>(tx.sql().execute("DELETE FROM owner WHERE name = 'second'", [])?));
    two.read(|tx| {
        names(tx)?;
        assert_eq!(erase().unwrap(), (1, Wiped::Pending));
        Ok::<_, StoreError>(())
    })
    .unwrap();
    one.write(|tx| put(tx, "third")).unwrap();
    assert_eq!(with_log(&one).metadata().unwrap().len(), 0);
}

#[test]
fn a_snapshot_is_a_vault_of_its_own_taken_while_others_write() {
    let (home, store) = new_vault();
    store.write(|tx| put(tx, "in the log")).unwrap();
    let copy = home.path().join("vault/copy.db");
    store.snapshot(&copy).unwrap();
    store.write(|tx| put(tx, "later")).unwrap();
    assert_eq!(Store::open(&copy).unwrap().read(names).unwrap(), ["first", "in the log"]);
    assert!(matches!(store.snapshot(&copy), Err(StoreError::AlreadyExists(_))));
    assert_eq!(Store::open(&copy).unwrap().read(names).unwrap(), ["first", "in the log"]);
}

#[test]
fn a_trigger_slipped_in_while_open_is_refused_at_the_next_change() {
    let (_home, store) = new_vault();
    let other = Connection::open(store.path()).unwrap();
    other.execute_batch("CREATE TRIGGER spy AFTER INSERT ON owner BEGIN DELETE FROM event; END").unwrap();
    assert!(matches!(store.write(|tx| put(tx, "spied on")), Err(StoreError::UnexpectedSchema(_))));
    other.execute_batch("DROP TRIGGER spy").unwrap();
    store.write(|tx| put(tx, "clean again")).unwrap();
}

#[test]
fn what_was_committed_survives_a_handle_that_was_never_closed() {
    let (home, store) = new_vault();
    store.write(|tx| put(tx, "acknowledged")).unwrap();
    // As after kill -9: the files as they are, the log not moved into the database.
    let crashed = home.path().join("vault/crashed.db");
    for suffix in ["", "-wal"] {
        let to = crate::store::place::with_suffix(&crashed, suffix);
        std::fs::copy(crate::store::place::with_suffix(store.path(), suffix), to).unwrap();
    }
    assert_eq!(Store::open(&crashed).unwrap().read(names).unwrap(), ["first", "acknowledged"]);
}
