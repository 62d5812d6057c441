//! Which names a request's `Host` may say.
//!
//! A page in a browser of this machine can be led to ask the service under a name of its own (DNS rebinding) and read the answer.
//! That takes a name: an address in `Host` is fine, and so is a name that was configured.

use hyper::Version;
use hyper::header::{HOST, HeaderMap};
use std::net::IpAddr;

/// The names that are known.
#[derive(Debug)]
pub struct Hosts(Vec<String>);

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostFault {
    /// There is no `Host`, two of them, or none that can be read (RFC 9112, section 3.2).
    Unsaid,
    /// The name is none of ours.
    Foreign,
}

impl Hosts {
    /// `localhost` and these.
    pub fn new(further: &[String]) -> Self {
        let further = further.iter().map(|host| name(host.as_bytes()).to_vec());
        let further = further.filter_map(|host| String::from_utf8(host).ok());
        Self(std::iter::once("localhost".to_owned()).chain(further).collect())
    }

    /// Whether a request that came over the network may be answered.
    ///
    /// # Errors
    /// Its `Host` says a foreign name, or nothing that can be relied on.
    pub fn check(&self, headers: &HeaderMap, version: Version) -> Result<(), HostFault> {
        let mut said = headers.get_all(HOST).into_iter();
        match (said.next(), said.next()) {
            (Some(host), None) if self.includes(name(host.as_bytes())) => Ok(()),
            (Some(_), None) => Err(HostFault::Foreign),
            // Before HTTP/1.1 there was none; browsers always send it.
            (None, _) if version == Version::HTTP_10 => Ok(()),
            _ => Err(HostFault::Unsaid),
        }
    }

    fn includes(&self, name: &[u8]) -> bool {
        is_address(name) || self.0.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
    }
}

/// The name without its port.
fn name(host: &[u8]) -> &[u8] {
    let port = host.iter().rposition(|byte| *byte == b':').filter(|at| {
        let (before, port) = (&host[..*at], &host[at + 1..]);
        port.iter().all(u8::is_ascii_digit) && (!before.contains(&b':') || before.ends_with(b"]"))
    });
    port.map_or(host, |at| &host[..at])
}

fn is_address(name: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(name) else { return false };
    match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => name.parse::<IpAddr>().is_ok_and(|address| address.is_ipv4()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn check(hosts: &[&str], version: Version) -> Result<(), HostFault> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(HOST, HeaderValue::from_str(host).unwrap());
        }
        Hosts::new(&["Auth.example.org".to_owned(), "gate:7420".to_owned()]).check(&headers, version)
    }

    #[test]
    fn addresses_and_known_names_are_answered_with_any_port() {
        for host in [
            "localhost",
            "LOCALHOST:7420",
            "127.0.0.1",
            "127.0.0.1:7420",
            "192.0.2.1:80",
            "[::1]",
            "[::1]:7420",
            "auth.example.org:1",
            "gate",
        ] {
            assert_eq!(check(&[host], Version::HTTP_11), Ok(()), "{host}");
        }
    }

    #[test]
    fn foreign_names_are_not() {
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "::1",
            "localhost:x",
            "localhost:80:80",
            "",
            "127.1",
            "0x7f.1",
            "[::1",
        ] {
            assert_eq!(check(&[host], Version::HTTP_11), Err(HostFault::Foreign), "{host}");
        }
    }

    #[test]
    fn it_stands_there_once() {
        assert_eq!(check(&[], Version::HTTP_11), Err(HostFault::Unsaid));
        assert_eq!(check(&["localhost", "localhost"], Version::HTTP_11), Err(HostFault::Unsaid));
        assert_eq!(check(&["localhost", "evil.example"], Version::HTTP_10), Err(HostFault::Unsaid));
        assert_eq!(check(&[], Version::HTTP_10), Ok(()));
    }
}
