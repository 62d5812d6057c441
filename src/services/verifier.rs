//! Looking up presented values for the verification service: no passphrase, no writing, no answer older than the request.
//!
//! Most answers come from a copy in memory ([`copy`]), and only while the vault's files say that nothing was committed since it
//! was made (`store::Stamp`), which is asked anew for each answer. Whenever that is not certain, the database is read: one
//! transaction, begun after the call, serves all values in hand. A vault that went away, was replaced or cannot be read gives no
//! answers, and is opened anew with the next question.

mod copy;
mod refresh;
mod seen;

pub use seen::Seen;

use super::usage::missing;
use super::verify::read_format;
use super::{Error, Result, Services, Settings};
use crate::clock::World;
use crate::domain::event::Actor;
use crate::domain::format::FormatError;
use crate::domain::id::TokenId;
use crate::domain::secret::Digest;
use crate::domain::slot::VaultId;
use crate::domain::verdict::Known;
use crate::store::{Store, StoreError, Tx};
use crate::vault::digest;
use copy::Copy;
use refresh::{Bell, Refresher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// What the vault says of a value: its form, and the token that it belongs to.
pub type Sight = std::result::Result<Option<Arc<Seen>>, FormatError>;

/// A view of one vault for the verification service. Shared between threads.
#[derive(Debug)]
pub struct Verifier {
    shared: Arc<Shared>,
    /// Ends its thread when it is dropped.
    _refresher: Refresher,
}

/// What the verifier and the thread that makes copies have in common.
#[derive(Debug)]
struct Shared {
    place: Place,
    opened: RwLock<Option<Arc<Services>>>,
    copy: RwLock<Option<Arc<Copy>>>,
    bell: Bell,
}

/// How the vault is opened, the first time and after a fault.
#[derive(Debug)]
struct Place {
    path: PathBuf,
    settings: Settings,
    world: World,
    actor: Actor,
}

impl Place {
    fn open(&self) -> Result<Services> {
        Services::over(Store::open_to_read(&self.path)?, self.settings.clone(), self.world.clone(), self.actor.clone())
    }
}

impl Verifier {
    /// Opens the vault at `path`, for reading alone. One that an older program made is brought up to date before.
    ///
    /// # Errors
    /// The file is not there, not a vault, newer, open to others, damaged or locked; the thread that makes copies cannot be started.
    pub fn open(path: &Path, settings: Settings, world: World, actor: Actor) -> Result<Self> {
        let place = Place { path: path.to_path_buf(), settings, world, actor };
        let services = match place.open() {
            Err(Error::Store(StoreError::Older { .. })) => {
                drop(Store::open(path)?);
                place.open()?
            }
            opened => opened?,
        };
        let shared =
            Shared { place, opened: RwLock::new(Some(Arc::new(services))), copy: RwLock::default(), bell: Bell::default() };
        let shared = Arc::new(shared);
        let refresher =
            Refresher::start(&shared).map_err(|error| Error::Invalid(format!("no thread can be started: {error}")))?;
        shared.bell.ring();
        Ok(Self { shared, _refresher: refresher })
    }

    /// Where the vault lies.
    pub fn path(&self) -> &Path {
        &self.shared.place.path
    }

    /// Which vault is at the path now; fails when it cannot be read now.
    ///
    /// # Errors
    /// The store failed.
    pub fn vault(&self) -> Result<VaultId> {
        self.shared.ask(|tx, _| Ok(tx.vault()?.uuid))
    }

    /// Those of some tokens that the vault does not have.
    ///
    /// # Errors
    /// The store failed.
    pub fn missing_tokens(&self, ids: &[TokenId]) -> Result<Vec<TokenId>> {
        self.shared.ask(|tx, _| missing(tx, ids))
    }

    /// What the vault says of a value, where that is certain without reading the database; never waits.
    /// `None` where it is not: ask [`Verifier::look_up`].
    pub fn at_once(&self, value: &str) -> Option<Sight> {
        let copy = self.shared.copy();
        match copy.filter(|copy| copy.is_current()) {
            Some(copy) => Some(copy.sight(value)),
            None => {
                self.shared.bell.ring();
                None
            }
        }
    }

    /// What the vault says of values, all in one transaction that begins after the call: true of the committed state for every
    /// request that was there before. Waits for the disk and for locks.
    ///
    /// # Errors
    /// The store failed; none of them may pass then.
    pub fn look_up(&self, values: &[&str]) -> Result<Vec<Sight>> {
        self.shared.ask(|tx, services| {
            let sight = |value: &&str| -> Result<Sight> {
                match read_format(tx, &services.info.brand, value)? {
                    Ok(()) => Ok(Ok(find(tx, value)?)),
                    Err(error) => Ok(Err(error)),
                }
            };
            values.iter().map(sight).collect()
        })
    }
}

/// The token that a value belongs to, if it is one that Jeton verifies.
pub(super) fn find(tx: &Tx<'_>, value: &str) -> Result<Option<Arc<Seen>>> {
    let presented = digest::digest(value);
    let found = tx.known_by_digest(&presented, |row| -> Result<_> {
        let is_it = digest::matches(&row.digest, &presented) && row.kind.is_verified();
        if is_it { seen::read(tx, &row).map(Some) } else { Ok(None) }
    })?;
    Ok(found.flatten().map(Arc::new))
}

/// The token of a secret that is known by its digest already.
pub(super) fn known_of(tx: &Tx<'_>, digest: &Digest) -> Result<Option<Known>> {
    let found = tx.known_by_digest(digest, |row| seen::read(tx, &row))?;
    Ok(found.map(|seen| seen.known))
}

impl Shared {
    /// Asks the database, which is opened anew where it does not answer any more.
    fn ask<T>(&self, question: impl Fn(&Tx<'_>, &Services) -> Result<T>) -> Result<T> {
        let services = self.services()?;
        let ask = |services: &Services| services.store.read(|tx| question(tx, services));
        match ask(&services) {
            Ok(answer) => Ok(answer),
            // Another process holds it: the same file will answer when that is done.
            Err(error @ Error::Store(StoreError::Busy)) => Err(error),
            Err(_) => {
                self.forget(&services);
                drop(services);
                ask(&*self.services()?)
            }
        }
    }

    /// The open vault; opened if there is none.
    fn services(&self) -> Result<Arc<Services>> {
        if let Some(services) = &*self.opened.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(services));
        }
        let mut opened = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(services) = &*opened {
            return Ok(Arc::clone(services));
        }
        let services = Arc::new(self.place.open()?);
        *opened = Some(Arc::clone(&services));
        Ok(services)
    }

    /// Lets go of a vault that does not answer, unless another took its place already.
    fn forget(&self, services: &Arc<Services>) {
        let mut opened = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        if opened.as_ref().is_some_and(|open| Arc::ptr_eq(open, services)) {
            *opened = None;
        }
        drop(opened);
        self.put_copy(None);
    }

    fn copy(&self) -> Option<Arc<Copy>> {
        // While a new copy is put in its place, the old one cannot be current.
        self.copy.try_read().ok()?.clone()
    }

    fn put_copy(&self, copy: Option<Arc<Copy>>) {
        *self.copy.write().unwrap_or_else(PoisonError::into_inner) = copy;
    }
}
