//! Waiting until something was written to the usage file. Reading it touches files too (a log is made and removed again), so that
//! what the kernel tells is compared with what stands there.

use super::file::UsageReader;
use crate::store::Watch;
use crate::store::place::with_suffix;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A look-out over the usage file.
#[derive(Debug)]
pub struct UsageWatch {
    path: PathBuf,
    watch: Watch,
    known: Stamp,
}

/// What changes with each change of a file: its number, its length, and when it was last written to.
type Written = Option<(u64, u64, i64, i64)>;

/// The file and its log. An empty log says no more than none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    file: Written,
    log: Written,
}

impl Stamp {
    fn of(path: &Path) -> Self {
        let written = |found: Metadata| (found.ino(), found.size(), found.mtime(), found.mtime_nsec());
        let log = with_suffix(path, "-wal").metadata().ok().filter(|log| log.size() > 0);
        Self { file: path.metadata().ok().map(written), log: log.map(written) }
    }
}

impl UsageReader {
    /// A look-out that waits until something is written to the file, made or removed.
    pub fn watch(&self) -> UsageWatch {
        UsageWatch { path: self.path().to_owned(), watch: Watch::beside(self.path()), known: Stamp::of(self.path()) }
    }
}

impl UsageWatch {
    /// Returns once the file was touched since the last call, or may have been, with whether anything changed.
    pub fn wait(&mut self) -> bool {
        self.watch.wait();
        let now = Stamp::of(&self.path);
        std::mem::replace(&mut self.known, now) != now
    }
}
