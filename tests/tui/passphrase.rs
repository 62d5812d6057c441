//! Changing the passphrase from the interface.

use crate::desk::Desk;
use crate::world::PASSPHRASE;

const NEW: &str = "seven purple otters juggle quietly";

fn changing() -> Desk {
    let mut desk = Desk::at_work();
    desk.keys("P").expect("or the recovery key").expect("The recovery key stays good").settle();
    desk
}

#[test]
fn the_new_passphrase_unlocks_and_the_old_one_no_longer_does() {
    let mut desk = changing();
    desk.keys(PASSPHRASE).keys("<tab>").keys(NEW).expect("very strong").keys("<tab>").keys(NEW);
    desk.expect_not("otters").expect_not("horse");
    desk.keys("<tab><right><enter>").expect("changed the passphrase");
    desk.keys("o").expect("hides in");
    desk.keys("<c-l>").keys(PASSPHRASE).keys("<enter>").expect("does not unlock this vault");
    desk.pass("1s").keys("<c-u>").keys(NEW).keys("<enter>").expect("mara");
}

#[test]
fn what_is_wrong_is_said_beside_its_field() {
    let mut desk = changing();
    desk.keys("<tab><tab><tab><right><enter>").expect("type the present passphrase");
    desk.keys("not the one<tab>short<tab><tab><enter>").expect("too short");
    desk.keys("<c-u>").keys(NEW).keys("<tab>something else<tab><enter>").expect("not the same as above");
    desk.keys(NEW).keys("<tab><enter>").expect("the passphrase does not unlock this vault");
    desk.keys(PASSPHRASE).keys("<tab><c-u>").keys(PASSPHRASE).keys("<tab><c-u>").keys(PASSPHRASE).keys("<tab><enter>");
    desk.expect("that is the present passphrase");
}

#[test]
fn a_lock_wipes_what_is_typed() {
    let mut desk = changing();
    desk.keys(PASSPHRASE).keys("<c-l>").expect("Unlock").keys("<esc>P").expect("Passphrase");
    desk.keys(PASSPHRASE).keys("<enter>").expect("Change the passphrase").settle();
    desk.keys("<tab><tab><tab><right><enter>").expect("type the present passphrase");
}

#[test]
fn a_change_under_way_when_the_vault_locks_unlocks_nobody() {
    let mut desk = changing();
    desk.keys(PASSPHRASE).keys("<tab>").keys(NEW).keys("<tab>").keys(NEW);
    desk.hold_effects();
    desk.keys("<tab><right><enter>").expect("changing the passphrase").keys("<c-l>");
    desk.let_go();
    assert!(desk.vault.session().is_none());
    desk.expect("locked").keys(NEW).keys("<enter>").expect("mara");
}

#[test]
fn a_locked_vault_asks_for_the_passphrase_first() {
    let mut desk = Desk::at_work();
    desk.keys("<c-l><esc>P").expect("Unlock").keys(PASSPHRASE).keys("<enter>").expect("Change the passphrase");
}
