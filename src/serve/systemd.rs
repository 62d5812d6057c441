//! What systemd hands over and wants to be told: sockets that it opened, and that the service is ready.

use listenfd::ListenFd;
use std::ffi::OsString;
use std::io;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener};

/// A socket that was open before the service was started (sd_listen_fds(3)).
pub enum Inherited {
    /// At an address.
    Tcp(TcpListener),
    /// In the file system, which is for systemd to remove.
    Unix(UnixListener),
}

/// The socket that was handed over, if any was.
///
/// # Errors
/// There are several, or it is none that can be listened at.
pub fn inherited() -> io::Result<Option<Inherited>> {
    let mut handed = ListenFd::from_env();
    match handed.len() {
        0 => return Ok(None),
        1 => {}
        more => return Err(io::Error::other(format!("{more} sockets were handed over; give the service one"))),
    }
    if let Ok(Some(socket)) = handed.take_unix_listener(0) {
        return Ok(Some(Inherited::Unix(socket)));
    }
    let socket = handed.take_tcp_listener(0)?;
    Ok(socket.map(Inherited::Tcp))
}

/// The way to tell systemd how the service is (sd_notify(3)); leads nowhere where nobody asked.
#[derive(Debug)]
pub struct Notifier(Option<UnixDatagram>);

impl Notifier {
    /// The way that `NOTIFY_SOCKET` names.
    ///
    /// # Errors
    /// It names one, and there is no getting there.
    pub fn of(address: Option<OsString>) -> io::Result<Self> {
        let Some(address) = address.filter(|address| !address.is_empty()) else {
            return Ok(Self(None));
        };
        let address = match address.as_bytes().strip_prefix(b"@") {
            Some(name) => SocketAddr::from_abstract_name(name)?,
            None => SocketAddr::from_pathname(&address)?,
        };
        let socket = UnixDatagram::unbound()?;
        socket.connect_addr(&address)?;
        Ok(Self(Some(socket)))
    }

    /// The service answers from now on.
    pub fn ready(&self) {
        self.tell("READY=1");
    }

    /// The service ends.
    pub fn stopping(&self) {
        self.tell("STOPPING=1");
    }

    fn tell(&self, state: &str) {
        if let Some(socket) = &self.0 {
            // systemd finds out by itself what it was not told.
            let _ = socket.send(state.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systemd_is_told_by_path_and_by_abstract_name() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("notify");
        let name = format!("@jeton-test-{}", home.path().display());
        let abstract_address = SocketAddr::from_abstract_name(&name.as_bytes()[1..]).unwrap();
        for (socket, address) in [
            (UnixDatagram::bind(&path).unwrap(), path.into_os_string()),
            (UnixDatagram::bind_addr(&abstract_address).unwrap(), name.into()),
        ] {
            let notifier = Notifier::of(Some(address)).unwrap();
            notifier.ready();
            notifier.stopping();
            let mut buffer = [0; 64];
            for state in ["READY=1", "STOPPING=1"] {
                let length = socket.recv(&mut buffer).unwrap();
                assert_eq!(&buffer[..length], state.as_bytes());
            }
        }
    }

    #[test]
    fn where_nobody_listens_nobody_is_told() {
        Notifier::of(None).unwrap().ready();
        Notifier::of(Some(OsString::new())).unwrap().ready();
        assert!(Notifier::of(Some("/nowhere/at/all".into())).is_err());
    }
}
