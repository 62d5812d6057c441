//! Sealed values that were moved, swapped or altered in the file.

use crate::world::Vault;
use jeton::domain::event::{Action, Outcome};
use jeton::domain::owner::OwnerKind;
use jeton::services::{Error, LogQuery, Purpose};

#[test]
fn sealed_values_swapped_between_rows_do_not_open_and_the_attempt_is_logged() {
    let vault = Vault::new();
    let (one, two) = (vault.add(OwnerKind::Bot, "one", None), vault.add(OwnerKind::Bot, "two", None));
    let sql = format!(
        "UPDATE secret SET sealed = (SELECT other.sealed FROM secret AS other WHERE other.token = '{}') WHERE token = '{}'",
        two.token.id, one.token.id
    );
    assert_eq!(vault.tamper(&sql), 1);
    let error = vault.services.reveal(&vault.session, one.token.id, Purpose::Reveal).unwrap_err();
    assert!(matches!(error, Error::Tampered(_)));
    assert!(vault.services.reveal(&vault.session, two.token.id, Purpose::Reveal).is_ok());
    let reveals = vault.services.log(&LogQuery { actions: vec![Action::Reveal], ..LogQuery::default() }).unwrap();
    assert_eq!(reveals.iter().map(|event| event.what.outcome).collect::<Vec<_>>(), [Outcome::Refused, Outcome::Done]);
}

#[test]
fn a_digest_that_was_replaced_hides_the_value_that_does_not_match_it() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "one", None);
    vault.tamper(&format!("UPDATE secret SET digest = randomblob(32) WHERE token = '{}'", bot.token.id));
    let error = vault.services.reveal(&vault.session, bot.token.id, Purpose::Reveal).unwrap_err();
    assert!(matches!(error, Error::Tampered(_)));
}

#[test]
fn a_sealed_value_of_an_earlier_version_does_not_open_as_the_later() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "one", None);
    vault.rotate(&bot, "1h").unwrap();
    let sql = format!(
        "UPDATE secret SET sealed = (SELECT old.sealed FROM secret AS old WHERE old.token = '{0}' AND old.version = 1) \
         WHERE token = '{0}' AND version = 2",
        bot.token.id
    );
    assert_eq!(vault.tamper(&sql), 1);
    assert!(matches!(vault.services.reveal(&vault.session, bot.token.id, Purpose::Reveal), Err(Error::Tampered(_))));
}
