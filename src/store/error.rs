//! Why the store failed or refused, said so that a person knows what to do next.

use crate::domain::label::{DisplaySafe, display_safe};
use std::io;
use std::path::{Path, PathBuf};

/// The result of everything in this room.
pub(super) type Result<T> = std::result::Result<T, StoreError>;

/// Why the store failed. No message holds a value of a token or a row.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing is at the path.
    #[error("there is no vault at {}; make one with `jeton init`, or name another with --db", shown(.0))]
    NotFound(PathBuf),
    /// Something is at the path where a vault is to be made.
    #[error("{} exists already and is never overwritten; choose another path with --db, or move it away", shown(.0))]
    AlreadyExists(PathBuf),
    /// A directory, FIFO, device or socket.
    #[error("{} is a {sort}, not a file; name the vault's file with --db", shown(path))]
    NotAFile {
        /// What was named.
        path: PathBuf,
        /// What it is.
        sort: &'static str,
    },
    /// A directory was needed and something else is there.
    #[error("{} is not a directory; choose another path with --db", shown(.0))]
    NotADirectory(PathBuf),
    /// A symbolic link, which another could turn elsewhere.
    #[error("{} is a symbolic link; name the file that it points to", shown(.0))]
    Symlink(PathBuf),
    /// A `file:` URI, `:memory:`, an empty name, a name with NUL or without a last part.
    #[error("{:?} is not a path that can hold a vault ({why}); give a plain path", shown(path).as_str())]
    NotAPath {
        /// What was given.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Group or others may read or write it.
    #[error("{} is open to others (mode {mode:04o}); close it with `chmod {closed:03o} {}`{}", shown(path), shown(path), elsewhere(*closed))]
    OpenToOthers {
        /// The file or directory.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
        /// The permission bits that it should have.
        closed: u32,
    },
    /// It belongs to another user.
    #[error(
        "{} belongs to user {found}, and you are user {own}; run as that user, or `chown {own} {}`",
        shown(path),
        shown(path)
    )]
    ForeignOwner {
        /// The file or directory.
        path: PathBuf,
        /// The user id that owns it.
        found: u32,
        /// The user id of this process.
        own: u32,
    },
    /// Locks of such a file system do not hold between machines.
    #[error(
        "{} is on a network file system ({system}), where locks cannot be trusted; keep the vault on a local disk",
        shown(path)
    )]
    NetworkFileSystem {
        /// What was named.
        path: PathBuf,
        /// The file system.
        system: String,
    },
    /// Not SQLite, or the database of another program.
    #[error(
        "{} is not a vault of Jeton ({why}) and was left as it is; name the vault with --db, or restore a backup",
        shown(path)
    )]
    NotAVault {
        /// The file.
        path: PathBuf,
        /// How that was seen.
        why: &'static str,
    },
    /// A newer program made it.
    #[error(
        "the vault is of version {found} and this program knows versions up to {known}; it was left as it is: install a newer jeton"
    )]
    Newer {
        /// The vault's version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// An older program made the vault, and it was opened for reading alone.
    #[error("the vault is of version {found} and has to be brought to version {known}; `jeton status` does that")]
    Older {
        /// The vault's version.
        found: usize,
        /// The version that this program works with.
        known: usize,
    },
    /// The file does not hold what it should.
    #[error("the vault is damaged: {0}; keep a copy of the file, then restore a backup")]
    Damaged(String),
    /// The schema has something that no migration made.
    #[error("the vault's schema is not Jeton's own: {0}; nobody but Jeton should change it: restore a backup")]
    UnexpectedSchema(String),
    /// The file or its file system cannot be written.
    #[error("{} cannot be written ({why}); every use of the vault is recorded in it", shown(path))]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What forbids it, and what to do.
        why: String,
    },
    /// Another process holds the lock for longer than the busy timeout.
    #[error("the vault is busy: another process holds it; wait until that is done, then try again")]
    Busy,
    /// The disk, or the quota, is full.
    #[error("the disk is full; nothing was changed: free some space, then try again")]
    Full,
    /// The file was deleted, moved or replaced while it was open.
    #[error("{} was deleted, moved or replaced while it was open; nothing was written: see what happened to it, then start again", shown(.0))]
    Replaced(PathBuf),
    /// A rule of the schema forbids the change.
    #[error("the vault refuses the change ({what}); nothing was changed")]
    Constraint {
        /// The rule, by table and column.
        what: String,
    },
    /// A call to the operating system failed.
    #[error("{what} {} failed: {cause}; nothing was changed", shown(path))]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        cause: io::Error,
    },
    /// The engine failed in a way that no other variant names.
    #[error("the database engine failed: {0}; try again, and check the disk if it repeats")]
    Sql(String),
}

impl StoreError {
    /// For [`Result::map_err`] on a call to the operating system; a full disk is told from other failures.
    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |cause| match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { path, why: "its file system is mounted read-only; mount it for writing".to_owned() }
            }
            _ => Self::Io { what, path, cause },
        }
    }
}

fn shown(path: &Path) -> DisplaySafe {
    display_safe(&path.to_string_lossy())
}

/// A directory that others need has to stay open to them.
fn elsewhere(closed: u32) -> &'static str {
    if closed == 0o700 { ", or keep the vault in a directory of its own" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_act_on_the_terminal() {
        let error = StoreError::NotFound(PathBuf::from("/tmp/\u{1b}[2J"));
        assert_eq!(error.to_string(), "there is no vault at /tmp/^[[2J; make one with `jeton init`, or name another with --db");
    }

    #[test]
    fn a_refusal_says_which_command_mends_it() {
        let open = StoreError::OpenToOthers { path: PathBuf::from("/v/jeton.db"), mode: 0o644, closed: 0o600 };
        assert_eq!(open.to_string(), "/v/jeton.db is open to others (mode 0644); close it with `chmod 600 /v/jeton.db`");
    }

    #[test]
    fn a_full_disk_is_told_from_other_failures() {
        let full = StoreError::io("writing", Path::new("/v"))(io::Error::from(io::ErrorKind::StorageFull));
        assert!(matches!(full, StoreError::Full));
        let denied = StoreError::io("writing", Path::new("/v"))(io::Error::from(io::ErrorKind::PermissionDenied));
        assert!(matches!(denied, StoreError::Io { what: "writing", .. }));
    }
}
