//! Who owns the terminal: it is taken once, and given back once, from whatever thread and for whatever reason.

mod fault;
mod fitness;
mod modes;
mod output;
mod stop;

pub use fault::install_panic_hook;
pub use fitness::TerminalError;
pub use output::Output;
pub(super) use stop::was_own as stopped_ourselves;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Whether the terminal is ours now. Nothing is written to it while it is not.
static OURS: AtomicBool = AtomicBool::new(false);
/// How the terminal was before.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
/// Whether the mouse is asked for.
static MOUSE: AtomicBool = AtomicBool::new(false);

fn before() -> MutexGuard<'static, Option<Termios>> {
    BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who wants the process to stop for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspend {
    /// The operator, by a key: everything in the foreground stops, if a shell can let it go on.
    Key,
    /// Somebody who sent a signal, and who can send the one to go on.
    Signal,
}

/// The terminal is ours for as long as this lives; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal: raw mode, the alternate screen, bracketed paste and focus reports on, the cursor hidden.
    /// The terminal is asked nothing. `term` is the value of `TERM`.
    ///
    /// # Errors
    /// Input or output is not a terminal, `TERM` names none that could be drawn on, or it cannot be set up.
    pub fn take(term: Option<&str>, mouse: bool) -> Result<Self, TerminalError> {
        fitness::check(term)?;
        *before() = Some(tcgetattr(rustix::stdio::stdin()).map_err(TerminalError::setup)?);
        MOUSE.store(mouse, Ordering::SeqCst);
        OURS.store(true, Ordering::SeqCst);
        let guard = Self(());
        guard.apply().map_err(TerminalError::Setup)?;
        Ok(guard)
    }

    /// Sets the terminal up again after somebody else had it. What it was before is kept.
    ///
    /// # Errors
    /// It is gone.
    pub fn apply(&self) -> io::Result<()> {
        let Some(mut raw) = before().clone() else { return Ok(()) };
        raw.make_raw();
        OURS.store(true, Ordering::SeqCst);
        tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &raw)?;
        output::write(&modes::taking(MOUSE.load(Ordering::SeqCst)))
    }

    /// Gives the terminal back and stops the process, as Ctrl-z does in a shell; returns when it goes on.
    /// `false` when there is no shell that could let it go on, in which case nothing happens.
    ///
    /// # Errors
    /// The terminal is gone when the process goes on.
    pub fn suspend(&self, wish: Suspend) -> io::Result<bool> {
        if wish == Suspend::Key && !stop::can_go_on() {
            return Ok(false);
        }
        give_back();
        match wish {
            Suspend::Key => stop::stop_group(),
            Suspend::Signal => stop::stop_process(),
        }
        self.apply()?;
        Ok(true)
    }

    /// Columns and rows now.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = tcgetwinsize(rustix::stdio::stdout())?;
        Ok((size.ws_col.max(1), size.ws_row.max(1)))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back: what is on the screen is overwritten first, so that nothing revealed stays behind.
/// Safe from any thread, any number of times.
pub fn restore() {
    give_back();
    *before() = None;
}

fn give_back() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let rows = tcgetwinsize(rustix::stdio::stdout()).map_or(0, |size| size.ws_row);
    // A terminal that is gone or stalled must not keep us: both steps are tried, neither is insisted on.
    output::last_words(&modes::giving_back(rows, MOUSE.load(Ordering::SeqCst)));
    if let Some(before) = before().as_ref() {
        let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, before);
    }
}

/// Ends the process with `code` if it has not ended by itself in `patience`, the terminal given back:
/// after a hang-up or SIGTERM nothing may keep it.
pub fn end_within(patience: Duration, code: i32) {
    std::thread::spawn(move || {
        std::thread::sleep(patience);
        std::thread::spawn(restore);
        std::thread::sleep(Duration::from_millis(100));
        std::process::exit(code);
    });
}
