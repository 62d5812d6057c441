//! The audit screen: what was found, by how much it matters or by token, with the evidence beneath.

use crate::desk::Desk;
use crate::noticed::{finding, some_findings, token};
use crate::world::{Ground, bare};
use jeton::domain::finding::{Finding, Mend, Rule, Severity};
use jeton::domain::id::TokenId;
use jeton::tui::msg::What;

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
    desk.resize(200, 50).keys("jjo");
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
    desk.keys("o").expect("Low  2  1 accepted").expect("accepted until 2026-").expect("runs in");
    desk.keys("o/accepted:yes<enter>")
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

/// The first finding of a rule, as the vault has it now.
fn real(desk: &Desk, selector: &str, rule: Rule) -> Option<Finding> {
    let found = desk.vault.services().unwrap().findings_of(token(desk, selector)).unwrap();
    found.into_iter().find(|finding| finding.rule == rule)
}

#[test]
fn a_finding_is_accepted_until_a_date_with_a_reason_and_that_is_taken_back() {
    let mut desk = Desk::at_work();
    desk.keys("2/rule:never-expires faq<enter>").expect("Findings 1 of 7").keys("a").expect("Accept 1 finding");
    desk.settle().keys("<right><right><tab><enter><right><enter>").expect("say why it may stay");
    desk.keys("a bot without a calendar<tab><right><enter>").expect("accepted 1 finding").expect("1 accepted, hidden");
    let kept = real(&desk, "bot:faq-bot/default", Rule::NeverExpires).unwrap().accepted.unwrap();
    assert_eq!((kept.note.as_str(), kept.by.as_str()), ("a bot without a calendar", "mara"));
    assert_eq!(kept.until.as_second() - kept.at.as_second(), 180 * 86_400);
    desk.keys("<esc>").expect("Findings 6").keys("o").expect("Findings 7").keys("/accepted:yes<enter>");
    desk.expect("a bot without a calendar").keys("A").settle().keys("<right><enter>").expect("took 1 acceptance back");
    assert!(real(&desk, "bot:faq-bot/default", Rule::NeverExpires).unwrap().is_open());
    desk.keys("<esc>").expect_not("accepted,");
}

#[test]
fn a_date_that_cannot_be_is_refused() {
    let mut desk = Desk::at_work();
    desk.keys("2a").settle().keys("<right><right><right><tab>2020-01-01<tab>known<tab><right><enter>").expect("lies in the past");
    desk.keys("<c-u>900d<tab><tab><enter>").expect("400 days");
    desk.keys("<esc>").expect("Findings 7");
}

#[test]
fn what_is_mended_is_gone_by_itself() {
    let mut desk = Desk::at_work();
    desk.keys("2/rule:never-expires night<enter>e").expect("Set the expiry").settle().keys("<tab><right><enter>");
    desk.expect("saved").expect("Nothing matches the filter").keys("<esc>").expect("Findings 6");
    assert_eq!(real(&desk, "bot:night-watch/default", Rule::NeverExpires), None);
}

#[test]
fn marked_findings_are_mended_by_one_question() {
    let mut desk = Desk::at_work();
    desk.keys("2/kind:bot<enter>gvGv").expect("3 marked").keys("a").expect("Accept 3 findings").settle();
    desk.keys("<tab><tab>known<tab><right><enter>").expect("accepted 3 findings").expect_not("marked");
    desk.keys("ogvGve").expect("Set the expiry of 3 tokens").settle().keys("<tab>3<tab><right><enter>");
    desk.expect("3 given another expiry").settle().keys("<enter>").expect_not("marked").expect("Nothing matches");
    desk.keys("<esc>/kind:integration<enter><space><esc>").expect("Findings 1 of 4");
    assert!(desk.model.audit.list.marks.is_empty(), "Esc clears the marks before the filter");
    desk.keys("<esc>g<space><space>x").expect("Revoke 2 tokens").settle().keys("3<tab><tab><right><enter>").expect("type 2");
    desk.keys("<c-u>2<tab><tab><enter>").expect("2 revoked");
}

#[test]
fn a_token_keeps_only_what_it_used() {
    let mut desk = audited();
    desk.keys("jjjw").expect("- files:write").expect("files:read").settle().keys("<right><enter>");
    desk.let_go();
    let laptop = desk.vault.services().unwrap().show(token(&desk, "pat:laptop")).unwrap().summary;
    assert_eq!(laptop.scopes.to_string(), "files:read");
    desk.expect("saved pat:laptop");
}

#[test]
fn several_are_narrowed_each_to_its_own() {
    let mut desk = audited();
    desk.keys("jj<space><space>w").expect("Narrow 1 token").expect("keeps files:read").expect("nothing is known");
    desk.settle().keys("1<tab><right><enter>");
    desk.let_go();
    desk.expect("1 narrowed, 1 left out");
}

#[test]
fn another_process_changes_the_vault_and_the_findings_follow() {
    let mut desk = Desk::at_work();
    desk.keys("2").expect("Findings 7");
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    services.revoke((&*session).into(), token(&desk, "bot:night-watch/default"), None).unwrap();
    desk.tell(What::Stale);
    desk.expect("Findings 6").expect_not("night-watch");
}

#[test]
fn the_tab_counts_what_is_to_be_mended_now_and_the_detail_names_the_gravest() {
    let mut desk = audited();
    desk.expect("2 Audit 2!").resize(50, 15).expect("2 Audit 2!").keys("1").expect(" 2! ");
    desk.resize(80, 24).keys("/staging<enter>");
    desk.let_go();
    let findings = some_findings(&desk);
    desk.found(findings).expect("high traffic far above its week");
}
