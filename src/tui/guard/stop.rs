//! Stopping the process for the shell, and only where a shell can let it go on.

use nix::unistd::{getpgrp, getpid, getppid, getsid};
use rustix::process::{Signal, kill_current_process_group};
use signal_hook::consts::SIGTSTP;
use std::sync::atomic::{AtomicBool, Ordering};

/// The stop signal that we send to our own group comes back to us; it is no second wish to stop.
static OWN_STOP: AtomicBool = AtomicBool::new(false);

/// Whether somebody could continue us: our parent is in our session but not in our group, as a shell with job control is,
/// or is in our group and stops with us.
///
/// A process outside of our container has the number 0: of such a one, nothing is known, so it is nobody who could.
pub(super) fn can_go_on() -> bool {
    let parent = getppid();
    if parent.as_raw() <= 1 {
        return false;
    }
    // The leader of a session has nobody above it in the session.
    match (getsid(Some(parent)), getsid(None)) {
        (Ok(theirs), Ok(ours)) => ours.as_raw() > 0 && theirs == ours && ours != getpid() && getpgrp() != ours,
        _ => false,
    }
}

/// Stops the whole group, as the terminal's own Ctrl-z would, so that what started us stops too.
pub(super) fn stop_group() {
    OWN_STOP.store(true, Ordering::SeqCst);
    let _ = kill_current_process_group(Signal::TSTP);
    stop_process();
}

/// Stops this process alone.
pub(super) fn stop_process() {
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}

/// Whether a stop signal that arrived is just our own; asked once for each.
pub(in crate::tui) fn was_own() -> bool {
    OWN_STOP.swap(false, Ordering::SeqCst)
}
