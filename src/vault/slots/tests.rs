//! Slots under right and wrong passphrases, and with edited rows.

use super::*;
use crate::domain::plaintext::Plaintext;
use crate::vault::digest::keyed_digest;
use crate::vault::fixture::{Broken, Seeded, VAULT, new_slot, passphrase, slot_keys};
use crate::vault::recovery;

fn owner_slot(words: &str) -> Slot {
    seal_slot(new_slot(Role::Owner), &passphrase(words), &slot_keys(1), &Seeded::new(2)).unwrap()
}

fn assert_same_member(left: &SlotKeys, right: &SlotKeys) {
    assert_eq!(keyed_digest(&left.member, "x"), keyed_digest(&right.member, "x"));
}

/// One change to a slot's row.
type Edit = fn(&mut Slot);

#[test]
fn the_right_passphrase_brings_the_keys_back() {
    let slot = owner_slot("correct horse battery");
    let opened = open_slot(&VAULT, &slot, &passphrase("correct horse battery")).unwrap();
    assert_same_member(&opened, &slot_keys(1));
    assert_eq!(opened.private.unwrap().public(), slot_keys(1).private.unwrap().public());
}

#[test]
fn a_wrong_passphrase_does_not() {
    let slot = owner_slot("correct horse battery");
    for wrong in ["", "correct horse batterY", "correct horse battery "] {
        assert_eq!(open_slot(&VAULT, &slot, &passphrase(wrong)).unwrap_err(), SlotError::Wrong, "{wrong:?}");
    }
}

#[test]
fn a_passphrase_opens_its_slot_however_its_accents_were_typed() {
    let slot = owner_slot("caf\u{e9} na\u{ef}ve cr\u{e8}me");
    assert!(open_slot(&VAULT, &slot, &passphrase("cafe\u{301} nai\u{308}ve cre\u{300}me")).is_ok());
    assert_eq!(open_slot(&VAULT, &slot, &passphrase("cafe naive creme")).unwrap_err(), SlotError::Wrong);
}

#[test]
fn the_recovery_key_opens_a_slot_of_its_own() {
    let printed = recovery::generate(&Seeded::new(3)).unwrap();
    let new = NewSlot { sort: SlotSort::Recovery, ..new_slot(Role::Owner) };
    let canonical = recovery::normalise(printed.expose()).unwrap();
    let slot = seal_slot(new, &canonical, &slot_keys(1), &Seeded::new(4)).unwrap();
    let typed = recovery::normalise(&printed.expose().to_lowercase().replace('-', " ")).unwrap();
    assert_same_member(&open_slot(&VAULT, &slot, &typed).unwrap(), &slot_keys(1));
}

#[test]
fn managers_and_auditors_hold_no_private_key_even_when_it_is_at_hand() {
    for role in [Role::Manager, Role::Auditor] {
        let slot = seal_slot(new_slot(role), &passphrase("correct horse"), &slot_keys(1), &Seeded::new(2)).unwrap();
        let opened = open_slot(&VAULT, &slot, &passphrase("correct horse")).unwrap();
        assert!(opened.private.is_none());
        assert_same_member(&opened, &slot_keys(1));
    }
}

#[test]
fn an_owner_without_the_private_key_is_not_made() {
    let keys = SlotKeys { private: None, ..slot_keys(1) };
    let made = seal_slot(new_slot(Role::Owner), &passphrase("x"), &keys, &Seeded::new(2));
    assert!(matches!(made, Err(VaultError::Slot(SlotError::NoPrivateKey(Role::Owner)))));
}

#[test]
fn a_slot_whose_row_was_edited_does_not_open() {
    let honest = owner_slot("correct horse");
    let edits: [Edit; 5] = [
        |slot| slot.role = Role::Manager,
        |slot| slot.sort = SlotSort::Recovery,
        |slot| slot.id.0[0] ^= 1,
        |slot| slot.wrapped[0] ^= 1,
        |slot| slot.nonce[0] ^= 1,
    ];
    for (number, edit) in edits.into_iter().enumerate() {
        let mut slot = honest.clone();
        edit(&mut slot);
        let refused = open_slot(&VAULT, &slot, &passphrase("correct horse")).unwrap_err();
        assert!(matches!(refused, SlotError::Corrupt(_)), "edit {number}: {refused:?}");
    }
    let elsewhere = open_slot(&VaultId([8; 16]), &honest, &passphrase("correct horse")).unwrap_err();
    assert!(matches!(elsewhere, SlotError::Corrupt(_)));
}

#[test]
fn a_manager_does_not_become_an_owner_by_an_edited_row() {
    let mut slot = seal_slot(new_slot(Role::Manager), &passphrase("pass"), &slot_keys(1), &Seeded::new(2)).unwrap();
    slot.role = Role::Owner;
    assert!(matches!(open_slot(&VAULT, &slot, &passphrase("pass")), Err(SlotError::Corrupt(_))));
}

#[test]
fn another_commitment_salt_or_cost_is_another_passphrase() {
    let honest = owner_slot("correct horse");
    let edits: [Edit; 4] = [
        |slot| slot.commitment[31] ^= 1,
        |slot| slot.salt[0] ^= 1,
        |slot| slot.params.iterations += 1,
        |slot| slot.params.lanes += 1,
    ];
    for edit in edits {
        let mut slot = honest.clone();
        edit(&mut slot);
        assert_eq!(open_slot(&VAULT, &slot, &passphrase("correct horse")).unwrap_err(), SlotError::Wrong);
    }
}

#[test]
fn a_slot_that_asks_for_four_gigabytes_or_eight_kilobytes_is_refused_at_once() {
    for memory_kib in [4 * 1024 * 1024, 8] {
        let mut slot = owner_slot("correct horse");
        slot.params.memory_kib = memory_kib;
        let begun = std::time::Instant::now();
        let refused = open_slot(&VAULT, &slot, &passphrase("correct horse")).unwrap_err();
        assert_eq!(refused, SlotError::Bounds(slot.params));
        assert!(begun.elapsed() < std::time::Duration::from_millis(50));
        assert!(refused.to_string().contains(&memory_kib.to_string()));
    }
}

#[test]
fn a_broken_generator_makes_no_slot() {
    let made = seal_slot(new_slot(Role::Owner), &passphrase("x"), &slot_keys(1), &Broken);
    assert!(matches!(made, Err(VaultError::Entropy(_))));
}

#[test]
fn nothing_of_a_slot_prints_its_keys() {
    assert_eq!(format!("{:?}", slot_keys(1)), "SlotKeys(redacted)");
    let words = Passphrase::new(Plaintext::new("correct horse".to_owned()));
    assert!(!format!("{words:?}").contains("horse"));
}
