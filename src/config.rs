//! The configuration file and the environment, read into types.

mod audit;
mod error;
mod notify;
mod read;
mod serve;
mod settings;

pub use error::ConfigError;
pub use read::{Loaded, Origin, parse, read_file};
pub use serve::{LogFormat, LogLevel, ServeConfig};
pub use settings::{Setting, default_file, settings};

use crate::clipboard::ClipboardConfig;
use crate::domain::audit::Thresholds;
use crate::domain::notice::Notifying;
use crate::domain::route::Profile;
use crate::domain::span::Span;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Everything that an operator may set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `[ui]`
    pub ui: UiConfig,
    /// `[clipboard]`
    pub clipboard: ClipboardConfig,
    /// `[lock]`
    pub lock: LockConfig,
    /// `[rotate]`
    pub rotate: RotateConfig,
    /// `[serve]`
    pub serve: ServeConfig,
    /// `[usage]`
    pub usage: UsageConfig,
    /// `[audit]`
    pub audit: Thresholds,
    /// `[notify]`
    pub notify: Notifying,
    /// `[keys]`: action name to the keys that trigger it, in place of the keymap's own.
    pub keys: BTreeMap<String, Vec<String>>,
    /// `[[scope]]`: further scopes, as in `assets/scopes.toml`.
    pub scopes: Option<String>,
    /// `[routes]`: the operator's own route profiles.
    pub profiles: Vec<Profile>,
    /// The file that was read: messages name it, and a theme's file is sought beside it.
    pub file: Option<PathBuf>,
}

/// `[ui]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiConfig {
    /// `dark`, `light`, `high-contrast`, `mono`, or the path of a theme file.
    pub theme: String,
    /// ASCII instead of box drawing; `None` goes by the locale.
    pub ascii: Option<bool>,
    /// Start in private mode: nothing can be revealed, hints are hidden.
    pub private: bool,
    /// How long a revealed value stays.
    pub reveal_for: Span,
    /// Whether clicks and the wheel are listened to; the terminal then selects text only with Shift held.
    pub mouse: bool,
    /// Whether nothing moves without need: no spinner, countdowns in steps of five seconds.
    pub reduced_motion: bool,
    /// Whether a theme's own colours are used where the terminal says that it has them; else the nearest of the 16 are.
    pub true_color: bool,
}

/// `[lock]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockConfig {
    /// Idle time after which the interface locks; zero never does.
    pub idle: Span,
}

/// `[rotate]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RotateConfig {
    /// The grace that a rotation starts on.
    pub grace: Span,
}

/// `[usage]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageConfig {
    /// Whether the addresses that calls come from are kept.
    pub addresses: bool,
}

impl Default for UsageConfig {
    fn default() -> Self {
        Self { addresses: true }
    }
}

impl Default for UiConfig {
    fn default() -> Self {
        Self {
            theme: "dark".to_owned(),
            ascii: None,
            private: false,
            reveal_for: Span::from_secs(15),
            mouse: false,
            reduced_motion: false,
            true_color: false,
        }
    }
}

impl Default for LockConfig {
    fn default() -> Self {
        Self { idle: Span::from_secs(300) }
    }
}

impl Default for RotateConfig {
    fn default() -> Self {
        Self { grace: crate::domain::grace::DEFAULT }
    }
}
