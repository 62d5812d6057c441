//! Making a database file so that a crash leaves all of it or nothing: built under another name, then given its own.

use super::connection::{self, Access};
use super::error::{Result, StoreError};
use super::handle::Store;
use super::header::APPLICATION_ID;
use super::migrate::{self, Steps};
use super::place::{FILE_MODE, Place, SIBLINGS, with_suffix};
use super::transaction::Tx;
use rusqlite::Connection;
use rustix::fs::RenameFlags;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// After the name of a file that is not finished yet. One that is there while nobody holds the directory's lock is a leftover.
pub(super) const UNFINISHED: &str = ".creating";

/// Makes a vault at `path`: schema, then whatever `fill` writes, then its name.
pub(super) fn create<T, E: From<StoreError>>(
    path: &Path,
    steps: Steps,
    fill: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<(Store, T), E> {
    let place = Place::to_create(path)?;
    let one_at_a_time = lock(&place)?;
    place.check_vacant()?;
    let draft = Draft::begin(place.beside(UNFINISHED))?;
    let (connection, value) = draft.fill(steps, fill)?;
    draft.publish(connection, place.path())?;
    drop(one_at_a_time);
    Ok((Store::open_with(path, steps)?, value))
}

/// Removes what a crashed creation left beside a vault. Whoever is creating right now holds the lock, and is left alone.
pub(super) fn sweep(place: &Place) {
    let leftover = place.beside(UNFINISHED);
    if leftover.symlink_metadata().is_err() {
        return;
    }
    if let Ok(directory) = File::open(place.directory())
        && directory.try_lock().is_ok()
    {
        remove(&leftover);
    }
}

/// Holds the vault's directory against other creations and migrations, until it is dropped or the process ends.
pub(super) fn lock(place: &Place) -> Result<File> {
    let failed = || StoreError::io("locking", place.directory());
    let directory = File::open(place.directory()).map_err(failed())?;
    let until = Instant::now() + connection::BUSY_TIMEOUT;
    loop {
        match directory.try_lock() {
            Ok(()) => return Ok(directory),
            Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(std::time::Duration::from_millis(20)),
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy),
            Err(TryLockError::Error(cause)) => return Err(failed()(cause)),
        }
    }
}

/// A database file that has not got its name yet. Dropped before that, it is removed.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
}

impl Draft {
    /// An empty private file, in place of any leftover of that name.
    pub(super) fn begin(path: PathBuf) -> Result<Self> {
        remove(&path);
        let file = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(&path);
        file.map_err(StoreError::io("making", &path))?;
        Ok(Self { path })
    }

    /// Where it is meanwhile.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn fill<T, E: From<StoreError>>(
        &self,
        steps: Steps,
        fill: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<(Connection, T), E> {
        let mut connection = self.schema(steps)?;
        let value = Tx::run(&mut connection, fill, || Ok(()))?;
        Ok((connection, value))
    }

    fn schema(&self, steps: Steps) -> Result<Connection> {
        let mut connection = connection::open(&self.path, Access::Write)?;
        connection::settle(&connection)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        migrate::apply(&mut connection, steps)?;
        Ok(connection)
    }

    /// Closes the connection, makes sure that all of the file is on the disk, and gives it its name, which must be free.
    pub(super) fn publish(self, connection: Connection, to: &Path) -> Result<()> {
        if !connection::checkpoint(&connection)? {
            return Err(StoreError::Busy);
        }
        connection.close().map_err(|(_, error)| error)?;
        let file = OpenOptions::new().write(true).open(&self.path).map_err(StoreError::io("opening", &self.path))?;
        file.sync_all().map_err(StoreError::io("syncing", &self.path))?;
        rename(&self.path, to)?;
        let directory = to.parent().unwrap_or(to);
        let directory_file = File::open(directory).map_err(StoreError::io("opening", directory))?;
        directory_file.sync_all().map_err(StoreError::io("syncing", directory))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// Renames without ever replacing a file.
fn rename(from: &Path, to: &Path) -> Result<()> {
    let here = rustix::fs::CWD;
    let renamed = match rustix::fs::renameat_with(here, from, here, to, RenameFlags::NOREPLACE) {
        // Not every file system knows how; a second link is refused just as well when the name is taken.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => std::fs::hard_link(from, to).map(|()| remove(from)),
        renamed => renamed.map_err(Into::into),
    };
    renamed.map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists => StoreError::AlreadyExists(to.to_path_buf()),
        _ => StoreError::io("naming", to)(cause),
    })
}

/// Removes an unfinished file and its siblings. What cannot be removed shows when the next one is begun.
fn remove(path: &Path) {
    for sibling in SIBLINGS {
        let _ = std::fs::remove_file(with_suffix(path, sibling));
    }
    let _ = std::fs::remove_file(path);
}

#[cfg(test)]
mod tests;
