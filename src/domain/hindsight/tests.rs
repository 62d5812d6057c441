//! Calls looked at again, after something has changed and after nothing has.

use super::*;
use crate::domain::kind::Kind;
use crate::domain::policy::Policy;
use crate::domain::scope::ScopeSet;
use crate::domain::secret::SecretState;
use crate::domain::token::TokenState;
use crate::domain::traffic::Gateway;
use crate::domain::verdict::Speaker;
use std::sync::Arc;

fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

fn known(scopes: &str) -> Known {
    Known {
        id: "tok_4j7mqz0v9xkd".parse().unwrap(),
        kind: Kind::Bot,
        state: TokenState::Active,
        scopes: ScopeSet::from_stored(scopes),
        expires_at: None,
        policy: Policy::default(),
        secret: SecretState::Current,
        grace_until: None,
        version: 2,
        speaker: Arc::new(Speaker { owner: "order bot".parse().unwrap(), external_id: None, project: None }),
    }
}

fn call(verdict: Verdict) -> Call {
    Call {
        seq: 7,
        at: now(),
        token: Some(known("").id),
        version: Some(2),
        gateway: Gateway::Nginx,
        project: None,
        method: "POST".to_owned(),
        path: "/v1/chat/messages".to_owned(),
        scope: Some("messages:write".to_owned()),
        source: Some("192.0.2.7".parse().unwrap()),
        verdict,
    }
}

fn denied(reason: Reason) -> Call {
    let is_known = !matches!(reason, Reason::Missing | Reason::BadCarrier | Reason::Malformed | Reason::Unknown);
    let token = is_known.then(|| known("").id);
    Call { token, version: is_known.then_some(2), ..call(Verdict::Deny(reason)) }
}

fn step<'a>(seen: &'a Hindsight, check: &str) -> &'a Step {
    seen.steps.iter().find(|step| step.check == check).unwrap()
}

#[test]
fn where_nothing_has_changed_then_and_now_are_the_same() {
    let seen = look_back(&denied(Reason::MissingScope), Some(&known("files:read")), now());
    assert_eq!(seen.now, Now::Verdict(Verdict::Deny(Reason::MissingScope)));
    assert_eq!(seen.missing.map(|scope| scope.to_string()).as_deref(), Some("messages:write"));
    let marks: Vec<Option<bool>> = seen.steps.iter().map(|step| step.then).collect();
    assert_eq!(marks[..9], [Some(true); 9]);
    assert_eq!(marks[9..], [Some(false), None]);
    let scope = &seen.steps[9];
    assert_eq!((scope.check, scope.now.is_none()), ("scope", true));
    assert_eq!(scope.detail, "messages:write is not granted (granted: files:read)");
    let seen = look_back(&call(Verdict::Allow), Some(&known("messages:write")), now());
    assert_eq!(seen.now, Now::Verdict(Verdict::Allow));
    assert!(seen.steps.iter().all(|step| step.then == Some(true) && step.now.is_none()));
}

#[test]
fn what_was_mended_since_would_pass_now() {
    let seen = look_back(&denied(Reason::MissingScope), Some(&known("messages:write")), now());
    assert_eq!((seen.now.clone(), seen.missing.clone()), (Now::Verdict(Verdict::Allow), None));
    let scope = step(&seen, "scope");
    assert_eq!((scope.then, scope.detail.as_str()), (Some(false), Reason::MissingScope.phrase()));
    assert_eq!(scope.now, Some((true, "messages:write is granted".to_owned())));
}

#[test]
fn what_was_ended_since_would_fail_now() {
    let gone = Known { state: TokenState::Disabled, ..known("messages:write") };
    let seen = look_back(&call(Verdict::Allow), Some(&gone), now());
    assert_eq!(seen.now, Now::Verdict(Verdict::Deny(Reason::Disabled)));
    assert_eq!(step(&seen, "token").now, Some((false, "disabled".to_owned())));
    assert!(seen.steps.iter().all(|step| step.then == Some(true)), "it passed all of them");
    let seen = look_back(&denied(Reason::RateLimited), Some(&Known { secret: SecretState::Retired, ..known("*") }), now());
    assert_eq!(seen.now, Now::Verdict(Verdict::Deny(Reason::Retired)));
}

#[test]
fn what_is_not_kept_is_not_judged_anew() {
    let seen = look_back(&denied(Reason::WrongBinding), Some(&known("*")), now());
    assert!(matches!(seen.now, Now::Unsaid(_)), "{seen:?}");
    assert_eq!(step(&seen, "binding").detail, Reason::WrongBinding.phrase());
    let gone = Known { state: TokenState::Revoked, ..known("*") };
    let seen = look_back(&denied(Reason::WrongBinding), Some(&gone), now());
    assert_eq!(seen.now, Now::Verdict(Verdict::Deny(Reason::Revoked)), "what stands before it is known");
    assert!(matches!(look_back(&denied(Reason::Unknown), None, now()).now, Now::Unsaid(_)));
    assert!(matches!(look_back(&call(Verdict::Allow), None, now()).now, Now::Unsaid(_)));
}

#[test]
fn what_depends_on_the_request_alone_is_answered_alike() {
    for reason in [Reason::Missing, Reason::BadCarrier, Reason::Malformed] {
        let seen = look_back(&denied(reason), None, now());
        assert_eq!(seen.now, Now::Verdict(Verdict::Deny(reason)));
        assert_eq!(step(&seen, reason.check()).detail, reason.phrase());
    }
    let twice = Call { path: "/v1//chat".to_owned(), ..denied(Reason::BadPath) };
    let seen = look_back(&twice, Some(&known("*")), now());
    assert_eq!(seen.now, Now::Verdict(Verdict::Deny(Reason::BadPath)));
    assert_eq!(step(&seen, "scope").detail, "the path has an empty segment");
    let seen = look_back(&denied(Reason::NoRoute), Some(&known("*")), now());
    assert_eq!(seen.now, Now::Verdict(Verdict::Deny(Reason::NoRoute)));
}

#[test]
fn every_reason_has_one_check_that_failed_and_a_detail_each() {
    for reason in Reason::ALL {
        for known in [None, Some(known("files:read")), Some(known("*"))] {
            let seen = look_back(&denied(reason), known.as_ref(), now());
            let failed: Vec<&Step> = seen.steps.iter().filter(|step| step.then == Some(false)).collect();
            assert_eq!(failed.len(), 1, "{reason}: {seen:?}");
            assert_eq!(failed[0].check, reason.check());
            assert_eq!(seen.steps.len(), CHECKS.len());
            assert!(seen.steps.iter().all(|step| !step.detail.is_empty()), "{reason}: {seen:?}");
        }
    }
}
