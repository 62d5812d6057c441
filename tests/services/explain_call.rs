//! A call looked at afterwards: what decided then, and what the vault says of the same request now.

use crate::world::Vault;
use jeton::domain::hindsight::{Hindsight, Now};
use jeton::domain::id::TokenId;
use jeton::domain::owner::OwnerKind;
use jeton::domain::policy::Networks;
use jeton::domain::traffic::{Call, Gateway};
use jeton::domain::verdict::{Reason, Verdict};
use jeton::services::EditRequest;

fn call(vault: &Vault, token: TokenId, version: u32, verdict: Verdict) -> Call {
    Call {
        seq: 1,
        at: vault.services.now(),
        token: Some(token),
        version: Some(version),
        gateway: Gateway::Haproxy,
        project: None,
        method: "GET".to_owned(),
        path: "/v1/files/7".to_owned(),
        scope: Some("files:read".to_owned()),
        source: Some("192.0.2.7".parse().unwrap()),
        verdict,
    }
}

fn explain(vault: &Vault, call: &Call) -> Hindsight {
    vault.services.explain_call(call).unwrap().hindsight
}

#[test]
fn each_version_is_judged_by_its_own_secret() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let id = bot.token.id;
    let old = call(&vault, id, 1, Verdict::Allow);
    assert_eq!(explain(&vault, &old).now, Now::Verdict(Verdict::Allow));
    vault.rotate(&bot, "1h").unwrap();
    assert_eq!(explain(&vault, &old).now, Now::Verdict(Verdict::Allow), "within its grace");
    vault.pass("2h");
    assert_eq!(explain(&vault, &old).now, Now::Verdict(Verdict::Deny(Reason::Retired)));
    assert_eq!(explain(&vault, &call(&vault, id, 2, Verdict::Allow)).now, Now::Verdict(Verdict::Allow));
    vault.services.revoke((&vault.session).into(), id, None).unwrap();
    let ended = vault.services.explain_call(&call(&vault, id, 2, Verdict::Allow)).unwrap();
    assert_eq!(ended.hindsight.now, Now::Verdict(Verdict::Deny(Reason::Revoked)));
    assert_eq!(ended.token.unwrap().label(), "bot:helper/default", "it is still known by name");
}

#[test]
fn the_policy_and_the_scopes_are_those_of_now() {
    let vault = Vault::new();
    let id = vault.issue_pat("laptop", &["messages:read"]).token.id;
    let denied = call(&vault, id, 1, Verdict::Deny(Reason::MissingScope));
    let seen = explain(&vault, &denied);
    assert_eq!(seen.missing.unwrap().as_str(), "files:read");
    let wider = EditRequest { scopes: Some(vec!["files:read".to_owned()]), ..EditRequest::default() };
    vault.services.edit((&vault.session).into(), id, wider).unwrap();
    let seen = explain(&vault, &denied);
    assert_eq!((seen.now, seen.missing), (Now::Verdict(Verdict::Allow), None));
    let networks: Networks = "10.0.0.0/8".parse().unwrap();
    let closed = EditRequest { networks: Some(networks), ..EditRequest::default() };
    vault.services.edit((&vault.session).into(), id, closed).unwrap();
    assert_eq!(explain(&vault, &denied).now, Now::Verdict(Verdict::Deny(Reason::SourceNotAllowed)));
}

#[test]
fn a_token_that_the_vault_never_had_is_told_by_its_id_alone() {
    let vault = Vault::new();
    let stranger = call(&vault, "tok_000000000000".parse().unwrap(), 1, Verdict::Allow);
    let seen = vault.services.explain_call(&stranger).unwrap();
    assert!(seen.token.is_none() && matches!(seen.hindsight.now, Now::Unsaid(_)));
    let version = call(&vault, vault.account.token.id, 9, Verdict::Allow);
    assert!(matches!(explain(&vault, &version).now, Now::Unsaid(_)), "nor is a version that it has not");
}
