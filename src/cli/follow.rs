//! Waiting between two looks at what happens, as long as somebody reads.

use super::failure::{Failure, Result};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How often `--follow` looks: changes show within a second.
const EVERY: Timespec = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };

/// Waits, and wakes early when nobody reads standard output any more.
///
/// # Errors
/// Standard output cannot be watched.
pub fn reader_left_within_half_a_second() -> Result<bool> {
    let out = rustix::stdio::stdout();
    let mut watched = [PollFd::new(&out, PollFlags::empty())];
    match poll(&mut watched, Some(&EVERY)) {
        Ok(0) | Err(rustix::io::Errno::INTR) => Ok(false),
        Ok(_) => Ok(true),
        Err(error) => Err(Failure::fault(format!("standard output cannot be watched: {error}"))),
    }
}
