//! Reading a vault's first bytes without losing locks.
//!
//! POSIX drops all locks that a process holds on a file as soon as it closes *any* descriptor of it
//! (<https://www.sqlite.org/howtocorrupt.html>, §2.2). A descriptor of our own is therefore shared by all handles of this process
//! on one file, and closed only after the last of them has closed its connection.

use super::error::{Result, StoreError};
use super::header::{self, Header};
use super::place::Place;
use rustix::fs::{Mode, OFlags};
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A file's device and inode.
pub(super) type FileId = (u64, u64);

static OPEN: Mutex<BTreeMap<FileId, Shared>> = Mutex::new(BTreeMap::new());

struct Shared {
    file: Arc<File>,
    holders: usize,
}

/// A share in this process's one descriptor of a vault's file. To be dropped after the connection.
#[derive(Debug)]
pub(super) struct Probe {
    id: FileId,
}

impl Probe {
    /// Opens the vault's file, or shares the descriptor that is open already.
    pub(super) fn open(place: &Place) -> Result<Self> {
        Self::at(place.path())
    }

    /// As [`Probe::open`], for any of the vault's files.
    pub(super) fn at(path: &Path) -> Result<Self> {
        let mut open = lock();
        let found = path.symlink_metadata().map_err(StoreError::io("looking at", path))?;
        let id = (found.dev(), found.ino());
        if let Some(shared) = open.get_mut(&id) {
            shared.holders += 1;
            return Ok(Self { id });
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = rustix::fs::open(path, flags, Mode::empty());
        let file = File::from(file.map_err(|errno| StoreError::io("opening", path)(errno.into()))?);
        let opened = file.metadata().map_err(StoreError::io("looking at", path))?;
        if (opened.dev(), opened.ino()) != id {
            return Err(StoreError::Replaced(path.to_path_buf()));
        }
        open.insert(id, Shared { file: Arc::new(file), holders: 1 });
        Ok(Self { id })
    }

    /// The shared descriptor, for reads that cannot wait for the register. To be dropped before this share is.
    pub(super) fn file(&self, path: &Path) -> Result<Arc<File>> {
        let shared = lock().get(&self.id).map(|shared| Arc::clone(&shared.file));
        shared.ok_or_else(|| StoreError::Replaced(path.to_path_buf()))
    }

    /// Which file it is.
    pub(super) fn id(&self) -> FileId {
        self.id
    }

    /// The file's header, which goes with the file's length unless a log is beside it.
    pub(super) fn header(&self, place: &Place) -> Result<Header> {
        let open = lock();
        let Some(Shared { file, .. }) = open.get(&self.id) else {
            return Err(StoreError::Replaced(place.path().to_path_buf()));
        };
        let failed = || StoreError::io("reading", place.path());
        let length = || file.metadata().map(|found| found.len()).map_err(failed());
        // Another process may move its log into the file meanwhile: what was there before or is there after is long enough.
        let before = length()?;
        let header = Header::parse(place.path(), &first_bytes(file).map_err(failed())?)?;
        if !place.has_log() {
            header.check_length(before.max(length()?))?;
        }
        Ok(header)
    }
}

fn first_bytes(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; header::LENGTH];
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read_at(&mut bytes[filled..], filled as u64)? {
            0 => break,
            read => filled += read,
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

impl Drop for Probe {
    fn drop(&mut self) {
        let mut open = lock();
        if let Some(shared) = open.get_mut(&self.id) {
            shared.holders -= 1;
            if shared.holders == 0 {
                open.remove(&self.id);
            }
        }
    }
}

fn lock() -> MutexGuard<'static, BTreeMap<FileId, Shared>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
