//! Keeps a copied value alive after a command has ended: the program runs itself again, detached, to serve those who
//! paste and to clear after the delay. The value travels through a pipe only.

use super::{Clipboard, ClipboardConfig, ClipboardError, Delivery, Environment, Mode, Receipt};
use crate::domain::Instant;
use crate::domain::plaintext::Plaintext;
use crate::domain::span::Span;
use rustix::fs::{Mode as FileMode, OFlags};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// The hidden command that runs [`hold`].
pub const COMMAND: &str = "hold-clipboard";

const WHAT: &str = "the process that holds the clipboard";
/// Longer than any clipboard may take to answer.
const LIMIT: Duration = Duration::from_secs(5);
/// How often it looks whether the time has come or something else was copied.
const POLL: Duration = Duration::from_millis(500);
const MAX_REQUEST: usize = 1 << 20;

/// First line of the request; the value follows up to the end.
#[derive(Serialize, Deserialize)]
struct Request {
    mode: String,
    command: Vec<String>,
    clear_after: u64,
}

/// The answer, one line.
#[derive(Serialize, Deserialize)]
enum Answer {
    Copied { delivery: Delivery, clears_at: Option<i64> },
    Failed(String),
}

/// Starts `program` as the holder of `value` and waits until it has copied it.
///
/// # Errors
/// Nothing was copied; the message says what to do.
pub fn start(program: &Path, config: &ClipboardConfig, value: &Plaintext) -> Result<Receipt, ClipboardError> {
    let mut command = Command::new(program);
    command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| ClipboardError::failed(WHAT, error))?;
    let result = hand_over(&mut child, config, value);
    if result.is_err() {
        // It may have ended by itself already.
        let _ = child.kill();
        let _ = child.wait();
    }
    result
}

fn hand_over(child: &mut Child, config: &ClipboardConfig, value: &Plaintext) -> Result<Receipt, ClipboardError> {
    let failed = |error: &dyn std::fmt::Display| ClipboardError::failed(WHAT, error);
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failed(&"no pipe"));
    };
    let request = Request {
        mode: config.mode.word().to_owned(),
        command: config.command.clone(),
        clear_after: config.clear_after.as_secs(),
    };
    let head = serde_json::to_string(&request).map_err(|error| failed(&error))?;
    let request = Zeroizing::new([head.as_bytes(), b"\n", value.expose().as_bytes()].concat());
    let (sender, answer) = channel();
    // Both directions off this thread: a holder that hangs must not hang the command.
    thread::spawn(move || {
        let mut text = String::new();
        let result = input.write_all(&request).and_then(|()| {
            drop(input);
            output.read_to_string(&mut text)
        });
        // Nobody listens after the limit.
        let _ = sender.send(result.map(|_| text));
    });
    let text = answer.recv_timeout(LIMIT).map_err(|_| ClipboardError::Slow { what: WHAT, limit: LIMIT })?;
    let text = text.map_err(|error| failed(&error))?;
    match serde_json::from_str(&text).map_err(|_| failed(&"it ended without an answer"))? {
        Answer::Copied { delivery, clears_at } => {
            let clears_at = clears_at.and_then(|at| Instant::from_millisecond(at).ok());
            Ok(Receipt { delivery, clears_at })
        }
        Answer::Failed(message) => Err(ClipboardError::Relayed(message)),
    }
}

/// What the hidden command does: copies the value that standard input brings, answers on standard output, and stays until the value is
/// cleared or replaced. SIGTERM, SIGINT and SIGHUP clear it at once.
///
/// # Errors
/// The request was unfit, or nothing could be copied or cleared.
pub fn hold(now: impl Fn() -> Instant) -> Result<(), ClipboardError> {
    let mut terminal = detach();
    let stop = stop_signals()?;
    let (config, value) = read_request(io::stdin().lock())?;
    let environment = Environment::of_process(terminal.is_some());
    let mut nowhere = io::sink();
    let terminal: &mut dyn Write = terminal.as_mut().map_or(&mut nowhere, |terminal| terminal);
    let mut clipboard = Clipboard::new(&config, &environment);
    let copied = clipboard.copy(&value, terminal, now());
    drop(value);
    answer(&copied)?;
    let receipt = copied?;
    let must_stay = receipt.clears_at.is_some() || receipt.delivery == Delivery::Copied;
    while must_stay && !clipboard.is_empty_handed() {
        if stop.recv_timeout(POLL).is_ok() {
            clipboard.clear(terminal)?;
        }
        clipboard.clear_if_due(terminal, now())?;
        clipboard.notice_replacement()?;
    }
    Ok(())
}

/// Leaves the terminal's session, so that closing it does not end us; the terminal itself is kept for OSC 52.
fn detach() -> Option<File> {
    let terminal = open_terminal();
    // Refused only to the leader of a session, who is detached already.
    let _ = rustix::process::setsid();
    terminal
}

/// The terminal of this session, whatever the standard streams are.
pub fn open_terminal() -> Option<File> {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
    rustix::fs::open("/dev/tty", flags, FileMode::empty()).ok().map(File::from)
}

fn stop_signals() -> Result<Receiver<()>, ClipboardError> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let (sender, receiver) = channel();
    thread::spawn(move || {
        // Ends with the process, or when nobody listens any more.
        signals.forever().map_while(|_| sender.send(()).ok()).for_each(drop);
    });
    Ok(receiver)
}

fn read_request(input: impl Read) -> Result<(ClipboardConfig, Plaintext), ClipboardError> {
    let unfit = || ClipboardError::failed(WHAT, "the request is unfit");
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_REQUEST));
    input.take(MAX_REQUEST as u64).read_to_end(&mut bytes)?;
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(unfit)?;
    let request: Request = serde_json::from_slice(&bytes[..end]).map_err(|_| unfit())?;
    let value = std::str::from_utf8(&bytes[end + 1..]).map_err(|_| unfit())?;
    let mode = Mode::from_word(&request.mode).ok_or_else(unfit)?;
    let config = ClipboardConfig { mode, command: request.command, clear_after: Span::from_secs(request.clear_after) };
    Ok((config, Plaintext::new(value.to_owned())))
}

/// Answers, and closes standard output: its end tells the command that nothing more comes.
fn answer(copied: &Result<Receipt, ClipboardError>) -> Result<(), ClipboardError> {
    let answer = match copied {
        Ok(receipt) => Answer::Copied { delivery: receipt.delivery, clears_at: receipt.clears_at.map(Instant::as_millisecond) },
        Err(error) => Answer::Failed(error.to_string()),
    };
    let text = serde_json::to_string(&answer).map_err(|error| ClipboardError::failed(WHAT, error))?;
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()?;
    let null = rustix::fs::open("/dev/null", OFlags::RDWR, FileMode::empty()).map_err(io::Error::from)?;
    rustix::stdio::dup2_stdout(&null).map_err(io::Error::from)?;
    Ok(())
}
