//! The socket that proxies connect to.

use super::source::Peer;
use super::systemd::{Inherited, inherited};
use crate::domain::listen::Listen;
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

/// Why the service cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The address is taken, or not of this machine.
    #[error("cannot listen at {place}: {cause}")]
    Address {
        /// Where.
        place: String,
        /// What the system said.
        cause: io::Error,
    },
    /// What systemd handed over is of no use.
    #[error("the socket that was handed over (LISTEN_FDS) is of no use: {0}")]
    Inherited(io::Error),
    /// Another process answers at the socket.
    #[error("another process listens at {}; end it first, or choose another path", .0.display())]
    Live(PathBuf),
    /// Something that is no socket stands at the path.
    #[error("{} is there and is no socket; choose another path, or move it away", .0.display())]
    NotASocket(PathBuf),
    /// Others could put a socket of theirs in its place.
    #[error("{} is a directory that others can write to; give the socket a directory of its own, for example unix:/run/jeton/serve.sock", .0.display())]
    Shared(PathBuf),
}

/// An open socket.
#[derive(Debug)]
pub enum Listener {
    /// At an address.
    Tcp(TcpListener),
    /// In the file system; the path is removed at the end, where the socket is still ours.
    Unix(UnixListener, Option<Owned>),
}

/// One accepted connection.
pub enum Stream {
    /// From an address.
    Tcp(TcpStream),
    /// From this machine.
    Unix(UnixStream),
}

/// A socket's file that goes away with the service.
#[derive(Debug)]
pub struct Owned {
    path: PathBuf,
    id: (u64, u64),
}

impl Listener {
    /// Listens there, or at the socket that systemd handed over in its place.
    ///
    /// # Errors
    /// The place is taken or unfit, or what was handed over is no socket to listen at.
    pub fn open(place: &Listen) -> Result<Self, ListenError> {
        if let Some(socket) = inherited().map_err(ListenError::Inherited)? {
            return Self::over(socket).map_err(ListenError::Inherited);
        }
        let failed = |cause| ListenError::Address { place: place.to_string(), cause };
        match place {
            Listen::Tcp(address, port) => {
                let listener = std::net::TcpListener::bind((*address, *port)).map_err(failed)?;
                listener.set_nonblocking(true).map_err(failed)?;
                TcpListener::from_std(listener).map(Self::Tcp).map_err(failed)
            }
            Listen::Unix(path) => {
                let listener = bind(path, failed)?;
                let found = path.symlink_metadata().map_err(failed)?;
                let owned = Owned { path: path.clone(), id: (found.dev(), found.ino()) };
                UnixListener::from_std(listener).map(|listener| Self::Unix(listener, Some(owned))).map_err(failed)
            }
        }
    }

    fn over(socket: Inherited) -> io::Result<Self> {
        match socket {
            Inherited::Tcp(socket) => {
                socket.set_nonblocking(true)?;
                TcpListener::from_std(socket).map(Self::Tcp)
            }
            Inherited::Unix(socket) => {
                socket.set_nonblocking(true)?;
                UnixListener::from_std(socket).map(|socket| Self::Unix(socket, None))
            }
        }
    }

    /// The directory of a socket that is removed at the end.
    pub fn directory(&self) -> Option<&Path> {
        match self {
            Self::Unix(_, Some(owned)) => owned.path.parent(),
            _ => None,
        }
    }

    /// Where it listens, as `--listen` names it.
    pub fn place(&self) -> String {
        match self {
            Self::Tcp(listener) => listener.local_addr().map(|address| address.to_string()).unwrap_or_default(),
            Self::Unix(listener, _) => {
                let path = listener.local_addr().ok().and_then(|address| address.as_pathname().map(Path::to_path_buf));
                Listen::Unix(path.unwrap_or_default()).to_string()
            }
        }
    }

    /// Listens no more.
    pub fn close(self) {
        if let Self::Unix(listener, owned) = self {
            drop(listener);
            owned.into_iter().for_each(Owned::remove);
        }
    }

    /// Waits for the next connection.
    ///
    /// # Errors
    /// The connection broke off already, or the machine has no room for it.
    pub async fn accept(&self) -> io::Result<(Stream, Peer)> {
        match self {
            Self::Tcp(listener) => {
                let (stream, address) = listener.accept().await?;
                // Answers are small and whole; waiting to fill a packet would only delay them.
                stream.set_nodelay(true)?;
                Ok((Stream::Tcp(stream), Peer::Address(address.ip())))
            }
            Self::Unix(listener, _) => Ok((Stream::Unix(listener.accept().await?.0), Peer::Local)),
        }
    }
}

/// Makes the socket, mode 0660, in a directory that only its owner writes to; one that a dead process left is replaced.
fn bind(path: &Path, failed: impl Fn(io::Error) -> ListenError + Copy) -> Result<std::os::unix::net::UnixListener, ListenError> {
    use std::os::unix::net::{UnixListener, UnixStream};
    let directory = path.parent().unwrap_or(Path::new("/"));
    // Whoever may connect is for the group of the directory and the socket to say.
    std::fs::DirBuilder::new().recursive(true).mode(0o750).create(directory).map_err(failed)?;
    let found = directory.metadata().map_err(failed)?;
    if found.mode() & 0o022 != 0 {
        return Err(ListenError::Shared(directory.to_path_buf()));
    }
    match path.symlink_metadata() {
        Ok(found) if !found.file_type().is_socket() => return Err(ListenError::NotASocket(path.to_path_buf())),
        Ok(_) => match UnixStream::connect(path) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => std::fs::remove_file(path).map_err(failed)?,
            Ok(_) => return Err(ListenError::Live(path.to_path_buf())),
            Err(error) => return Err(failed(error)),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let listener = UnixListener::bind(path).map_err(failed)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660)).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

impl Owned {
    fn remove(self) {
        let is_ours = self.path.symlink_metadata().is_ok_and(|found| (found.dev(), found.ino()) == self.id);
        if is_ours {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
