//! Whether there is a terminal that can be drawn on, and what to do when there is none.

use rustix::termios::isatty;
use std::io;

/// Why the terminal cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Input or output is a file or a pipe.
    #[error(
        "standard {0} is not a terminal, so the interface cannot open; use the commands instead, such as `jeton ls` (see `jeton --help`)"
    )]
    NotATerminal(&'static str),
    /// `TERM` is missing.
    #[error(
        "TERM is not set, so nothing is known about this terminal; set it (`TERM=xterm-256color jeton`), or use the commands, such as `jeton ls`"
    )]
    NoTerm,
    /// A terminal without cursor movement.
    #[error(
        "a terminal of type `{0}` cannot move the cursor, so the interface cannot open; use the commands instead, such as `jeton ls`"
    )]
    Unfit(String),
    /// It refuses.
    #[error("the terminal cannot be set up: {0}")]
    Setup(io::Error),
}

impl TerminalError {
    pub(super) fn setup(error: rustix::io::Errno) -> Self {
        Self::Setup(error.into())
    }
}

pub(super) fn check(term: Option<&str>) -> Result<(), TerminalError> {
    if !isatty(rustix::stdio::stdin()) {
        return Err(TerminalError::NotATerminal("input"));
    }
    if !isatty(rustix::stdio::stdout()) {
        return Err(TerminalError::NotATerminal("output"));
    }
    check_term(term)
}

fn check_term(term: Option<&str>) -> Result<(), TerminalError> {
    match term {
        None | Some("") => Err(TerminalError::NoTerm),
        Some(term @ ("dumb" | "unknown" | "network" | "dialup" | "emacs")) => Err(TerminalError::Unfit(term.to_owned())),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_that_cannot_be_drawn_on_is_refused_with_a_way_on() {
        for term in [None, Some(""), Some("dumb")] {
            let message = check_term(term).map_err(|error| error.to_string()).expect_err("refused");
            assert!(message.contains("jeton ls"), "{message}");
        }
        assert!(check_term(Some("xterm-256color")).is_ok());
    }
}
