//! The handle on an open vault: each call is one transaction.

use super::accept::accept;
use super::connection::Access;
use super::error::{Result, StoreError};
use super::freshness::WalIndex;
use super::identity::Identity;
use super::migrate::{self, Steps};
use super::place::Place;
use super::probe::Probe;
use super::transaction::Tx;
use super::watch::Watch;
use super::{backup, connection, create, schema};
use rusqlite::Connection;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// An open vault. Shared between threads by reference; each call is one transaction, and calls wait for one another:
/// a closure given to one must not call another.
pub struct Store {
    // Order matters: the connection closes before the identity and the index let go of their descriptors.
    connection: Mutex<Connection>,
    identity: Identity,
    index: OnceLock<Option<WalIndex>>,
    place: Place,
    steps: Steps,
    /// The schema's change counter when the schema was last found to be ours.
    checked_schema: i64,
    /// An erasure left traces in the write-ahead log.
    traces: AtomicBool,
}

/// Whether what was removed is gone from the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Wiped {
    /// No file of the vault holds it any more. (What the disk itself keeps of overwritten blocks is beyond a program's reach.)
    Yes,
    /// The change holds, but another process was reading an older state: traces stay in the write-ahead log until a later change
    /// finds no such reader, or the last process closes the vault.
    Pending,
}

impl Store {
    /// Makes a vault at `path`, which must not exist, filled by `fill` in one transaction: all of it, or nothing.
    ///
    /// # Errors
    /// Something is at `path`, the path is unfit, the disk failed, or `fill` did.
    pub fn create<T, E: From<StoreError>>(
        path: &Path,
        fill: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<(Self, T), E> {
        create::create(path, migrate::STEPS, fill)
    }

    /// Opens the vault at `path`, bringing an older one up to date after a verified backup beside it.
    ///
    /// What is checked: path, owner and mode of the directory and each file; header, version and schema; of a vault of up to
    /// 512 KiB every page. A larger one is checked page by page as it is read.
    ///
    /// # Errors
    /// The path is unfit, or what is there is not a vault, is newer, open to others, damaged, tampered with or locked.
    /// Whatever is refused is left as it was.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with(path, migrate::STEPS)
    }

    /// As [`Store::open`], for reading alone: the engine refuses every change.
    ///
    /// # Errors
    /// As for [`Store::open`]; a vault that an older program made is refused, since it cannot be brought up to date.
    pub fn open_to_read(path: &Path) -> Result<Self> {
        let place = Place::existing(path)?;
        Self::open_at(place, migrate::STEPS, Access::Read)
    }

    pub(super) fn open_with(path: &Path, steps: Steps) -> Result<Self> {
        let place = Place::existing(path)?;
        create::sweep(&place);
        Self::open_at(place, steps, Access::Write)
    }

    fn open_at(place: Place, steps: Steps, access: Access) -> Result<Self> {
        let probe = Probe::open(&place)?;
        probe.header(&place)?.check(place.path(), steps.len())?;
        let mut connection = connection::open(place.path(), access)?;
        // A log that is already there stays where it is until the vault is known to be ours and sound.
        connection::checkpoint_on_close(&connection, !place.has_log())?;
        accept(&mut connection, &place, steps, access)?;
        connection::checkpoint_on_close(&connection, access == Access::Write)?;
        let checked_schema = connection::read_number(&connection, "schema_version")?;
        let identity = Identity::record(&place, probe)?;
        Ok(Self {
            connection: Mutex::new(connection),
            identity,
            index: OnceLock::new(),
            place,
            steps,
            checked_schema,
            traces: AtomicBool::new(false),
        })
    }

    /// The vault's file, absolute.
    pub fn path(&self) -> &Path {
        self.place.path()
    }

    /// Runs `look` on one consistent state of the vault. It cannot change anything.
    ///
    /// # Errors
    /// The store failed, or `look` did.
    pub fn read<T, E: From<StoreError>>(
        &self,
        look: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        Tx::look(&self.connection(), |tx| {
            self.check(tx.sql())?;
            look(tx)
        })
    }

    /// As [`Store::read`], on a connection of its own, so that several threads read at once. It does not see what a change of
    /// this process has not committed yet.
    ///
    /// # Errors
    /// As for [`Store::read`].
    pub fn read_beside<T, E: From<StoreError>>(
        &self,
        look: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.identity.check()?;
        let connection = connection::open(self.place.path(), Access::Read)?;
        connection::checkpoint_on_close(&connection, false)?;
        Tx::look(&connection, |tx| {
            self.check(tx.sql())?;
            look(tx)
        })
    }

    /// Runs `change` as the vault's only writer. Commits when it returns `Ok`, and leaves no trace of it otherwise.
    ///
    /// # Errors
    /// The store failed, or `change` did; nothing was changed then.
    pub fn write<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut connection = self.connection();
        let value = self.change(&mut connection, change)?;
        if self.traces.load(Ordering::Relaxed) && connection.busy_timeout(Duration::ZERO).is_ok() {
            let _ = self.wipe(&connection);
            let _ = connection.busy_timeout(connection::BUSY_TIMEOUT);
        }
        Ok(value)
    }

    /// As [`Store::write`], for a change that removes secret material: the write-ahead log, where it may still stand, is emptied.
    ///
    /// # Errors
    /// As for [`Store::write`]. A log that could not be emptied is no error, as the change holds: it is [`Wiped::Pending`].
    pub fn erase<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<(T, Wiped), E> {
        let mut connection = self.connection();
        let value = self.change(&mut connection, change)?;
        let wiped = self.wipe(&connection);
        Ok((value, wiped))
    }

    /// Empties the write-ahead log, where removed secret material may still stand.
    pub fn empty_log(&self) -> Wiped {
        self.wipe(&self.connection())
    }

    /// A number that changes when another connection has committed a change.
    ///
    /// # Errors
    /// The store failed, or the file is no longer the one that was opened.
    pub fn data_version(&self) -> Result<i64> {
        self.identity.check()?;
        connection::read_number(&self.connection(), "data_version")
    }

    /// The index of the write-ahead log, opened when it is first asked for.
    pub(super) fn wal_index(&self) -> Option<&WalIndex> {
        self.index.get_or_init(|| WalIndex::open(self.place.path(), &self.place.beside("-shm")).ok()).as_ref()
    }

    /// A look-out over the vault's files; see [`Watch`].
    pub fn watch(&self) -> Watch {
        Watch::over(&self.place)
    }

    /// Has room for the pages of a large change while `act` runs, so that it writes each of them once.
    ///
    /// # Errors
    /// The store failed, or `act` did.
    pub fn with_room<T, E: From<StoreError>>(
        &self,
        act: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        connection::give_room(&self.connection())?;
        let result = act();
        connection::take_room(&self.connection())?;
        result
    }

    /// Writes a copy of the vault as it is now to `to`, which must not exist, and checks it.
    ///
    /// # Errors
    /// Something is at `to`, the disk failed, or the vault is damaged; nothing is left at `to` then.
    pub fn snapshot(&self, to: &Path) -> Result<()> {
        self.identity.check()?;
        backup::snapshot(&self.connection(), to)
    }

    /// Reads every page, index and reference of the vault.
    ///
    /// # Errors
    /// Something is damaged.
    pub fn verify(&self) -> Result<()> {
        self.identity.check()?;
        backup::verify(&self.connection())
    }

    /// Runs SQL past all rules.
    #[cfg(test)]
    pub(super) fn run_raw(&self, sql: &str) {
        let connection = self.connection();
        connection.set_limit(rusqlite::limits::Limit::SQLITE_LIMIT_ATTACHED, 1).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    fn change<T, E: From<StoreError>>(
        &self,
        connection: &mut Connection,
        change: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        Tx::run(
            connection,
            |tx| {
                self.check(tx.sql())?;
                change(tx)
            },
            || self.identity.check(),
        )
    }

    fn wipe(&self, connection: &Connection) -> Wiped {
        let wiped = if matches!(connection::checkpoint(connection), Ok(true)) { Wiped::Yes } else { Wiped::Pending };
        self.traces.store(wiped == Wiped::Pending, Ordering::Relaxed);
        wiped
    }

    /// Inside a transaction: the file is still the one that was opened, and nobody has changed its schema since.
    fn check(&self, connection: &Connection) -> Result<()> {
        self.identity.check()?;
        if connection::read_number(connection, "schema_version")? != self.checked_schema {
            let version = migrate::version(connection, self.steps)?;
            schema::check(connection, &self.steps[..version])?;
        }
        Ok(())
    }

    /// A thread that panicked in a transaction has rolled it back, so the connection is as good as before.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Store").field("path", &self.path()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
