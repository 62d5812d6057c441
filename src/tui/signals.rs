//! Signals as messages: what the system and the shell want of the program.

use super::guard;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};
use std::io;
use std::time::Duration;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// End (SIGTERM, SIGINT).
    Terminate,
    /// The terminal or the connection is gone (SIGHUP).
    Hangup,
    /// Stop for the shell (SIGTSTP).
    Suspend,
    /// Going on after a stop (SIGCONT).
    Continue,
    /// The window has another size (SIGWINCH).
    Resize,
}

/// How long the program may take to end by itself, once it must.
const LAST_WORK: Duration = Duration::from_millis(700);

/// Signals are watched for as long as this lives.
#[derive(Debug)]
pub struct Watch(Handle);

/// Hands each signal to `send` on a thread of its own, until `send` says that nobody listens.
/// After [`Signal::Terminate`] and [`Signal::Hangup`] the process ends within a second, whatever it is doing.
///
/// # Errors
/// The handlers cannot be installed.
pub fn watch(mut send: impl FnMut(Signal) -> bool + Send + 'static) -> io::Result<Watch> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH])?;
    let handle = signals.handle();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for number in signals.forever() {
            let Some(signal) = meaning(number) else { continue };
            if matches!(signal, Signal::Terminate | Signal::Hangup) {
                guard::end_within(LAST_WORK, 128 + number);
            }
            if !send(signal) {
                break;
            }
        }
    })?;
    Ok(Watch(handle))
}

fn meaning(number: i32) -> Option<Signal> {
    Some(match number {
        SIGTERM | SIGINT => Signal::Terminate,
        SIGHUP => Signal::Hangup,
        SIGTSTP if guard::stopped_ourselves() => return None,
        SIGTSTP => Signal::Suspend,
        SIGCONT => Signal::Continue,
        SIGWINCH => Signal::Resize,
        _ => return None,
    })
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn a_signal_becomes_a_message() {
        let (send, received) = mpsc::channel();
        let _watch = watch(move |signal| send.send(signal).is_ok()).unwrap();
        signal_hook::low_level::raise(SIGWINCH).unwrap();
        assert_eq!(received.recv_timeout(Duration::from_secs(10)).unwrap(), Signal::Resize);
        signal_hook::low_level::raise(SIGCONT).unwrap();
        assert_eq!(received.recv_timeout(Duration::from_secs(10)).unwrap(), Signal::Continue);
    }
}
