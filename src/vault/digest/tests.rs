//! Digests that may never change.

use super::*;
use crate::vault::fixture::slot_keys;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn digests_stay_what_they_were() {
    // A changed digest would lock out every token of every vault: these may never change.
    assert_eq!(hex(&digest("jtn_bot_0").0), "fd80c3a6c79732b72358c117ad4a743cc5d33643a0145a444fa3a5a2b6fedeb1");
    assert_eq!(
        hex(&keyed_digest(&slot_keys(1).member, "hunter2").0),
        "ffec56f2f47e33db2a434a63958d62d658d60a3c43f5bd87c271943261d31be5"
    );
}

#[test]
fn a_digest_is_not_the_bare_hash_that_anybody_could_have_in_a_table() {
    let bare: [u8; 32] = Sha256::digest(b"hunter2").into();
    assert_ne!(digest("hunter2").0, bare);
}

#[test]
fn without_the_member_key_an_external_value_cannot_be_guessed() {
    let (ours, theirs) = (slot_keys(1).member, slot_keys(2).member);
    assert_ne!(keyed_digest(&ours, "hunter2"), keyed_digest(&theirs, "hunter2"));
    assert_ne!(keyed_digest(&ours, "hunter2"), digest("hunter2"));
    assert_eq!(keyed_digest(&ours, "hunter2"), keyed_digest(&slot_keys(1).member, "hunter2"));
}

#[test]
fn digests_match_only_themselves() {
    assert!(matches(&digest("a"), &digest("a")));
    let mut last_bit = digest("a");
    last_bit.0[31] ^= 1;
    assert!(!matches(&digest("a"), &last_bit));
}

#[test]
fn a_mac_depends_on_its_purpose_and_joins_its_parts() {
    let key = slot_keys(1).member;
    let mut reference = Hmac::<Sha256>::new_from_slice(key.derive("purpose").as_slice()).unwrap();
    reference.update(b"Hi There");
    assert_eq!(mac(&key, "purpose", &[b"Hi ", b"There"]), <[u8; 32]>::from(reference.finalize().into_bytes()));
    assert_ne!(mac(&key, "purpose", &[b"Hi There"]), mac(&key, "another", &[b"Hi There"]));
}
