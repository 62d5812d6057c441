//! The input thread: reads the terminal, lets the normaliser decide, and ends when the terminal is gone.

use super::guard;
use super::input::{InputEvent, Normaliser};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// What the thread hands on.
#[derive(Debug)]
pub enum Input {
    /// A person or the terminal did something.
    Event(InputEvent),
    /// The terminal is gone; nothing more will come.
    Hangup,
}

/// How long the program may take to end by itself, once the terminal is gone.
const LAST_WORK: Duration = Duration::from_millis(700);

/// The running thread; dropping it ends it.
#[derive(Debug)]
pub struct Reader {
    control: Arc<Control>,
    wake: OwnedFd,
}

#[derive(Debug, Default)]
struct Control {
    paused: AtomicBool,
    ended: AtomicBool,
}

impl Reader {
    /// Reads standard input on a thread of its own and hands everything to `send`, until it says that nobody listens.
    /// When the terminal hangs up, [`Input::Hangup`] is sent and the process ends within a second.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn start(escape_wait: Duration, mut send: impl FnMut(Input) -> bool + Send + 'static) -> io::Result<Self> {
        Self::start_on(rustix::stdio::stdin(), escape_wait, move |input| {
            if matches!(input, Input::Hangup) {
                guard::end_within(LAST_WORK, 129);
            }
            send(input)
        })
    }

    fn start_on(
        terminal: impl AsFd + Send + 'static,
        escape_wait: Duration,
        send: impl FnMut(Input) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (woken, wake) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        let control = Arc::new(Control::default());
        let shared = Arc::clone(&control);
        let work = move || run(terminal.as_fd(), woken.as_fd(), &shared, Normaliser::new(escape_wait), send);
        std::thread::Builder::new().name("input".to_owned()).spawn(work)?;
        Ok(Self { control, wake })
    }

    /// Stops reading, so that another program can read the terminal.
    pub fn pause(&self) {
        self.control.paused.store(true, Ordering::SeqCst);
        self.wake();
    }

    /// Reads again.
    pub fn resume(&self) {
        self.control.paused.store(false, Ordering::SeqCst);
        self.wake();
    }

    fn wake(&self) {
        // A full pipe wakes the thread as well.
        let _ = rustix::io::write(&self.wake, b"w");
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.control.ended.store(true, Ordering::SeqCst);
        self.wake();
    }
}

/// What one wait ended with.
enum Woken {
    /// There is something to read, or nothing ever again.
    Terminal,
    /// The deadline has passed, or the other end of the pipe wants something.
    Otherwise,
    /// Waiting itself fails.
    Broken,
}

fn run(
    terminal: BorrowedFd<'_>,
    woken: BorrowedFd<'_>,
    control: &Control,
    mut normaliser: Normaliser,
    mut send: impl FnMut(Input) -> bool,
) {
    let mut buffer = Zeroizing::new(vec![0; 16 * 1024]);
    let mut listening = true;
    while listening && !control.ended.load(Ordering::SeqCst) {
        let watched = (!control.paused.load(Ordering::SeqCst)).then_some(terminal);
        match wait(watched, woken, normaliser.deadline()) {
            Woken::Terminal => match rustix::io::read(terminal, &mut buffer[..]) {
                Ok(0) => break,
                Ok(count) => {
                    normaliser.feed(&buffer[..count], Instant::now(), &mut |event| listening &= send(Input::Event(event)));
                    buffer[..count].fill(0);
                }
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => break,
            },
            Woken::Otherwise => normaliser.flush(Instant::now(), &mut |event| listening &= send(Input::Event(event))),
            Woken::Broken => break,
        }
    }
    if listening && !control.ended.load(Ordering::SeqCst) {
        send(Input::Hangup);
    }
}

fn wait(terminal: Option<BorrowedFd<'_>>, woken: BorrowedFd<'_>, deadline: Option<Instant>) -> Woken {
    // Rounded up to a millisecond, so that waking does not come just before the deadline and again.
    let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()) + Duration::from_millis(1));
    let timeout = left.and_then(|left| Timespec::try_from(left).ok());
    let mut polled = vec![PollFd::from_borrowed_fd(woken, PollFlags::IN)];
    polled.extend(terminal.map(|terminal| PollFd::from_borrowed_fd(terminal, PollFlags::IN)));
    match poll(&mut polled, timeout.as_ref()) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(_) => return Woken::Broken,
    }
    if !polled[0].revents().is_empty() {
        let _ = rustix::io::read(woken, &mut [0; 64][..]);
    }
    // Hang-up and error show as events too; reading then tells which it is.
    if polled.get(1).is_some_and(|terminal| !terminal.revents().is_empty()) { Woken::Terminal } else { Woken::Otherwise }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key;
    use std::sync::mpsc::{self, Receiver};

    const PATIENCE: Duration = Duration::from_secs(10);

    fn started() -> (OwnedFd, Reader, Receiver<String>) {
        let (terminal, keyboard) = pipe_with(PipeFlags::CLOEXEC).unwrap();
        let (send, received) = mpsc::channel();
        let reader = Reader::start_on(terminal, Duration::from_millis(25), move |input| {
            send.send(match input {
                Input::Event(InputEvent::Key(key)) => key::label(key),
                other => format!("{other:?}"),
            })
            .is_ok()
        });
        (keyboard, reader.unwrap(), received)
    }

    #[test]
    fn keys_come_through_and_a_lone_escape_after_its_wait() {
        let (keyboard, _reader, received) = started();
        rustix::io::write(&keyboard, b"j\x1b[A\x1b").unwrap();
        for expected in ["j", "Up", "Esc"] {
            assert_eq!(received.recv_timeout(PATIENCE).unwrap(), expected);
        }
    }

    #[test]
    fn a_terminal_that_is_gone_is_told_once_and_the_thread_ends() {
        let (keyboard, _reader, received) = started();
        drop(keyboard);
        assert_eq!(received.recv_timeout(PATIENCE).unwrap(), "Hangup");
        assert_eq!(received.recv_timeout(PATIENCE), Err(mpsc::RecvTimeoutError::Disconnected));
    }

    #[test]
    fn a_paused_reader_leaves_the_input_to_others() {
        let (keyboard, reader, received) = started();
        reader.pause();
        rustix::io::write(&keyboard, b"x").unwrap();
        reader.resume();
        assert_eq!(received.recv_timeout(PATIENCE).unwrap(), "x");
        drop(reader);
        assert_eq!(received.recv_timeout(PATIENCE), Err(mpsc::RecvTimeoutError::Disconnected), "no hang-up when we end it");
    }
}
