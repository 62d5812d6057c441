//! Setting up the first vault.

use crate::desk::Desk;
use crate::world::PASSPHRASE;

fn new_desk() -> Desk {
    Desk::first_run(None)
}

/// The groups of the recovery key as shown, in order.
pub fn groups(desk: &Desk) -> Vec<String> {
    let frame = desk.frame();
    let (_, shown) = frame.split_once("shown this once.").unwrap();
    let numbered: Vec<&str> = shown.split_whitespace().collect();
    (1..=8)
        .map(|number| {
            let at = numbered.iter().position(|word| *word == number.to_string()).unwrap();
            numbered[at + 1].to_owned()
        })
        .collect()
}

fn to_recovery_key() -> Desk {
    let mut desk = new_desk();
    desk.keys("Acme<tab>").keys("<c-u>mara<enter><enter>");
    desk.keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE).keys("<enter>");
    desk.expect("Keep the recovery key");
    desk
}

/// How many files and directories were made.
fn files(desk: &Desk) -> usize {
    std::fs::read_dir(desk.ground.directory.path()).unwrap().count()
}

/// The two groups that are asked for, typed.
pub fn typed_groups(desk: &Desk, groups: &[String]) -> String {
    let (first, second) = desk.model.setup.as_ref().unwrap().asked;
    format!("{}<tab>{}<enter>", groups[first].to_lowercase(), groups[second])
}

#[test]
fn a_vault_is_made_in_five_steps() {
    let mut desk = new_desk();
    insta::assert_snapshot!("names", desk.frame());
    desk.keys("Acme<tab>").keys("<c-u>mara<enter><enter>");
    desk.keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE);
    insta::assert_snapshot!("passphrase", desk.frame());
    desk.keys("<enter>");
    insta::assert_snapshot!("recovery", desk.frame());
    let groups = groups(&desk);
    assert_eq!(files(&desk), 0, "nothing is written before the last step");
    desk.keys("<right><enter>");
    desk.expect_not(&groups[0]);
    let typed = typed_groups(&desk, &groups);
    desk.keys(&typed);
    insta::assert_snapshot!("project", desk.frame());
    assert_eq!(files(&desk), 0);
    desk.keys("<enter>");
    insta::assert_snapshot!("account_token", desk.frame());
    assert!(desk.vault.path.exists());
    desk.settle().keys("<right><right><enter>");
    desk.expect("mara").expect("Acme").expect("a adds a project");
}

#[test]
fn a_weak_passphrase_and_a_different_repeat_are_refused_in_place() {
    let mut desk = new_desk();
    desk.keys("Acme<enter><enter><enter>");
    desk.keys("short<tab>short<enter>").expect("too short");
    desk.keys("<c-u>password1234<enter>");
    desk.keys("<c-u>password1234<enter>").expect("too easy to guess");
    desk.keys("<s-tab>").expect("Passphrase");
}

#[test]
fn each_step_goes_back_and_leaving_half_way_leaves_nothing() {
    let mut desk = to_recovery_key();
    desk.keys("<esc>").expect("Choose a passphrase");
    assert!(!desk.vault.is_prepared(), "the keys are forgotten");
    desk.keys("<esc>").expect("Set up a vault").expect("Acme");
    desk.keys("<esc>");
    assert!(desk.left);
    assert_eq!(files(&desk), 0);
}

#[test]
fn wrong_groups_do_not_pass() {
    let mut desk = to_recovery_key();
    desk.keys("<right><enter>").keys("AAAAA<tab>BBBBB<enter>").expect("not as shown");
    assert_eq!(files(&desk), 0);
}

#[test]
fn a_suspension_covers_the_recovery_key() {
    let mut desk = to_recovery_key();
    let groups = groups(&desk);
    desk.keys("<c-z>").expect_not(&groups[0]);
    assert_eq!(desk.suspended, 1);
    desk.keys("<right>").expect(&groups[0]);
}

#[test]
fn the_recovery_key_unlocks_what_it_was_shown_for() {
    let mut desk = to_recovery_key();
    let groups = groups(&desk);
    desk.keys("<right><enter>");
    let typed = typed_groups(&desk, &groups);
    desk.keys(&typed).keys("<enter>").settle().keys("<right><right><enter>").keys("<c-l>");
    desk.expect("locked");
    desk.keys(&groups.join("-")).keys("<enter>").expect("mara");
}
