//! Marks, and what is done to all that are marked at once.

use crate::desk::Desk;
use crate::world::{IssueTarget, PASSPHRASE, issue};
use jeton::domain::token::{Status, TokenState};
use std::os::unix::fs::PermissionsExt;

fn status(desk: &Desk, selector: &str) -> Status {
    let row = desk
        .model
        .table
        .rows
        .rows()
        .map(|row| row.to_summary())
        .find(|row| row.selector() == selector)
        .unwrap_or_else(|| panic!("no {selector}"));
    row.status(desk.model.now.wall)
}

/// The value in clear on the screen.
fn shown_value(desk: &Desk) -> Option<String> {
    let frame = desk.frame();
    let value = |word: &&str| word.len() == 44 && word.starts_with("jtn_") && word.is_ascii();
    frame.split_whitespace().find(value).map(str::to_owned)
}

/// At work with three personal tokens more.
fn with_personal_tokens() -> Desk {
    let mut desk = Desk::at_work();
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    for name in ["alpha", "beta", "gamma"] {
        issue(&services, &session, IssueTarget::Personal, name, Some(&["files:read"]), "30d");
    }
    desk.keys("<c-r>/kind:pat<enter>gvG");
    assert_eq!(desk.model.table.len(), 4, "{}", desk.frame());
    desk.keys("v");
    desk
}

#[test]
fn marks_survive_a_filter_and_those_hidden_are_counted() {
    let mut desk = Desk::at_work();
    desk.resize(120, 40).keys("/kind:bot<enter>vGv").expect("4 marked").expect_not("hidden");
    desk.keys("/<c-u>staging<enter>").expect("4 marked, 3 hidden");
    desk.keys("d").expect("4, 3 of them hidden by the filter").expect("bot:night-watch/default");
}

#[test]
fn a_range_that_began_on_a_row_now_hidden_says_so() {
    let mut desk = Desk::at_work();
    desk.keys("v/kind:pat<enter>v").expect("hidden by the filter");
    assert!(desk.model.table.marks.is_empty());
}

#[test]
fn several_are_revoked_by_typing_how_many() {
    let mut desk = Desk::at_work();
    desk.keys("/kind:bot<enter><space><space>x").expect("Revoke 2 tokens").expect("faq-bot").expect("cannot be undone");
    desk.settle().keys("3<tab>lost<tab><right><enter>").expect("type 2 as it stands");
    desk.keys("<c-u>2<tab><tab><enter>").expect("2 revoked").expect("✓ bot:faq-bot");
    desk.settle().keys("<enter>").expect_not("marked");
    assert_eq!(status(&desk, "bot:support-bot/default"), Status::Active);
}

#[test]
fn one_question_rotates_all_and_only_values_that_are_shown_once_are_shown() {
    let mut desk = with_personal_tokens();
    desk.keys("<esc>").keys("/<c-u>night<enter><space>/<c-u>kind:pat<enter>gvGv");
    assert_eq!(desk.model.table.marks.len(), 5);
    desk.keys("r").expect("Rotate 5 tokens").settle().keys("<tab>5<tab><right><enter>");
    desk.expect("5 rotated").settle().keys("<enter>");
    desk.expect("pat:alpha").expect("3 more to come");
    assert!(shown_value(&desk).unwrap().starts_with("jtn_pat_"));
    for _ in 0..4 {
        desk.settle().keys("<right><right><right><enter>");
    }
    assert_eq!(shown_value(&desk), None, "that of the bot can be revealed, so it is not shown");
    assert_eq!(status(&desk, "bot:night-watch/default"), Status::Rotating);
}

#[test]
fn values_shown_once_are_saved_together_to_one_private_file() {
    let mut desk = with_personal_tokens();
    desk.keys("r").settle().keys("<tab>4<tab><right><enter>").settle().keys("<enter>");
    let path = desk.ground.directory.path().join("new.tokens");
    desk.settle().keys("<right><right><enter>").expect("4, a line each: selector, tab, value");
    desk.settle().keys("<c-u>").keys(&path.display().to_string()).keys("<enter>").expect("I have stored them");
    let saved = std::fs::read_to_string(&path).unwrap();
    let names: Vec<&str> = saved.lines().map(|line| line.split_once("\tjtn_pat_").unwrap().0).collect();
    assert_eq!(names, ["pat:alpha", "pat:beta", "pat:gamma", "pat:laptop"]);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let services = desk.vault.services().unwrap();
    for value in saved.lines().map(|line| line.split_once('\t').unwrap().1) {
        let value = jeton::domain::plaintext::Plaintext::new(value.to_owned());
        let verdict = services.verify(&value, &Default::default()).unwrap().verdict;
        assert_eq!(verdict, jeton::domain::verdict::Verdict::Allow);
    }
    desk.settle().keys("<enter>");
    assert_eq!(shown_value(&desk), None);
}

#[test]
fn what_cannot_be_is_left_out_and_named_with_the_reason() {
    let mut desk = Desk::at_work();
    desk.keys("/laptop<enter>x").settle().keys("laptop<tab><tab><right><enter><esc>");
    desk.resize(100, 40).keys("/status:any<enter>gvGv");
    desk.keys("r").expect("Left out    2 tokens").expect("pat laptop: revoked").expect("external: rotate it by itself");
    desk.expect("its previous value is in its").settle().keys("<tab><right>").expect("its previous value ends at once");
}

#[test]
fn those_in_a_grace_are_rotated_too_when_that_is_chosen() {
    let mut desk = Desk::at_work();
    desk.keys("/support-bot<enter>gvGvr").expect("Rotate 1 token ");
    desk.settle().keys("<tab><right>").expect("Rotate 2 tokens").keys("<tab>2<tab><right><enter>").expect("2 rotated");
}

#[test]
fn the_expiry_of_all_is_set_at_once() {
    let mut desk = with_personal_tokens();
    desk.keys("e").expect("Set the expiry of 4 tokens").settle().keys("<left><left><tab>4<tab><right><enter>");
    desk.expect("4 given another expiry");
    let left: Vec<i64> = desk
        .model
        .table
        .rows
        .rows()
        .map(|row| row.to_summary())
        .filter(|row| row.selector().starts_with("pat:"))
        .map(|row| row.expires_at.unwrap().as_second() - desk.model.now.wall.as_second())
        .collect();
    assert_eq!(left, [7 * 86_400; 4]);
}

#[test]
fn a_failure_is_told_with_its_reason_and_stays_marked() {
    let mut desk = with_personal_tokens();
    desk.keys("d").settle().keys("4<tab><right>");
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    let beta = desk.model.table.rows.rows().map(|row| row.to_summary()).find(|row| row.selector() == "pat:beta").unwrap().id;
    services.disable((&*session).into(), beta).unwrap();
    desk.keys("<enter>").expect("Done in part").expect("3 disabled, 1 failed").expect("✕ pat:beta").expect("already disabled");
    desk.settle().keys("<enter>").expect("1 marked");
}

#[test]
fn it_is_stopped_between_two_tokens_and_says_what_was_not_reached() {
    let mut desk = with_personal_tokens();
    desk.keys("d").settle().keys("4<tab><right>");
    desk.hold_effects();
    desk.keys("<enter>").expect("Disabling 4 tokens").expect("0 of 4");
    desk.let_one_go();
    desk.expect("1 of 4").keys("<esc>").expect("stops after this one");
    desk.let_go();
    desk.expect("Stopped").expect("2 disabled, 2 not reached").settle().keys("<enter>").expect("2 marked");
    let disabled =
        desk.model.table.rows.rows().map(|row| row.to_summary()).filter(|row| row.state == TokenState::Disabled).count();
    assert_eq!(disabled, 2);
}

#[test]
fn a_lock_in_the_middle_stops_it_and_loses_no_value() {
    let mut desk = with_personal_tokens();
    desk.keys("r").settle().keys("<tab>4<tab><right>");
    desk.hold_effects();
    desk.keys("<enter>");
    desk.let_one_go();
    desk.keys("<c-l>").expect("Unlock").expect_not("pat:").expect_not("Rotating");
    desk.let_go();
    desk.expect("Unlock").expect_not("pat:alpha");
    assert_eq!(shown_value(&desk), None);
    desk.keys(PASSPHRASE).keys("<enter>").expect("Stopped").expect("not reached");
    desk.settle().keys("<enter>").expect("press any key to show it again");
    assert_eq!(shown_value(&desk), None);
    desk.keys("<left>");
    assert!(shown_value(&desk).is_some());
}

#[test]
fn a_cancelled_question_keeps_the_marks() {
    let mut desk = with_personal_tokens();
    for key in ["r", "x", "d", "e"] {
        desk.keys(key).settle().keys("<esc>").expect("4 marked");
    }
    desk.keys("+").expect("works on one token at a time");
}

#[test]
fn a_long_list_scrolls_and_says_how_much_there_is() {
    let mut desk = Desk::at_work();
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    for nth in 0..40 {
        issue(&services, &session, IssueTarget::Personal, &format!("qq-{nth:02}"), Some(&["files:read"]), "30d");
    }
    desk.keys("<c-r>/qq<enter>gvGvx").expect("Revoke 40 tokens").expect("↓ 30 more");
    desk.settle().keys("<s-tab>G").expect("pat:qq-39").expect("↑ 30 more").keys("g").expect("pat:qq-00");
}
