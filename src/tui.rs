//! The terminal interface: bytes in, frames out; it reaches the vault through services only.

pub mod action;
pub mod dialogs;
pub mod effect;
pub mod field;
pub mod guard;
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
