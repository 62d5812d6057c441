//! The only way for bytes to reach the terminal: closed as soon as the terminal is given back.

use super::OURS;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::io::{self, Write};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// One writer at a time.
static WRITING: Mutex<()> = Mutex::new(());
/// How long giving back waits for a frame under way, and for a terminal that takes nothing.
const PATIENCE: Duration = Duration::from_millis(200);

/// The terminal's output. What is written after the terminal was given back is dropped.
#[derive(Debug, Default)]
pub struct Output(());

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        write(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes all of it, unless the terminal is no longer ours.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    let _one = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut rest = bytes;
    while !rest.is_empty() && OURS.load(Ordering::SeqCst) {
        match rustix::io::write(rustix::stdio::stdout(), rest) {
            Ok(written) => rest = &rest[written..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => wait_for_room(Duration::from_secs(1))?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Writes the bytes that give the terminal back, even over a writer that never finishes; what cannot be written is left.
pub(super) fn last_words(bytes: &[u8]) {
    let until = Instant::now() + PATIENCE;
    let _one = loop {
        match WRITING.try_lock() {
            Ok(lock) => break Some(lock),
            Err(TryLockError::Poisoned(lock)) => break Some(lock.into_inner()),
            Err(TryLockError::WouldBlock) if Instant::now() >= until => break None,
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let mut rest = bytes;
    while !rest.is_empty() && wait_for_room(PATIENCE).is_ok() {
        match rustix::io::write(rustix::stdio::stdout(), rest) {
            Ok(written) => rest = &rest[written..],
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => return,
        }
    }
}

fn wait_for_room(patience: Duration) -> io::Result<()> {
    let stdout = rustix::stdio::stdout();
    let timeout = Timespec::try_from(patience).map_err(io::Error::other)?;
    match poll(&mut [PollFd::new(&stdout, PollFlags::OUT)], Some(&timeout)) {
        Ok(0) => Err(io::ErrorKind::TimedOut.into()),
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
