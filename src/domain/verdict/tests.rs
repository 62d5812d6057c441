//! Every mixture of faults before the judge.

use super::*;
use crate::domain::owner::OwnerId;
use crate::domain::token::TokenState;
use proptest::prelude::*;

fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// A bot's token of the project `shop` that may read files and do all with messages.
fn known() -> Known {
    let token = Token {
        id: "tok_4j7mqz0v9xkd".parse().unwrap(),
        kind: Kind::Bot,
        owner: OwnerId(3),
        name: name("deploy"),
        scopes: ScopeSet::from_stored("files:read messages:*"),
        expires_at: None,
        state: TokenState::Active,
        adopted: false,
        note: String::new(),
        created_at: now(),
        state_changed_at: now(),
        rotated_at: now(),
    };
    Known { token, secret: SecretState::Current, version: 2, owner: name("order bot"), project: Some(name("Shop")) }
}

fn with(change: impl FnOnce(&mut Known)) -> Known {
    let mut known = known();
    change(&mut known);
    known
}

fn demand(project: Option<&str>, scopes: &[&str]) -> Demand {
    Demand { project: project.map(name), scopes: scopes.iter().map(|scope| scope.parse().unwrap()).collect() }
}

fn verdict(known: &Known, demand: &Demand) -> Verdict {
    judge(Ok(()), Some(known), demand, now()).verdict
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
    assert_eq!(verdict(&with(|known| known.secret = SecretState::Retiring), &demand(None, &[])), Verdict::Allow);
}

#[test]
fn each_fault_denies_with_its_own_reason() {
    let past = Some(now());
    let cases: [(Known, Demand, Reason); 9] = [
        (with(|known| known.secret = SecretState::Retired), demand(None, &[]), Reason::Retired),
        (with(|known| known.token.state = TokenState::Disabled), demand(None, &[]), Reason::Disabled),
        (with(|known| known.token.state = TokenState::Revoked), demand(None, &[]), Reason::Revoked),
        (with(|known| known.token.expires_at = past), demand(None, &[]), Reason::Expired),
        (known(), demand(Some("crm"), &[]), Reason::WrongProject),
        (with(|known| known.project = None), demand(Some("shop"), &[]), Reason::WrongProject),
        (known(), demand(None, &["files:write"]), Reason::MissingScope("files:write".parse().unwrap())),
        (known(), demand(None, &["files:read", "tables:read"]), Reason::MissingScope("tables:read".parse().unwrap())),
        (with(|known| known.token.kind = Kind::External), demand(None, &[]), Reason::Unknown),
    ];
    for (known, demand, reason) in cases {
        assert_eq!(verdict(&known, &demand), Verdict::Deny(reason));
    }
    assert_eq!(judge(Ok(()), None, &demand(None, &[]), now()).verdict, Verdict::Deny(Reason::Unknown));
}

#[test]
fn a_value_of_the_wrong_form_is_denied_whatever_is_known() {
    for error in [FormatError::Shape, FormatError::Checksum] {
        let judgement = judge(Err(error), Some(&known()), &demand(None, &[]), now());
        assert_eq!(judgement.verdict, Verdict::Deny(Reason::Malformed));
        assert_eq!(judgement.token, None);
    }
}

#[test]
fn a_revoked_token_says_so_although_its_secrets_are_retired() {
    let revoked = with(|known| {
        known.token.state = TokenState::Revoked;
        known.secret = SecretState::Retired;
    });
    assert_eq!(verdict(&revoked, &demand(None, &[])), Verdict::Deny(Reason::Revoked));
}

#[test]
fn the_account_speaks_for_every_project_and_a_project_for_its_own() {
    let wanted = demand(Some("crm"), &["tables:manage"]);
    let account =
        with(|known| (known.token.kind, known.project, known.token.scopes) = (Kind::Account, None, ScopeSet::default()));
    assert_eq!(verdict(&account, &wanted), Verdict::Allow);
    let personal = with(|known| (known.token.kind, known.project) = (Kind::Personal, None));
    assert_eq!(verdict(&personal, &wanted), Verdict::Deny(Reason::MissingScope("tables:manage".parse().unwrap())));
    assert_eq!(verdict(&personal, &demand(Some("crm"), &["files:read"])), Verdict::Allow);
    let project = with(|known| (known.token.kind, known.token.scopes) = (Kind::Project, ScopeSet::default()));
    assert_eq!(verdict(&project, &demand(Some("shop"), &["tables:manage"])), Verdict::Allow);
    assert_eq!(verdict(&project, &wanted), Verdict::Deny(Reason::WrongProject));
}

#[test]
fn expiry_is_refused_from_the_instant_on() {
    let next = now() + jiff::SignedDuration::from_millis(1);
    assert_eq!(verdict(&with(|known| known.token.expires_at = Some(next)), &demand(None, &[])), Verdict::Allow);
    assert_eq!(verdict(&with(|known| known.token.expires_at = Some(now())), &demand(None, &[])), Verdict::Deny(Reason::Expired));
}

#[test]
fn reasons_have_words_of_their_own() {
    let scope: Scope = "files:read".parse().unwrap();
    let all = [
        Reason::Missing,
        Reason::Malformed,
        Reason::Unknown,
        Reason::Retired,
        Reason::Revoked,
        Reason::Disabled,
        Reason::Expired,
        Reason::WrongProject,
        Reason::MissingScope(scope),
    ];
    let words: std::collections::BTreeSet<&str> = all.iter().map(Reason::word).collect();
    assert_eq!(words.len(), all.len());
}

proptest! {
    /// Every mixture of faults: allowed only without any, and otherwise the first in the fixed order decides.
    #[test]
    fn the_first_failure_decides(
        well_formed: bool, found: bool, secret in 0..3_usize, state in 0..3_usize, expired: bool, other_project: bool, without_scope: bool,
    ) {
        let known = with(|known| {
            known.secret = [SecretState::Current, SecretState::Retiring, SecretState::Retired][secret];
            known.token.state = [TokenState::Active, TokenState::Disabled, TokenState::Revoked][state];
            known.token.expires_at = expired.then(now);
        });
        let wanted = demand(other_project.then_some("crm"), if without_scope { &["tables:read"] } else { &["files:read"] });
        let format = if well_formed { Ok(()) } else { Err(FormatError::Checksum) };
        let judgement = judge(format, found.then_some(&known), &wanted, now());

        let faults = [
            (!well_formed, "malformed"),
            (!found, "unknown"),
            (state == 2, "revoked"),
            (secret == 2, "retired"),
            (state == 1, "disabled"),
            (expired, "expired"),
            (other_project, "wrong-project"),
            (without_scope, "missing-scope"),
        ];
        let expected = faults.iter().find(|(fault, _)| *fault).map(|(_, word)| *word);
        let given = match &judgement.verdict {
            Verdict::Allow => None,
            Verdict::Deny(reason) => Some(reason.word()),
        };
        prop_assert_eq!(given, expected);

        let names: Vec<&str> = judgement.steps.iter().map(|step| step.check).collect();
        prop_assert_eq!(names, ["format", "digest", "secret", "token", "expiry", "project", "scope"]);
        let failed = judgement.steps.iter().position(|step| step.passed == Some(false));
        prop_assert_eq!(failed.is_some(), expected.is_some());
        for (i, step) in judgement.steps.iter().enumerate() {
            let shown = if failed.is_none_or(|at| i < at) { Some(true) } else if failed == Some(i) { Some(false) } else { None };
            prop_assert_eq!(step.passed, shown, "{}", step.check);
        }
        prop_assert_eq!(judgement.token.is_some(), well_formed && found);
    }
}
