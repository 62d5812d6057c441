//! Who would notice: the use of tokens in their detail, beside a rotation, and in every dialog that takes something away.

use crate::callers::Called;
use crate::desk::Desk;

fn shop() -> Desk {
    let mut desk = Desk::at_work();
    desk.busy().keys("<c-r>");
    desk
}

fn on<'desk>(desk: &'desk mut Desk, filter: &str) -> &'desk mut Desk {
    desk.keys("/").keys(filter).keys("<enter>")
}

const STAGING: &str = "bot:support-bot/staging";

fn staging(version: u32) -> Called<'static> {
    Called {
        ago: 1,
        token: Some((STAGING, version)),
        request: ("POST", "/v1/chat/messages"),
        scope: None,
        source: Some("192.0.2.7"),
        denied: None,
    }
}

#[test]
fn the_detail_says_how_much_from_where_and_what_was_refused() {
    let mut desk = shop();
    desk.resize(120, 40);
    on(&mut desk, "support-bot default").expect("Calls     ").expect("in 24 h").expect("In 30 d");
    desk.expect("24 hours").expect("▁").expect("30 days").expect("From      192.0.2.7");
    on(&mut desk, "<c-u>laptop").expect("Refused   missing-scope 1 in 7 d");
    on(&mut desk, "<c-u>night-watch").expect("Refused   bad-path 1 in 7 d");
    on(&mut desk, "<c-u>github").expect("no use is recorded");
}

#[test]
fn a_small_screen_has_the_most_of_it_in_one_line() {
    let mut desk = shop();
    on(&mut desk, "support-bot default").expect("Used      1 min ago   ").expect("in 24 h, ");
    desk.keys("<enter>jjjj").expect("24 hours").expect("Refused   none in 7 d");
}

#[test]
fn the_table_tells_the_last_use() {
    let mut desk = shop();
    desk.expect("1m").expect("never");
    // What happens while another screen is shown is told when one comes back.
    desk.keys("4");
    desk.judged(&[Called { token: Some(("bot:faq-bot", 1)), ..staging(1) }]).keys("1");
    on(&mut desk, "faq-bot").expect("1s");
}

#[test]
fn while_a_secret_retires_both_are_seen_side_by_side_and_live() {
    let mut desk = shop();
    on(&mut desk, "staging").resize(120, 40).expect("Old value ━").expect("New value ━");
    desk.expect("! still used 3 min ago by 198.51.100.23: ").expect("calls in 24 h on the old value");
    assert!(desk.vault.wants_usage(), "it is followed while it is looked at");
    desk.judged(&[staging(1)]).expect("still used just now by 192.0.2.7");
    on(&mut desk, "<c-u>faq-bot").expect_not("Old value");
    assert!(!desk.vault.wants_usage());
}

#[test]
fn after_a_day_without_a_call_it_is_safe_to_cut() {
    let mut desk = shop();
    desk.model.lock.idle_limit = None;
    on(&mut desk, "staging").keys("+").settle().keys("<right><right><tab><right><enter>").expect("extended the grace");
    desk.pass("2d").judged(&[staging(2)]).resize(120, 40);
    desk.expect("✓ no use of the old value for 24 h: safe to cut");
    desk.keys("-").settle().expect("Old value   0 calls in 24 h").expect("Advice      no use of the old value for 24 h");
    desk.keys("<right><enter>").expect("ended the grace").expect_not("Old value");
}

#[test]
fn ending_a_grace_that_is_in_use_warns_and_extending_it_says_the_same() {
    let mut desk = shop();
    on(&mut desk, "staging").keys("-").settle().expect("Old value ").expect("New value ");
    desk.expect("Advice      still used 3 min ago by 198.51.100.23").keys("<esc>+").settle().expect("Advice      still used");
    desk.keys("<esc>r").settle().expect("Advice      still used").expect("Rotating again ends it at once");
}

#[test]
fn every_dialog_that_takes_something_away_says_who_would_notice() {
    let mut desk = shop();
    for key in ["x", "d", "r"] {
        on(&mut desk, "<c-u>support-bot default").keys(key).settle();
        desk.expect("calls in 7 d from 1 address, last 1 min ago").expect_not("Last used").keys("<esc>");
        on(&mut desk, "<c-u>github").keys(key).settle().expect("no use is recorded").keys("<esc>");
    }
    desk.keys("<esc>/<c-u>kind:bot<enter>ggvGvx").settle().expect("Use  ").expect("from 2 addresses, last 1 min ago");
    desk.expect("bot:support-bot/default").expect("calls in 7 d from 1 address").keys("<esc><esc><esc>");
    desk.keys("<esc>hgjjx").settle().expect("Archive").expect("Use  ").expect("calls in 7 d from 2 addresses");
}

#[test]
fn an_answer_that_comes_late_changes_no_other_dialog() {
    let mut desk = shop();
    on(&mut desk, "support-bot default");
    desk.hold_effects();
    desk.keys("d").settle().expect("Last used   1 min ago").keys("<esc>x").settle();
    desk.let_go();
    desk.expect("Revoke").expect("Use ").expect("Accepted");
}
