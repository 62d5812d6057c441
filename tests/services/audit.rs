//! What the audit finds in a vault that is used: each cause brings its finding, and takes it away when it goes.

use crate::usage::call;
use crate::world::{PASSPHRASE, Vault, actor, passphrase, settings, span};
use jeton::domain::Instant;
use jeton::domain::finding::{Finding, Mend, Rule, Severity};
use jeton::domain::id::TokenId;
use jeton::domain::owner::OwnerKind;
use jeton::domain::traffic::CallRef;
use jeton::domain::verdict::{Reason, Verdict};
use jeton::services::{ArchiveTokens, Audit, EditRequest, Services, UsageRecorder};
use std::net::IpAddr;

struct Scene {
    vault: Vault,
    recorder: UsageRecorder,
    bot: TokenId,
}

impl Scene {
    /// A vault with a bot whose token is never used.
    fn new() -> Self {
        let vault = Vault::new();
        let recorder = vault.services.usage_recorder().unwrap();
        let _ = recorder.flush().unwrap();
        let bot = vault.add(OwnerKind::Bot, "order bot", None).token.id;
        Self { vault, recorder, bot }
    }

    fn services(&self) -> &Services {
        &self.vault.services
    }

    fn now(&self) -> Instant {
        self.services().now()
    }

    fn calls(&self, count: usize, of: &CallRef<'_>) {
        (0..count).for_each(|_| self.recorder.record(&CallRef { at: self.now(), ..*of }));
        let _ = self.recorder.flush().unwrap();
    }

    fn used(&self) -> CallRef<'static> {
        call(self.now(), self.bot, 1, Verdict::Allow)
    }

    fn refused(&self, reason: Reason) -> CallRef<'static> {
        CallRef { verdict: Verdict::Deny(reason), ..self.used() }
    }

    /// So many days with ten calls each.
    fn days(&self, count: usize) {
        for _ in 0..count {
            self.vault.pass("24h");
            self.calls(10, &self.used());
        }
    }

    fn audit(&self) -> Audit {
        self.services().audit(None).unwrap()
    }

    fn rules(&self) -> Vec<Rule> {
        self.services().findings_of(self.bot).unwrap().iter().map(|finding| finding.rule).collect()
    }

    fn finding(&self, rule: Rule) -> Option<Finding> {
        let of_one = self.services().findings_of(self.bot).unwrap().into_iter().find(|finding| finding.rule == rule);
        let of_all = self.audit().findings.into_iter().find(|finding| (finding.rule, finding.token) == (rule, Some(self.bot)));
        assert_eq!(of_one, of_all, "one token and all of them are asked the same");
        of_one
    }

    fn evidence(&self, rule: Rule) -> String {
        self.finding(rule).map(|finding| finding.evidence).unwrap_or_default()
    }
}

#[test]
fn a_fresh_vault_does_not_scream() {
    let scene = Scene::new();
    let audit = scene.audit();
    assert!(audit.findings.iter().all(|finding| finding.severity == Severity::Info), "{:?}", audit.findings);
    assert_eq!(scene.rules(), [Rule::NeverExpires]);
    assert_eq!((audit.tokens, audit.counts()), (2, [0, 0, 0, 1]));
    assert_eq!(audit.label(scene.bot), "bot:order bot/default");
}

#[test]
fn a_token_that_nobody_uses_is_told_once_it_had_its_time() {
    let scene = Scene::new();
    for _ in 0..6 {
        scene.vault.pass("24h");
        let _ = scene.recorder.flush().unwrap();
    }
    assert_eq!(scene.finding(Rule::NeverUsed), None);
    scene.vault.pass("24h");
    let _ = scene.recorder.flush().unwrap();
    assert_eq!(scene.evidence(Rule::NeverUsed), "issued 7 d ago, never used since");
    scene.calls(1, &scene.used());
    assert_eq!(scene.finding(Rule::NeverUsed), None);
    for _ in 0..30 {
        scene.vault.pass("24h");
        let _ = scene.recorder.flush().unwrap();
    }
    assert_eq!(scene.evidence(Rule::Unused), "last used 30 d ago");
    // A service that stopped counts nothing: its silence tells of no token.
    scene.vault.pass("4d");
    assert_eq!(scene.finding(Rule::Unused), None);
}

#[test]
fn traffic_is_compared_with_its_own_week() {
    let scene = Scene::new();
    scene.days(12);
    assert_eq!(scene.finding(Rule::TrafficSpike), None);
    scene.calls(89, &scene.used());
    assert_eq!(scene.finding(Rule::TrafficSpike), None, "fewer than a hundred are never far above");
    scene.calls(1, &scene.used());
    let spike = scene.finding(Rule::TrafficSpike).unwrap();
    assert_eq!((spike.evidence.as_str(), spike.severity), ("100 calls in 24 h, 10 a day before", Severity::Medium));
    assert_eq!(spike.series.unwrap().values, [10, 10, 10, 10, 10, 10, 10, 100]);
    scene.calls(20, &scene.refused(Reason::MissingScope));
    let rise = scene.finding(Rule::DenialsRising).unwrap();
    assert_eq!(rise.evidence, "20 calls refused in 24 h, 0 a day before");
    assert_eq!(rise.details, ["20 missing-scope: the token has not the scope that is needed"]);
    scene.days(2);
    assert_eq!((scene.finding(Rule::TrafficSpike), scene.finding(Rule::DenialsRising)), (None, None));
}

#[test]
fn a_new_address_is_told_for_a_week_and_accepted_alone() {
    let scene = Scene::new();
    scene.days(20);
    assert_eq!(scene.finding(Rule::NewSource), None);
    let from = |last| CallRef { source: Some(IpAddr::from([203, 0, 113, last])), ..scene.used() };
    scene.calls(14, &from(9));
    let found = scene.finding(Rule::NewSource).unwrap();
    assert_eq!(found.evidence, "1 new address in 7d, 1 address before; 14 calls from there");
    assert_eq!(found.details, ["203.0.113.9: 14 calls, first just now, last just now"]);
    let target = [(Some(scene.bot), Rule::NewSource)];
    let until = span("30d").after(scene.now());
    assert_eq!(scene.services().accept(&scene.vault.session, &target, until, " our office ").unwrap(), 1);
    let accepted = scene.finding(Rule::NewSource).unwrap().accepted.unwrap();
    assert_eq!((accepted.note.as_str(), accepted.by.as_str(), accepted.until), ("our office", "ops", until));
    scene.calls(1, &from(10));
    assert!(scene.finding(Rule::NewSource).unwrap().is_open(), "another address was never accepted");
    scene.days(8);
    assert_eq!(scene.finding(Rule::NewSource), None);
}

#[test]
fn what_was_really_used_is_a_set_to_narrow_to() {
    let scene = Scene::new();
    scene.days(13);
    assert_eq!(scene.finding(Rule::ScopesUnused), None);
    scene.days(3);
    let found = scene.finding(Rule::ScopesUnused).unwrap();
    assert!(found.evidence.starts_with("1 of ") && found.evidence.ends_with(" scopes used in 14d"), "{}", found.evidence);
    let Mend::Narrow(scopes) = found.mend else { panic!("{:?}", found.mend) };
    assert_eq!(scopes.to_string(), "files:read");
    let words = scopes.iter().map(|grant| grant.as_str().to_owned()).collect();
    let request = EditRequest { scopes: Some(words), ..EditRequest::default() };
    scene.services().edit((&scene.vault.session).into(), scene.bot, request).unwrap();
    assert_eq!(scene.finding(Rule::ScopesUnused), None);
}

#[test]
fn values_that_ended_are_told_while_somebody_presents_them() {
    let scene = Scene::new();
    scene.days(3);
    let issued = scene.services().rotate((&scene.vault.session).into(), scene.bot, crate::world::turn("24h")).unwrap();
    scene.calls(3, &scene.used());
    assert_eq!(scene.finding(Rule::GraceEnding), None, "nobody is late in the first half of a grace");
    scene.vault.pass("13h");
    scene.calls(2, &scene.used());
    let ending = scene.finding(Rule::GraceEnding).unwrap();
    assert_eq!(ending.evidence, "the grace ends in 11 h; the old value had 15 calls in 24 h, last just now");
    assert_eq!((ending.severity, ending.mend), (Severity::High, Mend::Grace));
    scene.vault.pass("12h");
    assert_eq!(scene.finding(Rule::GraceEnding), None);
    scene.calls(4, &scene.refused(Reason::Retired));
    let retired = scene.finding(Rule::RetiredPresented).unwrap();
    assert_eq!(retired.evidence, "4 calls refused in 7 d with a replaced value, 4 of them in 24 h, last just now");
    assert_eq!(retired.details, ["192.0.2.7: 4 refused calls with version 1, last just now"]);
    scene.vault.pass("1m");
    scene.services().revoke((&scene.vault.session).into(), issued.token.id, Some("gone")).unwrap();
    assert_eq!(scene.rules(), []);
    scene.calls(1, &CallRef { version: Some(2), ..scene.refused(Reason::Revoked) });
    assert_eq!(scene.finding(Rule::RevokedPresented).unwrap().severity, Severity::High);
    scene.vault.pass("8d");
    assert_eq!(scene.rules(), []);
}

#[test]
fn an_archived_owner_leaves_no_token_alive_unseen() {
    let scene = Scene::new();
    let owner = "bot:order bot".parse().unwrap();
    scene.services().archive_owner((&scene.vault.session).into(), &owner, ArchiveTokens::Keep).unwrap();
    let found = scene.finding(Rule::OwnerArchived).unwrap();
    assert_eq!((found.severity, found.mend), (Severity::High, Mend::Revoke));
    assert_eq!(scene.audit().findings[0].rule, Rule::OwnerArchived);
}

#[test]
fn who_looked_at_a_value_is_told_until_it_is_rotated() {
    let scene = Scene::new();
    let services = scene.services();
    for _ in 0..2 {
        scene.vault.pass("1m");
        let _ = services.reveal(&scene.vault.session, scene.bot, jeton::services::Purpose::Reveal).unwrap();
    }
    let found = scene.finding(Rule::ValueSeen).unwrap();
    assert_eq!(found.evidence, "shown 2 times by 1 person since version 1 was made, last just now by ops");
    let looked = services.who_looked(scene.bot).unwrap();
    assert_eq!((looked.len(), looked[0].by.as_str(), looked[0].revealed, looked[0].copied), (1, "ops", 2, 0));
    scene.vault.pass("1m");
    services.rotate((&scene.vault.session).into(), scene.bot, crate::world::turn("0")).unwrap();
    assert_eq!((scene.finding(Rule::ValueSeen), services.who_looked(scene.bot).unwrap()), (None, vec![]));
}

#[test]
fn an_acceptance_needs_a_reason_a_date_and_something_to_accept() {
    let scene = Scene::new();
    let (services, session) = (scene.services(), &scene.vault.session);
    let accept = |target: (Option<TokenId>, Rule), until: &str, note: &str| {
        services.accept(session, &[target], span(until).after(scene.now()), note).map_err(|error| error.to_string())
    };
    let never = (Some(scene.bot), Rule::NeverExpires);
    for (target, until, note, said) in [
        (never, "0", "known", "lies in the past"),
        (never, "401d", "known", "more than 400 days"),
        (never, "30d", " ", "say why"),
        (never, "30d", "a\u{1b}[2J", "control characters"),
        ((Some(scene.bot), Rule::Unused), "30d", "known", "bot:order bot/default: there is no finding unused"),
        ((Some(scene.bot), Rule::ChainBroken), "30d", "known", "about the vault"),
        ((None, Rule::Unused), "30d", "known", "about tokens"),
        ((None, Rule::ChainBroken), "30d", "known", "there is no finding chain-broken"),
    ] {
        let error = accept(target, until, note).unwrap_err();
        assert!(error.contains(said), "{error}");
    }
    let before = scene.audit();
    assert_eq!(accept(never, "30d", "rotated by a timer"), Ok(1));
    let after = services.refresh_audit(&before, None).unwrap();
    assert_eq!((before.counts()[3], after.counts()[3]), (1, 0));
    let events = services.log(&Default::default()).unwrap();
    let last = &events.last().unwrap().what;
    assert_eq!((last.action.word(), last.subject.as_str()), ("accept", "bot:order bot/default"));
    assert!(last.detail.starts_with("never-expires until ") && last.detail.ends_with(": rotated by a timer"), "{}", last.detail);
    assert_eq!(services.unaccept(session, &[never]).unwrap(), 1);
    assert!(services.unaccept(session, &[never]).unwrap_err().to_string().contains("is not accepted"));
    assert_eq!(accept(never, "30d", "again"), Ok(1));
    scene.vault.pass("30d");
    assert!(scene.finding(Rule::NeverExpires).unwrap().is_open(), "until a date, not for ever");
    assert!(services.verify_log(Some(session), None).unwrap().faults.is_empty());
}

#[test]
fn after_a_change_only_what_changed_is_looked_at_again() {
    let scene = Scene::new();
    let other = scene.vault.issue_pat("laptop", &["*"]);
    let known = scene.audit();
    let request = EditRequest { name: Some("desk".parse().unwrap()), ..EditRequest::default() };
    scene.services().edit((&scene.vault.session).into(), other.token.id, request).unwrap();
    scene.vault.add(OwnerKind::Bot, "new bot", None);
    let fresh = scene.services().refresh_audit(&known, None).unwrap();
    let anew = scene.audit();
    assert_eq!((&fresh.findings, fresh.tokens, fresh.head), (&anew.findings, anew.tokens, anew.head));
    assert_eq!(fresh.roster().len(), 4);
}

#[test]
fn figures_of_another_vault_silence_the_rules_and_are_told() {
    let scene = Scene::new();
    scene.days(1);
    let file = rusqlite::Connection::open(scene.services().usage_path()).unwrap();
    file.execute("UPDATE vault SET uuid = randomblob(16)", []).unwrap();
    drop(file);
    let audit = scene.audit();
    let found = &audit.findings[0];
    assert_eq!((found.rule, found.token, found.severity), (Rule::UsageUnusable, None, Severity::Medium));
    assert!(found.evidence.contains("belongs to another vault"), "{}", found.evidence);
    assert_eq!(audit.warnings.len(), 1);
}

#[test]
fn a_clock_that_went_back_is_told_and_nothing_breaks() {
    let scene = Scene::new();
    scene.days(20);
    let world =
        jeton::clock::World { clock: std::sync::Arc::new(Still(span("3h").before(scene.now()))), ..scene.vault.world.clone() };
    let session = scene.services().unlock(&passphrase(PASSPHRASE)).unwrap();
    drop(session);
    let back = Services::open(&scene.vault.path(), settings(), world, actor()).unwrap();
    let audit = back.audit(None).unwrap();
    let found = audit.findings.iter().find(|finding| finding.rule == Rule::ClockBack).unwrap();
    assert!(found.evidence.ends_with("is dated in 3 h: the clock went back"), "{}", found.evidence);
    for jump in ["3650d", "36500d"] {
        for at in [span(jump).before(scene.now()), span(jump).after(scene.now())] {
            let world = jeton::clock::World { clock: std::sync::Arc::new(Still(at)), ..scene.vault.world.clone() };
            Services::open(&scene.vault.path(), settings(), world, actor()).unwrap().audit(None).unwrap();
        }
    }
}

struct Still(Instant);

impl jeton::clock::Clock for Still {
    fn now(&self) -> Instant {
        self.0
    }
}

#[test]
fn figures_of_tokens_that_are_gone_are_nobodys() {
    let scene = Scene::new();
    let gone = TokenId::from_number(7).unwrap();
    scene.calls(500, &CallRef { token: Some(gone), ..scene.refused(Reason::Revoked) });
    assert!(scene.audit().findings.iter().all(|finding| finding.token != Some(gone)));
}
