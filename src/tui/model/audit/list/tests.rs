//! The list of findings, moved through, marked and read anew.

use super::*;
use crate::domain::Instant;
use crate::domain::finding::{Acceptance, Finding, Mend, Rule};
use proptest::prelude::*;

const HEIGHT: usize = 10;

fn token(number: u8) -> Option<TokenId> {
    Some(TokenId::from_quintets([number; 12]))
}

fn noticed(number: u8, rule: Rule, severity: Severity) -> Noticed {
    let finding = Finding {
        rule,
        token: token(number),
        severity,
        evidence: "43 d".to_owned(),
        details: Vec::new(),
        series: None,
        cause: String::new(),
        mend: Mend::Rotate,
        accepted: None,
    };
    Noticed { finding, label: format!("pat:t{number:02}"), owner: None, project: None, kind: None }
}

fn accepted(mut noticed: Noticed) -> Noticed {
    let (token, rule, at) = (noticed.finding.token, noticed.finding.rule, Instant::UNIX_EPOCH);
    let (cause, note, by) = (String::new(), "known".to_owned(), "mara".to_owned());
    noticed.finding.accepted = Some(Acceptance { token, rule, cause, until: at, note, by, at });
    noticed
}

fn report(noticed: Vec<Noticed>) -> Arc<Report> {
    Arc::new(Report { at: Some(Instant::UNIX_EPOCH), noticed, tokens: 9, warnings: Vec::new() })
}

fn some() -> Arc<Report> {
    report(vec![
        noticed(3, Rule::SeenInScan, Severity::High),
        noticed(1, Rule::Unused, Severity::Medium),
        accepted(noticed(2, Rule::Unused, Severity::Medium)),
        noticed(3, Rule::Unused, Severity::Medium),
        noticed(1, Rule::NeverExpires, Severity::Low),
    ])
}

fn list() -> FindingList {
    let mut list = FindingList::default();
    list.take(some(), &FindingFilter::default(), HEIGHT);
    list
}

/// The lines as words: headings by what they have in common, findings by token and rule.
fn told(list: &FindingList) -> Vec<String> {
    let line = |line: &Line| match line {
        Line::Heading(Heading { common: Common::Severity(severity), counts }) => {
            format!("{severity} {}+{}", counts.all_open(), counts.accepted)
        }
        Line::Heading(Heading { common: Common::Token(label), counts }) => {
            format!("{label} {}+{}", counts.all_open(), counts.accepted)
        }
        Line::Finding(place) => {
            let noticed = &list.report.noticed[*place];
            format!("  {} {}", noticed.label, noticed.finding.rule)
        }
    };
    list.lines().iter().map(line).collect()
}

#[test]
fn findings_stand_under_their_severities_or_their_tokens() {
    let mut list = list();
    let by_severity = [
        "high 1+0",
        "  pat:t03 seen-in-scan",
        "medium 2+0",
        "  pat:t01 unused",
        "  pat:t03 unused",
        "low 1+0",
        "  pat:t01 never-expires",
    ];
    assert_eq!(told(&list), by_severity);
    (list.grouping, list.shows_accepted) = (Grouping::Token, true);
    list.arrange(&FindingFilter::default(), HEIGHT);
    let by_token = [
        "pat:t03 2+0",
        "  pat:t03 seen-in-scan",
        "  pat:t03 unused",
        "pat:t01 2+0",
        "  pat:t01 unused",
        "  pat:t01 never-expires",
        "pat:t02 0+1",
        "  pat:t02 unused",
    ];
    assert_eq!(told(&list), by_token);
    assert_eq!(list.shown(), 5);
}

#[test]
fn a_filter_that_asks_for_accepted_ones_shows_them_unasked() {
    let mut list = list();
    list.arrange(&FindingFilter::parse("accepted:yes").unwrap(), HEIGHT);
    assert_eq!(told(&list), ["medium 0+1", "  pat:t02 unused"]);
}

#[test]
fn the_cursor_goes_over_headings_and_stays_within() {
    let mut list = list();
    assert_eq!(list.cursor, 1, "it begins on the first finding, not on its heading");
    let steps = [1, 1, 1, 1, -1, -1, -1, -9, 99, -99];
    let seen = steps.map(|step| {
        list.move_by(step, HEIGHT);
        list.cursor
    });
    assert_eq!(seen, [3, 4, 6, 6, 4, 3, 1, 1, 6, 1]);
}

#[test]
fn the_selection_follows_its_finding_and_else_keeps_its_place() {
    let mut list = list();
    list.move_by(3, HEIGHT);
    assert_eq!(list.selected().unwrap().key(), (token(3), Rule::Unused));
    let mut more = some().noticed.clone();
    more.insert(0, noticed(9, Rule::SeenInScan, Severity::High));
    list.take(report(more.clone()), &FindingFilter::default(), HEIGHT);
    assert_eq!(list.selected().unwrap().key(), (token(3), Rule::Unused));
    more.retain(|noticed| noticed.key() != (token(3), Rule::Unused));
    let place = list.cursor;
    list.take(report(more), &FindingFilter::default(), HEIGHT);
    assert_eq!(list.selected().unwrap().key(), (token(1), Rule::NeverExpires), "what stood below comes to its place");
    assert_eq!(list.cursor, place + 1);
    list.take(report(Vec::new()), &FindingFilter::default(), HEIGHT);
    assert!(list.selected().is_none() && list.cursor == 0 && list.shown() == 0);
}

#[test]
fn marks_are_of_findings_and_outlast_a_filter_but_not_their_cause() {
    let mut list = list();
    list.anchor = list.selected().map(Noticed::key);
    list.move_by(3, HEIGHT);
    assert!(list.mark_range(list.anchor.unwrap()));
    assert_eq!(list.marks.len(), 3);
    list.arrange(&FindingFilter::parse("severity:high").unwrap(), HEIGHT);
    assert_eq!((list.hidden_marks(), list.targets().len()), (2, 3));
    assert!(!list.mark_range((token(1), Rule::NeverExpires)), "what is hidden begins no range");
    list.unmark(token(3).unwrap());
    assert_eq!(list.marks.iter().copied().collect::<Vec<_>>(), [(token(1), Rule::Unused)]);
    list.take(report(vec![noticed(1, Rule::NeverExpires, Severity::Low)]), &FindingFilter::default(), HEIGHT);
    assert!(list.marks.is_empty());
    assert_eq!(list.targets().len(), 1, "without marks the one under the cursor is meant");
}

proptest! {
    #[test]
    fn wherever_it_is_moved_the_cursor_is_on_a_finding_and_in_the_window(
        findings in prop::collection::vec((0..20_u8, 0..22_usize, 0..4_usize, any::<bool>()), 0..60),
        moves in prop::collection::vec(-30..30_isize, 0..12),
        height in 2..20_usize,
        by_token in any::<bool>(),
    ) {
        let mut all: Vec<Noticed> = findings
            .into_iter()
            .map(|(number, rule, severity, is_accepted)| {
                let noticed = noticed(number, Rule::ALL[rule], Severity::ALL[severity]);
                if is_accepted { accepted(noticed) } else { noticed }
            })
            .collect();
        all.sort_by_key(|noticed| std::cmp::Reverse(noticed.finding.severity));
        let mut list = FindingList { grouping: if by_token { Grouping::Token } else { Grouping::Severity }, ..FindingList::default() };
        list.take(report(all), &FindingFilter::default(), height);
        for step in moves {
            list.move_by(step, height);
            prop_assert_eq!(list.selected().is_some(), list.shown() > 0);
            prop_assert!(list.shown() == 0 || (list.top..list.top + height).contains(&list.cursor));
            list.turn(step, height);
            prop_assert_eq!(list.selected().is_some(), list.shown() > 0);
            prop_assert!(list.shown() == 0 || (list.top..list.top + height).contains(&list.cursor));
        }
    }
}
