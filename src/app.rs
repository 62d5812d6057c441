//! The composition root: configuration, paths, clock and actor put together into an open vault.

mod actor;
mod harden;
mod opening;
pub mod paths;

pub use harden::harden;
pub use opening::{Interface, KeyRow, NotServing, Opening, Serving};

use crate::clock::World;
use crate::config::{self, Config, ConfigError, Loaded};
use crate::domain::catalogue::{Catalogue, CatalogueError};
use crate::domain::event::Actor;
use crate::domain::route::{Profiles, RouteError};
use crate::services::{self, Services, Settings, Verifier};
use paths::{Environment, NoHome};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the command line says about where things are, in place of the usual paths.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The database.
    pub db: Option<PathBuf>,
    /// The configuration file.
    pub config: Option<PathBuf>,
}

/// Why the program cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is nowhere to put the vault.
    #[error(transparent)]
    NoHome(#[from] NoHome),
    /// The configuration file is not as it should be.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The scope catalogue is not as it should be.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The route profiles are not as they should be.
    #[error("the route profiles: {0}")]
    Routes(#[from] RouteError),
}

/// Everything that a front end needs before a vault is open.
#[derive(Clone, Debug)]
pub struct App {
    /// The configuration in force.
    pub config: Config,
    /// Where the vault is, or will be.
    pub db: PathBuf,
    /// Clock and randomness.
    pub world: World,
    /// Who acts, until an operator unlocks.
    pub actor: Actor,
    settings: Settings,
    /// Where this machine remembers vaults; none where there is no home.
    heads: Option<PathBuf>,
}

impl App {
    /// Reads the configuration and finds the paths. Opens nothing.
    ///
    /// # Errors
    /// There is no home and no `--db`, or the configuration is not as it should be.
    pub fn load(overrides: &Overrides, environment: &Environment, world: World) -> Result<Self, AppError> {
        let loaded = load_config(overrides, environment)?;
        let db = match &overrides.db {
            Some(path) => path.clone(),
            None => paths::database(environment)?,
        };
        let app = Self::new(loaded.config, db, world, actor::current(environment))?;
        Ok(Self { heads: paths::heads(environment).ok(), ..app })
    }

    /// Puts an application together from parts, for tests and throw-away vaults.
    ///
    /// # Errors
    /// The configured scopes are no catalogue, or a profile has the name of a built-in one.
    pub fn new(config: Config, db: PathBuf, world: World, actor: Actor) -> Result<Self, AppError> {
        let mut catalogue = Catalogue::built_in()?;
        if let Some(own) = &config.scopes {
            catalogue.extend(Catalogue::from_toml(own)?);
        }
        let profiles = profiles(&config)?;
        let audit = config.audit.clone();
        let settings = Settings { catalogue, default_grace: config.rotate.grace, audit, profiles: Arc::new(profiles) };
        Ok(Self { config, db, world, actor, settings, heads: None })
    }

    /// What the configuration tells the use cases.
    pub fn settings(&self) -> Settings {
        self.settings.clone()
    }

    /// Opens the vault.
    ///
    /// # Errors
    /// As [`Services::open`].
    pub fn open(&self) -> services::Result<Services> {
        let services = Services::open(&self.db, self.settings(), self.world.clone(), self.actor.clone())?;
        Ok(services.remembering(self.heads()))
    }

    /// Where this machine remembers the newest event of each vault; none where there is no home, or the vault is a throw-away.
    pub fn heads(&self) -> Option<&Path> {
        self.heads.as_deref()
    }

    /// Opens the vault for the verification service.
    ///
    /// # Errors
    /// As [`Verifier::open`].
    pub fn open_verifier(&self) -> services::Result<Verifier> {
        Verifier::open(&self.db, self.settings(), self.world.clone(), self.actor.clone())
    }
}

/// The route profiles that there are: built in, and the configuration's own.
///
/// # Errors
/// One of the configuration's has the name of a built-in one.
pub fn profiles(config: &Config) -> Result<Profiles, AppError> {
    let mut profiles = Profiles::built_in()?;
    for own in &config.profiles {
        profiles.add(own.clone())?;
    }
    Ok(profiles)
}

/// Reads the configuration file that applies; a missing one at the usual place means the defaults.
///
/// # Errors
/// A file named on purpose is missing, or a file is not as it should be.
pub fn load_config(overrides: &Overrides, environment: &Environment) -> Result<Loaded, AppError> {
    match &overrides.config {
        Some(path) => Ok(config::read_file(path)?),
        None => match paths::configuration(environment) {
            Ok(path) if path.exists() => Ok(config::read_file(&path)?),
            _ => Ok(Loaded::default()),
        },
    }
}
