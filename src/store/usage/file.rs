//! The usage file: found, made, checked, opened again, and set aside when it is of no use.

use super::error::{Fault, UsageError};
use super::{prune, read, write};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::slot::VaultId;
use crate::domain::traffic::Tally;
use crate::store::connection::Access;
use crate::store::create::{self, Draft, UNFINISHED};
use crate::store::identity::Identity;
use crate::store::migrate::{self, Steps};
use crate::store::place::{Place, SIBLINGS, with_suffix};
use crate::store::probe::Probe;
use crate::store::{StoreError, connection};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `JETU`, in the header of every usage file.
const APPLICATION_ID: i32 = 0x4a45_5455;

/// The statements that make each version. Append only.
const STEPS: Steps = &[include_str!("../../../assets/usage/0001_usage.sql"), include_str!("../../../assets/usage/0002_days.sql")];

/// How long a lock held by another process is waited for: figures can wait, the service's end cannot.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// After the name of a file that was set aside.
const ASIDE: &str = ".aside";
const MAX_ASIDE: usize = 9;

type Result<T> = std::result::Result<T, Fault>;

/// Where the usage file of a vault lies: `usage.db` beside `jeton.db`, `usage.NAME` beside a vault of another name.
pub(super) fn path_of(vault: &Path) -> PathBuf {
    let name = vault.file_name().unwrap_or_default();
    let mut own = OsString::from("usage.");
    own.push(if name == "jeton.db" { "db".as_ref() } else { name });
    vault.with_file_name(own)
}

/// An open file. The connection closes before the identity lets go of its descriptor.
#[derive(Debug)]
struct Open {
    connection: Connection,
    identity: Identity,
}

impl Open {
    /// Opens a file that is there, of this vault and not newer than this program.
    fn existing(path: &Path, vault: VaultId) -> Result<Self> {
        let place = Place::existing(path)?;
        let probe = Probe::open(&place)?;
        let mut connection = connection::open(place.path(), Access::Write)?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(StoreError::from)?;
        check(&connection, vault)?;
        if migrate::version(&connection, STEPS)? < STEPS.len() {
            upgrade(&mut connection, &place)?;
        }
        let identity = Identity::record(&place, probe)?;
        Ok(Self { connection, identity })
    }

    /// Prepares the connection for writing.
    fn settle(&self) -> Result<()> {
        connection::settle(&self.connection)?;
        // A loss of power may cost the last seconds of statistics, never the file's soundness; a sync each second would cost
        // the disk more than they are worth. <https://www.sqlite.org/pragma.html#pragma_synchronous>
        self.connection.pragma_update(None, "synchronous", "NORMAL")?;
        Ok(())
    }
}

/// Refuses a file that is another program's, newer, or of another vault.
fn check(connection: &Connection, vault: VaultId) -> Result<()> {
    if connection::read_number(connection, "application_id")? != i64::from(APPLICATION_ID) {
        return Err(Fault::Damaged("it is no usage file".to_owned()));
    }
    migrate::version(connection, STEPS)?;
    let uuid: Option<[u8; 16]> = connection.query_row("SELECT uuid FROM vault", [], |row| row.get(0)).optional()?;
    if uuid == Some(vault.0) { Ok(()) } else { Err(Fault::Foreign) }
}

/// Brings an older file up to date. Of two programs that find it, the second waits here and then finds it done.
fn upgrade(connection: &mut Connection, place: &Place) -> Result<()> {
    let _one_at_a_time = create::lock(place)?;
    if migrate::version(connection, STEPS)? < STEPS.len() {
        migrate::apply(connection, STEPS)?;
    }
    Ok(())
}

/// Makes the file, all of it or nothing. It is no error when another process was faster.
fn make(path: &Path, vault: VaultId, now: Instant) -> Result<()> {
    if path.symlink_metadata().is_err() {
        // Beside a file that was deleted its log may be left, which belongs to nobody now.
        SIBLINGS.iter().for_each(|sibling| drop(std::fs::remove_file(with_suffix(path, sibling))));
    }
    let place = match Place::to_create(path) {
        Err(StoreError::AlreadyExists(_)) => return Ok(()),
        place => place?,
    };
    let _one_at_a_time = create::lock(&place)?;
    let draft = Draft::begin(place.beside(UNFINISHED))?;
    let mut connection = connection::open(draft.path(), Access::Write)?;
    connection::settle(&connection)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate::apply(&mut connection, STEPS)?;
    connection.execute(
        "INSERT INTO vault (one, uuid, begun_at) VALUES (1, ?1, ?2)",
        rusqlite::params![vault.0, now.as_millisecond()],
    )?;
    match draft.publish(connection, place.path()) {
        Err(StoreError::AlreadyExists(_)) => Ok(()),
        published => Ok(published?),
    }
}

/// Gives a file that is of no use another name, and its log with it, and says which.
fn set_aside(path: &Path) -> Result<PathBuf> {
    let names = (1..=MAX_ASIDE).map(|number| match number {
        1 => with_suffix(path, ASIDE),
        number => with_suffix(path, &format!("{ASIDE}.{number}")),
    });
    let free = names.into_iter().find(|name| name.symlink_metadata().is_err()).ok_or(Fault::Crowded)?;
    std::fs::rename(path, &free).map_err(StoreError::io("setting aside", path))?;
    for sibling in SIBLINGS {
        // The index is made anew from the log; a log that cannot be moved is removed when the next file is made.
        let _ = std::fs::rename(with_suffix(path, sibling), with_suffix(&free, sibling));
    }
    Ok(free)
}

/// What a moment of writing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Written {
    /// The name under which a file that was of no use is kept, when one was.
    pub set_aside: Option<PathBuf>,
    /// Calls for which there was no room in memory since the last time: they are missing from the figures.
    pub lost: u64,
}

/// The one that writes: the verification service.
#[derive(Debug)]
pub struct UsageWriter {
    path: PathBuf,
    vault: VaultId,
    open: Option<Open>,
    pruned_hour: Option<i64>,
}

impl UsageWriter {
    /// Of the vault at a path. Touches nothing yet.
    pub fn new(vault_path: &Path, vault: VaultId) -> Self {
        Self { path: path_of(vault_path), vault, open: None, pruned_hour: None }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds what was counted, all of it or nothing, and lets old things go once an hour.
    ///
    /// A file that is missing is made; one that is damaged or of another vault is given another name, and begun anew.
    ///
    /// # Errors
    /// Nothing was written: what was counted is to be handed in again.
    pub fn add(&mut self, tally: &Tally, now: Instant) -> std::result::Result<Written, UsageError> {
        let mut written = Written { set_aside: None, lost: tally.lost() };
        let added = self.try_add(tally, now).or_else(|fault| {
            if !fault.is_final() {
                return Err(fault);
            }
            self.open = None;
            written.set_aside = Some(set_aside(&self.path)?);
            self.try_add(tally, now)
        });
        added.map_err(|what| {
            if !what.may_pass() {
                self.open = None;
            }
            UsageError { path: self.path.clone(), what }
        })?;
        Ok(written)
    }

    /// The tokens that there are figures of.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn tokens(&mut self, now: Instant) -> std::result::Result<Vec<TokenId>, UsageError> {
        self.with_open(now, |open| Ok(read::tokens(&open.connection)?))
    }

    /// Lets all figures of these tokens go, which the vault does not have.
    ///
    /// # Errors
    /// The file cannot be written; nothing was let go.
    pub fn let_go(&mut self, tokens: &[TokenId], now: Instant) -> std::result::Result<(), UsageError> {
        self.with_open(now, |open| {
            let transaction = open.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            prune::let_go(&transaction, tokens)?;
            open.identity.check()?;
            Ok(transaction.commit()?)
        })
    }

    fn with_open<T>(&mut self, now: Instant, act: impl FnOnce(&mut Open) -> Result<T>) -> std::result::Result<T, UsageError> {
        let done = self.opened(now).and_then(act);
        done.map_err(|what| {
            if !what.may_pass() {
                self.open = None;
            }
            UsageError { path: self.path.clone(), what }
        })
    }

    fn try_add(&mut self, tally: &Tally, now: Instant) -> Result<()> {
        let hour = now.as_second().div_euclid(3_600);
        let prunes = self.pruned_hour != Some(hour);
        if tally.is_empty() && !prunes && self.open.is_some() {
            return Ok(());
        }
        let open = self.opened(now)?;
        let transaction = open.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        write::add(&transaction, tally, now)?;
        if prunes {
            prune::prune(&transaction, now)?;
        }
        open.identity.check()?;
        transaction.commit()?;
        self.pruned_hour = Some(hour);
        Ok(())
    }

    fn opened(&mut self, now: Instant) -> Result<&mut Open> {
        if self.open.as_ref().is_some_and(|open| open.identity.check().is_err()) {
            self.open = None;
        }
        let open = match self.open.take() {
            Some(open) => open,
            None => {
                self.pruned_hour = None;
                if self.path.symlink_metadata().is_err() {
                    make(&self.path, self.vault, now)?;
                }
                let open = Open::existing(&self.path, self.vault)?;
                open.settle()?;
                open
            }
        };
        Ok(self.open.insert(open))
    }
}

/// Those that look: each question opens the file anew, and finds nothing when there is none.
#[derive(Clone, Debug)]
pub struct UsageReader {
    path: PathBuf,
    vault: VaultId,
}

impl UsageReader {
    /// Of the vault at a path.
    pub fn new(vault_path: &Path, vault: VaultId) -> Self {
        Self { path: path_of(vault_path), vault }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks at one consistent state of the file; `None` when there is no file.
    pub(super) fn look<T>(
        &self,
        look: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> std::result::Result<Option<T>, UsageError> {
        if self.path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let seen = self.try_look(look);
        seen.map(Some).map_err(|what| UsageError { path: self.path.clone(), what })
    }

    fn try_look<T>(&self, look: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let open = Open::existing(&self.path, self.vault)?;
        open.connection.pragma_update(None, "query_only", true)?;
        let state = Transaction::new_unchecked(&open.connection, TransactionBehavior::Deferred)?;
        Ok(look(&state)?)
    }
}
