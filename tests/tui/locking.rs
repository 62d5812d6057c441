//! Unlocking, browsing while locked, and everything that locks.

use crate::desk::Desk;
use crate::world::{Ground, PASSPHRASE, lived_in};
use jeton::config::Config;
use jeton::domain::mask::Charset;
use jeton::domain::span::Span;
use jeton::tui::msg::What;

fn locked() -> Desk {
    let ground = Ground::new();
    let (services, _) = lived_in(&ground);
    Desk::over(ground, Some(services), None)
}

#[test]
fn it_starts_with_the_passphrase_and_nothing_behind_it() {
    let mut desk = locked();
    insta::assert_snapshot!("locked_start", desk.frame());
    desk.expect_not("support-bot");
    desk.keys(PASSPHRASE).expect_not("correct").keys("<enter>");
    desk.expect("mara owner").expect("support-bot");
}

#[test]
fn esc_browses_what_needs_no_key() {
    let mut desk = locked();
    desk.keys("<esc>").expect("support-bot").expect("locked");
    desk.keys("o").expect("Passphrase");
}

#[test]
fn what_was_asked_for_while_locked_is_done_after_unlocking() {
    let mut desk = locked();
    desk.keys("<esc>").keys("o").keys(PASSPHRASE).keys("<enter>").expect("hides in 15 s");
}

#[test]
fn a_wrong_passphrase_says_one_thing_and_waits_longer_each_time() {
    let mut desk = locked();
    for wait in [1, 2, 4, 8, 16, 30, 30] {
        desk.keys("wrong passphrase<enter>").expect("the passphrase does not unlock this vault");
        desk.expect(&format!("wait {wait} s before the next try"));
        desk.keys(PASSPHRASE).keys("<enter>").expect(&format!("wait {wait} s"));
        desk.expect("locked");
        desk.keys("<c-u>").pass(&format!("{wait}s")).expect_not("before the next try");
    }
    desk.keys(PASSPHRASE).keys("<enter>").expect("mara owner");
}

#[test]
fn ctrl_l_locks_and_hides_everything_at_once() {
    let mut desk = Desk::at_work();
    desk.keys("n").settle().keys("half a name<c-l>");
    desk.expect("Unlock").expect_not("half a name").expect_not("support-bot");
    assert!(desk.vault.session().is_none(), "the keys are gone");
}

#[test]
fn it_locks_itself_when_nobody_types_and_counts_down_before() {
    let mut desk = Desk::at_work();
    desk.pass("4m29s").expect_not("locks in");
    desk.pass("1s").expect("locks in 30 s");
    desk.pass("10s").expect("locks in 20 s");
    desk.keys("j").expect_not("locks in");
    desk.pass("5m").expect("Unlock");
    assert!(desk.vault.session().is_none());
}

#[test]
fn an_idle_limit_of_zero_never_locks_and_never_ticks() {
    let ground = Ground::new();
    let (services, session) = crate::world::bare(&ground);
    let mut config = Config::default();
    config.lock.idle = Span::ZERO;
    let mut desk = Desk::with(ground, Some(services), Some(session), config, Charset::Unicode);
    assert_eq!(desk.model.deadline(), None, "nothing counts down, so nothing wakes");
    desk.pass("24h").expect("mara owner");
}

#[test]
fn an_answer_to_a_passphrase_given_up_unlocks_nobody() {
    let mut desk = locked();
    desk.hold_effects();
    desk.keys(PASSPHRASE).keys("<enter>").expect("checking the passphrase");
    desk.keys("<esc>");
    desk.let_go();
    desk.expect("locked");
    assert!(desk.vault.session().is_none());
}

#[test]
fn a_value_opened_while_locking_is_dropped_unseen() {
    let mut desk = Desk::at_work();
    desk.hold_effects();
    desk.keys("o");
    desk.keys("<c-l>");
    desk.let_go();
    desk.expect_not("jtn_acc_").expect("Unlock");
}

#[test]
fn the_clipboard_survives_a_lock_but_not_its_time() {
    let mut desk = Desk::at_work();
    desk.keys("y").keys("<c-l>").expect("clipboard 45 s");
    desk.pass("45s").expect("clipboard cleared");
}

#[test]
fn another_process_is_seen() {
    let mut desk = Desk::at_work();
    let services = desk.vault.services().unwrap();
    let session = desk.vault.session().unwrap();
    desk.keys("G");
    let before = desk.model.table.selected().unwrap().id;
    crate::world::issue(&services, &session, jeton::services::IssueTarget::Personal, "aaa", Some(&["files:read"]), "1h");
    desk.tell(What::Stale);
    desk.expect("aaa");
    assert_eq!(desk.model.table.selected().unwrap().id, before, "the cursor stays on its token");
}
