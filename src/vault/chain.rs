//! The event chain: each event's hash covers the one before; an unlocked vault also signs it with a key.

use super::digest::mac;
use super::keys::MemberKey;
use crate::domain::event::{NewEvent, canonical};
use crate::domain::slot::VaultId;
use sha2::{Digest as _, Sha256};

const GENESIS_TAG: &[u8] = b"jeton/event-genesis/v1\0";
const LINK_TAG: &[u8] = b"jeton/event-link/v1\0";
const MAC_TAG: &[u8] = b"jeton/event-mac/v1\0";
const AUDIT_KEY: &str = "jeton/audit-key/v1";

/// What stands before the first event; differs from vault to vault, so that no history fits another vault.
pub fn genesis(vault: &VaultId) -> [u8; 32] {
    Sha256::new().chain_update(GENESIS_TAG).chain_update(vault.0).finalize().into()
}

/// The hash of event number `seq` after `previous`: SHA-256 over a domain tag, the hash before, the canonical event.
pub fn link(previous: &[u8; 32], seq: u64, event: &NewEvent) -> [u8; 32] {
    Sha256::new().chain_update(LINK_TAG).chain_update(previous).chain_update(canonical(seq, event)).finalize().into()
}

/// HMAC-SHA-256 of an event's hash: whoever edits the file without a slot cannot make it.
pub fn event_mac(key: &MemberKey, hash: &[u8; 32]) -> [u8; 32] {
    mac(key, AUDIT_KEY, &[MAC_TAG, hash])
}

#[cfg(test)]
mod tests;
