//! The keys of a place, read from the keymap.

use crate::tui::keymap::Context;

/// Help on a context.
#[derive(Clone, Copy, Debug)]
pub struct Help {
    /// Whose keys are shown.
    pub context: Context,
    /// First line drawn.
    pub top: usize,
}
