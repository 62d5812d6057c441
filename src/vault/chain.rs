//! The event chain: each event's hash covers the one before. Events written while unlocked also carry a keyed hash, and those
//! form a chain of their own: nobody without the key takes one away, puts one in or moves one unnoticed.

use super::digest;
use super::keys::MemberKey;
use crate::domain::event::{EventParts, NewEvent, number_field};
use crate::domain::slot::VaultId;
use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

const GENESIS_TAG: &[u8] = b"jeton/event-genesis/v1\0";
const LINK_TAG: &[u8] = b"jeton/event-link/v1\0";
const MAC_TAG: &[u8] = b"jeton/event-mac/v2\0";
const AUDIT_KEY: &str = "jeton/audit-key/v1";

/// What stands in place of the keyed hash before the first one.
pub const NO_MAC: [u8; 32] = [0; 32];

/// What stands before the first event; differs from vault to vault, so that no history fits another vault.
pub fn genesis(vault: &VaultId) -> [u8; 32] {
    Sha256::new().chain_update(GENESIS_TAG).chain_update(vault.0).finalize().into()
}

/// The hash of event number `seq` after `previous`: SHA-256 over a domain tag, the hash before, the canonical event.
pub fn link(previous: &[u8; 32], seq: u64, event: &NewEvent) -> [u8; 32] {
    event.with_parts(|parts| Linker::default().link(previous, seq, parts))
}

/// Hashes many events, one after the other, without taking memory for each.
#[derive(Debug, Default)]
pub struct Linker(Vec<u8>);

impl Linker {
    /// As [`link`].
    pub fn link(&mut self, previous: &[u8; 32], seq: u64, parts: &EventParts<'_>) -> [u8; 32] {
        self.begin(previous, seq);
        parts.write(&mut self.0);
        Sha256::digest(&self.0).into()
    }

    /// As [`link`], of an event whose form without its number was kept.
    pub fn link_form(&mut self, previous: &[u8; 32], seq: u64, form: &[u8]) -> [u8; 32] {
        self.begin(previous, seq);
        self.0.extend_from_slice(form);
        Sha256::digest(&self.0).into()
    }

    fn begin(&mut self, previous: &[u8; 32], seq: u64) {
        self.0.clear();
        self.0.extend_from_slice(LINK_TAG);
        self.0.extend_from_slice(previous);
        self.0.extend_from_slice(&number_field(seq));
    }
}

/// The key of the events, which every slot's keys give and the file alone does not.
#[derive(Clone)]
pub struct AuditKey(Hmac<Sha256>);

impl AuditKey {
    /// The one that a slot's keys give.
    pub fn of(key: &MemberKey) -> Self {
        Self(digest::keyed(key, AUDIT_KEY))
    }

    /// The keyed hash of an event: HMAC-SHA-256 (RFC 2104) over a domain tag, the keyed hash of the last event before it that
    /// carries one ([`NO_MAC`] for the first), and its own hash.
    pub fn mac(&self, previous: &[u8; 32], hash: &[u8; 32]) -> [u8; 32] {
        self.0.clone().chain_update(MAC_TAG).chain_update(previous).chain_update(hash).finalize().into_bytes().into()
    }

    /// Whether a keyed hash is the right one, in a time that does not tell where it differs.
    pub fn fits(&self, previous: &[u8; 32], hash: &[u8; 32], mac: &[u8; 32]) -> bool {
        self.mac(previous, hash).ct_eq(mac).into()
    }
}

impl fmt::Debug for AuditKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("AuditKey(redacted)")
    }
}

#[cfg(test)]
mod tests;
