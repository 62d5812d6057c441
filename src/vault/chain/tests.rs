//! The chain notices every edit.

use super::*;
use crate::domain::event::{Action, Actor, Outcome};
use crate::domain::owner::OwnerId;
use crate::vault::fixture::{VAULT, slot_keys};

fn event() -> NewEvent {
    NewEvent {
        at: "2027-01-02T03:04:05.678Z".parse().unwrap(),
        actor: Actor { name: "ana".to_owned(), address: None },
        action: Action::Issue,
        outcome: Outcome::Done,
        token: Some("tok_0123456789ab".parse().unwrap()),
        owner: Some(OwnerId(3)),
        subject: "bot:greeter/default".to_owned(),
        detail: "scopes messages:read".to_owned(),
    }
}

/// One change to an event.
type Edit = fn(&mut NewEvent);

#[test]
fn hashes_stay_what_they_were() {
    let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(hex(genesis(&VAULT)), "c95e16343bb4cec35a068876f8f7f80f155706fc46c25fd1f18a2aa07f1aab58");
    assert_eq!(hex(link(&genesis(&VAULT), 1, &event())), "17973a9b9a87cd0499a1a03ba2708bb6f698c886890b229be6a55704c22177a1");
}

#[test]
fn whatever_is_edited_changes_the_hash() {
    let start = genesis(&VAULT);
    let honest = link(&start, 1, &event());
    let edits: [Edit; 9] = [
        |event| event.at = jiff::Timestamp::UNIX_EPOCH,
        |event| event.actor.name.push('s'),
        |event| event.actor.address = Some(String::new()),
        |event| event.action = Action::Revoke,
        |event| event.outcome = Outcome::Refused,
        |event| event.token = None,
        |event| event.owner = None,
        |event| event.subject = "bot:greeter/defaults".to_owned(),
        |event| (event.subject, event.detail) = ("bot:greeter/defaultscopes".to_owned(), " messages:read".to_owned()),
    ];
    for (number, edit) in edits.into_iter().enumerate() {
        let mut forged = event();
        edit(&mut forged);
        assert_ne!(link(&start, 1, &forged), honest, "edit {number}");
    }
    assert_ne!(link(&start, 2, &event()), honest);
    assert_ne!(link(&honest, 1, &event()), honest);
}

#[test]
fn a_history_fits_no_other_vault() {
    assert_ne!(genesis(&VAULT), genesis(&VaultId([8; 16])));
}

#[test]
fn only_the_member_key_signs_and_each_keyed_hash_covers_the_one_before() {
    let hash = link(&genesis(&VAULT), 1, &event());
    let key = AuditKey::of(&slot_keys(1).member);
    let first = key.mac(&NO_MAC, &hash);
    assert_eq!(first, AuditKey::of(&slot_keys(1).member).mac(&NO_MAC, &hash));
    assert_ne!(first, AuditKey::of(&slot_keys(2).member).mac(&NO_MAC, &hash));
    assert_ne!(first, key.mac(&NO_MAC, &genesis(&VAULT)));
    assert_ne!(first, key.mac(&first, &hash));
    assert!(key.fits(&NO_MAC, &hash, &first) && !key.fits(&first, &hash, &first));
    assert_eq!(format!("{key:?}"), "AuditKey(redacted)");
}

#[test]
fn a_form_that_was_kept_gives_the_same_hash() {
    let (mut form, start) = (Vec::new(), genesis(&VAULT));
    event().with_parts(|parts| parts.write(&mut form));
    let mut linker = Linker::default();
    assert_eq!(linker.link_form(&start, 7, &form), link(&start, 7, &event()));
    assert_eq!(linker.link_form(&start, 1, &form), link(&start, 1, &event()));
}
