//! The clipboard: where the operator pastes from, and how a value is taken away again.

use crate::domain::span::Span;

/// `[clipboard]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClipboardConfig {
    /// Which clipboard to use.
    pub mode: Mode,
    /// The command of mode `command`: the value on its standard input.
    pub command: Vec<String>,
    /// How long a value stays.
    pub clear_after: Span,
}

/// Which clipboard to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// By the environment: tmux, SSH (OSC 52), or native.
    #[default]
    Auto,
    /// X11 or Wayland.
    Native,
    /// `tmux load-buffer -w`.
    Tmux,
    /// OSC 52 through the terminal.
    Osc52,
    /// A command of the operator's.
    Command,
    /// None.
    Off,
}

impl Default for ClipboardConfig {
    fn default() -> Self {
        Self { mode: Mode::Auto, command: Vec::new(), clear_after: Span::from_secs(45) }
    }
}
