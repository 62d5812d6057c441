//! Copying a value without showing it, and taking it away again.

use super::{Purpose, Result, Services, Session};
pub use crate::clipboard::{Cleared, Delivery, Environment, Receipt};
use crate::clipboard::{Clipboard, ClipboardConfig, holder};
use crate::clock::{Clock as _, SystemClock};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::plaintext::Plaintext;
use crate::domain::snippet::Snippet;
use std::io::Write;
use std::path::Path;

/// A front end's hold on the clipboard, for as long as it runs. Call [`Copier::close`] before leaving.
#[derive(Debug)]
pub struct Copier {
    clipboard: Clipboard,
}

impl Copier {
    /// Chooses the clipboard; nothing is contacted before the first copy.
    pub fn new(config: &ClipboardConfig, environment: &Environment) -> Self {
        Self { clipboard: Clipboard::new(config, environment) }
    }

    /// Says beforehand that copying is refused.
    ///
    /// # Errors
    /// [`Error::Clipboard`](super::Error::Clipboard)
    pub fn check(&self) -> Result<()> {
        Ok(self.clipboard.check()?)
    }

    /// Copies a value that the front end already holds, such as one just issued. Its event was written with that.
    ///
    /// # Errors
    /// [`Error::Clipboard`](super::Error::Clipboard): nothing was copied.
    pub fn copy_value(&mut self, value: &Plaintext, terminal: &mut dyn Write, now: Instant) -> Result<Receipt> {
        Ok(self.clipboard.copy(value, terminal, now)?)
    }

    /// When the value there will be taken away, if one is there.
    pub fn clears_at(&self) -> Option<Instant> {
        self.clipboard.clears_at()
    }

    /// Clears once the time has come; before that it does nothing.
    ///
    /// # Errors
    /// [`Error::Clipboard`](super::Error::Clipboard): the value may still be there.
    pub fn clear_if_due(&mut self, terminal: &mut dyn Write, now: Instant) -> Result<Cleared> {
        Ok(self.clipboard.clear_if_due(terminal, now)?)
    }

    /// Takes our value away now, unless something has replaced it. Doing it twice does no harm.
    ///
    /// # Errors
    /// [`Error::Clipboard`](super::Error::Clipboard): the value may still be there.
    pub fn clear(&mut self, terminal: &mut dyn Write) -> Result<Cleared> {
        Ok(self.clipboard.clear(terminal)?)
    }

    /// Clears for the last time: a copy that was asked for before and comes later is refused.
    ///
    /// # Errors
    /// As [`Copier::clear`].
    pub fn close(&mut self, terminal: &mut dyn Write) -> Result<Cleared> {
        Ok(self.clipboard.close(terminal)?)
    }
}

impl Services {
    /// Copies a token's current value, alone or within a line that is ready to run, writing its event first. May take up to 2 s.
    /// What OSC 52 needs is written to `terminal`; a front end that draws hands in a buffer and passes the bytes on between two frames.
    ///
    /// # Errors
    /// As [`Services::reveal`], or the value does not fit in the line, or the clipboard took nothing.
    pub fn copy(
        &self,
        session: &Session,
        id: TokenId,
        line: Option<Snippet>,
        copier: &mut Copier,
        terminal: &mut dyn Write,
    ) -> Result<Receipt> {
        copier.check()?;
        let value = self.hand_out(session, id, Purpose::Copy, line)?;
        copier.copy_value(&value, terminal, self.now())
    }

    /// Copies for a command that ends at once: `program`, which is this program, runs again with [`HOLDER_COMMAND`] to keep the
    /// value alive and to clear it after the delay.
    ///
    /// # Errors
    /// As [`Services::copy`].
    pub fn copy_detached(
        &self,
        session: &Session,
        id: TokenId,
        line: Option<Snippet>,
        config: &ClipboardConfig,
        program: &Path,
    ) -> Result<Receipt> {
        check_clipboard(config)?;
        let value = self.hand_out(session, id, Purpose::Copy, line)?;
        Ok(holder::start(program, config, &value)?)
    }
}

/// Says beforehand whether [`Services::copy_detached`] would be refused, so that no passphrase is asked in vain.
///
/// # Errors
/// [`Error::Clipboard`](super::Error::Clipboard)
pub fn check_clipboard(config: &ClipboardConfig) -> Result<()> {
    Copier::new(config, &Environment::of_process(holder::open_terminal().is_some())).check()
}

/// The hidden command of the process that [`Services::copy_detached`] starts.
pub const HOLDER_COMMAND: &str = holder::COMMAND;

/// What that process does: copies the value from standard input, and stays until it is cleared or replaced.
///
/// # Errors
/// Nothing could be copied or cleared. Whoever started it was told.
pub fn hold_clipboard() -> Result<()> {
    Ok(holder::hold(|| SystemClock.now())?)
}
