//! Whether what was read of a vault is still its committed state, told without a transaction.
//!
//! Every commit in WAL mode, in whichever process, ends by writing a new header into the index of the write-ahead log, the file
//! `jeton.db-shm`, before the commit returns: <https://www.sqlite.org/walformat.html>, sections 2.1 and 2.2. The header holds
//! a counter of transactions (`iChange`), the salts and the last frame with its checksum, and stands there twice. Whoever sees both
//! copies as they were, in the file that the path still leads to, knows that nothing was committed in between.
//! Whatever else is seen (another header, copies that differ while somebody writes) means only: read the database.
//!
//! That the file is the one that all others use rests on the connection that stays open beside it: while it holds its shared
//! lock, no process can switch to another journal mode or to exclusive locking, which keep no such file.
//!
//! That the path still leads to these files, and that nobody wrote into the database past the engine, is seen by looking
//! at them ([`Store::stamp`]); between two looks the kernel is asked, which tells of it before the call that did it returns
//! (inotify(7): writing, renaming and deleting, of the files and of the directories above them). It does not tell of another
//! file system mounted above them.

use super::error::Result;
use super::handle::Store;
use super::lookout::Lookout;
use super::probe::{FileId, Probe};
use rustix::fs::{Stat, stat};
use std::ffi::CString;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

/// One copy of the header in bytes.
const HEADER: usize = 48;

/// The version of the format that is known here, at the header's first four bytes in the machine's own order.
const FORMAT: u32 = 3_007_000;

/// Set in the header's byte 12 once the index is filled.
const INITIALISED: usize = 12;

/// One state of a vault's files. Equal stamps of one store mean that nothing was committed between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    header: [u8; HEADER],
    index: FileId,
    database: Database,
    /// How often the kernel had told of something by then.
    told: u64,
}

/// The database file, which checkpoints write, and whoever meddles with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Database {
    id: FileId,
    length: i64,
    written: (i64, i64),
    changed: (i64, i64),
}

/// The index's file, open for reading. To be dropped after the connection.
#[derive(Debug)]
pub(super) struct WalIndex {
    // Dropped last, by the process's register of descriptors: closing one would take all locks on the file away.
    file: Arc<File>,
    _probe: Probe,
    path: CString,
    database: CString,
    /// None where the kernel has no more to give, or lets us not look.
    lookout: Option<Lookout>,
}

impl WalIndex {
    pub(super) fn open(database: &Path, index: &Path) -> Result<Self> {
        let probe = Probe::at(index)?;
        let name =
            |path: &Path| CString::new(path.as_os_str().as_bytes()).map_err(|_| super::StoreError::NotFound(path.to_path_buf()));
        Ok(Self {
            file: probe.file(index)?,
            _probe: probe,
            path: name(index)?,
            database: name(database)?,
            lookout: Lookout::over(database, index).ok(),
        })
    }

    /// The header, if both copies say the same.
    fn header(&self) -> Option<[u8; HEADER]> {
        let mut both = [0; 2 * HEADER];
        self.file.read_exact_at(&mut both, 0).ok()?;
        let (first, second) = both.split_first_chunk::<HEADER>()?;
        let is_sound = first == second && first[INITIALISED] == 1 && first[..4] == FORMAT.to_ne_bytes();
        is_sound.then_some(*first)
    }

    /// The files' state now; `None` where it cannot be told.
    fn stamp(&self) -> Option<Stamp> {
        // What happens after this and before the look below makes the stamp older than it has to be, never newer.
        let told = self.lookout.as_ref().map_or(0, Lookout::told);
        let header = self.header()?;
        let (index, database) = (stat(&self.path).ok()?, stat(&self.database).ok()?);
        Some(Stamp { header, index: id(&index), database: Database::of(&database), told })
    }

    fn is_at(&self, stamp: &Stamp) -> bool {
        match &self.lookout {
            Some(lookout) => lookout.told() == stamp.told && self.header().as_ref() == Some(&stamp.header),
            None => self.stamp().as_ref() == Some(stamp),
        }
    }
}

impl Database {
    fn of(found: &Stat) -> Self {
        Self {
            id: id(found),
            length: found.st_size,
            written: (found.st_mtime, found.st_mtime_nsec.try_into().unwrap_or_default()),
            changed: (found.st_ctime, found.st_ctime_nsec.try_into().unwrap_or_default()),
        }
    }
}

fn id(found: &Stat) -> FileId {
    (found.st_dev, found.st_ino)
}

impl Store {
    /// The state of the vault's files now; `None` where it cannot be told. What was read between two equal stamps is the committed
    /// state for as long as [`Store::is_at`] says so.
    pub fn stamp(&self) -> Option<Stamp> {
        self.wal_index()?.stamp()
    }

    /// Whether the vault's files are still as they were at a stamp of this store: two small system calls, and no lock of the engine.
    pub fn is_at(&self, stamp: &Stamp) -> bool {
        self.wal_index().is_some_and(|index| index.is_at(stamp))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;
    use tempfile::TempDir;

    fn new_vault() -> (TempDir, Store) {
        let home = tempfile::tempdir().unwrap();
        let (store, ()) = Store::create(&home.path().join("vault/jeton.db"), |_| Ok::<_, StoreError>(())).unwrap();
        (home, store)
    }

    fn change(store: &Store) {
        let sql = "INSERT INTO owner (kind, name, folded, created_at) VALUES ('bot', hex(randomblob(8)), hex(randomblob(8)), 0)";
        let write = |tx: &crate::store::Tx<'_>| tx.sql().execute(sql, []).map_err(StoreError::from);
        store.write(write).unwrap();
    }

    #[test]
    fn looking_changes_no_stamp_and_every_commit_does() {
        let (_home, writer) = new_vault();
        let reader = Store::open_to_read(writer.path()).unwrap();
        let mut seen = vec![reader.stamp().unwrap()];
        for _ in 0..50 {
            reader.read(|tx| tx.holds_adopted()).unwrap();
            writer.read(|tx| tx.holds_adopted()).unwrap();
            assert_eq!(reader.stamp().as_ref(), seen.last());
            assert!(reader.is_at(&seen[seen.len() - 1]));
            change(&writer);
            assert!(!seen.iter().any(|stamp| reader.is_at(stamp)));
            let stamp = reader.stamp().unwrap();
            assert!(!seen.contains(&stamp), "a state was taken for an older one");
            seen.push(stamp);
        }
        let rolled_back: std::result::Result<(), StoreError> = writer.write(|tx| {
            tx.sql().execute("DELETE FROM owner", [])?;
            Err(StoreError::Busy)
        });
        assert!(rolled_back.is_err());
        assert_eq!(reader.stamp().as_ref(), seen.last(), "what was rolled back never was");
    }

    #[test]
    fn checkpoints_and_vacuum_pass_for_no_older_state() {
        let (_home, writer) = new_vault();
        let reader = Store::open_to_read(writer.path()).unwrap();
        let mut seen = Vec::new();
        for round in 0..30 {
            change(&writer);
            match round % 3 {
                0 => assert_eq!(writer.empty_log(), crate::store::Wiped::Yes),
                1 => writer.run_raw("VACUUM"),
                _ => writer.run_raw("PRAGMA wal_checkpoint(PASSIVE)"),
            }
            change(&writer);
            let stamp = reader.stamp().unwrap();
            assert!(!seen.contains(&stamp) && !seen.iter().any(|stamp| reader.is_at(stamp)), "round {round}");
            seen.push(stamp);
        }
    }

    #[test]
    fn whatever_happens_to_the_files_is_seen() {
        type Deed = fn(&Path);
        let deeds: [(&str, Deed); 7] = [
            ("renamed", |path| std::fs::rename(path, path.with_extension("away")).unwrap()),
            ("deleted", |path| std::fs::remove_file(path).unwrap()),
            ("replaced", |path| {
                let other = path.with_extension("other");
                std::fs::write(&other, "x").unwrap();
                std::fs::rename(other, path).unwrap();
            }),
            ("index deleted", |path| std::fs::remove_file(crate::store::place::with_suffix(path, "-shm")).unwrap()),
            ("directory renamed", |path| {
                let directory = path.parent().unwrap();
                std::fs::rename(directory, directory.with_extension("away")).unwrap();
            }),
            ("directory above renamed", |path| {
                let above = path.parent().unwrap().parent().unwrap();
                std::fs::rename(above, above.with_extension("away")).unwrap();
                std::fs::create_dir(above).unwrap();
            }),
            ("written over", |path| {
                let target = format!("of={}", path.display());
                let dd = ["if=/dev/zero", &target, "bs=1", "count=1", "seek=5000", "conv=notrunc", "status=none"];
                assert!(std::process::Command::new("dd").args(dd).status().unwrap().success());
            }),
        ];
        for (name, deed) in deeds {
            let (_home, writer) = new_vault();
            let reader = Store::open_to_read(writer.path()).unwrap();
            let stamp = reader.stamp().unwrap();
            assert!(reader.is_at(&stamp) && reader.wal_index().unwrap().lookout.is_some(), "{name}");
            deed(writer.path());
            assert!(!reader.is_at(&stamp), "{name}");
            assert_ne!(reader.stamp(), Some(stamp), "{name}");
        }
    }

    #[test]
    fn half_a_header_and_an_unfilled_index_tell_nothing() {
        let (_home, writer) = new_vault();
        let reader = Store::open_to_read(writer.path()).unwrap();
        assert!(reader.stamp().is_some());
        let index = crate::store::place::with_suffix(writer.path(), "-shm");
        // Written by another process, as a writer that was killed half-way leaves it.
        for (offset, byte) in [(8_u64, "x"), (HEADER as u64 + 8, "x")] {
            let target = format!("of={}", index.display());
            let shell = format!("printf {byte} | dd '{target}' bs=1 seek={offset} conv=notrunc status=none");
            assert!(std::process::Command::new("sh").args(["-c", &shell]).status().unwrap().success());
            assert!(
                (offset == 8) == reader.stamp().is_none(),
                "both copies alike again pass for a header, though for no older one"
            );
        }
    }

    #[test]
    fn a_reader_can_change_nothing() {
        let (_home, writer) = new_vault();
        let reader = Store::open_to_read(writer.path()).unwrap();
        let refused = reader.write(|tx| tx.sql().execute("DELETE FROM owner", []).map_err(StoreError::from));
        assert!(matches!(refused, Err(StoreError::ReadOnly { .. })), "{refused:?}");
    }
}
