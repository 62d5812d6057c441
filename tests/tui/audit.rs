//! The audit screen: what was found, by how much it matters or by token, with the evidence beneath.

use crate::desk::Desk;
use crate::noticed::{finding, some_findings, token};
use crate::world::{Ground, bare};
use jeton::domain::finding::{Finding, Mend, Rule, Severity};
use jeton::domain::id::TokenId;

/// The small shop after an audit that found something of everything, on the audit screen.
fn audited() -> Desk {
    let mut desk = Desk::at_work();
    desk.noticed();
    desk
}

#[test]
fn findings_stand_under_their_severities_with_the_evidence_of_one() {
    let mut desk = audited();
    insta::assert_snapshot!("audit_80x24", desk.frame());
    desk.resize(120, 40).keys("j");
    insta::assert_snapshot!("audit_120x40", desk.frame());
    desk.resize(200, 50).keys("jjz");
    insta::assert_snapshot!("audit_200x50", desk.frame());
}

#[test]
fn they_can_stand_under_their_tokens() {
    let mut desk = audited();
    desk.keys("sj");
    insta::assert_snapshot!("audit_by_token", desk.frame());
}

#[test]
fn accepted_ones_are_hidden_until_they_are_asked_for() {
    let mut desk = audited();
    desk.expect("1 accepted, hidden").expect_not("accepted until").resize(120, 30);
    desk.keys("z").expect("Low  2  1 accepted").expect("accepted until 2026-").expect("runs in");
    desk.keys("z/accepted:yes<enter>")
        .expect("Findings 1 of 7")
        .expect("Because   runs in the cellar")
        .expect("A takes the acceptance");
}

#[test]
fn the_filter_narrows_with_every_key_and_says_what_it_cannot_read() {
    let mut desk = audited();
    desk.keys("/stag").expect("1 of 7").expect("412 calls").keys("<c-u>severity:hihg").expect("did you mean high?");
    desk.keys("<bs><bs><bs>igh").expect("2 of 7").keys("<enter>").expect("/severity:high").keys("<esc>").expect("Findings 7");
    desk.keys("/nothing-like-it<enter>").expect("Nothing matches the filter");
}

#[test]
fn the_selection_stays_on_its_finding_when_others_come_and_go() {
    let mut desk = audited();
    desk.keys("jjj").expect("medium may do more than it does · pat:laptop");
    let mut findings = some_findings(&desk);
    findings.remove(0);
    let new = finding(Rule::SeenInScan, Severity::High, Some(token(&desk, "bot:faq-bot/default")), ".env line 3", Mend::Rotate);
    findings.splice(0..0, [new.clone(), Finding { rule: Rule::GraceEnding, ..new }]);
    desk.found(findings);
    desk.expect("medium may do more than it does · pat:laptop").expect("3 high");
}

#[test]
fn a_narrow_screen_shows_one_pane_at_a_time() {
    let mut desk = audited();
    desk.resize(50, 15);
    insta::assert_snapshot!("audit_narrow", desk.frame());
    desk.keys("j<enter>");
    insta::assert_snapshot!("audit_narrow_evidence", desk.frame());
    desk.keys("jjjjjj<esc>").expect("Findings 7");
}

#[test]
fn a_vault_without_findings_says_so_and_one_that_is_looked_at_too() {
    let ground = Ground::new();
    let (services, session) = bare(&ground);
    let mut desk = Desk::over(ground, Some(services), Some(session));
    desk.hold_effects();
    desk.keys("2");
    desk.found(Vec::new());
    desk.expect("0 high  0 medium").expect("Nothing was found").keys("r").expect("no finding is shown");
    let mut desk = Desk::at_work();
    desk.model.audit = Default::default();
    desk.hold_effects();
    desk.keys("2").expect("looking at every token");
}

#[test]
fn while_locked_findings_are_read_and_nothing_is_changed() {
    let mut desk = audited();
    desk.keys("<c-l><esc>").expect("traffic far above").keys("j<enter>").expect("Over time");
    for key in ["r", "x", "e", "a"] {
        desk.keys("<esc>").keys(key).expect("Unlock").keys("<esc>");
    }
    desk.expect("locked");
}

#[test]
fn a_finding_leads_to_its_token_its_history_and_its_calls() {
    let mut desk = audited();
    desk.keys("t").expect("about the vault itself").keys("jt").expect("▌ ◐  bot   support-bot    staging");
    desk.keys("2H").expect("History").keys("2T").expect("Calls");
}

#[test]
fn five_thousand_findings_scroll_without_delay() {
    let mut desk = Desk::at_work();
    desk.keys("2");
    desk.hold_effects();
    let one = |number: usize| {
        let mut quintets = [0_u8; 12];
        (quintets[0], quintets[1], quintets[2]) = ((number % 32) as u8, (number / 32 % 32) as u8, (number / 1024) as u8);
        let id = TokenId::from_quintets(quintets);
        finding(Rule::NeverUsed, Severity::Low, Some(id), "issued 9 d ago, never presented", Mend::Revoke)
    };
    desk.found((0..5_000).map(one).collect());
    desk.expect("5,000 low").keys("G").keys("k").keys("<c-u>").keys("s").expect("5,000");
    let began = std::time::Instant::now();
    for _ in 0..200 {
        desk.keys("j");
        desk.frame();
    }
    // A frame of the whole list would take seconds; what is seen takes a moment, even without optimisation.
    assert!(began.elapsed() < std::time::Duration::from_secs(10), "{:?}", began.elapsed());
}
