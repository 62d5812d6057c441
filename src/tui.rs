//! The terminal interface: bytes in, frames out; it reaches the vault through services only.

pub mod action;
pub mod dialogs;
pub mod effect;
pub mod field;
pub mod guard;
pub mod hit;
pub mod input;
pub mod key;
pub mod keymap;
pub mod model;
pub mod msg;
pub mod reader;
pub mod runtime;
pub mod signals;
pub mod symbols;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod update;
pub mod view;

pub use runtime::launch::{Facts, Launch};
pub use runtime::{TuiError, run};

/// Opens the interface and runs it until the operator leaves.
///
/// # Errors
/// It cannot open; nothing was changed then.
pub fn open(opening: crate::app::Opening) -> Result<(), TuiError> {
    run(opening.into())
}

/// Whether the interface could use a configuration: its theme and its keys.
///
/// # Errors
/// The theme or a key is not as it should be.
pub fn check(config: &crate::config::Config) -> Result<(), TuiError> {
    theme::Theme::of(config, theme::Colours::All)?;
    // Whoever asks names the file already.
    keymap::Keymap::with_overrides(&config.keys).map_err(|source| TuiError::Keymap { file: None, source })?;
    Ok(())
}

/// The keys under a configuration; what is wrong with them is told with the file.
fn keymap_of(config: &crate::config::Config) -> Result<keymap::Keymap, TuiError> {
    keymap::Keymap::with_overrides(&config.keys).map_err(|source| TuiError::Keymap { file: config.file.clone(), source })
}

/// Every action with its keys under a configuration, in the order of help.
///
/// # Errors
/// A key is not as it should be.
pub fn keys(config: &crate::config::Config) -> Result<Vec<crate::app::KeyRow>, TuiError> {
    let keymap = keymap_of(config)?;
    let row = |action: &action::Action| crate::app::KeyRow {
        action: action.name(),
        keys: keymap.keys_shown(*action),
        about: action.doc(),
    };
    Ok(action::Action::ALL.iter().map(row).collect())
}
