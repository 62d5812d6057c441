//! Whether the files at the vault's path are still those that were opened.
//!
//! A write into a file that was deleted, moved or replaced would be acknowledged and lost.

use super::error::{Result, StoreError};
use super::place::Place;
use super::probe::{FileId, Probe};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The files of one open vault. While a connection is open, the engine replaces none of them itself.
#[derive(Debug)]
pub(super) struct Identity {
    path: PathBuf,
    probe: Probe,
    siblings: Vec<(PathBuf, FileId)>,
}

impl Identity {
    /// Takes down which files are open: the database, its write-ahead log and the log's index.
    pub(super) fn record(place: &Place, probe: Probe) -> Result<Self> {
        let siblings = [place.beside("-wal"), place.beside("-shm")];
        let siblings = siblings.into_iter().filter_map(|path| id(&path).map(|found| (path, found))).collect();
        let identity = Self { path: place.path().to_path_buf(), probe, siblings };
        identity.check()?;
        Ok(identity)
    }

    /// Refuses when a file is gone or is another one.
    pub(super) fn check(&self) -> Result<()> {
        let siblings = self.siblings.iter().map(|(path, opened)| (path, *opened));
        match std::iter::once((&self.path, self.probe.id())).chain(siblings).find(|(path, opened)| id(path) != Some(*opened)) {
            Some((path, _)) => Err(StoreError::Replaced(path.clone())),
            None => Ok(()),
        }
    }
}

fn id(path: &Path) -> Option<FileId> {
    path.symlink_metadata().ok().map(|found| (found.dev(), found.ino()))
}
