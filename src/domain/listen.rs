//! Where the verification service listens: an address with a port, or a Unix socket.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// Where the verification service listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// An address of this machine and a port; port 0 takes any that is free.
    Tcp(IpAddr, u16),
    /// A socket in the file system, by its absolute path.
    Unix(PathBuf),
}

/// The text names no place to listen at.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotAListen {
    /// It is neither of the two forms.
    #[error("not a place to listen at; write ADDRESS:PORT, for example 127.0.0.1:7420 or [::1]:7420, or unix:/PATH")]
    Form,
    /// The path is not absolute, so it would mean something else in another directory.
    #[error("the path of a Unix socket begins with /: unix:/run/jeton/serve.sock")]
    Relative,
}

impl FromStr for Listen {
    type Err = NotAListen;

    fn from_str(text: &str) -> Result<Self, NotAListen> {
        if let Some(path) = text.strip_prefix("unix:") {
            let path = PathBuf::from(path);
            return if path.is_absolute() && path.file_name().is_some() {
                Ok(Self::Unix(path))
            } else {
                Err(NotAListen::Relative)
            };
        }
        let (address, port) = text.rsplit_once(':').ok_or(NotAListen::Form)?;
        let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port.parse().ok().filter(|_| is_number).ok_or(NotAListen::Form)?;
        let address = match (address, address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))) {
            ("localhost", _) => IpAddr::from([127, 0, 0, 1]),
            (_, Some(v6)) => IpAddr::V6(v6.parse().map_err(|_| NotAListen::Form)?),
            (v4, None) => IpAddr::V4(v4.parse().map_err(|_| NotAListen::Form)?),
        };
        Ok(Self::Tcp(address, port))
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(IpAddr::V4(v4), port) => write!(out, "{v4}:{port}"),
            Self::Tcp(IpAddr::V6(v6), port) => write!(out, "[{v6}]:{port}"),
            Self::Unix(path) => write!(out, "unix:{}", super::label::display_safe(&path.to_string_lossy())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_back_as_themselves() {
        for text in ["127.0.0.1:7420", "0.0.0.0:0", "[::1]:80", "unix:/run/jeton/serve.sock"] {
            assert_eq!(text.parse::<Listen>().unwrap().to_string(), text);
        }
        assert_eq!("localhost:7420".parse::<Listen>().unwrap().to_string(), "127.0.0.1:7420");
    }

    #[test]
    fn what_could_mean_several_things_is_refused() {
        for text in
            ["", "7420", ":7420", "::1:7420", "127.0.0.1", "127.0.0.1:", "127.0.0.1:+1", "127.0.0.1:70000", "example.org:80"]
        {
            assert_eq!(text.parse::<Listen>(), Err(NotAListen::Form), "{text:?}");
        }
        for text in ["unix:", "unix:serve.sock", "unix:/", "unix:/run/.."] {
            assert_eq!(text.parse::<Listen>(), Err(NotAListen::Relative), "{text:?}");
        }
    }
}
