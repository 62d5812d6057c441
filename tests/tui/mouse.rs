//! Clicks and the wheel, for those who have switched them on.

use crate::desk::Desk;
use jeton::config::Config;
use jeton::domain::token::Status;
use jeton::tui::action::Action;
use jeton::tui::dialogs::Dialog;

fn desk() -> Desk {
    let mut config = Config::default();
    config.ui.mouse = true;
    Desk::configured(config)
}

fn selected(desk: &Desk) -> String {
    desk.model.table.selected().unwrap().selector()
}

fn status(desk: &Desk) -> Status {
    desk.model.table.selected().unwrap().status(desk.model.now.wall)
}

#[test]
fn a_click_selects_a_row_and_two_open_it() {
    let mut desk = desk();
    desk.click("laptop");
    assert_eq!(selected(&desk), "pat:laptop");
    desk.expect("─ pat:laptop ─").expect("Enter open").pass("1s").double_click("laptop").expect_not("Enter open");
}

#[test]
fn two_clicks_that_are_slow_or_apart_are_no_double_click() {
    let mut desk = desk();
    desk.click("laptop").settle().settle().click("laptop").expect("Enter open");
    desk.pass("1s").click("laptop").click("night-watch    default").expect("Enter open");
}

#[test]
fn the_tree_narrows_folds_and_unfolds() {
    let mut desk = desk();
    desk.click("helpdesk").expect("Tokens 4 of 10");
    desk.double_click("▾ webshop").expect("▸ webshop");
    desk.pass("1s").double_click("▸ webshop").expect("▾ webshop");
}

#[test]
fn the_head_of_a_column_sorts_by_it_and_again_the_other_way_round() {
    let mut desk = desk();
    desk.click("Name").expect("Name ▲").click("Name ▲").expect("Name ▼").click("Owner  ").expect("Owner ▲");
}

#[test]
fn the_wheel_turns_what_lies_under_it_and_leaves_the_focus() {
    let mut desk = desk();
    desk.resize(80, 12);
    assert_eq!(desk.model.table.top, 0);
    desk.wheel("default", true).expect("Enter open");
    assert_eq!(desk.model.table.top, 3);
    desk.wheel("default", false);
    assert_eq!(desk.model.table.top, 0);
    desk.wheel("Value ", true);
    assert_eq!(desk.model.detail.top, 3);
    desk.wheel("helpdesk", true);
    assert_eq!(desk.model.tree.top, 2, "as far as there is something to turn to");
}

#[test]
fn hints_are_pressed_like_their_keys() {
    let mut desk = desk();
    desk.click("r rotate").expect("Old value").settle().click("Cancel").expect_not("Old value");
    desk.click("? help").expect("Keys: token table");
}

#[test]
fn a_young_dialog_takes_no_clicks_and_a_click_beside_it_does_nothing() {
    let mut desk = desk();
    desk.click("laptop").keys("d").click("Cancel").expect("[ Disable ]");
    let before = desk.settle().frame();
    desk.click("Owners").click("Tokens 10").click("confirm");
    assert_eq!(desk.frame(), before);
}

#[test]
fn what_has_consequences_is_chosen_by_one_click_and_done_by_the_next() {
    let mut desk = desk();
    desk.click("laptop").keys("d").settle().click("[ Disable ]");
    assert_eq!(status(&desk), Status::Active);
    desk.settle().click("[ Disable ]");
    assert_eq!(status(&desk), Status::Disabled);
}

#[test]
fn a_value_that_is_shown_once_goes_only_by_two_clicks() {
    let mut desk = desk();
    desk.click("faq-bot        default").keys("r").settle().keys("<tab><right><enter>").settle();
    desk.click("I have stored it").expect("jtn_bot_").click("I have stored it").expect_not("I have stored it");
}

#[test]
fn a_form_is_filled_in_with_the_mouse() {
    let mut desk = desk();
    desk.click("new").expect("New token").settle();
    desk.click("Name  ").keys("deploy").click("users:read").expect("[x] users:read").click(" 7d ").expect("1 of 40");
    desk.click("[ Issue ]").expect("jtn_pat_");
    let left = desk.model.table.selected().unwrap().expires_at.unwrap().as_second() - desk.model.now.wall.as_second();
    assert_eq!(left, 7 * 86_400);
}

#[test]
fn the_palette_selects_by_one_click_and_runs_by_two() {
    let mut desk = desk();
    desk.keys(":").click("toggle-disabled").expect("Actions").pass("1s");
    assert!(matches!(desk.model.dialog(), Some(Dialog::Palette(palette)) if palette.selected() == Some(Action::ToggleDisabled)));
    desk.keys("private").double_click("private-mode").expect("private").expect_not("Actions");
}

#[test]
fn tabs_lead_to_their_screens_and_entries_to_their_tokens() {
    let mut desk = desk();
    desk.click("3 Activity").expect("History");
    desk.click("rotate").wheel("rotate", true);
    assert_eq!(desk.model.activity.log.cursor, 3);
    desk.click("1 Tokens").expect("─ Tokens 10");
    desk.click("3 Activity").pass("1s").double_click("rotate").expect("─ bot:support-bot/staging ─");
}

#[test]
fn help_is_scrolled_by_the_wheel() {
    let mut desk = desk();
    desk.keys("?").wheel("Issue a new token", true).expect_not("Issue a new token");
}

#[test]
fn the_set_up_takes_clicks() {
    let mut config = Config::default();
    config.ui.mouse = true;
    let ground = crate::world::Ground::new();
    let mut desk = Desk::with(ground, None, None, config, jeton::domain::mask::Charset::Unicode);
    desk.click("Operator").keys("<c-u>mara").click("Account").keys("Acme").click("[ Next ]").expect("Choose a passphrase");
}

#[test]
fn where_it_is_not_switched_on_nothing_answers() {
    let mut desk = Desk::at_work();
    let before = desk.frame();
    desk.click("laptop").double_click("quit").wheel("default", true);
    assert_eq!(desk.frame(), before);
    assert!(!desk.left);
}
