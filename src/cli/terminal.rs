//! Asking the person at the terminal: hidden text, and plain answers.

use super::failure::{Failure, Result};
use crate::domain::plaintext::Plaintext;
use rustix::termios::{LocalModes, OptionalActions, Termios, isatty, tcgetattr, tcsetattr};
use signal_hook::consts::SIGINT;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// The longest line that is read as an answer.
const MAX_ANSWER: u64 = 4096;

/// The controlling terminal.
#[derive(Debug)]
pub struct Terminal {
    tty: File,
}

impl Terminal {
    /// The terminal, if someone sits there: standard input or standard error is one, and it can be opened.
    pub fn open() -> Option<Self> {
        if !isatty(rustix::stdio::stdin()) && !isatty(rustix::stdio::stderr()) {
            return None;
        }
        OpenOptions::new().read(true).write(true).open("/dev/tty").ok().map(|tty| Self { tty })
    }

    /// Writes a line.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn say(&mut self, line: &str) -> Result<()> {
        self.tty.write_all(format!("{line}\n").as_bytes()).map_err(|error| gone(&error))
    }

    /// Asks for text that is not shown while it is typed.
    ///
    /// # Errors
    /// Ctrl-C, Ctrl-D, or the terminal is gone.
    pub fn ask_hidden(&mut self, prompt: &str) -> Result<Plaintext> {
        let mute = Mute::begin(&self.tty).map_err(|error| gone(&error))?;
        let answer = rpassword::prompt_password(prompt);
        drop(mute);
        match answer {
            Ok(text) => Ok(Plaintext::new(text)),
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::UnexpectedEof) => {
                Err(Failure::interrupted())
            }
            Err(error) => Err(gone(&error)),
        }
    }

    /// Asks for a plain answer; the end of input is an empty one.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn ask(&mut self, prompt: &str) -> Result<String> {
        use std::io::Read;
        self.tty.write_all(prompt.as_bytes()).map_err(|error| gone(&error))?;
        let mut answer = String::new();
        let mut reader = BufReader::new(&self.tty).take(MAX_ANSWER);
        reader.read_line(&mut answer).map_err(|error| gone(&error))?;
        Ok(answer.trim_end_matches(['\n', '\r']).to_owned())
    }
}

/// A terminal that shows nothing of what is typed, from before the prompt on. Meanwhile Ctrl-C must not end the
/// process, or the terminal would stay mute.
struct Mute<'t> {
    tty: &'t File,
    before: Termios,
    ctrl_c_ends: &'static AtomicBool,
}

/// Whether Ctrl-C does what it does by default. A handler cannot be taken away again, so there is one for all prompts.
static CTRL_C_ENDS: OnceLock<Arc<AtomicBool>> = OnceLock::new();

impl<'t> Mute<'t> {
    fn begin(tty: &'t File) -> std::io::Result<Self> {
        let is_new = CTRL_C_ENDS.get().is_none();
        let ctrl_c_ends = CTRL_C_ENDS.get_or_init(Arc::default);
        if is_new {
            signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(ctrl_c_ends))?;
        }
        ctrl_c_ends.store(false, Ordering::SeqCst);
        let before = tcgetattr(tty)?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
        tcsetattr(tty, OptionalActions::Now, &quiet)?;
        Ok(Self { tty, before, ctrl_c_ends })
    }
}

impl Drop for Mute<'_> {
    fn drop(&mut self) {
        // A terminal that cannot be set back is gone, and so is whoever would be told.
        let _ = tcsetattr(self.tty, OptionalActions::Now, &self.before);
        self.ctrl_c_ends.store(true, Ordering::SeqCst);
    }
}

fn gone(error: &std::io::Error) -> Failure {
    Failure::fault(format!("the terminal cannot be used: {error}"))
}
