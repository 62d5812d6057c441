//! The review walk: one token at a time, left and gone on with, closed with a report.

use crate::desk::Desk;
use crate::world::{IssueTarget, PASSPHRASE, actor, issue, settings};
use jeton::domain::passphrase::Passphrase;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::review::{Decision, ReviewItem};
use jeton::domain::token::Status;
use jeton::services::Services;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

fn services(desk: &Desk) -> Arc<Services> {
    desk.vault.services().unwrap()
}

/// The tokens of the open review, as the vault has them.
fn items(desk: &Desk) -> Vec<ReviewItem> {
    let services = services(desk);
    let review = services.open_review().unwrap().expect("a review is open");
    services.review_items(review.id).unwrap()
}

/// What was decided about each token so far, in words.
fn decided(desk: &Desk) -> Vec<String> {
    let told = |item: ReviewItem| item.decided.map(|decided| format!("{}: {}", decided.decision.word(), decided.note));
    items(desk).into_iter().filter_map(told).collect()
}

/// At work, at the first token of a review of these.
fn reviewing(filter: &str) -> Desk {
    let mut desk = Desk::at_work();
    desk.keys("2R").expect("Begin a review").settle().keys(filter).keys("<enter>").expect("0 of");
    desk
}

#[test]
fn an_operator_walks_through_a_vault_and_leaves_with_a_report() {
    let mut desk = reviewing("kind:pat,bot");
    desk.expect("token 1 of 5").expect("pat:laptop").expect("Decided   not yet").expect("no use is recorded");
    desk.keys("y").expect("Keep").settle().keys("my own<enter>").expect("recorded for pat:laptop: keep");
    desk.expect("token 2 of 5").expect("1 of 5 reviewed").expect("bot:faq-bot");
    // Put off, with a reason.
    desk.keys("s").settle().keys("<tab><enter>").expect("say why").keys("ask tom<enter>").expect("token 3 of 5");
    desk.expect("bot:night-watch");
    // Rotated in the middle of the walk: the change and the decision are one answer.
    desk.keys("r").settle().keys("<tab>over a year old<tab><right><enter>").expect("I have stored it");
    desk.settle().keys("<right><right><enter>").expect("token 4 of 5").expect("3 of 5 reviewed");
    // Ended: the name and a reason are wanted.
    desk.keys("x").settle().keys("support-bot<tab><tab><right><enter>").expect("say why");
    desk.keys("nobody answers for it<tab><right><enter>").expect("token 5 of 5").expect("4 of 5 reviewed");
    assert_eq!(decided(&desk), ["keep: my own", "snooze: ask tom", "rotate: over a year old", "revoke: nobody answers for it"]);
    // The rest is left undecided, and the report says so.
    desk.keys("c").expect("1 keep, 1 rotate, 1 revoke, 1 snooze").expect("1 token is undecided").settle().keys("<right><enter>");
    desk.expect("Save the report").settle().keys("<s-tab><right>").expect("review-1.csv").keys("<left><tab>");
    let path = desk.ground.directory.path().join("report.md");
    desk.keys("<c-u>").keys(&path.display().to_string()).keys("<enter>").expect("the report is in");
    let report = std::fs::read_to_string(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(report.contains("nobody answers for it") && report.contains("ask tom"), "{report}");
    let checked = services(&desk).check_report(&report, None).unwrap();
    assert!(checked.is_good());
    desk.expect_not("reviewed");
}

#[test]
fn it_is_left_and_gone_on_with_at_the_first_undecided() {
    let mut desk = reviewing("kind:bot");
    desk.keys("y").settle().keys("<enter>").expect("token 2 of 4").keys("<esc>").expect("Findings").expect("1 of 4 reviewed");
    desk.keys("1").keys(":review<enter>").expect("token 2 of 4");
    // Another start of the program over the same vault.
    let Desk { ground, vault, model, .. } = desk;
    drop((vault, model));
    let services = Services::open(&ground.path(), settings(), ground.world.clone(), actor()).unwrap();
    let session = services.unlock(&Passphrase::new(Plaintext::new(PASSPHRASE.to_owned()))).unwrap();
    let mut desk = Desk::over(ground, Some(services), Some(session));
    desk.keys("2").expect("1 of 4 reviewed").keys("R").expect("token 2 of 4");
}

#[test]
fn what_another_process_decides_shows() {
    let mut desk = reviewing("kind:bot");
    let (services, session) = (services(&desk), desk.vault.session().unwrap());
    let second = items(&desk)[1].token;
    services.decide(&session, second, Decision::Keep, "seen elsewhere").unwrap();
    desk.tell(jeton::tui::msg::What::Stale);
    desk.expect("1 of 4 reviewed").keys("l").expect("keep, by mara").expect("seen elsewhere");
    desk.keys("hn").expect("token 3 of 4");
    services.close_review(&session, jeton::services::Undecided::List).unwrap();
    desk.tell(jeton::tui::msg::What::Stale);
    desk.expect("the review was closed meanwhile").expect("Findings").keys("S").expect("Save the report");
}

#[test]
fn a_token_rotated_or_revoked_elsewhere_is_only_recorded() {
    let mut desk = reviewing("kind:bot");
    let (services, session) = (services(&desk), desk.vault.session().unwrap());
    desk.pass("1m");
    let all = items(&desk);
    let turn = jeton::services::RotateRequest { grace: "0".parse().unwrap(), force: true, value: None, expected_version: None };
    services.rotate((&*session).into(), all[0].token, turn).unwrap();
    services.revoke((&*session).into(), all[1].token, None).unwrap();
    desk.tell(jeton::tui::msg::What::Stale);
    desk.keys("r").expect("Record the rotation").settle().keys("<enter>").expect("1 of 4 reviewed");
    desk.expect("revoked").keys("y").expect("x records that");
    desk.keys("x").expect("Record the end").settle().keys("<enter>").expect("say why").keys("gone<enter>").expect("2 of 4");
    assert_eq!(decided(&desk), ["rotate: ", "revoke: gone"]);
}

#[test]
fn a_rotation_that_shows_its_value_once_is_recorded_beneath_it() {
    let mut desk = reviewing("kind:pat");
    let (services, session) = (services(&desk), desk.vault.session().unwrap());
    issue(&services, &session, IssueTarget::Personal, "later", Some(&["files:read"]), "30d");
    desk.keys("r").settle().keys("<tab><tab><right><enter>").expect("I have stored it");
    assert_eq!(decided(&desk), ["rotate: "]);
    desk.settle().keys("<right><right><enter>").expect("every token is decided").expect("1 of 1 reviewed");
}

#[test]
fn a_report_that_cannot_be_written_is_asked_for_again() {
    let mut desk = reviewing("kind:pat");
    desk.keys("y").settle().keys("<enter>").keys("c").settle().keys("<right><enter>").expect("Save the report");
    let folder = desk.ground.directory.path().to_owned();
    let (there, link) = (folder.join("there.md"), folder.join("link.md"));
    std::fs::write(&there, "mine").unwrap();
    std::os::unix::fs::symlink(folder.join("elsewhere"), &link).unwrap();
    for path in [&there, &link] {
        desk.settle().keys("<c-u>").keys(&path.display().to_string()).keys("<enter>").expect("name another file");
    }
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "mine");
    assert!(!folder.join("elsewhere").exists());
    desk.settle().keys("<esc>").expect("Findings").keys("S").expect("Save the report");
}

#[test]
fn a_review_of_nothing_is_refused_and_so_is_a_filter_that_cannot_be_read() {
    let mut desk = Desk::at_work();
    desk.keys("2R").settle().keys("knd:pat<enter>").expect("no key").keys("<c-u>zebra<enter>").expect("nothing to review");
    desk.keys("<c-u>kind:pat<enter>").expect("token 1 of 1");
}

#[test]
fn while_locked_the_walk_is_read_and_nothing_is_decided() {
    let mut desk = reviewing("kind:bot");
    desk.keys("<c-l><esc>").expect("token 1 of 4");
    for key in ["y", "s", "r", "x", "c"] {
        desk.keys(key).expect("Unlock").keys("<esc>");
    }
    assert!(decided(&desk).is_empty());
}

#[test]
fn an_auditor_judges_and_changes_nothing() {
    let mut desk = reviewing("kind:bot");
    desk.model.lock.operator.as_mut().unwrap().role = jeton::domain::role::Role::Auditor;
    for key in ["r", "x", "e"] {
        desk.keys(key).expect("an auditor may look, not change");
    }
    desk.keys("y").settle().keys("<enter>").expect("1 of 4 reviewed");
    desk.keys("s").settle().keys("<tab>not mine to say<enter>").expect("2 of 4 reviewed");
    assert_eq!(decided(&desk), ["keep: ", "snooze: not mine to say"]);
}

#[test]
fn a_walk_that_is_wished_for_while_reviews_are_read_has_its_tokens() {
    let mut desk = reviewing("kind:bot");
    desk.keys("<esc>1");
    desk.hold_effects();
    desk.tell(jeton::tui::msg::What::Stale);
    desk.keys("2R");
    desk.let_go();
    desk.expect("token 1 of 4").expect("bot:faq-bot");
}

#[test]
fn everything_to_judge_is_on_one_screen_and_scrolls_where_it_is_not() {
    let mut desk = reviewing("kind:bot");
    desk.keys("lll");
    insta::assert_snapshot!("review_80x24", desk.frame());
    desk.resize(120, 40);
    insta::assert_snapshot!("review_120x40", desk.frame());
    desk.resize(44, 12).keys("jjj");
    insta::assert_snapshot!("review_44x12", desk.frame());
    assert_eq!(desk.model.table.find(items(&desk)[3].token).unwrap().status(desk.model.now.wall), Status::Rotating);
}
