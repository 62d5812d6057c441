//! The traffic as a person follows it: live, held still, narrowed, and asked why.

use crate::callers::{Called, HOSTILE};
use crate::desk::Desk;
use jeton::domain::label::is_active;
use jeton::domain::verdict::Reason;
use jeton::tui::model::Screen;
use jeton::tui::model::traffic::TrafficPane;

const ONE: Called<'static> = Called {
    ago: 0,
    token: Some(("bot:faq-bot", 1)),
    request: ("GET", "/v1/files/one"),
    scope: Some("files:read"),
    source: Some("192.0.2.7"),
    denied: None,
};

/// The small shop after a busy day, with its traffic on the screen.
fn traffic() -> Desk {
    let mut desk = Desk::at_work();
    desk.busy().keys("4");
    desk
}

fn selected(desk: &Desk) -> String {
    desk.model.traffic.tail.selected().unwrap().path.clone()
}

#[test]
fn calls_appear_as_they_come_the_newest_last() {
    let mut desk = traffic();
    desk.resize(120, 40).expect("4 Traffic").expect("live").expect("pat:laptop").expect("PUT /v1/files/file_9");
    desk.expect("✕ denied  missing-scope").expect("Last 24 hours").expect("203.0.113.99");
    desk.judged(&[ONE]).expect("GET /v1/files/one");
    assert_eq!(selected(&desk), "/v1/files/one", "the cursor follows");
}

#[test]
fn without_a_service_it_says_how_to_start_one() {
    let mut desk = Desk::at_work();
    desk.keys("4").expect("No request has been judged yet").expect("jeton serve").expect("jeton gateway");
    desk.judged(&[ONE]).expect_not("No request").expect("GET /v1/files/one");
}

#[test]
fn scrolled_back_it_stays_where_it_is_and_says_what_is_below() {
    let mut desk = traffic();
    desk.keys("<c-u><c-u>k");
    let was = selected(&desk);
    desk.judged(&[ONE, ONE]).expect("newer below").expect_not("/v1/files/one");
    assert_eq!(selected(&desk), was);
    desk.keys("G").expect("live").expect("/v1/files/one");
    desk.keys("gg<esc>").expect("live");
}

#[test]
fn held_still_it_counts_what_is_new() {
    let mut desk = traffic();
    desk.keys("<space>").expect("paused, 0 new").judged(&[ONE, ONE]).expect("paused, 2 new").expect_not("/v1/files/one");
    desk.keys("<tab><space>").expect_not("paused");
    desk.keys("<tab>").expect("live").expect("/v1/files/one");
}

#[test]
fn a_filter_narrows_with_every_key_and_what_comes_is_narrowed_too() {
    let mut desk = traffic();
    desk.keys("/reason:unk").expect("did you mean unknown?").keys("nown<enter>").expect("✕ unknown").expect_not("✓ allow");
    desk.judged(&[ONE, Called { token: None, denied: Some(Reason::Unknown), ..ONE }]).expect_not("✓ allow");
    assert_eq!(selected(&desk), "/v1/files/one");
    desk.keys("/<c-u>token:support-bot source:192.0.2.0/24<enter>").expect("✓ allow").expect_not("✕");
    desk.keys("/<c-u>owner:stripe !method:get<enter>").expect("POST /v1/chat/").expect_not("GET");
    desk.keys("<esc>").expect("live").expect_not("/owner");
}

#[test]
fn from_a_token_or_an_owner_to_its_calls_and_back() {
    let mut desk = Desk::at_work();
    desk.busy().resize(120, 40).keys("/stripe<enter>t");
    assert_eq!(desk.model.screen, Screen::Traffic);
    desk.expect("token:tok_").expect("integration:stripe").expect_not("none");
    desk.keys("kt");
    assert_eq!(desk.model.screen, Screen::Tokens);
    desk.expect("─ integration:stripe");
    desk.keys("<esc>hgjjjt").expect("/owner:").keys("1").expect("Owners");
}

#[test]
fn what_a_token_was_not_allowed_is_explained_and_can_be_granted() {
    let mut desk = traffic();
    desk.keys("/reason:missing-scope<enter><enter>").settle().expect("Why it was denied").expect("DELETE /v1/tables/orders");
    desk.expect("✕ scope").expect("tables:manage is not granted").expect("· rate").expect("not reached");
    desk.keys("<right><enter>").settle().expect("Edit").expect("[x] tables:manage").expect("it was missing");
    assert_eq!(desk.model.screen, Screen::Tokens);
    // Cancelled, nothing is granted.
    desk.keys("<esc>4<enter>").settle().expect("tables:manage is not granted").keys("<right><enter>").settle();
    desk.keys("<s-tab><s-tab><s-tab><right><enter>").expect("saved");
    desk.keys("4<enter>").settle().expect("it would be allowed").expect("now").expect("tables:manage is granted");
    desk.expect_not("Grant").expect_not("grant the scope").keys("e").expect("it would be allowed");
    desk.keys("t").expect("─ pat:laptop");
}

#[test]
fn keys_of_the_verdict_lead_where_its_buttons_do() {
    let mut desk = traffic();
    desk.keys("/reason:missing-scope<enter><enter>").keys("e").expect("Why it was denied");
    desk.settle().expect("e grant the scope").expect("t to the token").keys("e").settle().expect("[x] tables:manage");
    desk.keys("<esc>4<enter>").settle().keys("t").expect("─ pat:laptop").expect_not("Edit");
}

#[test]
fn what_was_allowed_leads_to_its_token() {
    let mut desk = traffic();
    desk.keys("<enter>").settle().expect("Why it was allowed").expect("allowed").keys("<enter>");
    assert_eq!(desk.model.screen, Screen::Tokens);
    assert_eq!(desk.model.table.selected().unwrap().selector(), "pat:laptop");
}

#[test]
fn of_a_value_that_is_none_nothing_more_can_be_said() {
    let mut desk = traffic();
    desk.keys("/reason:unknown<enter><enter>").settle().expect("values are not kept").expect("[ Close ]");
    desk.expect_not("Go to the token").keys("<enter>t").expect("belongs to no token");
}

#[test]
fn nobody_grants_anything_while_the_vault_is_locked() {
    let mut desk = traffic();
    desk.keys("<c-l><esc>/reason:missing-scope<enter><enter>").settle().keys("<right><enter>");
    desk.expect("the vault is locked").expect_not("Edit");
    assert_eq!(desk.model.screen, Screen::Tokens);
}

#[test]
fn the_file_is_watched_only_while_the_screen_is_shown() {
    let mut desk = Desk::at_work();
    assert!(!desk.vault.wants_usage());
    desk.keys("4");
    assert!(desk.vault.wants_usage());
    desk.keys("3");
    assert!(!desk.vault.wants_usage());
    desk.judged(&[ONE]).keys("4").expect("/v1/files/one");
}

#[test]
fn a_file_that_was_removed_or_is_another_one_takes_the_place_of_what_was_read() {
    let mut desk = traffic();
    for name in ["usage.db", "usage.db-wal", "usage.db-shm"] {
        drop(std::fs::remove_file(desk.ground.directory.path().join(name)));
    }
    desk.keys("<c-r>").expect("No request has been judged yet");
    desk.judged(&[ONE]).expect("GET /v1/files/one").expect("Calls 1 ");
}

#[test]
fn a_damaged_file_is_told_and_no_failure() {
    let mut desk = traffic();
    std::fs::write(desk.ground.directory.path().join("usage.db"), [0xff; 8192]).unwrap();
    desk.keys("<c-r>").expect("what is new cannot be read").expect("✓ allow");
    desk.keys("1").expect("Owners");
}

#[test]
fn nothing_that_a_client_sends_acts_on_the_terminal() {
    let mut desk = Desk::at_work();
    desk.judged(HOSTILE).keys("4");
    for size in [(60, 15), (80, 24), (120, 40), (200, 50)] {
        desk.resize(size.0, size.1);
        for _ in HOSTILE {
            desk.settle().keys("<enter>").settle();
            let frame = desk.frame();
            assert_eq!(frame.chars().find(|c| *c != '\n' && is_active(*c)), None, "{frame}");
            desk.keys("<esc>k");
        }
        desk.keys("G");
    }
    desk.resize(120, 40).expect("^[[2J");
}

#[test]
fn panes_go_round_and_narrow_screens_show_one() {
    let mut desk = traffic();
    desk.resize(50, 15).expect("Calls").expect_not("Last 24 hours");
    desk.keys("<tab>").expect("Last 24 hours").expect_not("Calls ");
    desk.keys("G").expect("Busiest tokens").keys("<esc>").expect("Calls");
    desk.resize(120, 40).keys("l");
    assert_eq!(desk.model.traffic.pane, TrafficPane::Figures);
    desk.keys("h");
    assert_eq!(desk.model.traffic.pane, TrafficPane::Calls);
}
