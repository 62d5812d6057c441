//! Every mixture of faults before the judge.

use super::*;
use proptest::prelude::*;

fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// A bot's token of the project `shop` that may read files and do all with messages.
fn known() -> Known {
    Known {
        id: "tok_4j7mqz0v9xkd".parse().unwrap(),
        kind: Kind::Bot,
        state: TokenState::Active,
        scopes: ScopeSet::from_stored("files:read messages:*"),
        expires_at: None,
        policy: Policy::default(),
        secret: SecretState::Current,
        grace_until: None,
        version: 2,
        speaker: speaker(Some("bot-7"), Some("Shop")),
    }
}

fn speaker(external_id: Option<&str>, project: Option<&str>) -> Arc<Speaker> {
    Arc::new(Speaker { owner: name("order bot"), external_id: external_id.map(str::to_owned), project: project.map(name) })
}

fn with(change: impl FnOnce(&mut Known)) -> Known {
    let mut known = known();
    change(&mut known);
    known
}

fn demand(project: Option<&str>, scopes: &[&str]) -> Demand {
    Demand { project: project.map(name), scopes: scopes.iter().map(|scope| scope.parse().unwrap()).collect() }
}

fn good() -> Request<'static> {
    Request::of(Presented::Value(Ok(())), now())
}

fn verdict(known: &Known, demand: &Demand) -> Verdict {
    judge(&good(), Some(known), demand, |_, _| true)
}

#[test]
fn a_live_token_that_may_passes() {
    for wanted in [
        demand(None, &[]),
        demand(Some("shop"), &[]),
        demand(Some("SHOP"), &["files:read"]),
        demand(None, &["messages:write", "files:read"]),
    ] {
        assert_eq!(verdict(&known(), &wanted), Verdict::Allow, "{wanted:?}");
    }
    let retiring = |until| with(|known| (known.secret, known.grace_until) = (SecretState::Retiring, Some(until)));
    assert_eq!(verdict(&retiring(now() + jiff::SignedDuration::from_millis(1)), &demand(None, &[])), Verdict::Allow);
    assert_eq!(verdict(&retiring(now()), &demand(None, &[])), Verdict::Deny(Reason::Retired));
}

#[test]
fn each_fault_denies_with_its_own_reason() {
    let past = Some(now());
    let cases: [(Known, Demand, Reason); 9] = [
        (with(|known| known.secret = SecretState::Retired), demand(None, &[]), Reason::Retired),
        (with(|known| known.state = TokenState::Disabled), demand(None, &[]), Reason::Disabled),
        (with(|known| known.state = TokenState::Revoked), demand(None, &[]), Reason::Revoked),
        (with(|known| known.expires_at = past), demand(None, &[]), Reason::Expired),
        (known(), demand(Some("crm"), &[]), Reason::WrongProject),
        (with(|known| known.speaker = speaker(None, None)), demand(Some("shop"), &[]), Reason::WrongProject),
        (known(), demand(None, &["files:write"]), Reason::MissingScope),
        (known(), demand(None, &["files:read", "tables:read"]), Reason::MissingScope),
        (with(|known| known.kind = Kind::External), demand(None, &[]), Reason::Unknown),
    ];
    for (known, demand, reason) in cases {
        assert_eq!(verdict(&known, &demand), Verdict::Deny(reason));
    }
    assert_eq!(judge(&good(), None, &demand(None, &[]), |_, _| true), Verdict::Deny(Reason::Unknown));
}

#[test]
fn a_value_of_the_wrong_form_is_denied_whatever_is_known() {
    for error in [FormatError::Shape, FormatError::Checksum] {
        let request = Request::of(Presented::Value(Err(error)), now());
        let judgement = explain(&request, Some(&known()), &demand(None, &[]), |_, _| true);
        assert_eq!(judgement.verdict, Verdict::Deny(Reason::Malformed));
        assert_eq!(judgement.token, None);
    }
}

#[test]
fn a_revoked_token_says_so_although_its_secrets_are_retired() {
    let revoked = with(|known| {
        known.state = TokenState::Revoked;
        known.secret = SecretState::Retired;
    });
    assert_eq!(verdict(&revoked, &demand(None, &[])), Verdict::Deny(Reason::Revoked));
}

#[test]
fn the_account_speaks_for_every_project_and_a_project_for_its_own() {
    let wanted = demand(Some("crm"), &["tables:manage"]);
    let account =
        with(|known| (known.kind, known.speaker, known.scopes) = (Kind::Account, speaker(None, None), ScopeSet::default()));
    assert_eq!(verdict(&account, &wanted), Verdict::Allow);
    let personal = with(|known| (known.kind, known.speaker) = (Kind::Personal, speaker(None, None)));
    assert_eq!(verdict(&personal, &wanted), Verdict::Deny(Reason::MissingScope));
    assert_eq!(verdict(&personal, &demand(Some("crm"), &["files:read"])), Verdict::Allow);
    let project = with(|known| (known.kind, known.scopes) = (Kind::Project, ScopeSet::default()));
    assert_eq!(verdict(&project, &demand(Some("shop"), &["tables:manage"])), Verdict::Allow);
    assert_eq!(verdict(&project, &wanted), Verdict::Deny(Reason::WrongProject));
}

#[test]
fn expiry_is_refused_from_the_instant_on() {
    let next = now() + jiff::SignedDuration::from_millis(1);
    assert_eq!(verdict(&with(|known| known.expires_at = Some(next)), &demand(None, &[])), Verdict::Allow);
    assert_eq!(verdict(&with(|known| known.expires_at = Some(now())), &demand(None, &[])), Verdict::Deny(Reason::Expired));
}

#[test]
fn reasons_have_words_of_their_own() {
    let words: std::collections::BTreeSet<&str> = Reason::ALL.into_iter().map(Reason::word).collect();
    assert_eq!(words.len(), Reason::ALL.len());
    for verdict in Reason::ALL.into_iter().map(Verdict::Deny).chain([Verdict::Allow]) {
        assert_eq!(Verdict::from_word(verdict.word()), Some(verdict));
    }
}

#[test]
fn a_request_that_names_another_is_not_the_tokens() {
    let named = |bindings| judge(&Request { bindings, ..good() }, Some(&known()), &Demand::default(), |_, _| true);
    let bot = |bot| Bindings { bot, ..Bindings::default() };
    assert_eq!(named(bot(Binding::Named("bot-7"))), Verdict::Allow);
    for wrong in [Binding::Named("bot-8"), Binding::Named(""), Binding::Unfit] {
        assert_eq!(named(bot(wrong)), Verdict::Deny(Reason::WrongBinding), "{wrong:?}");
    }
    let others = Bindings { bot: Binding::Absent, integration: Binding::Named("x"), workspace: Binding::Unfit };
    assert_eq!(named(others), Verdict::Allow, "only the header of the token's own kind binds it");
    let unnamed = with(|known| known.speaker = speaker(None, Some("Shop")));
    let request = Request { bindings: bot(Binding::Named("")), ..good() };
    let judgement = explain(&request, Some(&unnamed), &Demand::default(), |_, _| true);
    assert_eq!(judgement.verdict, Verdict::Deny(Reason::WrongBinding), "what cannot be compared does not match");
}

#[test]
fn the_missing_scope_is_named_and_the_rate_is_asked_only_at_the_end() {
    let scope: Scope = "files:write".parse().unwrap();
    let limited = with(|known| known.policy.rate = Some("1/m".parse().unwrap()));
    let request = Request { routed: Routed::Needs(&scope), ..good() };
    let judgement = explain(&request, Some(&limited), &Demand::default(), |_, _| panic!("a denied request does not count"));
    assert_eq!((judgement.verdict, judgement.missing), (Verdict::Deny(Reason::MissingScope), Some(scope)));
    let asked = judge(&good(), Some(&limited), &Demand::default(), |id, rate| id != limited.id || rate.to_string() != "1/m");
    assert_eq!(asked, Verdict::Deny(Reason::RateLimited));
}

proptest! {
    /// Every mixture of faults: allowed only without any, and otherwise the first in the fixed order decides.
    #[test]
    fn the_first_failure_decides(
        (presented, found, state, secret) in (0..4_usize, any::<bool>(), 0..3_usize, 0..4_usize),
        (expired, foreign, other_project, other_bot) in any::<(bool, bool, bool, bool)>(),
        (routed, without_scope, over_rate) in (0..4_usize, any::<bool>(), any::<bool>()),
    ) {
        let known = with(|known| {
            known.state = [TokenState::Active, TokenState::Disabled, TokenState::Revoked][state];
            let later = now() + jiff::SignedDuration::from_secs(1);
            (known.secret, known.grace_until) = [
                (SecretState::Current, None),
                (SecretState::Retiring, Some(later)),
                (SecretState::Retiring, Some(now())),
                (SecretState::Retired, None),
            ][secret];
            known.expires_at = expired.then(now);
            known.policy = Policy { networks: "10.0.0.0/8".parse().unwrap(), rate: Some("1/s".parse().unwrap()) };
        });
        let wanted = demand(other_project.then_some("crm"), if without_scope { &["tables:read"] } else { &["files:read"] });
        let scope: Scope = "messages:read".parse().unwrap();
        let request = Request {
            presented: [
                Presented::Value(Ok(())),
                Presented::Value(Err(FormatError::Checksum)),
                Presented::Unfit(CarrierFault::Twice),
                Presented::Missing,
            ][presented],
            source: Some(if foreign { "11.0.0.1" } else { "10.0.0.1" }.parse().unwrap()),
            routed: [Routed::NotAsked, Routed::Needs(&scope), Routed::Unmatched, Routed::Refused(PathFault::DotSegment)][routed],
            bindings: Bindings { bot: Binding::Named(if other_bot { "bot-8" } else { "bot-7" }), ..Bindings::default() },
            now: now(),
        };
        let judgement = explain(&request, found.then_some(&known), &wanted, |_, _| !over_rate);
        prop_assert_eq!(judge(&request, found.then_some(&known), &wanted, |_, _| !over_rate), judgement.verdict);

        let faults = [
            (presented == 3, "missing"),
            (presented == 2, "bad-carrier"),
            (presented == 1, "malformed"),
            (!found, "unknown"),
            (state == 2, "revoked"),
            (secret >= 2, "retired"),
            (state == 1, "disabled"),
            (expired, "expired"),
            (foreign, "source"),
            (other_project, "wrong-project"),
            (other_bot, "wrong-binding"),
            (routed == 3, "bad-path"),
            (routed == 2, "no-route"),
            (without_scope, "missing-scope"),
            (over_rate, "rate-limited"),
        ];
        let expected = faults.iter().find(|(fault, _)| *fault).map_or("allow", |(_, word)| word);
        prop_assert_eq!(judgement.verdict.word(), expected);

        let names: Vec<&str> = judgement.steps.iter().map(|step| step.check).collect();
        prop_assert_eq!(names, CHECKS);
        let failed = judgement.steps.iter().position(|step| step.passed == Some(false));
        prop_assert_eq!(failed.is_some(), expected != "allow");
        for (i, step) in judgement.steps.iter().enumerate() {
            let shown = if failed.is_none_or(|at| i < at) { Some(true) } else if failed == Some(i) { Some(false) } else { None };
            prop_assert_eq!(step.passed, shown, "{}", step.check);
        }
        prop_assert_eq!(judgement.token.is_some(), presented == 0 && found);
    }
}
