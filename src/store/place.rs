//! Whether a path is fit to hold a vault, decided before the engine touches anything.

use super::error::{Result, StoreError};
use super::network;
use std::ffi::{OsStr, OsString};
use std::fs::{DirBuilder, Metadata};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

/// Mode of the vault's file and of what the engine puts beside it.
pub(super) const FILE_MODE: u32 = 0o600;
/// Mode of the vault's directory.
const DIRECTORY_MODE: u32 = 0o700;
/// What the engine puts beside the file: write-ahead log, its shared index, rollback journal.
pub(super) const SIBLINGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A path fit to hold a vault. Its directory is absolute and free of symbolic links, as the engine asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    directory: PathBuf,
    path: PathBuf,
}

impl Place {
    /// The place of a vault that exists: file, directory and siblings are ours, closed to others and on a local disk.
    pub(super) fn existing(path: &Path) -> Result<Self> {
        plain(path)?;
        let found = match std::fs::symlink_metadata(path) {
            Ok(found) => found,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Err(StoreError::NotFound(path.to_path_buf())),
            Err(cause) if cause.kind() == ErrorKind::NotADirectory => return Err(not_a_directory(path)),
            Err(cause) => return Err(StoreError::io("looking at", path)(cause)),
        };
        private_file(path, &found)?;
        let place = Self::resolve(path)?;
        place.check_directory()?;
        if found.mode() & FILE_MODE != FILE_MODE {
            let why = format!("its mode is {:04o}; change it with `chmod 600`", found.mode() & 0o7777);
            return Err(StoreError::ReadOnly { path: place.path, why });
        }
        place.check_siblings()?;
        Ok(place)
    }

    /// The place of a vault that is to be made. A missing directory is made; nothing may be at the path yet.
    pub(super) fn to_create(path: &Path) -> Result<Self> {
        plain(path)?;
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::AlreadyExists(path.to_path_buf()));
        }
        let directory = parent(path);
        DirBuilder::new().recursive(true).mode(DIRECTORY_MODE).create(directory).map_err(|cause| match cause.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => StoreError::NotADirectory(directory.to_path_buf()),
            _ => StoreError::io("making", directory)(cause),
        })?;
        let place = Self::resolve(path)?;
        place.check_directory()?;
        place.check_vacant()?;
        Ok(place)
    }

    /// Neither the file nor a sibling is there. A log without its database may hold changes that nobody should lose,
    /// and the engine would play it into whatever appears beside it.
    pub(super) fn check_vacant(&self) -> Result<()> {
        let siblings = SIBLINGS.iter().map(|suffix| self.beside(suffix));
        match std::iter::once(self.path.clone()).chain(siblings).find(|path| path.symlink_metadata().is_ok()) {
            Some(taken) => Err(StoreError::AlreadyExists(taken)),
            None => Ok(()),
        }
    }

    /// The vault's file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The directory that holds it.
    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// The file's path with `suffix` after its name.
    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        with_suffix(&self.path, suffix)
    }

    /// Whether a write-ahead log with something in it is beside the file.
    pub(super) fn has_log(&self) -> bool {
        self.beside("-wal").symlink_metadata().is_ok_and(|log| log.len() > 0)
    }

    fn resolve(path: &Path) -> Result<Self> {
        let directory = parent(path);
        let directory = directory.canonicalize().map_err(StoreError::io("resolving", directory))?;
        let path = directory.join(path.file_name().unwrap_or_default());
        Ok(Self { directory, path })
    }

    fn check_directory(&self) -> Result<()> {
        let found = self.directory.symlink_metadata().map_err(StoreError::io("looking at", &self.directory))?;
        if !found.is_dir() {
            return Err(StoreError::NotADirectory(self.directory.clone()));
        }
        private(&self.directory, &found, DIRECTORY_MODE)?;
        network::check(&self.directory)?;
        let file_system = rustix::fs::statvfs(&self.directory);
        let file_system = file_system.map_err(|errno| StoreError::io("looking at", &self.directory)(errno.into()))?;
        let why = if file_system.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) {
            "its file system is mounted read-only; mount it for writing".to_owned()
        } else if found.mode() & DIRECTORY_MODE != DIRECTORY_MODE {
            format!("its directory's mode is {:04o}; change that with `chmod 700`", found.mode() & 0o7777)
        } else {
            return Ok(());
        };
        Err(StoreError::ReadOnly { path: self.path.clone(), why })
    }

    fn check_siblings(&self) -> Result<()> {
        SIBLINGS.iter().map(|suffix| self.beside(suffix)).try_for_each(|sibling| match sibling.symlink_metadata() {
            Ok(found) => private_file(&sibling, &found),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
            Err(cause) => Err(StoreError::io("looking at", &sibling)(cause)),
        })
    }
}

/// `path` with `suffix` after its name.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// A name that means a file and nothing else: the engine reads `file:` and `:memory:` in ways of its own.
pub(super) fn plain(path: &Path) -> Result<()> {
    let bytes = path.as_os_str().as_bytes();
    let why = if bytes.is_empty() {
        "it is empty"
    } else if bytes.contains(&0) {
        "it holds a NUL"
    } else if bytes.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"file:")) {
        "it is a URI"
    } else if bytes.eq_ignore_ascii_case(b":memory:") {
        "a vault is never kept in memory"
    } else if bytes.ends_with(b"/") || path.file_name().is_none_or(|name| name == OsStr::new(".")) || bytes.ends_with(b"/.") {
        "it names a directory"
    } else {
        return Ok(());
    };
    Err(StoreError::NotAPath { path: path.to_path_buf(), why })
}

fn private_file(path: &Path, found: &Metadata) -> Result<()> {
    let sort = found.file_type();
    if sort.is_symlink() {
        return Err(StoreError::Symlink(path.to_path_buf()));
    }
    if !sort.is_file() {
        let sort = match sort {
            sort if sort.is_dir() => "directory",
            sort if sort.is_fifo() => "named pipe",
            sort if sort.is_socket() => "socket",
            _ => "device",
        };
        return Err(StoreError::NotAFile { path: path.to_path_buf(), sort });
    }
    private(path, found, FILE_MODE)
}

fn private(path: &Path, found: &Metadata, closed: u32) -> Result<()> {
    let path = || path.to_path_buf();
    let own = rustix::process::geteuid().as_raw();
    if found.uid() != own {
        return Err(StoreError::ForeignOwner { path: path(), found: found.uid(), own });
    }
    if found.mode() & 0o077 != 0 {
        return Err(StoreError::OpenToOthers { path: path(), mode: found.mode() & 0o7777, closed });
    }
    Ok(())
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn not_a_directory(path: &Path) -> StoreError {
    let through = path.ancestors().skip(1).find(|ancestor| ancestor.symlink_metadata().is_ok_and(|found| !found.is_dir()));
    StoreError::NotADirectory(through.unwrap_or(path).to_path_buf())
}
