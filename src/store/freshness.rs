//! Whether what was read of a vault is still its committed state, told without a transaction.
//!
//! Every commit in WAL mode, in whichever process, ends by writing a new header into the index of the write-ahead log, the file
//! `jeton.db-shm`, before the commit returns: <https://www.sqlite.org/walformat.html>, sections 2.1 and 2.2. The header holds
//! a counter of transactions (`iChange`), the salts and the last frame with its checksum, and stands there twice. Whoever sees both
//! copies as they were, in the file that the path still leads to, knows that nothing was committed in between.
//! Whatever else is seen (another header, copies that differ while somebody writes, another file, a checkpoint that touched the
//! database) means only: read the database.
//!
//! That the file is the one that all others use rests on the connection that stays open beside it: while it holds its shared
//! lock, no process can switch to another journal mode or to exclusive locking, which keep no such file.

use super::error::Result;
use super::handle::Store;
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
}

impl WalIndex {
    pub(super) fn open(database: &Path, index: &Path) -> Result<Self> {
        let probe = Probe::at(index)?;
        let name =
            |path: &Path| CString::new(path.as_os_str().as_bytes()).map_err(|_| super::StoreError::NotFound(path.to_path_buf()));
        Ok(Self { file: probe.file(index)?, _probe: probe, path: name(index)?, database: name(database)? })
    }

    /// The files' state now; `None` where it cannot be told.
    fn stamp(&self) -> Option<Stamp> {
        let mut both = [0; 2 * HEADER];
        self.file.read_exact_at(&mut both, 0).ok()?;
        let header: [u8; HEADER] = both[..HEADER].try_into().ok()?;
        let is_sound = header == both[HEADER..] && header[INITIALISED] == 1 && header[..4] == FORMAT.to_ne_bytes();
        if !is_sound {
            return None;
        }
        let (index, database) = (stat(&self.path).ok()?, stat(&self.database).ok()?);
        Some(Stamp { header, index: id(&index), database: Database::of(&database) })
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
    /// The state of the vault's files now, in three system calls and without a lock; `None` where it cannot be told.
    /// What was read between two equal stamps is the committed state for as long as the stamp stays.
    pub fn stamp(&self) -> Option<Stamp> {
        self.wal_index()?.stamp()
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
            change(&writer);
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
            assert!(!seen.contains(&stamp), "round {round}");
            seen.push(stamp);
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
