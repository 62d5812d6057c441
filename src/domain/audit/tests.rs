//! Rules at their edges, and what holds whatever the numbers are.

use super::*;
use crate::domain::catalogue::Catalogue;
use crate::domain::finding::{Mend, Severity};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::name::Name;
use crate::domain::owner::OwnerId;
use crate::domain::policy::Policy;
use crate::domain::review::Decision;
use crate::domain::scope::{Scope, ScopeSet};
use crate::domain::sighting::Sighting;
use crate::domain::span::Span;
use crate::domain::summary::{TokenRow, TokenSummary};
use crate::domain::token::TokenState;
use crate::domain::verdict::Reason;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::net::IpAddr;

fn now() -> Instant {
    "2027-03-01T12:00:00Z".parse().unwrap()
}

fn ago(span: &str) -> Instant {
    span.parse::<Span>().unwrap().before(now())
}

fn ahead(span: &str) -> Instant {
    span.parse::<Span>().unwrap().after(now())
}

/// A token, what it was used for, and what people did with it.
#[derive(Clone, Debug)]
struct Case {
    token: TokenSummary,
    figures: Option<Figures>,
    covered: Option<Covered>,
    granted_at: Option<Instant>,
    looked: Vec<Looked>,
    reviewed: Option<Reviewed>,
    seen: Vec<Sighting>,
    thresholds: Thresholds,
    now: Instant,
}

impl Case {
    /// A bot's token of sixty days that is used as it always was, for all that it may do.
    fn normal() -> Self {
        let created_at = ago("60d");
        let token = TokenSummary {
            id: TokenId::from_number(1).unwrap(),
            kind: Kind::Bot,
            name: Name::from_stored("default".to_owned()),
            owner_id: OwnerId(1),
            owner: Name::from_stored("helper".to_owned()),
            project: None,
            owner_archived: false,
            state: TokenState::Active,
            scopes: ScopeSet::from_stored("files:read files:write"),
            policy: Policy::default(),
            expires_at: Some(ahead("90d")),
            grace_until: None,
            version: 1,
            hint: Hint::default(),
            is_sealed: true,
            adopted: false,
            note: String::new(),
            created_at,
            state_changed_at: created_at,
            rotated_at: created_at,
            last_used_at: None,
        };
        let secret = SecretFigures {
            version: 1,
            first_at: ago("59d"),
            last_at: ago("1m"),
            used_at: Some(ago("1m")),
            source: None,
            day: 240,
            ended_day: 0,
            ended_week: 0,
        };
        let figures = Figures {
            secrets: vec![secret],
            hours: [10; 24],
            days: [240; WEEK],
            refused_days: [0; WEEK],
            refused: Vec::new(),
            week: 1_680,
            scopes: vec![("files:read".into(), ago("1m")), ("files:write".into(), ago("1d"))],
            sources: Vec::new(),
        };
        Self {
            token,
            figures: Some(figures),
            covered: Some(Covered { from: ago("100d"), until: now() }),
            granted_at: None,
            looked: Vec::new(),
            reviewed: None,
            seen: Vec::new(),
            thresholds: Thresholds::default(),
            now: now(),
        }
    }

    fn figures(&mut self) -> &mut Figures {
        self.figures.as_mut().unwrap()
    }

    fn secret(&mut self) -> &mut SecretFigures {
        &mut self.figures().secrets[0]
    }

    fn findings(&self) -> Vec<Finding> {
        let catalogue = Catalogue::built_in().unwrap();
        let row = TokenRow::from(&self.token);
        findings(&Facts {
            now: self.now,
            thresholds: &self.thresholds,
            catalogue: &catalogue,
            token: &row,
            figures: self.figures.as_ref(),
            covered: self.covered,
            granted_at: self.granted_at,
            looked: &self.looked,
            reviewed: self.reviewed,
            seen: &self.seen,
        })
    }

    fn rules(&self) -> Vec<Rule> {
        self.findings().iter().map(|finding| finding.rule).collect()
    }

    fn has(&self, rule: Rule) -> bool {
        self.rules().contains(&rule)
    }
}

/// A normal token with something changed, just before an edge and on it: the rule is silent, then speaks.
fn edge(rule: Rule, before: impl FnOnce(&mut Case), on: impl FnOnce(&mut Case)) {
    let (mut silent, mut speaks) = (Case::normal(), Case::normal());
    before(&mut silent);
    on(&mut speaks);
    assert!(!silent.has(rule), "{rule} speaks before its edge: {:?}", silent.findings());
    assert!(speaks.has(rule), "{rule} is silent on its edge");
    speaks.thresholds.ignore.insert(rule);
    assert!(!speaks.has(rule), "{rule} is not asked where it is to be ignored");
}

#[test]
fn a_token_that_is_used_as_it_always_was_is_no_finding() {
    assert_eq!(Case::normal().findings(), []);
}

#[test]
fn each_rule_of_age_speaks_from_its_number_on() {
    edge(Rule::RotationDue, |case| case.token.rotated_at = ago("89d23h59m59s"), |case| case.token.rotated_at = ago("90d"));
    edge(
        Rule::ExpiresSoon,
        |case| case.token.expires_at = Some(ahead("14d1s")),
        |case| case.token.expires_at = Some(ahead("14d")),
    );
    edge(Rule::Unused, |case| case.secret().used_at = Some(ago("29d23h")), |case| case.secret().used_at = Some(ago("30d")));
    let unused_since = |created: &'static str| {
        move |case: &mut Case| {
            case.token.created_at = ago(created);
            case.figures = None;
        }
    };
    edge(Rule::NeverUsed, unused_since("6d23h"), unused_since("7d"));
    edge(Rule::NotReviewed, |case| case.token.created_at = ago("179d"), |case| case.token.created_at = ago("180d"));
    edge(
        Rule::NotReviewed,
        |case| case.reviewed = Some(Reviewed { at: ago("90d"), decision: Decision::Snooze(ahead("1s")) }),
        |case| case.reviewed = Some(Reviewed { at: ago("90d"), decision: Decision::Snooze(now()) }),
    );
}

#[test]
fn each_rule_of_traffic_speaks_from_its_number_on() {
    let hours = |last: u32| {
        move |case: &mut Case| {
            case.figures().hours = [0; 24];
            case.figures().hours[23] = last;
        }
    };
    edge(Rule::TrafficSpike, hours(1_199), hours(1_200));
    let refused = |calls: u64| move |case: &mut Case| case.figures().refused = vec![(Reason::MissingScope, calls)];
    edge(Rule::DenialsRising, refused(19), refused(20));
    edge(
        Rule::TrafficSpike,
        |case| {
            hours(2_000)(case);
            // What runs once a week does so each week.
            case.figures().days = [0, 0, 0, 1_000, 0, 0, 0];
        },
        |case| {
            hours(2_001)(case);
            case.figures().days = [0, 0, 0, 1_000, 0, 0, 0];
        },
    );
}

#[test]
fn rules_that_go_by_use_are_silent_while_figures_do_not_cover_their_time() {
    let mut case = Case::normal();
    case.secret().used_at = Some(ago("40d"));
    case.figures().hours[23] = 100_000;
    case.figures().refused = vec![(Reason::MissingScope, 1_000)];
    let speak = [Rule::TrafficSpike, Rule::DenialsRising, Rule::Unused];
    assert_eq!(case.rules(), speak);
    for covered in [
        None,
        Some(Covered { from: ago("8d"), until: now() }),
        Some(Covered { from: ago("100d"), until: ago("3d") }),
        Some(Covered { from: ahead("10d"), until: now() }),
    ] {
        case.covered = covered;
        assert_eq!(case.rules(), [], "{covered:?}");
    }
    case.covered = Some(Covered { from: ago("100d"), until: now() });
    case.token.kind = Kind::External;
    assert!(!case.has(Rule::Unused), "an external token is never presented here");
}

fn source(last: u8, first_at: Instant) -> SourceFigures {
    let address = Some(IpAddr::from([192, 0, 2, last]));
    SourceFigures { version: 1, address, calls: 5, refused: 0, first_at, last_at: now() }
}

#[test]
fn an_address_is_new_for_a_week_unless_each_week_brings_some() {
    edge(
        Rule::NewSource,
        |case| case.figures().sources = vec![source(1, ago("50d")), source(2, ago("7d"))],
        |case| case.figures().sources = vec![source(1, ago("50d")), source(2, ago("6d23h"))],
    );
    let mut roaming = Case::normal();
    roaming.figures().sources = (1..=24).map(|day| source(day, Span::from_days(2 * u64::from(day)).before(now()))).collect();
    assert!(!roaming.has(Rule::NewSource), "{:?}", roaming.findings());
    let mut folded = Case::normal();
    folded.figures().sources =
        vec![source(1, ago("50d")), source(2, ago("1d")), SourceFigures { address: None, ..source(3, ago("9d")) }];
    assert!(!folded.has(Rule::NewSource), "where some are not kept apart, none can be called new");
    let mut refused = Case::normal();
    refused.figures().sources = vec![source(1, ago("50d")), SourceFigures { calls: 0, refused: 9, ..source(2, ago("1d")) }];
    assert!(!refused.has(Rule::NewSource), "whoever was refused did not use it");
}

#[test]
fn a_value_that_has_ended_is_told_while_it_is_presented() {
    let presented = |last: &'static str| {
        move |case: &mut Case| {
            case.token.version = 2;
            case.token.rotated_at = ago("20d");
            *case.secret() = SecretFigures { last_at: ago(last), ended_week: 4, ..case.secret().clone() };
        }
    };
    edge(Rule::RetiredPresented, presented("7d"), presented("6d23h"));
    let revoked = |last: &'static str| {
        move |case: &mut Case| {
            case.token.state = TokenState::Revoked;
            case.token.state_changed_at = ago("2d");
            *case.secret() = SecretFigures { last_at: ago(last), ended_week: 4, ..case.secret().clone() };
        }
    };
    edge(Rule::RevokedPresented, revoked("2d1s"), revoked("2d"));
    let mut lately = Case::normal();
    revoked("23h")(&mut lately);
    assert_eq!(lately.findings()[0].severity, Severity::High);
}

#[test]
fn a_scan_that_saw_a_live_value_is_grave_and_of_an_ended_one_a_trace() {
    let seen = |version| Sighting {
        token: TokenId::from_number(1).unwrap(),
        version,
        place: "/srv/.env".to_owned(),
        root: "/srv".to_owned(),
        line: 3,
        first_at: ago("1d"),
        last_at: ago("1h"),
    };
    let mut case = Case { seen: vec![seen(1)], ..Case::normal() };
    let live = case.findings().remove(0);
    assert_eq!(
        (live.severity, &live.mend, live.details.as_slice()),
        (Severity::High, &Mend::Rotate, ["/srv/.env:3 version 1".to_owned()].as_slice())
    );
    case.token.version = 2;
    let ended = case.findings().remove(0);
    assert_eq!((ended.rule, ended.severity), (Rule::SeenInScan, Severity::Info));
    assert_ne!(live.cause, ended.cause);
}

#[test]
fn a_short_life_is_no_reason_for_alarm_until_its_last_quarter() {
    for (created, expires, speaks) in [("1m", "14m", false), ("1h", "20h", false), ("1d", "9d", false), ("8d", "2d", true)] {
        let mut case = Case::normal();
        case.token.created_at = ago(created);
        case.token.expires_at = Some(ahead(expires));
        assert_eq!(case.has(Rule::ExpiresSoon), speaks, "{created} old, {expires} left");
    }
}

#[test]
fn an_acceptance_holds_for_its_cause_until_its_date() {
    let mut case = Case::normal();
    case.token.rotated_at = ago("100d");
    let mut finding = case.findings().remove(0);
    let acceptance = Acceptance {
        token: finding.token,
        rule: finding.rule,
        cause: finding.cause.clone(),
        until: ahead("30d"),
        note: "known".to_owned(),
        by: "ops".to_owned(),
        at: now(),
    };
    let accepted = |finding: &mut Finding, acceptance: &Acceptance, at: Instant| {
        apply(finding, Some(acceptance), at);
        !finding.is_open()
    };
    assert!(accepted(&mut finding, &acceptance, ahead("29d23h59m")));
    assert!(!accepted(&mut finding, &acceptance, ahead("30d")));
    assert!(!accepted(&mut finding, &Acceptance { cause: "version 2".to_owned(), ..acceptance.clone() }, now()));
    assert!(!accepted(&mut finding, &Acceptance { rule: Rule::Unused, ..acceptance.clone() }, now()));
    assert!(!accepted(&mut finding, &Acceptance { token: None, ..acceptance }, now()));
}

/// Instants around the present, years away, and at both ends of time.
fn any_instant() -> impl Strategy<Value = Instant> {
    let around = (-4_000_i64..4_000).prop_map(|days| Instant::from_second(now().as_second() + days * 86_400).unwrap());
    prop_oneof![8 => around, 1 => Just(Instant::MIN), 1 => Just(Instant::MAX)]
}

fn any_count() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0..5_000_u64, 1 => Just(u64::MAX)]
}

fn any_words() -> impl Strategy<Value = Vec<&'static str>> {
    let words = vec!["files:read", "files:write", "files:*", "*", "messages:read", "billing:read", "own:thing"];
    prop::collection::vec(prop::sample::select(words), 0..5)
}

fn any_case() -> impl Strategy<Value = Case> {
    let times = prop::collection::vec(any_instant(), 12);
    let counts = prop::collection::vec(any_count(), 8);
    let choices = (0..6_usize, 0..3_usize, 1..4_u32, 0..4_u32, any::<[bool; 6]>());
    (times, counts, any_words(), any_words(), choices).prop_map(|(times, counts, granted, used, choices)| {
        let (kind, state, version, of, [expires, grace, archived, adopted, covered, judged]) = choices;
        let mut case = Case::normal();
        case.now = times[0];
        case.token.kind = Kind::ALL[kind];
        case.token.state = [TokenState::Active, TokenState::Disabled, TokenState::Revoked][state];
        case.token.scopes = ScopeSet::from_stored(&granted.join(" "));
        (case.token.owner_archived, case.token.adopted, case.token.version) = (archived, adopted, version);
        case.token.expires_at = expires.then_some(times[1]);
        case.token.grace_until = grace.then_some(times[2]);
        (case.token.created_at, case.token.rotated_at, case.token.state_changed_at) = (times[3], times[4], times[5]);
        *case.secret() = SecretFigures {
            version: of,
            first_at: times[6],
            last_at: times[7],
            used_at: Some(times[7]),
            source: None,
            day: counts[0],
            ended_day: counts[1],
            ended_week: counts[2],
        };
        let figures = case.figures();
        figures.hours = [u32::try_from(counts[3]).unwrap_or(u32::MAX); 24];
        (figures.days, figures.refused_days, figures.week) = ([counts[4]; WEEK], [counts[5]; WEEK], counts[6]);
        figures.refused = vec![(Reason::NoRoute, counts[7]), (Reason::WrongProject, counts[7])];
        figures.scopes = used.into_iter().map(|word| (word.into(), times[7])).collect();
        figures.sources = vec![source(1, times[8]), source(2, times[9])];
        case.covered = covered.then_some(Covered { from: times[10], until: times[11] });
        case.reviewed = judged.then_some(Reviewed { at: times[9], decision: Decision::Snooze(times[8]) });
        case.looked = vec![Looked { by: "ops".to_owned(), revealed: counts[0], copied: counts[1], last_at: times[6] }];
        case
    })
}

proptest! {
    #[test]
    fn whatever_the_clock_says_every_rule_answers(case in any_case()) {
        let catalogue = Catalogue::built_in().unwrap();
        for finding in case.findings() {
            prop_assert!(!finding.evidence.is_empty() && !finding.evidence.contains('\n') && !finding.evidence.ends_with('.'));
            prop_assert!(finding.details.len() <= MOST_DETAILS);
            prop_assert_eq!(finding.token, Some(case.token.id));
            prop_assert!(finding.is_open());
            if let Mend::Narrow(scopes) = &finding.mend {
                let words: Vec<&str> = scopes.iter().map(|grant| grant.as_str()).collect();
                prop_assert!(!words.is_empty());
                prop_assert!(words.iter().all(|word| word.parse::<Scope>().is_ok_and(|scope| case.token.scopes.allows(&scope))));
                let chosen = catalogue.choose(case.token.kind, &words);
                prop_assert_eq!(chosen.as_ref(), Ok(scopes));
            }
        }
        let rules: BTreeSet<Rule> = case.rules().into_iter().collect();
        prop_assert_eq!(rules.len(), case.rules().len(), "a rule speaks once");
    }

    #[test]
    fn a_token_used_much_the_same_each_day_is_no_finding(days in prop::collection::vec(150..330_u64, WEEK), hours in prop::collection::vec(5..20_u32, 24)) {
        let mut case = Case::normal();
        case.figures().days.copy_from_slice(&days);
        case.figures().hours.copy_from_slice(&hours);
        prop_assert_eq!(case.findings(), []);
    }

    #[test]
    fn an_ended_token_is_told_of_only_while_somebody_presents_it(mut case in any_case()) {
        case.token.state = TokenState::Revoked;
        case.secret().ended_week = 0;
        prop_assert_eq!(case.findings(), []);
    }
}

#[test]
fn the_vaults_own_rules_name_what_they_saw() {
    assert_eq!(chain_broken(None, &[]), None);
    let broken = chain_broken(Some(7), &["edited: entry 7".to_owned()]).unwrap();
    assert_eq!((broken.severity, broken.cause.as_str()), (Severity::High, "event 7"));
    assert!(broken.evidence.contains("edited: entry 7"), "{}", broken.evidence);
    assert_eq!(clock_back(Some((9, ahead("2m"))), &[], now()), None);
    assert!(clock_back(Some((9, ahead("3m"))), &[], now()).unwrap().evidence.contains("event 9"));
    let jumped = clock_back(Some((9, now())), &[(4, 7_200)], now()).unwrap();
    assert_eq!((jumped.severity, jumped.details.as_slice()), (Severity::Low, ["event 4: 2h back".to_owned()].as_slice()));
    assert!(clock_back(Some((9, Instant::MAX)), &[], Instant::MIN).is_some());
    assert_eq!(usage_unusable("the file belongs to another vault").rule, Rule::UsageUnusable);
}

#[test]
fn what_was_granted_lately_is_not_called_unused() {
    let unused = |case: &mut Case| case.figures().scopes.truncate(1);
    let granted = |case: &mut Case, at: &str| {
        unused(case);
        case.granted_at = Some(ago(at));
    };
    edge(Rule::ScopesUnused, |case| granted(case, "335h"), |case| granted(case, "336h"));
}
