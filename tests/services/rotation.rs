//! Rotation with overlap, its end, and what it refuses.

use crate::world::{Vault, span, turn};
use jeton::domain::lifecycle::Refusal;
use jeton::domain::owner::OwnerKind;
use jeton::domain::token::Status;
use jeton::services::{Authority, EditRequest, Error, Purpose, RotateRequest};

fn refusal<T: std::fmt::Debug>(result: jeton::services::Result<T>) -> Refusal {
    match result.unwrap_err() {
        Error::Refused { refusal, .. } => refusal,
        other => panic!("not a refusal: {other:?}"),
    }
}

#[test]
fn both_values_are_accepted_until_the_grace_ends_and_not_a_moment_longer() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let next = vault.rotate(&bot, "1h").unwrap();
    assert_eq!(next.token.version, 2);
    assert_eq!(next.token.status(vault.services.now()), Status::Rotating);
    vault.pass("59m59s");
    assert_eq!((vault.answer(&bot.value), vault.answer(&next.value)), ("allow", "allow"));
    vault.pass("1s");
    assert_eq!((vault.answer(&bot.value), vault.answer(&next.value)), ("retired", "allow"));
}

#[test]
fn rotating_again_in_the_grace_needs_force_which_cuts_the_oldest() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let second = vault.rotate(&bot, "1h").unwrap();
    assert!(matches!(refusal(vault.rotate(&bot, "1h")), Refusal::StillRetiring(_)));
    assert_eq!(vault.answer(&bot.value), "allow", "the refusal changed nothing");

    let forced = RotateRequest { force: true, ..turn("1h") };
    let third = vault.services.rotate((&vault.session).into(), bot.token.id, forced).unwrap();
    assert_eq!(third.token.version, 3);
    assert_eq!(vault.answer(&bot.value), "retired");
    assert_eq!((vault.answer(&second.value), vault.answer(&third.value)), ("allow", "allow"));
}

#[test]
fn a_grace_can_be_ended_early_and_extended() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    vault.rotate(&bot, "15m").unwrap();
    let longer = vault.services.extend_grace((&vault.session).into(), bot.token.id, span("1h")).unwrap();
    assert_eq!(longer.grace_until.unwrap().as_second() - vault.services.now().as_second(), 75 * 60);
    vault.pass("20m");
    assert_eq!(vault.answer(&bot.value), "allow");
    vault.services.end_grace((&vault.session).into(), bot.token.id).unwrap();
    assert_eq!(vault.answer(&bot.value), "retired");
    assert_eq!(refusal(vault.services.end_grace((&vault.session).into(), bot.token.id)), Refusal::NoGrace);
    assert_eq!(refusal(vault.services.extend_grace((&vault.session).into(), bot.token.id, span("1h"))), Refusal::NoGrace);
}

#[test]
fn a_grace_never_outlasts_the_token() {
    let vault = Vault::new();
    let pat = vault.issue_pat("ci", &["bots:read"]);
    let soon = EditRequest { expiry: Some("2h".parse().unwrap()), ..EditRequest::default() };
    vault.services.edit((&vault.session).into(), pat.token.id, soon).unwrap();
    let next = vault.rotate(&pat, "24h").unwrap();
    assert_eq!(next.token.grace_until, next.token.expires_at);
    let sooner = EditRequest { expiry: Some("1h".parse().unwrap()), ..EditRequest::default() };
    let edited = vault.services.edit((&vault.session).into(), pat.token.id, sooner).unwrap();
    assert_eq!(edited.grace_until, edited.expires_at, "a nearer expiry shortens a running grace");
    assert!(matches!(
        refusal(vault.services.extend_grace((&vault.session).into(), pat.token.id, span("1h"))),
        Refusal::ExpiresFirst(_)
    ));
}

#[test]
fn expired_disabled_and_revoked_tokens_do_not_rotate() {
    let vault = Vault::new();
    let pat = vault.issue_pat("ci", &["bots:read"]);
    vault.services.disable((&vault.session).into(), pat.token.id).unwrap();
    assert_eq!(vault.answer(&pat.value), "disabled");
    assert_eq!(refusal(vault.rotate(&pat, "0")), Refusal::Disabled);
    vault.services.enable((&vault.session).into(), pat.token.id).unwrap();
    assert_eq!(vault.answer(&pat.value), "allow");
    vault.pass("90d");
    assert_eq!(vault.answer(&pat.value), "expired");
    assert_eq!(refusal(vault.rotate(&pat, "0")), Refusal::Expired);
    vault.services.revoke((&vault.session).into(), pat.token.id, None).unwrap();
    assert_eq!(refusal(vault.rotate(&pat, "0")), Refusal::Revoked);
    assert_eq!(refusal(vault.services.enable((&vault.session).into(), pat.token.id)), Refusal::Revoked);
}

#[test]
fn disabling_ends_a_grace_for_good() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let next = vault.rotate(&bot, "24h").unwrap();
    vault.services.disable((&vault.session).into(), bot.token.id).unwrap();
    vault.services.enable((&vault.session).into(), bot.token.id).unwrap();
    assert_eq!((vault.answer(&bot.value), vault.answer(&next.value)), ("retired", "allow"));
}

#[test]
fn whoever_rotates_second_learns_that_someone_else_did() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let other = vault.reopen();
    let seen = RotateRequest { expected_version: Some(1), ..turn("0") };
    other.rotate((&vault.session).into(), bot.token.id, seen).unwrap();
    let seen = RotateRequest { expected_version: Some(1), ..turn("0") };
    assert_eq!(refusal(vault.services.rotate((&vault.session).into(), bot.token.id, seen)), Refusal::RotatedMeanwhile);
}

#[test]
fn only_verbs_that_the_vault_lists_work_unattended() {
    let vault = Vault::with(&["rotate"]);
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let next = vault.services.rotate(Authority::Unattended, bot.token.id, turn("0")).unwrap();
    assert_eq!(vault.answer(&next.value), "allow");
    let shown = vault.services.reveal(&vault.session, bot.token.id, Purpose::Reveal).unwrap();
    assert_eq!(shown.expose(), next.value.expose(), "sealed without any secret, opened with one");
    assert!(matches!(vault.services.revoke(Authority::Unattended, bot.token.id, None), Err(Error::Locked)));
}

#[test]
fn a_value_that_was_retired_or_revoked_is_in_no_file_of_the_vault() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let sealed = || {
        let connection = rusqlite::Connection::open(vault.path()).unwrap();
        let sql = "SELECT sealed FROM secret WHERE token = ?1 AND state <> 'retired' ORDER BY version LIMIT 1";
        connection.query_row(sql, [bot.token.id.to_string()], |row| row.get::<_, Vec<u8>>(0)).unwrap()
    };
    let first = sealed();
    assert!(vault.files_hold(&first));
    vault.rotate(&bot, "1h").unwrap();
    assert!(vault.files_hold(&first), "still kept while it is accepted");
    vault.pass("1h");
    vault.add(OwnerKind::Bot, "other", None);
    assert!(!vault.files_hold(&first), "the next change sweeps what has ended");
    let second = sealed();
    vault.services.revoke((&vault.session).into(), bot.token.id, None).unwrap();
    assert!(!vault.files_hold(&second));
    assert!(!vault.files_hold(bot.value.expose().as_bytes()), "a value never stands in clear");
}
