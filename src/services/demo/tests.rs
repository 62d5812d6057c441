//! The demo as a visitor finds it.

use super::*;
use crate::clock::{Clock, Entropy, EntropyError};
use crate::domain::Instant;
use crate::domain::event::{Action, Outcome};
use crate::domain::filter::Filter;
use crate::domain::finding::Rule;
use crate::domain::kind::Kind;
use crate::domain::owner::OwnerKind;
use crate::domain::selector::Selector;
use crate::domain::summary::TokenSummary;
use crate::domain::token::Status;
use crate::domain::verdict::{Demand, Verdict};
use crate::services::{ChainReport, LogQuery, Purpose};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

struct Still;

impl Clock for Still {
    fn now(&self) -> Instant {
        "2026-06-15T12:00:00Z".parse().unwrap()
    }
}

struct Seeded(Mutex<StdRng>);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> std::result::Result<(), EntropyError> {
        self.0.lock().unwrap().fill_bytes(bytes);
        Ok(())
    }
}

fn world() -> World {
    World { clock: Arc::new(Still), entropy: Arc::new(Seeded(Mutex::new(StdRng::seed_from_u64(1)))) }
}

fn settings() -> Settings {
    Settings::built_in().unwrap()
}

fn visit(tokens: usize) -> (DemoPlace, Demo) {
    let root = std::env::temp_dir();
    let place = DemoPlace::make(&root, Instant::now()).unwrap();
    let request = DemoRequest { tokens, cancelled: &AtomicBool::new(false) };
    let demo = Services::demo(&place.database(), &request, settings(), world()).unwrap().unwrap();
    (place, demo)
}

fn whole_log(demo: &Demo) -> ChainReport {
    let report = demo.services.verify_log(Some(&demo.session), None).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
    report
}

fn shown<'a>(rows: &'a [TokenSummary], filter: &str) -> Vec<&'a TokenSummary> {
    let filter = Filter::parse(filter).unwrap();
    rows.iter().filter(|row| filter.matches(*row, Still.now())).collect()
}

#[test]
fn a_visitor_finds_every_sort_of_life() {
    let (_place, demo) = visit(0);
    let rows = demo.services.tokens().unwrap();
    for status in Status::ALL {
        assert!(!shown(&rows, &format!("status:{status}")).is_empty(), "nothing is {status}");
    }
    for kind in Kind::ALL {
        assert!(!shown(&rows, &format!("kind:{kind}")).is_empty(), "no {kind}");
    }
    assert_eq!(shown(&rows, "kind:account").len(), 1);
    assert!(shown(&rows, "status:rotating").len() >= 4, "graces are running");
    assert!(shown(&rows, "!status:revoked expires:<14d").len() >= 3, "some expire soon");
    assert!(
        !shown(&rows, "status:revoked").is_empty() && shown(&rows, "tablet").is_empty(),
        "what ended long ago is out of sight"
    );
    assert!(!shown(&rows, "try-out").is_empty(), "what ended lately is not");
    assert!(rows.iter().filter(|row| !row.note.is_empty()).count() >= 6);

    let owners = demo.services.owners().unwrap();
    let count = |kind| owners.iter().filter(|view| view.owner.kind == kind && view.owner.archived_at.is_none()).count();
    assert_eq!(count(OwnerKind::Project), 3);
    assert!(count(OwnerKind::Bot) >= 3 && count(OwnerKind::Integration) >= 3);
    assert!(owners.iter().any(|view| view.owner.archived_at.is_some()));
    assert!(owners.iter().filter(|view| view.owner.dashboard_url.is_some()).count() >= 4);
}

#[test]
fn its_history_is_whole_in_order_and_spread_over_months() {
    let (_place, demo) = visit(0);
    let report = whole_log(&demo);
    assert_eq!(report.keyed + 2, report.events, "all but two mistyped passphrases were signed");
    let events = demo.services.log(&LogQuery::default()).unwrap();
    assert!(events.is_sorted_by_key(|event| event.what.at));
    let months: std::collections::BTreeSet<String> =
        events.iter().map(|event| event.what.at.strftime("%Y-%m").to_string()).collect();
    assert!(months.len() >= 10, "{months:?}");
    assert!(events.iter().all(|event| event.what.at <= Still.now()));
    for action in
        [Action::Reveal, Action::Copy, Action::Rotate, Action::Revoke, Action::GraceOver, Action::OwnerArchive, Action::Edit]
    {
        assert!(events.iter().any(|event| event.what.action == action), "no {action}");
    }
    assert!(events.iter().any(|event| event.what.outcome == Outcome::Refused));
}

#[test]
fn it_opens_unlocked_and_unlocks_again_with_its_passphrase() {
    let (_place, demo) = visit(0);
    let reveal = |selector: &str| {
        let token = demo.services.resolve(&selector.parse::<Selector>().unwrap()).unwrap();
        demo.services.reveal(&demo.session, token.id, Purpose::Reveal).unwrap()
    };
    let value = reveal("bot:triage/default");
    assert_eq!(demo.services.verify(&value, &Demand::default()).unwrap().verdict, Verdict::Allow);
    assert_eq!(reveal("external:GitHub/release workflow").expose().len(), 36);
    assert!(demo.services.unlock(&passphrase()).unwrap().can_reveal());
    assert_eq!(demo.services.now(), Still.now(), "the clock goes with the world again");
}

#[test]
fn its_tokens_have_been_used_for_weeks() {
    let (_place, demo) = visit(300);
    let token = |selector: &str| demo.services.resolve(&selector.parse::<Selector>().unwrap()).unwrap();
    let order_bot = demo.services.usage_of(token("bot:order bot/default").id).unwrap();
    assert_eq!(demo.services.usage_warning(), None);
    assert!(order_bot.days.iter().filter(|calls| **calls > 0).count() >= 28, "{:?}", order_bot.days);
    let [new, old] = &order_bot.secrets[..] else { panic!("{:?}", order_bot.secrets) };
    assert!(new.day > 0 && old.day > 0, "both values are in use while the grace runs");
    assert!(token("pat:data export").last_used_at.is_none() && token("pat:nightly backup").last_used_at.is_none());
    let traffic = demo.services.traffic().unwrap();
    assert!(traffic.accepted > 1_000 && traffic.reasons.len() >= 7, "{traffic:?}");
    let calls = demo.services.calls(None, 500).unwrap();
    let last = calls.last().unwrap();
    assert!(calls.len() > 200 && calls.iter().all(|call| call.at <= Still.now()));
    assert!(Still.now().duration_since(last.at).as_secs() < 600, "{last:?}");
    assert!(calls.iter().any(|call| call.verdict != Verdict::Allow && call.token.is_some()));
    let is_documentation = |address: IpAddr| {
        ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"]
            .iter()
            .any(|network| network.parse::<ipnet::IpNet>().unwrap().contains(&address))
    };
    assert!(calls.iter().filter_map(|call| call.source).all(is_documentation));
    let rows = demo.services.tokens().unwrap();
    let used = rows.iter().filter(|row| row.last_used_at.is_some()).count();
    assert!(used > 100 && shown(&rows, "used:never").len() > 10, "{used} tokens are used");
    assert!(rows.iter().all(|row| row.last_used_at.is_none_or(|at| row.created_at <= at && at <= Still.now())));
}

#[test]
fn its_audit_finds_nearly_everything_once_and_no_fault_of_the_vault() {
    let (_place, demo) = visit(0);
    let audit = demo.services.audit(Some(&whole_log(&demo))).unwrap();
    let found = |rule: Rule| audit.open().filter(|finding| finding.rule == rule).count();
    // No value of the story was issued elsewhere, and nobody has looked for values lying about.
    let unseen = [Rule::ChainBroken, Rule::ClockBack, Rule::UsageUnusable, Rule::SeenInScan, Rule::Adopted];
    for rule in Rule::ALL {
        assert_eq!(found(rule) == 0, unseen.contains(&rule), "{rule}: {}", found(rule));
    }
    let [high, medium, ..] = audit.counts();
    assert!((2..=5).contains(&high) && (5..=15).contains(&medium), "{:?}", audit.counts());
    assert_eq!(audit.warnings, Vec::<String>::new());
}

#[test]
fn two_visits_find_the_same() {
    let ((_one_place, one), (_other_place, other)) = (visit(50), visit(50));
    let shape = |demo: &Demo| -> Vec<(String, Status)> {
        demo.services
            .tokens()
            .unwrap()
            .iter()
            .map(|row| (format!("{} {}", row.owner, row.name), row.status(Still.now())))
            .collect()
    };
    assert_eq!(shape(&one), shape(&other));
}

#[test]
fn many_tokens_come_on_top_and_are_as_real_as_the_others() {
    let (_place, demo) = visit(3_000);
    let rows = demo.services.tokens().unwrap();
    let (_small_place, small) = visit(0);
    let small_rows = small.services.tokens().unwrap();
    assert_eq!(rows.len(), small_rows.len() + 3_000);
    whole_log(&demo);
    assert!(demo.services.log(&LogQuery::default()).unwrap().is_sorted_by_key(|event| event.what.at));

    for kind in [Kind::Bot, Kind::Integration, Kind::External] {
        let row = *shown(&rows, &format!("kind:{kind} status:active name:0")).first().unwrap();
        let value = demo.services.reveal(&demo.session, row.id, Purpose::Reveal).unwrap();
        let expected = if kind.is_verified() { Verdict::Allow } else { Verdict::Deny(crate::domain::verdict::Reason::Malformed) };
        assert_eq!(demo.services.verify(&value, &Demand::default()).unwrap().verdict, expected);
    }
    for row in &rows {
        assert_eq!(row.is_sealed, row.kind.is_revealable() && row.status(Still.now()) != Status::Revoked, "{}", row.name);
    }
    let revoked = shown(&rows, "status:revoked name:0");
    assert!(revoked.len() > 100);
}

#[test]
fn a_visitor_who_changes_their_mind_waits_for_nothing() {
    let place = DemoPlace::make(&std::env::temp_dir(), Instant::now()).unwrap();
    let request = DemoRequest { tokens: 200_000, cancelled: &AtomicBool::new(true) };
    assert!(Services::demo(&place.database(), &request, settings(), world()).unwrap().is_none());
}

#[test]
fn too_many_tokens_are_refused_at_once() {
    let place = DemoPlace::make(&std::env::temp_dir(), Instant::now()).unwrap();
    let request = DemoRequest { tokens: DEMO_MAX_TOKENS + 1, cancelled: &AtomicBool::new(false) };
    let error = Services::demo(&place.database(), &request, settings(), world()).unwrap_err();
    assert!(error.to_string().contains("1000000 is the most"));
    assert!(!place.database().exists());
}
