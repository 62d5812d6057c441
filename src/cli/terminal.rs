//! Asking the person at the terminal: hidden text, and plain answers.

use super::failure::{Failure, Result};
use crate::domain::plaintext::Plaintext;
use rustix::termios::isatty;
use signal_hook::consts::SIGINT;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
        // The echo must come back before the process ends, so Ctrl-C is held off while it is away.
        let default_applies = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&default_applies)).map_err(|error| gone(&error))?;
        let answer = rpassword::prompt_password(prompt);
        default_applies.store(true, Ordering::SeqCst);
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

fn gone(error: &std::io::Error) -> Failure {
    Failure::fault(format!("the terminal cannot be used: {error}"))
}
