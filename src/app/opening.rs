//! What the terminal interface is opened with: put together by the command line, handed over by `main`.

use super::App;
use super::paths::Environment;
use crate::config::Config;
use crate::services::{self, NotifyWatch, Services, Session};
use std::ffi::OsString;

/// What the terminal interface is opened with.
#[derive(Debug)]
pub struct Opening {
    /// Configuration, paths, clock and actor.
    pub app: App,
    /// The open vault; without one the interface leads through setting one up.
    pub services: Option<Services>,
    /// The keys, when it starts unlocked.
    pub session: Option<Session>,
    /// The passphrase, where it is no secret: that of a demo's vault, which guards nothing.
    pub passphrase_hint: Option<String>,
    /// Whether only ASCII can be shown.
    pub ascii: bool,
    /// Whether colours are wanted.
    pub colours: bool,
    /// The environment.
    pub environment: Environment,
}

/// What the verification service is started with.
#[derive(Debug)]
pub struct Serving {
    /// Configuration, paths and clock. The service opens the vault itself, after the kernel confined it.
    pub app: App,
    /// `NOTIFY_SOCKET`: where systemd wants to hear that the service is ready.
    pub notify: Option<OsString>,
    /// The process that looks for new findings, where a notification is configured.
    pub watch: Option<NotifyWatch>,
    /// Whether it may not start where the kernel cannot confine it (Landlock).
    pub require_landlock: bool,
}

/// Why the verification service could not be started.
#[derive(Debug)]
pub enum NotServing {
    /// The vault cannot be opened.
    Vault(services::Error),
    /// Something else, in words.
    Other(String),
}

/// The other front ends as the command line knows them: `main` alone knows which they are.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// Runs the verification service until it is told to end, and says why it could not.
    pub serve: fn(Serving) -> Result<(), NotServing>,
    /// Opens the terminal interface, runs it to its end, and says why it could not.
    pub open: fn(Opening) -> Result<(), String>,
    /// Says what of the configuration it could not use: the theme, the keys.
    pub check: fn(&Config) -> Result<(), String>,
    /// Its actions with the keys that they have under the configuration.
    pub keys: fn(&Config) -> Result<Vec<KeyRow>, String>,
}

/// One action of the interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Its name in the configuration.
    pub action: &'static str,
    /// The keys that trigger it, the main one first.
    pub keys: Vec<String>,
    /// What it does.
    pub about: &'static str,
}

impl Opening {
    /// The interface over the vault at the application's path, or over none when there is none yet.
    ///
    /// # Errors
    /// There is one, but it cannot be opened.
    pub fn of(app: App, environment: Environment) -> crate::services::Result<Self> {
        // Anything at all at the path, a broken link too, is not for the interface to replace.
        let services = if app.db.symlink_metadata().is_ok() { Some(app.open()?) } else { None };
        Ok(Self { app, services, session: None, passphrase_hint: None, ascii: false, colours: true, environment })
    }
}
