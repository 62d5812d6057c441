//! A walk through every live token, one decision each, closed with a report that somebody else can check.

use crate::world::Vault;
use jeton::domain::event::Action;
use jeton::domain::finding::Rule;
use jeton::domain::owner::OwnerKind;
use jeton::domain::review::{Decision, ReportFormat};
use jeton::services::{ArchiveTokens, Error, Issued, LogQuery, Undecided};

/// The account's token, a bot's and a personal one: three to walk through, and a fourth that is revoked.
fn house() -> (Vault, [Issued; 3]) {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let pat = vault.issue_pat("ci", &["bots:read"]);
    let gone = vault.issue_pat("gone", &["bots:read"]);
    vault.services.revoke((&vault.session).into(), gone.token.id, None).unwrap();
    vault.pass("1d");
    (vault, [bot, pat, gone])
}

fn said(error: &Error) -> String {
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    error.to_string()
}

#[test]
fn a_walk_is_begun_decided_closed_and_reported() {
    let (vault, [bot, pat, _]) = house();
    let (services, session) = (&vault.services, &vault.session);
    let review = services.begin_review(session, "").unwrap();
    assert_eq!((review.tokens, review.decided), (3, 0));
    let items = services.review_items(review.id).unwrap();
    assert_eq!(items.iter().map(|item| item.token).collect::<Vec<_>>(), [vault.account.token.id, pat.token.id, bot.token.id]);
    services.decide(session, vault.account.token.id, Decision::Keep, "").unwrap();
    vault.rotate(&bot, "1h").unwrap();
    services.decide(session, bot.token.id, Decision::Rotate, "seen in a chat").unwrap();
    let error = services.close_review(session, Undecided::Refuse).unwrap_err();
    assert_eq!(said(&error), "1 token is undecided; decide, or close the review unfinished");
    services.revoke(session.into(), pat.token.id, None).unwrap();
    services.decide(session, pat.token.id, Decision::Revoke, "nobody knows it").unwrap();
    let closed = services.close_review(session, Undecided::Refuse).unwrap();
    assert_eq!((closed.tokens, closed.decided), (3, 3));
    assert!(services.open_review().unwrap().is_none());
    for format in ReportFormat::ALL {
        let report = services.review_report(review.id, format).unwrap();
        assert_eq!(ReportFormat::of_text(&report), Some(format));
        assert!(report.contains("bot:helper/default") && report.contains("nobody knows it"), "{report}");
        let head: String = services.log_head().unwrap().hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(report.contains(&head), "the head of the chain stands in it");
        let checked = services.check_report(&report, Some(session)).unwrap();
        assert!(checked.is_good(), "{checked:?}");
        vault.pass("1d");
        assert_eq!(services.review_report(review.id, format).unwrap(), report, "the same bytes each time");
    }
    let actions: Vec<Action> = services.log(&LogQuery::default()).unwrap().iter().map(|event| event.what.action).collect();
    assert_eq!(actions.iter().filter(|action| **action == Action::Review).count(), 3);
    assert!(actions.contains(&Action::ReviewBegin) && actions.contains(&Action::ReviewClose));
}

#[test]
fn a_walk_goes_on_where_it_was_left_also_in_another_process() {
    let (vault, [bot, ..]) = house();
    let review = vault.services.begin_review(&vault.session, "kind:bot,pat").unwrap();
    assert_eq!(
        said(&vault.services.begin_review(&vault.session, "").unwrap_err()),
        "review 1 is open, 0 of 2 decided; go on with it, or close it first"
    );
    vault.services.decide(&vault.session, bot.token.id, Decision::Keep, "known").unwrap();
    let other = vault.reopen();
    let open = other.open_review().unwrap().unwrap();
    assert_eq!((open.id, open.decided, open.filter.as_str()), (review.id, 1, "kind:bot,pat"));
    let items = other.review_items(open.id).unwrap();
    assert_eq!(
        items[1].decided.as_ref().map(|decided| (decided.decision, decided.note.as_str())),
        Some((Decision::Keep, "known"))
    );
}

#[test]
fn what_is_recorded_was_done() {
    let (vault, [bot, pat, gone]) = house();
    let (services, session) = (&vault.services, &vault.session);
    let error = |id, decision, note: &str| said(&services.decide(session, id, decision, note).unwrap_err());
    assert_eq!(error(bot.token.id, Decision::Keep, ""), "no review is open; begin one first");
    services.begin_review(session, "kind:bot").unwrap();
    assert_eq!(
        error(bot.token.id, Decision::Rotate, ""),
        "bot:helper/default was not rotated since the review began; rotate it first"
    );
    assert_eq!(error(bot.token.id, Decision::Revoke, "old"), "bot:helper/default is not revoked; revoke it first");
    assert_eq!(error(bot.token.id, Decision::Revoke, " "), "say in a note why: revoke is not decided without one");
    let now = services.now();
    assert_eq!(error(bot.token.id, Decision::Snooze(now), "later"), "the date lies behind; put the token off until a later one");
    assert!(error(bot.token.id, Decision::Keep, "a\u{202e}b").contains("acts on terminals"));
    assert!(error(bot.token.id, Decision::Keep, &"x".repeat(501)).contains("500 is the most"));
    assert!(error(pat.token.id, Decision::Keep, "").contains("not part of review 1"));
    assert!(error(gone.token.id, Decision::Keep, "").contains("not part of review 1"));
    services.revoke(session.into(), bot.token.id, None).unwrap();
    assert!(error(bot.token.id, Decision::Keep, "").contains("is revoked; that is what is to be recorded"));
    assert!(said(&services.begin_review(session, "").unwrap_err()).contains("review 1 is open"));
}

#[test]
fn an_unfinished_walk_says_what_it_left() {
    let (vault, [bot, ..]) = house();
    let review = vault.services.begin_review(&vault.session, "").unwrap();
    let until = "2040-01-01T00:00:00Z".parse().unwrap();
    let far = vault.services.decide(&vault.session, bot.token.id, Decision::Snooze(until), "waits").unwrap_err();
    assert_eq!(said(&far), "the date is over 400 days ahead; choose a nearer one");
    vault.services.close_review(&vault.session, Undecided::List).unwrap();
    let report = vault.services.review_report(review.id, ReportFormat::Markdown).unwrap();
    assert!(report.contains("## undecided: 3 tokens") && report.contains("3: 3 undecided"), "{report}");
    assert!(vault.services.check_report(&report, None).unwrap().is_good());
}

#[test]
fn a_report_or_a_vault_that_was_changed_afterwards_is_found() {
    let (vault, [bot, ..]) = house();
    let (services, session) = (&vault.services, &vault.session);
    let review = services.begin_review(session, "kind:bot").unwrap();
    services.decide(session, bot.token.id, Decision::Keep, "known").unwrap();
    services.close_review(session, Undecided::Refuse).unwrap();
    let report = services.review_report(review.id, ReportFormat::Csv).unwrap();
    let unlike = services.check_report(&report.replace("known", "unknown"), None).unwrap().unlike.unwrap();
    assert!(unlike.given.contains("unknown") && unlike.wanted.contains("known"), "{unlike:?}");
    let cut = report.lines().take(12).collect::<Vec<_>>().join("\r\n");
    assert!(!services.check_report(&cut, None).unwrap().is_good());
    assert!(said(&services.check_report("hello", None).unwrap_err()).contains("no report of a review"));
    vault.tamper("UPDATE review_item SET facts = replace(facts, '\"calls_week\":0', '\"calls_week\":9')");
    let error = services.check_report(&report, None).unwrap_err().to_string();
    assert!(error.contains("the list of review 1 is not the one that event"), "{error}");
    vault.tamper("UPDATE review_item SET note = 'other'");
    let error = services.check_report(&report, None).unwrap_err().to_string();
    assert!(error.contains("what is kept of the decision about"), "{error}");
}

#[test]
fn names_and_notes_cannot_act_in_a_report() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "=1+1", None);
    vault.tamper("UPDATE token SET name = 'a|b' || char(27) || '[31m' WHERE kind = 'bot'");
    let review = vault.services.begin_review(&vault.session, "kind:bot").unwrap();
    vault.services.decide(&vault.session, bot.token.id, Decision::Keep, "@cmd \"x\", <b>|").unwrap();
    vault.services.close_review(&vault.session, Undecided::Refuse).unwrap();
    let csv = vault.services.review_report(review.id, ReportFormat::Csv).unwrap();
    assert!(csv.contains("\"'@cmd \"\"x\"\", <b>|\"") && !csv.contains('\u{1b}'), "{csv}");
    let markdown = vault.services.review_report(review.id, ReportFormat::Markdown).unwrap();
    assert!(markdown.contains("\\<b\\>\\|") && !markdown.contains('\u{1b}'), "{markdown}");
    for format in ReportFormat::ALL {
        let report = vault.services.review_report(review.id, format).unwrap();
        assert!(vault.services.check_report(&report, None).unwrap().is_good(), "{format:?}");
    }
}

#[test]
fn the_report_tells_what_the_audit_had_noticed_when_it_was_decided() {
    let (vault, [bot, ..]) = house();
    let owner = "bot:helper".parse().unwrap();
    vault.services.archive_owner((&vault.session).into(), &owner, ArchiveTokens::Keep).unwrap();
    let review = vault.services.begin_review(&vault.session, "kind:bot").unwrap();
    vault.services.decide(&vault.session, bot.token.id, Decision::Keep, "its owner returns in May").unwrap();
    let items = vault.services.review_items(review.id).unwrap();
    let words = items[0].decided.as_ref().unwrap().facts.findings.clone();
    assert!(words.split(' ').any(|word| word == "owner-archived"), "{words}");
    vault
        .services
        .accept(&vault.session, &[(Some(bot.token.id), Rule::OwnerArchived)], vault.services.now() + day(), "known")
        .unwrap();
    vault.services.decide(&vault.session, bot.token.id, Decision::Keep, "accepted").unwrap();
    let items = vault.services.review_items(review.id).unwrap();
    assert!(!items[0].decided.as_ref().unwrap().facts.findings.contains("owner-archived"), "accepted ones are no longer open");
}

fn day() -> jiff::SignedDuration {
    jiff::SignedDuration::from_hours(24)
}
