//! Moving, filtering, sorting, narrowing, marking.

use crate::desk::Desk;

fn selected(desk: &Desk) -> String {
    desk.model.table.selected().unwrap().selector()
}

#[test]
fn the_cursor_moves_and_the_detail_follows() {
    let mut desk = Desk::at_work();
    assert_eq!(selected(&desk), "account");
    desk.keys("jj");
    assert_eq!(selected(&desk), "project:webshop");
    desk.expect("─ project:webshop ─");
    desk.keys("Gk<up>gg<down>");
    assert_eq!(selected(&desk), "project:helpdesk");
}

#[test]
fn a_filter_narrows_with_every_key_and_esc_clears_it() {
    let mut desk = Desk::at_work();
    desk.keys("/bot").expect("/bot").expect("4 of 10");
    desk.keys(" status:rotating").expect("1 of 10").expect("staging");
    desk.keys("<enter>").expect("/bot status:rotating");
    desk.keys("<esc>").expect_not("of 10");
}

#[test]
fn what_is_wrong_with_a_filter_is_said_beside_it() {
    let mut desk = Desk::at_work();
    desk.keys("/kind:bto").expect("did you mean bot?");
    desk.keys("<enter>").expect("did you mean bot?");
    desk.keys("<bs><bs><bs>bot<enter>").expect("4 of 10");
}

#[test]
fn a_filter_without_a_match_says_what_to_do() {
    let mut desk = Desk::at_work();
    desk.keys("/zzzz<enter>").expect("Nothing matches the filter").expect("Esc clears it");
    desk.keys("oyrxed").expect("no token is selected");
}

#[test]
fn the_owners_tree_narrows_the_table() {
    let mut desk = Desk::at_work();
    desk.keys("hjj");
    desk.expect("Tokens 4 of 10");
    desk.keys("h").expect("▸ helpdesk").expect("Tokens 4 of 10");
    desk.keys("ll").expect("▾ helpdesk");
    desk.keys("l");
    assert_eq!(selected(&desk), "project:helpdesk");
}

#[test]
fn sorting_shows_its_arrow_and_keeps_the_cursor_on_its_token() {
    let mut desk = Desk::at_work();
    desk.keys("jjj");
    let before = selected(&desk);
    desk.keys("s").expect("Name ▲");
    desk.keys("S").expect("Name ▼");
    assert_eq!(selected(&desk), before);
}

#[test]
fn marks_outlive_a_filter_and_a_range_marks_all_between() {
    let mut desk = Desk::at_work();
    desk.keys("<space>").expect("1 marked");
    desk.keys("vjjv").expect("4 marked");
    desk.keys("/laptop<enter>").expect("4 marked");
    desk.keys("<esc>").expect_not("marked");
}

#[test]
fn a_paste_outside_of_fields_does_nothing() {
    let mut desk = Desk::at_work();
    let before = desk.frame();
    desk.paste("xdn/q\ry");
    assert_eq!(desk.frame(), before);
}

#[test]
fn the_palette_finds_by_name_and_says_why_not() {
    let mut desk = Desk::at_work();
    desk.keys(":grace").expect("no previous secret is in its grace");
    desk.keys("<enter>").expect("no previous secret is in its grace");
    desk.keys(":quit<enter>");
    assert!(desk.left);
}

#[test]
fn help_shows_the_keys_of_the_place_it_was_asked_in() {
    let mut desk = Desk::at_work();
    desk.keys("?").expect("Keys: token table").expect("Copy the value without showing it");
    desk.keys("<esc>h?").expect("Keys: owners").expect("Edit the selected owner");
}

#[test]
fn every_action_of_the_palette_can_be_done_or_says_why_not() {
    use jeton::tui::action::Action;
    let mut desk = Desk::at_work();
    for action in Action::ALL.iter().filter(|action| action.in_palette()) {
        desk.model.toasts.clear();
        let before = desk.frame();
        let shown = (desk.model.dialogs.len(), desk.left, desk.suspended, desk.terminal.len());
        desk.tell(jeton::tui::msg::What::Act(*action));
        let silent = [Action::Refresh, Action::ShowTokens, Action::Lock];
        let now = (desk.model.dialogs.len(), desk.left, desk.suspended, desk.terminal.len());
        assert!(silent.contains(action) || desk.frame() != before || now != shown, "{} did nothing", action.name());
        if desk.model.lock.is_unlocked() {
            desk.model.dialogs.clear();
            desk.model.filter.open = false;
            desk.keys("1");
        } else {
            desk = Desk::at_work();
        }
    }
}
