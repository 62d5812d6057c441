//! One session's clipboard: copies a value, says honestly what became of it, and takes it away again.

use super::native::Native;
use super::selection::{Choice, Refusal};
use super::tmux::Tmux;
use super::{ClipboardConfig, ClipboardError, Environment, choose, command, osc52};
use crate::domain::Instant;
use crate::domain::plaintext::Plaintext;
use crate::domain::span::Span;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Write;

/// What is put in place of a value where it can only be overwritten.
const BLANK: &str = " ";

/// How a value left us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delivery {
    /// On the clipboard.
    Copied,
    /// In tmux's newest buffer and on its way to the terminal.
    ThroughTmux,
    /// In tmux's newest buffer only.
    TmuxOnly,
    /// The operator's command took it.
    ByCommand,
    /// Sent to the terminal, which does not say whether it obeyed.
    SentToTerminal,
}

impl Delivery {
    /// The word that scripts read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::ThroughTmux => "through_tmux",
            Self::TmuxOnly => "tmux_only",
            Self::ByCommand => "by_command",
            Self::SentToTerminal => "sent_to_terminal",
        }
    }
}

/// What became of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// How it left us.
    pub delivery: Delivery,
    /// When it will be taken away; `None` when only quitting does.
    pub clears_at: Option<Instant>,
}

impl Receipt {
    /// The truth in one line.
    pub fn message(&self) -> &'static str {
        match self.delivery {
            Delivery::Copied => "copied",
            Delivery::ThroughTmux => "copied through tmux",
            Delivery::TmuxOnly => {
                "copied to tmux only, paste with its paste key; this tmux is older than 3.2 and cannot tell your terminal"
            }
            Delivery::ByCommand => "handed to your clipboard command",
            Delivery::SentToTerminal => "sent to your terminal (OSC 52), cannot be confirmed",
        }
    }
}

/// What became of a value that was to be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleared {
    /// None of ours was there.
    Nothing,
    /// It is gone.
    Cleared,
    /// Something else had taken its place and was left alone.
    Replaced,
    /// It was overwritten; the terminal or the command does not say whether it obeyed.
    Overwritten,
}

/// The clipboard of one session. Dropping it does not clear: call [`Clipboard::close`] before leaving.
pub struct Clipboard {
    choice: Choice,
    command: Vec<String>,
    clear_after: Span,
    tmux: Tmux,
    native: Native,
    /// Whether a value of ours may be there, and when the timer takes it away.
    pending: Option<Option<Instant>>,
}

impl fmt::Debug for Clipboard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Clipboard").field("choice", &self.choice).field("pending", &self.pending).finish_non_exhaustive()
    }
}

impl Clipboard {
    /// Chooses once; nothing is contacted before the first copy.
    pub fn new(config: &ClipboardConfig, environment: &Environment) -> Self {
        Self {
            choice: choose(config, environment),
            command: config.command.clone(),
            clear_after: config.clear_after,
            tmux: Tmux::new(environment),
            native: Native::default(),
            pending: None,
        }
    }

    /// Which clipboard was chosen.
    pub fn choice(&self) -> Choice {
        self.choice
    }

    /// Says beforehand that copying is refused, so that no value needs to be revealed for it.
    ///
    /// # Errors
    /// [`ClipboardError::Refused`]
    pub fn check(&self) -> Result<(), ClipboardError> {
        match self.choice {
            Choice::Refused(refusal) => Err(ClipboardError::Refused(refusal)),
            _ => Ok(()),
        }
    }

    /// Copies. May take up to 0.5 s (display) or 2 s (tmux, command). OSC 52 is written to `terminal` and flushed.
    ///
    /// # Errors
    /// Nothing was copied; the message says what to do.
    pub fn copy(&mut self, value: &Plaintext, terminal: &mut dyn Write, now: Instant) -> Result<Receipt, ClipboardError> {
        let value = value.expose();
        let delivery = match self.choice {
            Choice::Refused(refusal) => return Err(ClipboardError::Refused(refusal)),
            Choice::Native => self.native.put(value).map(|()| Delivery::Copied)?,
            Choice::Tmux if self.tmux.put(value)? => Delivery::ThroughTmux,
            Choice::Tmux => Delivery::TmuxOnly,
            Choice::Command => command::put(&self.command, value).map(|()| Delivery::ByCommand)?,
            Choice::Osc52(wrapping) => osc52::put(terminal, value, wrapping).map(|()| Delivery::SentToTerminal)?,
        };
        let clears_at = (self.clear_after != Span::ZERO).then(|| self.clear_after.after(now));
        self.pending = Some(clears_at);
        Ok(Receipt { delivery, clears_at })
    }

    /// When the value there will be taken away, if one is there.
    pub fn clears_at(&self) -> Option<Instant> {
        self.pending.flatten()
    }

    /// Clears once the time has come; before that it does nothing.
    ///
    /// # Errors
    /// As [`Clipboard::clear`].
    pub fn clear_if_due(&mut self, terminal: &mut dyn Write, now: Instant) -> Result<Cleared, ClipboardError> {
        match self.clears_at() {
            Some(at) if now >= at => self.clear(terminal),
            _ => Ok(Cleared::Nothing),
        }
    }

    /// Takes our value away, if one is there and nothing has replaced it. When that fails, a later call tries again.
    ///
    /// # Errors
    /// The clipboard did not answer; the value may still be there.
    pub fn clear(&mut self, terminal: &mut dyn Write) -> Result<Cleared, ClipboardError> {
        if self.pending.is_none() {
            return Ok(Cleared::Nothing);
        }
        // No longer on the timer, which would try over and over.
        self.pending = Some(None);
        let cleared = self.take_back(terminal)?;
        self.pending = None;
        Ok(cleared)
    }

    /// Whether nothing of ours is to be taken away.
    pub fn is_empty_handed(&self) -> bool {
        self.pending.is_none()
    }

    /// Lets go when something else was copied since. Only a display can be asked; elsewhere nothing happens.
    ///
    /// # Errors
    /// The display did not answer.
    pub fn notice_replacement(&mut self) -> Result<(), ClipboardError> {
        if self.choice == Choice::Native && self.pending.is_some() && !self.native.is_ours()? {
            self.pending = None;
        }
        Ok(())
    }

    /// Clears for the last time: what was asked for before and comes later is refused.
    ///
    /// # Errors
    /// As [`Clipboard::clear`].
    pub fn close(&mut self, terminal: &mut dyn Write) -> Result<Cleared, ClipboardError> {
        let cleared = self.clear(terminal);
        self.choice = Choice::Refused(Refusal::Closed);
        cleared
    }

    fn take_back(&mut self, terminal: &mut dyn Write) -> Result<Cleared, ClipboardError> {
        match self.choice {
            Choice::Refused(_) => Ok(Cleared::Nothing),
            Choice::Native => self.native.take_back(),
            Choice::Tmux => self.tmux.take_back(),
            Choice::Command => command::put(&self.command, BLANK).map(|()| Cleared::Overwritten),
            Choice::Osc52(wrapping) => osc52::put(terminal, BLANK, wrapping).map(|()| Cleared::Overwritten),
        }
    }
}

#[cfg(test)]
mod tests;
