//! The filter of findings as people type it.

use super::*;
use crate::domain::Instant;
use crate::domain::finding::{Acceptance, Mend, Rule, Severity};
use crate::domain::id::TokenId;
use proptest::prelude::*;

fn finding(rule: Rule, severity: Severity) -> Finding {
    Finding {
        rule,
        token: Some(TokenId::from_quintets([1; 12])),
        severity,
        evidence: "no calls for 43 d, limit 30 d".to_owned(),
        details: Vec::new(),
        series: None,
        cause: String::new(),
        mend: Mend::Revoke,
        accepted: None,
    }
}

fn row(finding: &Finding) -> FindingRow<'_> {
    FindingRow {
        finding,
        label: "bot:support-bot/staging",
        owner: Some("support-bot"),
        project: Some("helpdesk"),
        kind: Some(Kind::Bot),
    }
}

fn holds(text: &str) -> bool {
    let finding = finding(Rule::Unused, Severity::Medium);
    FindingFilter::parse(text).unwrap().matches(&row(&finding))
}

#[test]
fn words_are_fuzzy_over_token_rule_and_severity_and_exact_over_evidence() {
    for text in ["", "stag", "suppbot", "unused", "medium", "unusd", "43", "\"43 d\"", "Unused !high"] {
        assert_eq!(holds(text), text != "Unused !high", "{text}");
    }
    assert!(!holds("4d3") && !holds("\"unused long\"") && !holds("!staging") && holds("!production"));
}

#[test]
fn keys_ask_for_one_thing_each() {
    for text in [
        "severity:medium",
        "severity:high,medium",
        "rule:unused",
        "rule:UNUSED,never-used",
        "kind:bot",
        "owner:support",
        "owner:helpdesk",
        "token:staging",
        "accepted:no",
        "!accepted:yes",
        "!rule:never-used",
    ] {
        assert!(holds(text), "{text}");
        assert!(!holds(&format!("!{text}")), "!{text}");
    }
    for text in ["severity:high", "rule:scopes-unused", "kind:pat", "owner:staging", "token:none", "accepted:yes"] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn what_is_about_the_vault_belongs_to_no_token() {
    let finding = Finding { token: None, ..finding(Rule::ChainBroken, Severity::High) };
    let row = FindingRow { finding: &finding, label: "vault", owner: None, project: None, kind: None };
    let holds = |text: &str| FindingFilter::parse(text).unwrap().matches(&row);
    assert!(holds("token:none") && holds("vault") && !holds("kind:bot") && !holds("owner:a"));
}

#[test]
fn accepted_ones_are_looked_at_only_where_they_are_asked_for() {
    let asks = |text: &str| FindingFilter::parse(text).unwrap().asks_for_accepted();
    assert!(asks("accepted:yes") && asks("!accepted:no") && !asks("accepted") && !asks("severity:high"));
    let accepted = Acceptance {
        token: None,
        rule: Rule::Unused,
        cause: String::new(),
        until: Instant::UNIX_EPOCH,
        note: String::new(),
        by: String::new(),
        at: Instant::UNIX_EPOCH,
    };
    let finding = Finding { accepted: Some(accepted), ..finding(Rule::Unused, Severity::Low) };
    assert!(FindingFilter::parse("accepted:yes").unwrap().matches(&row(&finding)));
}

#[test]
fn what_is_not_known_is_told_with_the_nearest() {
    let error = |text: &str| FindingFilter::parse(text).unwrap_err();
    assert_eq!(error("sevrity:high").suggestion.as_deref(), Some("severity:"));
    assert_eq!(error("a severity:hihg").suggestion.as_deref(), Some("high"));
    assert_eq!(error("a severity:hihg").at, 11);
    assert_eq!(error("rule:unusd").suggestion.as_deref(), Some("unused"));
    assert_eq!(error("accepted:maybe").message, "no answer \"maybe\"; write one of yes, no");
    assert!(error("kind:").message.contains("a value is missing"));
}

#[test]
fn hits_are_lit_where_they_are() {
    let filter = FindingFilter::parse("stag severity:high rule:unused !night owner:SUPPORT").unwrap();
    assert_eq!(filter.highlights(FindingField::Token, "support/staging"), [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]);
    assert_eq!(filter.highlights(FindingField::Severity, "high"), [0, 1, 2, 3]);
    assert_eq!(filter.highlights(FindingField::Evidence, "night staging"), [6, 7, 8, 9]);
}

proptest! {
    #[test]
    fn what_is_written_reads_back_as_itself(
        terms in prop::collection::vec(
            "!?(word|\"a b\"|severity:(high|low,info)|rule:(unused|adopted)|kind:bot|owner:(x|\"a b\")|token:y|accepted:(yes|no))", 0..6,
        ),
    ) {
        let filter = FindingFilter::parse(&terms.join(" ")).unwrap();
        prop_assert_eq!(FindingFilter::parse(&filter.to_string()).unwrap(), filter);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}") {
        let finding = finding(Rule::Unused, Severity::Medium);
        let _ = FindingFilter::parse(&text).map(|filter| filter.matches(&row(&finding)));
    }
}
