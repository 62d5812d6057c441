//! Opening a vault: the handle that all use cases hang on.

use super::{Result, Settings};
use crate::clock::World;
use crate::domain::Instant;
use crate::domain::brand::Brand;
use crate::domain::event::Actor;
use crate::domain::name::Name;
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

/// The use cases over one open vault. Cheap to share between threads (`Arc`); each call is one transaction.
#[derive(Debug)]
pub struct Services {
    pub(super) settings: Settings,
    pub(super) world: World,
    pub(super) actor: Actor,
    pub(super) info: VaultInfo,
}

impl Services {
    /// Opens the vault at `path`, migrating it if an older program made it.
    ///
    /// # Errors
    /// The file is not there, not a vault, newer, open to others, damaged or locked.
    pub fn open(path: &Path, settings: Settings, world: World, actor: Actor) -> Result<Self> {
        let _ = (path, settings, world, actor);
        todo!()
    }

    /// What is known without unlocking.
    pub fn info(&self) -> &VaultInfo {
        &self.info
    }

    /// Scopes that exist and defaults.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The present instant of the world that was handed in.
    pub fn now(&self) -> Instant {
        self.world.clock.now()
    }

    /// A number that changes when another process has committed a change (SQLite's `data_version`).
    ///
    /// # Errors
    /// The store failed.
    pub fn data_version(&self) -> Result<i64> {
        todo!()
    }
}
