//! Where a request came from: the peer, or what a trusted proxy says of its own peer.

use crate::domain::policy::Networks;
use std::net::{IpAddr, SocketAddr};

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// An address.
    Address(IpAddr),
    /// Somebody on this machine who may use the Unix socket: the proxy.
    Local,
}

/// Whose word is believed.
#[derive(Clone, Debug)]
pub struct Trusted(Networks);

impl Trusted {
    /// These networks; none of them means nobody.
    pub fn new(networks: Networks) -> Self {
        Self(networks)
    }

    fn includes(&self, address: IpAddr) -> bool {
        !self.0.is_empty() && self.0.allow(Some(address))
    }

    /// The address that a request came from; `None` where it is not known.
    ///
    /// `forwarded` are the values of `X-Forwarded-For`, in order. Each proxy adds its peer at the right, so the rightmost address that
    /// is no trusted proxy's is the last one that a trusted proxy saw itself; what stands left of it the client may have made up.
    pub fn source<'h>(&self, peer: Peer, forwarded: impl DoubleEndedIterator<Item = &'h [u8]>) -> Option<IpAddr> {
        let mut nearest = match peer {
            Peer::Address(address) if !self.includes(address) => return Some(address.to_canonical()),
            Peer::Address(address) => Some(address.to_canonical()),
            Peer::Local => None,
        };
        for value in forwarded.rev() {
            for hop in value.rsplit(|byte| *byte == b',') {
                let hop = address(hop)?;
                nearest = Some(hop);
                if !self.includes(hop) {
                    return nearest;
                }
            }
        }
        nearest
    }
}

/// An address, with or without a port; IPv6 with a port stands in brackets.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?.trim();
    let alone = hop.parse::<IpAddr>().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()));
    alone.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(peer: Peer, forwarded: &[&str]) -> Option<String> {
        let trusted = Trusted::new(Networks::from_words(["127.0.0.0/8", "10.0.0.0/8", "::1"]).unwrap());
        trusted.source(peer, forwarded.iter().map(|value| value.as_bytes())).map(|address| address.to_string())
    }

    fn from(peer: &str, forwarded: &[&str]) -> Option<String> {
        source(Peer::Address(peer.parse().unwrap()), forwarded)
    }

    #[test]
    fn an_untrusted_peer_is_the_source_whatever_it_says() {
        assert_eq!(from("192.0.2.1", &["10.0.0.1"]).as_deref(), Some("192.0.2.1"));
        assert_eq!(from("::ffff:192.0.2.1", &["garbage"]).as_deref(), Some("192.0.2.1"));
    }

    #[test]
    fn the_rightmost_untrusted_hop_counts() {
        for (forwarded, source) in [
            (&["192.0.2.7"][..], "192.0.2.7"),
            (&["198.51.100.9, 192.0.2.7"], "192.0.2.7"),
            (&["198.51.100.9", "192.0.2.7, 10.1.1.1"], "192.0.2.7"),
            (&["192.0.2.7", "127.0.0.1", "::1"], "192.0.2.7"),
            (&["made up, 192.0.2.7:4711"], "192.0.2.7"),
            (&["[2001:db8::1]:443"], "2001:db8::1"),
            (&["2001:db8::1"], "2001:db8::1"),
            (&["10.0.0.9,10.0.0.8"], "10.0.0.9"),
            (&[], "127.0.0.1"),
        ] {
            assert_eq!(from("127.0.0.1", forwarded).as_deref(), Some(source), "{forwarded:?}");
        }
        assert_eq!(source(Peer::Local, &["192.0.2.7"]).as_deref(), Some("192.0.2.7"));
    }

    #[test]
    fn what_no_proxy_wrote_makes_the_address_unknown() {
        for forwarded in ["", "unknown", "192.0.2.7,", "192.0.2.7, x", "192.0.2.7;10.0.0.1", "[10.0.0.1", "10.0.0.1:x", "\u{e4}"]
        {
            assert_eq!(from("127.0.0.1", &[forwarded]), None, "{forwarded:?}");
        }
        assert_eq!(source(Peer::Local, &[]), None);
    }

    #[test]
    fn without_trusted_proxies_nobody_is_believed() {
        let nobody = Trusted::new(Networks::default());
        let peer = Peer::Address("127.0.0.1".parse().unwrap());
        assert_eq!(nobody.source(peer, [&b"192.0.2.7"[..]].into_iter()), Some("127.0.0.1".parse().unwrap()));
    }
}
