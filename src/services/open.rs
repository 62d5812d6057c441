//! Opening a vault: the handle that all use cases hang on.

use super::usage::Usage;
use super::{Result, Services, Settings};
use crate::clock::World;
use crate::domain::Instant;
use crate::domain::brand::Brand;
use crate::domain::event::Actor;
use crate::domain::name::Name;
use crate::store::{Store, StoreError, UsageReader, Watch};
use std::path::Path;

/// What is known of a vault without unlocking it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultInfo {
    /// The account's name.
    pub account: Name,
    /// First part of each value.
    pub brand: Brand,
    /// When it was made.
    pub created_at: Instant,
    /// Verbs that need no passphrase (`rotate`, `revoke`).
    pub unattended: Vec<String>,
}

impl Services {
    /// Opens the vault at `path`, migrating it if an older program made it.
    ///
    /// # Errors
    /// The file is not there, not a vault, newer, open to others, damaged or locked.
    pub fn open(path: &Path, settings: Settings, world: World, actor: Actor) -> Result<Self> {
        Self::over(Store::open(path)?, settings, world, actor)
    }

    /// The use cases over a store that is open already.
    pub(super) fn over(store: Store, settings: Settings, world: World, actor: Actor) -> Result<Self> {
        let (info, uuid) = store.read(|tx| -> std::result::Result<_, StoreError> {
            let row = tx.vault()?;
            let account = tx.account()?.name;
            Ok((VaultInfo { account, brand: row.brand, created_at: row.created_at, unattended: row.unattended }, row.uuid))
        })?;
        let usage = Usage::new(UsageReader::new(store.path(), uuid));
        Ok(Self { store, settings, world, actor, info, usage, memory: None })
    }

    /// What is known without unlocking, as it was when the vault was opened.
    pub fn info(&self) -> &VaultInfo {
        &self.info
    }

    /// Scopes that exist and defaults.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where the vault lies.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// The present instant of the world that was handed in.
    pub fn now(&self) -> Instant {
        self.world.clock.now()
    }

    /// A look-out that waits until somebody touches the vault's files.
    pub fn watch(&self) -> Watch {
        self.store.watch()
    }

    /// A number that changes when another process has committed a change (SQLite's `data_version`).
    ///
    /// # Errors
    /// The store failed.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.store.data_version()?)
    }
}

/// The version of SQLite that is built in.
pub fn engine_version() -> &'static str {
    crate::store::engine_version()
}
