//! Addresses as an operator types them, and as each proxy wants them written.

use crate::domain::listen::Listen;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// The text is no address of the kind that is wanted; says what to write.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct NotAnAddress(&'static str);

const ENDPOINT: &str = "not an address; write HOST:PORT, for example 127.0.0.1:7420, or unix:/run/jeton/serve.sock";
const UPSTREAM: &str = "not the address of a service; write http://HOST:PORT, https://HOST[:PORT] or unix:/PATH, without a path after \
                        it: one would make the service see another path than the one that was judged";
const DOOR: &str = "not a place to listen at; write PORT or ADDRESS:PORT, for example 8080 or 127.0.0.1:8080";
const SERVER_NAME: &str = "not a host name; write one such as api.example.org or *.example.org";

/// An address with a port, or a Unix socket, that somebody else listens at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// A number or a name, and a port.
    Tcp(Host, u16),
    /// A socket's absolute path.
    Unix(String),
}

/// A number or a name of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A number.
    Number(IpAddr),
    /// A name: letters, digits, `-`, `_` and dots.
    Name(String),
}

/// The service behind the proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// Whether it speaks TLS.
    pub is_tls: bool,
    /// Where it is.
    pub endpoint: Endpoint,
}

/// Where a proxy listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// One address of the machine; none means all.
    pub address: Option<IpAddr>,
    /// The port.
    pub port: u16,
}

/// A host name that clients use, in lower case; `*` may stand for its first part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerName(String);

impl ServerName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Endpoint {
    /// An address of a machine by number.
    pub fn of(address: IpAddr, port: u16) -> Self {
        Self::Tcp(Host::Number(address), port)
    }

    /// The address at which one reaches what listens there; `None` for a socket at a path that configurations cannot name.
    pub fn reaching(listen: &Listen) -> Option<Self> {
        match listen {
            Listen::Tcp(address, port) if address.is_unspecified() => {
                let v6 = IpAddr::from([0_u16, 0, 0, 0, 0, 0, 0, 1]);
                let loopback = if address.is_ipv4() { IpAddr::from([127, 0, 0, 1]) } else { v6 };
                Some(Self::of(loopback, *port))
            }
            Listen::Tcp(address, port) => Some(Self::of(*address, *port)),
            Listen::Unix(path) => path.to_str().and_then(socket_path).map(Self::Unix),
        }
    }

    /// Whether it is a Unix socket.
    pub fn is_socket(&self) -> bool {
        matches!(self, Self::Unix(_))
    }

    /// Whether it must be resolved.
    pub fn is_by_name(&self) -> bool {
        matches!(self, Self::Tcp(Host::Name(_), _))
    }

    /// What to send as `Host`.
    pub fn host_header(&self) -> String {
        match self {
            Self::Tcp(..) => self.to_string(),
            Self::Unix(_) => "localhost".to_owned(),
        }
    }

    /// The host without its port; `localhost` behind a socket.
    pub fn host(&self) -> String {
        match self {
            Self::Tcp(Host::Number(address), _) => address.to_string(),
            Self::Tcp(Host::Name(name), _) => name.clone(),
            Self::Unix(_) => "localhost".to_owned(),
        }
    }

    /// The host as it stands in a URL.
    pub fn host_in_url(&self) -> String {
        match self {
            Self::Tcp(Host::Number(IpAddr::V6(address)), _) => format!("[{address}]"),
            _ => self.host(),
        }
    }

    /// `unix//PATH`
    pub(super) fn as_caddy(&self) -> String {
        match self {
            Self::Tcp(..) => self.to_string(),
            Self::Unix(path) => format!("unix/{path}"),
        }
    }

    /// `unix@PATH`
    pub(super) fn as_haproxy(&self) -> String {
        match self {
            Self::Tcp(..) => self.to_string(),
            Self::Unix(path) => format!("unix@{path}"),
        }
    }

    /// An `Address` of Envoy's.
    pub(super) fn as_envoy(&self) -> String {
        match self {
            Self::Tcp(_, port) => format!("{{ socket_address: {{ address: \"{}\", port_value: {port} }} }}", self.host()),
            Self::Unix(path) => format!("{{ pipe: {{ path: \"{path}\" }} }}"),
        }
    }
}

impl FromStr for Endpoint {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let none = || NotAnAddress(ENDPOINT);
        if let Some(path) = text.strip_prefix("unix:") {
            return socket_path(path).map(Self::Unix).ok_or_else(none);
        }
        let (host, port) = text.rsplit_once(':').ok_or_else(none)?;
        Ok(Self::Tcp(self::host(host).ok_or_else(none)?, self::port(port).ok_or_else(none)?))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(_, port) => write!(out, "{}:{port}", self.host_in_url()),
            Self::Unix(path) => write!(out, "unix:{path}"),
        }
    }
}

impl FromStr for Upstream {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let none = || NotAnAddress(UPSTREAM);
        if let Some(path) = text.strip_prefix("unix:") {
            let path = socket_path(path).ok_or_else(none)?;
            return Ok(Self { is_tls: false, endpoint: Endpoint::Unix(path) });
        }
        let (is_tls, rest) = match text.split_once("://") {
            Some(("http", rest)) => (false, rest),
            Some(("https", rest)) => (true, rest),
            _ => return Err(none()),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let with_port = rest.rsplit_once(':').and_then(|(host, port)| Some((self::host(host)?, self::port(port)?)));
        let (host, port) = match with_port {
            Some(found) => found,
            None => (host(rest).ok_or_else(none)?, if is_tls { 443 } else { 80 }),
        };
        Ok(Self { is_tls, endpoint: Endpoint::Tcp(host, port) })
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.endpoint {
            Endpoint::Unix(_) => write!(out, "{}", self.endpoint),
            endpoint => write!(out, "{}://{endpoint}", if self.is_tls { "https" } else { "http" }),
        }
    }
}

impl Default for Door {
    fn default() -> Self {
        Self { address: None, port: 80 }
    }
}

impl Door {
    /// With a colon before the port also where no address is said.
    pub(super) fn with_colon(&self) -> String {
        if self.address.is_some() { self.to_string() } else { format!(":{}", self.port) }
    }
}

impl FromStr for Door {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let none = || NotAnAddress(DOOR);
        let Some((address, number)) = text.rsplit_once(':') else {
            return Ok(Self { address: None, port: port(text).ok_or_else(none)? });
        };
        let Some(Host::Number(address)) = host(address) else { return Err(none()) };
        Ok(Self { address: Some(address), port: port(number).ok_or_else(none)? })
    }
}

impl fmt::Display for Door {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.address {
            Some(address) => write!(out, "{}", Endpoint::of(address, self.port)),
            None => write!(out, "{}", self.port),
        }
    }
}

impl FromStr for ServerName {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let rest = text.strip_prefix("*.").unwrap_or(text);
        match host(rest) {
            Some(Host::Name(_)) => Ok(Self(text.to_ascii_lowercase())),
            _ => Err(NotAnAddress(SERVER_NAME)),
        }
    }
}

/// A number (in brackets where it has colons) or a name.
fn host(text: &str) -> Option<Host> {
    if let Some(v6) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return v6.parse().ok().map(|address| Host::Number(IpAddr::V6(address)));
    }
    if let Ok(v4) = text.parse() {
        return Some(Host::Number(IpAddr::V4(v4)));
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    // What ends in a number is an address that was mistyped, and others may read it as one.
    let ends_as_name = text.rsplit('.').next().is_some_and(|last| !last.bytes().all(|byte| byte.is_ascii_digit()));
    (text.len() <= 253 && ends_as_name && text.split('.').all(is_label)).then(|| Host::Name(text.to_owned()))
}

fn port(text: &str) -> Option<u16> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| is_number && *port != 0)
}

/// An absolute path of characters that no configuration language reads as anything else.
fn socket_path(text: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-');
    let ends_as_file = text.rsplit('/').next().is_some_and(|last| !matches!(last, "" | "." | ".."));
    // A socket's path has room for 108 bytes with the last a NUL.
    (text.starts_with('/') && text.len() < 108 && ends_as_file && text.bytes().all(is_plain)).then(|| text.to_owned())
}
