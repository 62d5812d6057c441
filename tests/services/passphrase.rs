//! Changing the passphrase: what unlocks afterwards, what no longer does, and what it leaves in the log.

use crate::world::{PASSPHRASE, Vault, passphrase};
use jeton::domain::event::{Action, Outcome};
use jeton::services::{Error, LogQuery, Purpose};

const NEW: &str = "seven purple otters juggle quietly";

fn unlocks(vault: &Vault, secret: &str) -> bool {
    match vault.services.unlock(&passphrase(secret)) {
        Ok(session) => {
            assert!(vault.services.reveal(&session, vault.account.token.id, Purpose::Reveal).is_ok());
            true
        }
        Err(Error::WrongPassphrase) => false,
        Err(error) => panic!("{error}"),
    }
}

fn changes(vault: &Vault) -> Vec<(Outcome, String)> {
    let query = LogQuery { actions: vec![Action::Passphrase], ..LogQuery::default() };
    vault.services.log(&query).unwrap().into_iter().map(|event| (event.what.outcome, event.what.detail)).collect()
}

#[test]
fn the_new_one_unlocks_the_old_one_does_not_and_the_recovery_key_still_does() {
    let vault = Vault::new();
    let session = vault.services.change_passphrase(&passphrase(PASSPHRASE), &passphrase(NEW)).unwrap();
    assert!(vault.services.reveal(&session, vault.account.token.id, Purpose::Reveal).is_ok(), "the new session is good");
    assert!(!unlocks(&vault, PASSPHRASE));
    assert!(unlocks(&vault, NEW));
    assert!(unlocks(&vault, &vault.recovery));
    assert_eq!(changes(&vault), [(Outcome::Done, "owner ops, proven by the present one".to_owned())]);
    assert_eq!(vault.services.verify_log(Some(&session), None).unwrap().faults, Vec::<String>::new());
}

#[test]
fn the_recovery_key_proves_as_well_and_again() {
    let vault = Vault::new();
    for (nth, new) in [NEW, "eleven green herons argue loudly"].into_iter().enumerate() {
        vault.services.change_passphrase(&passphrase(&vault.recovery), &passphrase(new)).unwrap();
        assert!(unlocks(&vault, new));
        assert_eq!(changes(&vault).len(), nth + 1);
    }
    assert!(!unlocks(&vault, PASSPHRASE) && !unlocks(&vault, NEW));
    assert!(unlocks(&vault, &vault.recovery));
}

#[test]
fn a_session_of_the_old_passphrase_ends_in_every_process() {
    let vault = Vault::new();
    let elsewhere = vault.reopen();
    let session = elsewhere.unlock(&passphrase(PASSPHRASE)).unwrap();
    vault.services.change_passphrase(&passphrase(PASSPHRASE), &passphrase(NEW)).unwrap();
    let error = elsewhere.reveal(&session, vault.account.token.id, Purpose::Reveal).unwrap_err();
    assert!(matches!(error, Error::Locked), "{error}");
}

#[test]
fn a_wrong_proof_changes_nothing_and_is_noted() {
    let vault = Vault::new();
    let error = vault.services.change_passphrase(&passphrase("not this one at all"), &passphrase(NEW)).unwrap_err();
    assert!(matches!(error, Error::WrongPassphrase));
    assert!(unlocks(&vault, PASSPHRASE) && !unlocks(&vault, NEW));
    assert_eq!(changes(&vault), [(Outcome::Refused, String::new())]);
}

#[test]
fn what_may_not_guard_a_vault_is_refused_before_anything_is_tried() {
    let vault = Vault::new();
    let recovery = vault.recovery.clone();
    for (new, complaint) in [
        ("short", "too short"),
        ("password1234", "too easy to guess"),
        (recovery.as_str(), "a recovery key cannot be the passphrase"),
        (PASSPHRASE, "that is the present passphrase"),
    ] {
        let error = vault.services.change_passphrase(&passphrase(PASSPHRASE), &passphrase(new)).unwrap_err();
        assert!(error.to_string().contains(complaint), "{error}");
    }
    assert_eq!(changes(&vault), []);
    assert!(unlocks(&vault, PASSPHRASE));
}

#[test]
fn the_old_wrapping_is_gone_from_the_file() {
    let vault = Vault::new();
    let wrapped: Vec<u8> = rusqlite::Connection::open(vault.path())
        .unwrap()
        .query_row("SELECT wrapped FROM slot WHERE sort = 'passphrase'", [], |row| row.get(0))
        .unwrap();
    let holds = || {
        let files = std::fs::read_dir(vault.path().parent().unwrap()).unwrap();
        let bytes: Vec<Vec<u8>> = files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
        bytes.iter().any(|bytes| bytes.windows(wrapped.len()).any(|window| window == wrapped))
    };
    assert!(holds());
    vault.services.change_passphrase(&passphrase(PASSPHRASE), &passphrase(NEW)).unwrap();
    assert!(!holds(), "the old passphrase would still open it");
}

#[test]
fn two_changes_at_once_leave_one_and_say_so() {
    let vault = Vault::new();
    let other = vault.reopen();
    let results: Vec<_> = std::thread::scope(|scope| {
        let first = scope.spawn(|| vault.services.change_passphrase(&passphrase(PASSPHRASE), &passphrase(NEW)));
        let second =
            scope.spawn(|| other.change_passphrase(&passphrase(PASSPHRASE), &passphrase("eleven green herons argue loudly")));
        [first.join().unwrap(), second.join().unwrap()].into_iter().collect()
    });
    let done = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(done, 1, "{results:?}");
    assert!(!unlocks(&vault, PASSPHRASE));
    assert_ne!(unlocks(&vault, NEW), unlocks(&vault, "eleven green herons argue loudly"));
}
