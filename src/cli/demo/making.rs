//! Making the demo's vault in a process of its own, whose memory goes with it: the interface stays as lean as over any vault.

use super::Wish;
use crate::app::App;
use crate::cli::exit::Exit;
use crate::cli::failure::{Failure, Result};
use crate::services::{DemoRequest, Services};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;

/// How long a signal that arrives between two looks may go unnoticed.
const LOOK_EVERY: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// Makes the vault: what the process of its own does.
pub fn make(tokens: usize, app: &App) -> Result {
    let wish = Wish::listen()?;
    let request = DemoRequest { tokens, cancelled: &wish.to_end };
    let made = Services::demo(&app.db, &request, app.settings(), app.world.clone())?;
    made.map(|_| Exit::Done).ok_or_else(Failure::interrupted)
}

/// Has the vault made. Anything but [`Exit::Done`] was said by the process already.
pub fn have_made(database: &Path, tokens: usize, config: Option<&Path>, wish: &Wish) -> Result {
    let failed = |error: std::io::Error| Failure::fault(format!("cannot start making the demo: {error}"));
    let mut child = Command::new(std::env::current_exe().map_err(failed)?)
        .args(config.iter().flat_map(|path| [OsStr::new("--config"), path.as_os_str()]))
        .arg("--db")
        .arg(database)
        .args(["demo", "--only-make", "--tokens", &tokens.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    wait_for_end(&mut child, wish);
    let status = child.wait().map_err(failed)?;
    match status.code() {
        Some(0) => Ok(Exit::Done),
        _ if wish.to_end.load(Ordering::Relaxed) => Err(Failure::interrupted()),
        Some(2) => Ok(Exit::Usage),
        _ => Ok(Exit::Fault),
    }
}

/// Until the process closes its standard output, which is with its end; a wish to end is handed on to it.
fn wait_for_end(child: &mut Child, wish: &Wish) {
    let Some(output) = child.stdout.take() else { return };
    loop {
        let ended = poll(&mut [PollFd::new(&output, PollFlags::IN)], Some(&LOOK_EVERY)).is_ok_and(|ready| ready > 0);
        if ended {
            return;
        }
        if wish.to_end.load(Ordering::Relaxed) {
            if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
                let _ = kill_process(pid, Signal::TERM);
            }
            return;
        }
    }
}
