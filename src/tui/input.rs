//! From the terminal's bytes to what a person did.

mod control;
mod csi;
mod event;
mod mouse;
mod normaliser;
mod paste;

pub use event::{InputEvent, Mouse, MouseKind, Pasted};
pub use normaliser::Normaliser;

use std::time::Duration;

/// How long after a lone ESC the rest of a sequence may still come, on this machine.
pub const ESCAPE_WAIT: Duration = Duration::from_millis(25);
/// The same over SSH, where packets are split and late.
pub const ESCAPE_WAIT_SSH: Duration = Duration::from_millis(75);

#[cfg(test)]
mod tests;
