//! The clipboard: where the operator pastes from, and how a value is taken away again.

mod child;
mod command;
mod error;
pub mod holder;
mod mark;
mod native;
mod osc52;
mod selection;
mod timed;
mod tmux;

pub use error::ClipboardError;
pub use selection::{Choice, Environment, Refusal, Wrapping, choose};
pub use timed::{Cleared, Clipboard, Delivery, Receipt};

use crate::domain::span::Span;

/// `[clipboard]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClipboardConfig {
    /// Which clipboard to use.
    pub mode: Mode,
    /// The command of mode `command`: program and arguments, run without a shell. It gets the value on its
    /// standard input and must return within two seconds.
    pub command: Vec<String>,
    /// How long a value stays; zero keeps it until Jeton quits.
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

impl Mode {
    /// Every mode, in the order the configuration names them.
    pub const ALL: [Self; 6] = [Self::Auto, Self::Native, Self::Tmux, Self::Osc52, Self::Command, Self::Off];

    /// The word that the configuration uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Native => "native",
            Self::Tmux => "tmux",
            Self::Osc52 => "osc52",
            Self::Command => "command",
            Self::Off => "off",
        }
    }

    /// The mode that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

impl Default for ClipboardConfig {
    fn default() -> Self {
        Self { mode: Mode::Auto, command: Vec::new(), clear_after: Span::from_secs(45) }
    }
}
