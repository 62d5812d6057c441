//! Changing tokens through dialogs.

use crate::desk::Desk;
use jeton::domain::token::Status;

fn on(desk: &mut Desk, filter: &str) {
    desk.keys("<esc><esc><esc>/").keys(filter).keys("<enter>");
    assert_eq!(desk.model.table.len(), 1, "{}", desk.frame());
}

fn status(desk: &Desk) -> Status {
    desk.model.table.selected().unwrap().status(desk.model.now.wall)
}

#[test]
fn a_dialog_takes_no_keys_for_a_moment() {
    let mut desk = Desk::at_work();
    on(&mut desk, "laptop");
    desk.keys("d<right><enter>").expect("Disable");
    assert_eq!(status(&desk), Status::Active);
    desk.settle().keys("<enter>").expect_not("[ Disable ]");
    assert_eq!(status(&desk), Status::Active, "it starts on Cancel");
}

#[test]
fn disabling_and_enabling_say_what_follows() {
    let mut desk = Desk::at_work();
    on(&mut desk, "laptop");
    desk.keys("d").expect("Clients are refused until it is enabled again");
    desk.settle().keys("<right><enter>").expect("disabled pat:laptop");
    assert_eq!(status(&desk), Status::Disabled);
    desk.keys("d").settle().keys("<right><enter>").expect("enabled pat:laptop");
    assert_eq!(status(&desk), Status::Active);
}

#[test]
fn revoking_wants_the_name_typed() {
    let mut desk = Desk::at_work();
    on(&mut desk, "laptop");
    desk.keys("x").expect("one value is accepted now").expect("cannot be undone").expect("no use is recorded");
    insta::assert_snapshot!("revoke", desk.frame());
    desk.settle().keys("lap<tab><tab><right><enter>").expect("type laptop as it stands");
    desk.keys("top<tab>lost it<tab><enter>").expect("revoked pat:laptop");
    assert_eq!(status(&desk), Status::Revoked);
    desk.keys("e").expect("the token is revoked, which is final");
}

#[test]
fn revoking_the_account_token_shows_the_next_one() {
    let mut desk = Desk::at_work();
    desk.keys("x").expect("The next token is issued at once").settle().keys("Acme<tab><tab><right><enter>");
    desk.expect("jtn_acc_").expect("I have stored it");
    desk.settle().keys("<right><right><enter>");
    let live = desk.model.table.rows.rows().filter(|row| row.to_summary().selector() == "account");
    assert_eq!(live.filter(|row| row.status(desk.model.now.wall).is_live()).count(), 1);
}

#[test]
fn rotating_asks_for_the_grace_and_shows_the_new_value() {
    let mut desk = Desk::at_work();
    on(&mut desk, "faq-bot");
    desk.keys("r").expect("1d");
    insta::assert_snapshot!("rotate", desk.frame());
    desk.settle().keys("<left><tab><right><enter>").expect("jtn_bot_").expect("can be revealed or copied again");
    desk.settle().keys("<right><right><enter>");
    assert_eq!(status(&desk), Status::Rotating);
    let left = desk.model.table.selected().unwrap().grace_until.unwrap().as_second() - desk.model.now.wall.as_second();
    assert!((3_590..=3_600).contains(&left), "an hour of grace, not {left} s");
}

#[test]
fn any_grace_can_be_typed_and_is_checked_in_place() {
    let mut desk = Desk::at_work();
    on(&mut desk, "faq-bot");
    desk.keys("r").settle().keys("<right><right><tab>soon<tab><right><enter>").expect("not a length of time");
    desk.keys("<c-u>90m<tab><enter>").expect("I have stored it");
}

#[test]
fn rotating_while_a_grace_runs_says_so_and_forces() {
    let mut desk = Desk::at_work();
    on(&mut desk, "staging");
    desk.keys("r").expect("Rotating again ends it at once").expect("Force rotation");
    desk.settle().keys("<tab><right><enter>").expect("I have stored it");
}

#[test]
fn a_grace_is_extended_and_ended() {
    let mut desk = Desk::at_work();
    on(&mut desk, "staging");
    desk.keys("+").settle().keys("<tab><right><enter>").expect("extended the grace of bot:support-bot/staging");
    desk.keys("-").expect("refused from now on").settle().keys("<right><enter>");
    desk.expect("ended the grace of");
    assert_eq!(status(&desk), Status::Active);
}

#[test]
fn a_grace_that_runs_out_changes_the_row_by_itself() {
    let mut desk = Desk::at_work();
    desk.model.lock.idle_limit = None;
    on(&mut desk, "staging");
    assert_eq!(status(&desk), Status::Rotating);
    desk.pass("24h");
    desk.expect("active").expect_not("rotating");
}

#[test]
fn an_external_token_is_rotated_with_the_value_its_service_gave() {
    let mut desk = Desk::at_work();
    on(&mut desk, "github");
    desk.keys("r").expect("https://github.com/settings/tokens");
    desk.settle().keys("<tab><right><enter>").expect("paste or type the new value");
    desk.paste("ghp_36B8e42F292c6912E7710c838347Ae178B4b\r\n").expect_not("ghp_36B8");
    desk.keys("<tab><enter>").expect("rotated external:github/default").expect_not("ghp_36B8");
}

#[test]
fn editing_saves_only_what_was_changed() {
    let mut desk = Desk::at_work();
    desk.resize(120, 40);
    on(&mut desk, "laptop");
    desk.keys("e").settle().keys("<tab><tab><tab><tab><tab><tab><tab><enter>").expect("nothing has been changed yet");
    desk.keys("<c-u>work laptop<tab><tab><tab><right><right><tab><tab><tab>of the office<tab><enter>");
    desk.expect("saved pat:work laptop").expect("of the office");
    let row = desk.model.table.rows.rows().find(|row| row.name == "work laptop").unwrap();
    assert_eq!(row.expires_at().unwrap().as_second() - desk.model.now.wall.as_second(), 3_600);
    assert_eq!(row.scopes.len(), 2);
}

#[test]
fn a_date_in_the_past_is_refused_in_place() {
    let mut desk = Desk::at_work();
    on(&mut desk, "laptop");
    desk.keys("e").settle().keys("<tab><tab><tab>").keys(&"<right>".repeat(8)).keys("<tab>2020-01-01<tab><tab><tab><tab><enter>");
    desk.expect("the expiry lies in the past");
    desk.keys("<c-u>2027-02-29<tab><tab><tab><tab><enter>").expect("the calendar has no such day");
}

#[test]
fn another_process_in_between_is_told_of() {
    let mut desk = Desk::at_work();
    on(&mut desk, "faq-bot");
    desk.keys("r").settle();
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    let id = desk.model.table.selected().unwrap().id;
    services.disable((&*session).into(), id).unwrap();
    desk.keys("<tab><right><enter>").expect("✕").expect("disabled");
}

#[test]
fn issuing_knows_the_rules_of_each_kind() {
    let mut desk = Desk::at_work();
    desk.keys("n").expect("personal").expect("90d");
    insta::assert_snapshot!("issue_personal", desk.frame());
    desk.settle().keys("<right>").expect("19 of 19 chosen");
    desk.keys("<tab>supp").expect("→ support-bot");
    desk.keys("<tab>edge<tab><tab><space>").expect("18 of 19 chosen");
    desk.keys("<tab><tab><tab><tab><tab><enter>").expect("issued").expect("jtn_bot_");
}

#[test]
fn a_personal_token_needs_a_scope_and_a_name() {
    let mut desk = Desk::at_work();
    desk.keys("n").settle().keys("<s-tab><enter>").expect("a name cannot be empty");
    desk.keys("x<tab><tab><tab><tab><tab><tab><tab><enter>").expect("choose at least one scope");
}
