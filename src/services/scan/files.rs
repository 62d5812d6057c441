//! Files and directories: walked by several threads, each file opened only when it is one, and read to its end.

use super::content::{Looker, Sight};
use super::opening::{self, NotRead, Opened};
use super::sweep::{Find, Kept, Options, Place, Sweep};
use crate::domain::scan::Recogniser;
use ignore::{DirEntry, WalkBuilder, WalkState};
use rustix::fs::{FileType, stat, statfs};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// An ignore file that is larger is none.
const MAX_IGNORE_FILE: i64 = 16 * 1024 * 1024;

/// Files whose content the kernel makes up, without an end in part; by the magic numbers of linux/magic.h: proc, sysfs, cgroup,
/// cgroup2, debugfs, tracefs, securityfs, BPF, pstore, devpts.
const MADE_UP: [u32; 10] =
    [0x9fa0, 0x6265_6572, 0x0027_e0eb, 0x6367_7270, 0x6462_6720, 0x7472_6163, 0x7363_6673, 0xcafe_4a11, 0x6165_676c, 0x1cd1];

/// The files of an open vault. They are never opened: closing a second descriptor would drop the locks of the first.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnFiles {
    directory: PathBuf,
    /// The names that those of the vault begin with.
    names: Vec<Vec<u8>>,
    known: Vec<(u64, u64)>,
}

impl OwnFiles {
    /// Those of the vault at `database` whose figures lie at `usage`.
    pub fn of(database: &Path, usage: &Path) -> Self {
        let directory = database.parent().map(|directory| directory.canonicalize().unwrap_or_else(|_| directory.into()));
        let name = |path: &Path| path.file_name().map(|name| name.as_encoded_bytes().to_vec());
        let ends = ["", "-wal", "-shm", "-journal"];
        let beside = |path: &Path| {
            let path = path.as_os_str().to_owned();
            ends.map(|end| {
                let mut path = path.clone();
                path.push(end);
                PathBuf::from(path)
            })
        };
        let inodes = beside(database).into_iter().chain(beside(usage)).filter_map(|path| path.metadata().ok());
        Self {
            directory: directory.unwrap_or_default(),
            names: [name(database), name(usage)].into_iter().flatten().collect(),
            known: inodes.map(|about| (about.dev(), about.ino())).collect(),
        }
    }

    fn may_be(&self, inode: u64) -> bool {
        self.known.iter().any(|(_, known)| *known == inode)
    }

    fn has(&self, device: u64, inode: u64) -> bool {
        self.known.contains(&(device, inode))
    }

    fn is_named(&self, absolute: &Path) -> bool {
        let name = absolute.file_name().unwrap_or_default().as_encoded_bytes();
        absolute.parent() == Some(&self.directory) && self.names.iter().any(|known| name.starts_with(known))
    }
}

/// What threads that look through files have in common.
struct Shared<'a> {
    recogniser: &'a Recogniser,
    options: &'a Options,
    own: &'a OwnFiles,
    /// Places where values were seen before.
    remembered: &'a HashSet<String>,
    sweep: Mutex<Sweep>,
}

/// Looks through paths that somebody gave. What cannot be read of them is in the sweep.
pub(super) fn look_through(
    paths: &[PathBuf],
    options: &Options,
    recogniser: &Recogniser,
    own: &OwnFiles,
    remembered: &HashSet<String>,
) -> Sweep {
    let shared = Shared { recogniser, options, own, remembered, sweep: Mutex::default() };
    for path in paths {
        // A path that somebody gave may be a link.
        match path.canonicalize().and_then(|absolute| Ok((absolute.metadata()?, absolute))) {
            Ok((about, absolute)) if about.is_dir() => shared.walk(&Root { given: path, absolute: &absolute }),
            Ok((about, absolute)) => {
                let mut worker = Worker::new(&shared, Root { given: path, absolute: &absolute });
                match own.has(about.dev(), about.ino()) || own.is_named(&absolute) {
                    true => worker.part.covered.own_files += 1,
                    false => worker.file(path, true),
                }
            }
            Err(error) => {
                let mut sweep = shared.sweep.lock().unwrap_or_else(PoisonError::into_inner);
                sweep.covered.name_given(path.to_string_lossy().into_owned(), error.to_string());
            }
        }
    }
    let mut sweep = shared.sweep.into_inner().unwrap_or_else(PoisonError::into_inner);
    let roots: Vec<PathBuf> = paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
    sweep.read_again.extend(remembered.iter().filter(|place| is_gone(Path::new(place), &roots)).cloned());
    sweep
}

/// Whether a place below what was scanned is not there any more.
fn is_gone(place: &Path, roots: &[PathBuf]) -> bool {
    let is_below = roots.iter().any(|root| place.starts_with(root));
    is_below && place.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// A path that was given, and what it leads to.
#[derive(Clone, Copy)]
struct Root<'a> {
    given: &'a Path,
    absolute: &'a Path,
}

impl Shared<'_> {
    fn walk(&self, root: &Root<'_>) {
        let refused = Arc::new(Mutex::new(Vec::new()));
        let heeds = !self.options.no_ignore;
        // Where rules above the root cannot be read, none of them is heeded: more is scanned, not less.
        let above = heeds && root.absolute.ancestors().skip(1).all(|directory| trap_in(directory).is_none());
        if heeds && let Some(trap) = trap_in(root.absolute) {
            let mut sweep = self.sweep.lock().unwrap_or_else(PoisonError::into_inner);
            sweep.covered.name_given(root.given.to_string_lossy().into_owned(), trap);
            return;
        }
        let mut builder = WalkBuilder::new(root.given);
        builder.hidden(false).parents(above).follow_links(false);
        // What a repository excludes for itself stands in `.git`, of which nothing is read.
        builder.ignore(heeds).git_ignore(heeds).git_global(heeds).git_exclude(false);
        builder.threads(std::thread::available_parallelism().map_or(1, usize::from));
        let gate = Gate { heeds, prunes: !is_made_up(root.absolute), refused: Arc::clone(&refused) };
        builder.filter_entry(move |entry| gate.lets_in(entry));
        builder.build_parallel().run(|| {
            let mut worker = Worker::new(self, *root);
            Box::new(move |entry| {
                worker.visit(entry);
                WalkState::Continue
            })
        });
        let mut sweep = self.sweep.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, why) in refused.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            sweep.covered.name(path, why);
        }
    }
}

/// Decides which directories are entered.
struct Gate {
    heeds: bool,
    prunes: bool,
    refused: Arc<Mutex<Vec<(String, String)>>>,
}

impl Gate {
    fn lets_in(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
            return true;
        }
        // Its objects are packed: what it holds is for --history.
        if entry.file_name() == OsStr::new(".git") || self.prunes && is_made_up(entry.path()) {
            return false;
        }
        let trap = if self.heeds { trap_in(entry.path()) } else { None };
        let Some(trap) = trap else { return true };
        let refused = (entry.path().to_string_lossy().into_owned(), trap);
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).push(refused);
        false
    }
}

/// What keeps the rules of a directory from being read: an ignore file that is no file, at which reading would wait for ever.
fn trap_in(directory: &Path) -> Option<String> {
    [".gitignore", ".ignore"].into_iter().find_map(|name| {
        let about = stat(directory.join(name)).ok()?;
        let kind = FileType::from_raw_mode(about.st_mode);
        let is_fine = (kind == FileType::RegularFile && about.st_size <= MAX_IGNORE_FILE) || kind == FileType::Directory;
        (!is_fine).then(|| format!("its {name} is {}; scan it with --no-ignore", opening::described(kind)))
    })
}

/// Whether the kernel makes up what is in a directory.
fn is_made_up(directory: &Path) -> bool {
    // The word is 32 bits wide; some platforms hand it out sign-extended.
    statfs(directory).is_ok_and(|about| MADE_UP.contains(&(about.f_type as u32)))
}

/// One thread's part of the work. What it found goes to the others' when it ends.
struct Worker<'a> {
    shared: &'a Shared<'a>,
    root: Root<'a>,
    looker: Looker<'a>,
    sights: Vec<Sight>,
    part: Sweep,
}

impl<'a> Worker<'a> {
    fn new(shared: &'a Shared<'a>, root: Root<'a>) -> Self {
        let looker = Looker::new(shared.recogniser, shared.options.skip_binary);
        Self { shared, root, looker, sights: Vec::new(), part: Sweep::default() }
    }

    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return self.failed(&error),
        };
        match entry.file_type() {
            Some(kind) if kind.is_file() => {}
            Some(kind) if kind.is_dir() || kind.is_symlink() => return,
            _ => {
                self.part.covered.no_files += 1;
                return;
            }
        }
        let is_own = entry.ino().is_some_and(|inode| self.shared.own.may_be(inode)) && {
            let about = entry.path().symlink_metadata();
            about.is_ok_and(|about| self.shared.own.has(about.dev(), about.ino()))
        };
        if is_own || self.is_named_as_own(&entry) {
            self.part.covered.own_files += 1;
            return;
        }
        self.file(entry.path(), false);
    }

    fn is_named_as_own(&self, entry: &DirEntry) -> bool {
        let name = entry.file_name().as_encoded_bytes();
        self.shared.own.names.iter().any(|known| name.starts_with(known))
            && self.shared.own.is_named(&self.absolute(entry.path()))
    }

    /// What the walk says that it could not do. A directory that was removed meanwhile is no fault.
    fn failed(&mut self, error: &ignore::Error) {
        let gone = error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound);
        let given = error.depth() == Some(0);
        let (path, why) = told(error);
        match (gone, given) {
            (true, false) => self.part.covered.vanished += 1,
            (_, true) => self.part.covered.name_given(path, why),
            (false, false) => self.part.covered.name(path, why),
        }
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(self.root.given) {
            Ok(rest) if rest.as_os_str().is_empty() => self.root.absolute.to_owned(),
            Ok(rest) => self.root.absolute.join(rest),
            Err(_) => path.to_owned(),
        }
    }

    /// Looks through one file; `is_given` is one that somebody named, which may be a link.
    fn file(&mut self, path: &Path, is_given: bool) {
        match opening::open(path, is_given, self.shared.options.max_size) {
            Ok(opened) => self.read(path, opened, is_given),
            Err(NotRead::Gone) if !is_given => self.part.covered.vanished += 1,
            Err(NotRead::TooLarge) => self.part.covered.too_large += 1,
            Err(NotRead::NoFile(_)) if !is_given => self.part.covered.no_files += 1,
            Err(why) => self.unreadable(path, why.to_string(), is_given),
        }
    }

    fn read(&mut self, path: &Path, mut opened: Opened, is_given: bool) {
        let looked = self.looker.look(&mut opened.file, opened.size, &mut self.sights);
        let is_binary = looked.as_ref().is_ok_and(|looked| looked.is_binary);
        if !self.sights.is_empty() || !self.shared.remembered.is_empty() {
            let kept = self.absolute(path).to_string_lossy().into_owned();
            if looked.as_ref().is_ok_and(|looked| !looked.is_skipped) && self.shared.remembered.contains(&kept) {
                self.part.read_again.insert(kept.clone());
            }
            let root = self.root.absolute.to_string_lossy().into_owned();
            let place = Place { shown: shown(path), kept: Some(Kept { place: kept, root }), commit: None };
            for sight in self.sights.drain(..) {
                self.part.add(Find { place: place.clone(), spot: sight.spot, is_binary, what: sight.what });
            }
        }
        match looked {
            Ok(looked) => self.part.covered.took(looked),
            Err(error) => self.unreadable(path, error.to_string(), is_given),
        }
    }

    fn unreadable(&mut self, path: &Path, why: String, is_given: bool) {
        let path = path.to_string_lossy().into_owned();
        if is_given {
            self.part.covered.name_given(path, why);
        } else {
            self.part.covered.name(path, why);
        }
    }
}

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        let part = std::mem::take(&mut self.part);
        self.shared.sweep.lock().unwrap_or_else(PoisonError::into_inner).join(part);
    }
}

/// The path as people are told it; without the `./` of a scan of where they are.
fn shown(path: &Path) -> String {
    path.strip_prefix("./").unwrap_or(path).to_string_lossy().into_owned()
}

/// A failure of the walk: where, and the system's own words.
fn told(error: &ignore::Error) -> (String, String) {
    let mut at = error;
    let mut path = String::new();
    loop {
        match at {
            ignore::Error::WithPath { path: found, err } => {
                path = found.to_string_lossy().into_owned();
                at = &**err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => at = &**err,
            ignore::Error::Io(error) => return (path, error.to_string()),
            other => return (path, other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_vault_are_known_by_name_and_by_inode() {
        let home = tempfile::tempdir().unwrap();
        let database = home.path().join("jeton.db");
        std::fs::write(&database, "").unwrap();
        std::fs::hard_link(&database, home.path().join("other")).unwrap();
        let own = OwnFiles::of(&database, &home.path().join("usage.db"));
        let home = home.path().canonicalize().unwrap();
        let about = home.join("other").metadata().unwrap();
        assert!(own.may_be(about.ino()) && own.has(about.dev(), about.ino()));
        for (name, is_own) in [("jeton.db", true), ("jeton.db-wal", true), ("usage.db-shm", true), ("notes.db", false)] {
            assert_eq!(own.is_named(&home.join(name)), is_own, "{name}");
        }
        assert!(!own.is_named(&home.join("below/jeton.db")));
    }
}
