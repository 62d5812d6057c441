//! Asking the kernel whether anything was done to a vault's files since the last time, without waiting.

use rustix::fd::OwnedFd;
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use rustix::io::Errno;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What makes a path lead elsewhere. Losing a name counts as a change of attributes.
const ELSEWHERE: WatchFlags = WatchFlags::MOVE_SELF.union(WatchFlags::DELETE_SELF).union(WatchFlags::ATTRIB);

/// That a file was written, or leads elsewhere. (The log's index is mapped; writing it makes no event.)
const WRITTEN: WatchFlags = ELSEWHERE.union(WatchFlags::MODIFY);

/// Of the directories, that they lead elsewhere; what happens in them is no matter here.
const DIRECTORY: WatchFlags = WatchFlags::MOVE_SELF.union(WatchFlags::DELETE_SELF).union(WatchFlags::ONLYDIR);

/// A look-out that is asked.
#[derive(Debug)]
pub(super) struct Lookout {
    inotify: OwnedFd,
    // Held while asking: whoever takes an event away counts it before anybody else hears that there is none.
    told: Mutex<u64>,
}

impl Lookout {
    /// Over the database, the index of its log, and the directories above them.
    pub(super) fn over(database: &Path, index: &Path) -> rustix::io::Result<Self> {
        let inotify = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        inotify::add_watch(&inotify, database, WRITTEN)?;
        inotify::add_watch(&inotify, index, ELSEWHERE)?;
        for directory in database.ancestors().skip(1) {
            inotify::add_watch(&inotify, directory, DIRECTORY)?;
        }
        Ok(Self { inotify, told: Mutex::new(0) })
    }

    /// How often the kernel has told of something by now. A failure counts as that too.
    pub(super) fn told(&self) -> u64 {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let mut events = [0; 512];
        // Each full read may have left something behind.
        loop {
            match rustix::io::read(&self.inotify, &mut events) {
                Err(Errno::AGAIN) => return *told,
                Err(Errno::INTR) => {}
                Ok(_) => *told += 1,
                Err(_) => {
                    *told += 1;
                    return *told;
                }
            }
        }
    }
}
