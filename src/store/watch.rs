//! Waiting until somebody touches a vault's files: the kernel tells (inotify), and nothing wakes up until then.

use super::place::Place;
use rustix::fd::OwnedFd;
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::Duration;

/// How often to look where the kernel cannot tell.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Whatever changes what a reader of the vault would find. (The shared memory beside it is mapped, and makes no event.)
const TOUCHES: WatchFlags = WatchFlags::MODIFY
    .union(WatchFlags::CREATE)
    .union(WatchFlags::DELETE)
    .union(WatchFlags::MOVED_FROM)
    .union(WatchFlags::MOVED_TO)
    .union(WatchFlags::ATTRIB);

/// A look-out over a vault's files.
#[derive(Debug)]
pub struct Watch {
    /// None where the kernel has no more to give.
    inotify: Option<OwnedFd>,
    name: OsString,
}

impl Watch {
    pub(super) fn over(place: &Place) -> Self {
        Self::beside(place.path())
    }

    /// Over a file that may not be there yet.
    pub(super) fn beside(path: &Path) -> Self {
        Self {
            inotify: path.parent().and_then(|directory| listen(directory).ok()),
            name: path.file_name().unwrap_or_default().into(),
        }
    }

    /// Returns once a file of the vault was touched since the last call, or may have been.
    pub fn wait(&mut self) {
        if let Some(inotify) = self.inotify.take() {
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut events = inotify::Reader::new(&inotify, &mut buffer);
            loop {
                match events.next() {
                    Ok(event) if event.file_name().is_none_or(|name| is_of(name.to_bytes(), &self.name)) => {
                        let is_over = event.events().contains(inotify::ReadFlags::IGNORED);
                        self.inotify = (!is_over).then_some(inotify);
                        return;
                    }
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(_) => break,
                }
            }
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

fn listen(directory: &Path) -> rustix::io::Result<OwnedFd> {
    let inotify = inotify::init(CreateFlags::CLOEXEC)?;
    inotify::add_watch(&inotify, directory, TOUCHES)?;
    Ok(inotify)
}

/// Whether a file is the database or stands beside it, as its log does.
fn is_of(file: &[u8], database: &OsStr) -> bool {
    file.starts_with(database.as_bytes())
}
