//! Unlocking, and what an altered vault does to it.

use crate::world::{PASSPHRASE, Vault, passphrase};
use jeton::domain::event::{Action, Outcome};
use jeton::services::{Error, LogQuery, Purpose};

#[test]
fn the_passphrase_and_the_recovery_key_both_unlock_and_leave_an_event() {
    let vault = Vault::new();
    for secret in [PASSPHRASE.to_owned(), vault.recovery.clone(), vault.recovery.to_lowercase().replace('-', " ")] {
        let session = vault.services.unlock(&passphrase(&secret)).unwrap();
        assert!(session.can_reveal());
        assert!(vault.services.reveal(&session, vault.account.token.id, Purpose::Reveal).is_ok());
    }
    let unlocks = LogQuery { actions: vec![Action::Unlock], ..LogQuery::default() };
    assert_eq!(vault.services.log(&unlocks).unwrap().len(), 3);
}

#[test]
fn a_wrong_passphrase_gives_one_constant_message_and_an_event() {
    let vault = Vault::new();
    let mut messages: Vec<String> = ["", "wrong", "correct horse battery stapl", &"x".repeat(10_000)]
        .iter()
        .map(|wrong| vault.services.unlock(&passphrase(wrong)).unwrap_err().to_string())
        .collect();
    messages.dedup();
    assert_eq!(messages, ["the passphrase does not unlock this vault"]);
    let events = vault.services.log(&LogQuery { actions: vec![Action::Unlock], ..LogQuery::default() }).unwrap();
    assert_eq!(events.len(), 4);
    assert!(events.iter().all(|event| event.what.outcome == Outcome::Refused));
}

#[test]
fn slot_parameters_out_of_bounds_are_refused_before_memory_is_asked_for() {
    for memory_kib in [4 * 1024 * 1024, 8] {
        let vault = Vault::new();
        vault.tamper(&format!("UPDATE slot SET memory_kib = {memory_kib}"));
        let error = vault.services.unlock(&passphrase(PASSPHRASE)).unwrap_err();
        assert!(!matches!(error, Error::WrongPassphrase), "{error}");
        assert!(error.to_string().contains("out of bounds"), "{error}");
    }
}

#[test]
fn a_session_ends_with_its_slot() {
    let vault = Vault::new();
    vault.tamper("DELETE FROM slot WHERE sort = 'passphrase'");
    let error = vault.services.reveal(&vault.session, vault.account.token.id, Purpose::Reveal).unwrap_err();
    assert!(matches!(error, Error::Locked));
}

#[test]
fn a_slot_given_a_higher_role_in_the_file_does_not_open() {
    let vault = Vault::new();
    vault.tamper("UPDATE slot SET role = 'manager' WHERE sort = 'passphrase'");
    assert!(vault.services.unlock(&passphrase(PASSPHRASE)).is_err());
}
