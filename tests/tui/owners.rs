//! Adding, renaming and archiving owners.

use crate::desk::Desk;

#[test]
fn a_project_comes_with_its_token() {
    let mut desk = Desk::at_work();
    desk.keys("a")
        .settle()
        .keys("<tab>intranet<tab><tab><tab><tab><tab><enter>")
        .expect("jtn_prj_")
        .expect("added project intranet");
    desk.settle().keys("<right><right><enter>").expect("intranet");
    assert_eq!(desk.model.table.selected().unwrap().selector(), "project:intranet", "the cursor goes to what is new");
}

#[test]
fn a_bot_is_added_under_the_project_that_is_selected() {
    let mut desk = Desk::at_work();
    desk.keys("hjja").expect("comes with a bot token");
    insta::assert_snapshot!("add_bot", desk.frame());
    desk.settle().keys("<tab>night-bot").keys(&"<tab>".repeat(10)).keys("<enter>").expect("jtn_bot_");
    desk.settle().keys("<right><right><enter>");
    let row = desk.model.table.rows.rows().find(|row| row.owner == "night-bot").unwrap();
    assert_eq!(row.project.unwrap(), "helpdesk");
}

#[test]
fn a_name_that_is_taken_or_hostile_is_refused_in_place() {
    let mut desk = Desk::at_work();
    desk.keys("a").settle().keys("<tab>HELPDESK<tab><tab><tab><tab><tab><enter>").expect("exists already");
    desk.keys("<c-u>a/b<tab><tab><tab><tab><tab><enter>").expect("cannot hold '/'");
}

#[test]
fn renaming_keeps_the_tokens() {
    let mut desk = Desk::at_work();
    desk.keys("hjje").settle().keys("<c-u>service desk<enter><enter><enter>").expect("renamed to service desk");
    desk.expect("service desk");
}

#[test]
fn archiving_asks_what_becomes_of_live_tokens() {
    let mut desk = Desk::at_work();
    desk.keys("hjjx").expect("4, with everything that belongs to it").expect("leave them live");
    desk.settle().keys("<enter>").expect_not("Archive");
    desk.keys("x").settle().keys("<up><right><down><right><enter>").expect("archived project helpdesk");
    desk.expect("(helpdesk)");
}

#[test]
fn a_project_without_live_tokens_is_not_asked_for_them() {
    let mut desk = Desk::at_work();
    desk.keys("hjx").expect("the account cannot be archived");
}
