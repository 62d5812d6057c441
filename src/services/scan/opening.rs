//! Opening a file to look through: without waiting, without following a link that nobody named, and only if it is one.

use rustix::fs::{FileType, Mode, OFlags, fstat, open as open_at};
use rustix::io::Errno;
use std::fs::File;
use std::path::Path;

/// A file that is open.
#[derive(Debug)]
pub(super) struct Opened {
    pub file: File,
    /// Its length, where the file system tells.
    pub size: Option<u64>,
}

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotRead {
    /// It was removed, or a link has taken its place.
    #[error("it is gone")]
    Gone,
    /// It is something else.
    #[error("it is {}, which is not read{}", described(*.0), hint(*.0))]
    NoFile(FileType),
    /// It is larger than is wanted.
    #[error("it is larger than --max-size")]
    TooLarge,
    /// The system refuses.
    #[error("{}", std::io::Error::from(*.0))]
    Refused(Errno),
}

/// What a file is called that is none.
pub(super) fn described(kind: FileType) -> &'static str {
    match kind {
        FileType::RegularFile => "a file of more than 16 MiB",
        FileType::Directory => "a directory",
        FileType::Symlink => "a link",
        FileType::Fifo => "a FIFO",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        _ => "no file",
    }
}

fn hint(kind: FileType) -> &'static str {
    if kind == FileType::Fifo { "; send it to --stdin" } else { "" }
}

/// Opens `path` for reading. Something that is no file is looked at before it is opened where somebody named it, and after too:
/// another may take its place between.
pub(super) fn open(path: &Path, follows: bool, max_size: Option<u64>) -> Result<Opened, NotRead> {
    let refused = |errno| match errno {
        Errno::NOENT | Errno::LOOP | Errno::NOTDIR => NotRead::Gone,
        // A socket, or a device without a driver.
        Errno::NXIO | Errno::NODEV => NotRead::NoFile(FileType::Unknown),
        errno => NotRead::Refused(errno),
    };
    let is_file = |mode| match FileType::from_raw_mode(mode) {
        FileType::RegularFile => Ok(()),
        other => Err(NotRead::NoFile(other)),
    };
    if follows {
        is_file(rustix::fs::stat(path).map_err(refused)?.st_mode)?;
    }
    let mut flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    flags.set(OFlags::NOFOLLOW, !follows);
    let file = open_at(path, flags, Mode::empty()).map_err(refused)?;
    let about = fstat(&file).map_err(refused)?;
    is_file(about.st_mode)?;
    let size = u64::try_from(about.st_size).unwrap_or_default();
    if max_size.is_some_and(|most| size > most) {
        return Err(NotRead::TooLarge);
    }
    // Files that the kernel makes up have no length before they are read.
    Ok(Opened { file: File::from(file), size: (size > 0).then_some(size) })
}
