//! The verifier's answers, and the way to them.

use crate::world::{Vault, name};
use jeton::domain::owner::OwnerKind;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::verdict::{Demand, Reason, Verdict};

fn demand(project: Option<&str>, scopes: &[&str]) -> Demand {
    Demand { project: project.map(name), scopes: scopes.iter().map(|scope| scope.parse().unwrap()).collect() }
}

#[test]
fn a_project_demand_lets_its_own_and_account_wide_tokens_pass() {
    let vault = Vault::new();
    let shop = vault.add(OwnerKind::Project, "shop", None);
    let blog = vault.add(OwnerKind::Project, "blog", None);
    let bot = vault.add(OwnerKind::Bot, "helper", Some("shop"));
    let stray = vault.add(OwnerKind::Bot, "stray", None);
    let pat = vault.issue_pat("ci", &["bots:read"]);
    let of_shop = demand(Some("Shop"), &[]);
    let allowed = |value: &Plaintext| vault.services.verify(value, &of_shop).unwrap().verdict == Verdict::Allow;
    assert!(allowed(&shop.value) && allowed(&bot.value) && allowed(&pat.value) && allowed(&vault.account.value));
    assert!(!allowed(&blog.value) && !allowed(&stray.value));
}

#[test]
fn scopes_bind_scoped_kinds_and_wildcards_cover_their_resource() {
    let vault = Vault::new();
    let pat = vault.issue_pat("ci", &["files:*"]);
    let judge = |scopes: &[&str]| vault.services.verify(&pat.value, &demand(None, scopes)).unwrap().verdict;
    assert_eq!(judge(&["files:read", "files:write"]), Verdict::Allow);
    assert_eq!(judge(&["files:read", "bots:read"]), Verdict::Deny(Reason::MissingScope));
    let all = vault.services.verify(&vault.account.value, &demand(None, &["bots:write"])).unwrap();
    assert_eq!(all.verdict, Verdict::Allow, "an account token may do everything");
}

#[test]
fn the_first_failure_decides_and_the_rest_is_not_reached() {
    let vault = Vault::new();
    let pat = vault.issue_pat("ci", &["files:read"]);
    vault.services.disable((&vault.session).into(), pat.token.id).unwrap();
    let judged = vault.services.verify(&pat.value, &demand(Some("shop"), &["bots:read"])).unwrap();
    assert_eq!(judged.verdict, Verdict::Deny(Reason::Disabled));
    let passed: Vec<Option<bool>> = judged.steps.iter().map(|step| step.passed).collect();
    assert_eq!(passed, [Some(true), Some(true), Some(true), Some(true), Some(false), None, None, None, None, None, None]);
}

#[test]
fn nothing_but_a_whole_value_is_allowed() {
    let vault = Vault::new();
    let value = vault.account.value.expose().to_owned();
    let answer = |text: String| vault.answer(&Plaintext::new(text));
    assert_eq!(answer(String::new()), "malformed");
    assert_eq!(answer(value[..value.len() - 1].to_owned()), "malformed");
    assert_eq!(answer(value.to_uppercase()), "malformed");
    assert_eq!(answer(value.replace("_acc_", "_prj_")), "malformed");
    assert_eq!(answer(format!("{value}\n")), "malformed");
    assert_eq!(answer(vault.account.token.id.to_string()), "malformed");
    let other = Vault::with(&["rotate"]).add(OwnerKind::Bot, "elsewhere", None);
    assert_eq!(vault.answer(&other.value), "unknown");
}
