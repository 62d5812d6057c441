//! Why a value did not reach the clipboard, said so that the operator knows what to do next.

use super::osc52;
use super::selection::Refusal;
use std::time::Duration;

/// Nothing was copied, or nothing could be taken away. Messages never hold a value.
#[derive(Debug, thiserror::Error)]
pub enum ClipboardError {
    /// Configuration and environment leave no clipboard.
    #[error("{}", refused(*.0))]
    Refused(Refusal),
    /// More than terminals take in one OSC 52.
    #[error(
        "the value is {bytes} bytes long and a terminal takes {} at most; reveal it instead, or use another clipboard mode",
        osc52::MAX_BYTES
    )]
    TooLong {
        /// Length of the value.
        bytes: usize,
    },
    /// No answer in time.
    #[error("{what} did not answer within {} ms; try again, or choose another mode under [clipboard] in the configuration", .limit.as_millis())]
    Slow {
        /// Who did not answer.
        what: &'static str,
        /// How long was waited.
        limit: Duration,
    },
    /// It answered with a failure.
    #[error("{what} failed: {detail}; choose another mode under [clipboard] in the configuration if it stays so")]
    Failed {
        /// Who failed.
        what: &'static str,
        /// What it said.
        detail: String,
    },
    /// What the process that holds a value for a command said.
    #[error("{0}")]
    Relayed(String),
    /// The terminal took no bytes.
    #[error("the terminal could not be written to: {0}")]
    Terminal(#[from] std::io::Error),
}

impl ClipboardError {
    pub(super) fn failed(what: &'static str, detail: impl ToString) -> Self {
        Self::Failed { what, detail: detail.to_string() }
    }
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Off => "the clipboard is off; set mode = \"auto\" under [clipboard] in the configuration to use it",
        Refusal::NoDisplay => {
            "there is no display (neither WAYLAND_DISPLAY nor DISPLAY is set); set mode = \"auto\" under [clipboard] in the configuration"
        }
        Refusal::NoTerminal => "there is no terminal to send OSC 52 to; run jeton in a terminal, or reveal the value instead",
        Refusal::NoCommand => {
            "clipboard mode \"command\" has no command; set command = [\"program\", \"argument\"] under [clipboard]"
        }
        Refusal::Closed => "jeton is leaving, so nothing is copied any more",
        Refusal::Nowhere => "no clipboard is in reach (no tmux, no display, no terminal); reveal the value instead",
    }
}
