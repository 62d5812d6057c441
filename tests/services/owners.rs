//! Owners: adding, renaming, archiving, and finding tokens through them.

use crate::world::{Vault, add_request, name};
use jeton::domain::kind::Kind;
use jeton::domain::owner::OwnerKind;
use jeton::domain::selector::{OwnerSelector, Selector};
use jeton::services::{ArchiveTokens, Error};

fn owner(kind: OwnerKind, owner: &str) -> OwnerSelector {
    OwnerSelector { kind, name: owner.to_owned() }
}

fn selector(text: &str) -> Selector {
    text.parse().unwrap()
}

#[test]
fn a_name_is_taken_without_regard_to_case() {
    let vault = Vault::new();
    vault.add(OwnerKind::Bot, "Helper", None);
    let again = vault.services.add_owner((&vault.session).into(), add_request(OwnerKind::Bot, "hELPER", None));
    assert!(matches!(again, Err(Error::Duplicate { .. })));
    vault.add(OwnerKind::Integration, "helper", None);
}

#[test]
fn renaming_keeps_ids_and_values() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    vault.services.rename_owner((&vault.session).into(), &owner(OwnerKind::Bot, "helper"), name("guide")).unwrap();
    assert_eq!(vault.services.resolve(&selector("bot:guide")).unwrap().id, bot.token.id);
    assert_eq!(vault.answer(&bot.value), "allow");
    let missing = vault.services.resolve(&selector("bot:guid")).unwrap_err();
    assert!(missing.to_string().contains("did you mean guide"), "{missing}");
}

#[test]
fn archiving_asks_what_becomes_of_live_tokens() {
    let vault = Vault::new();
    let project = vault.add(OwnerKind::Project, "shop", None);
    let bot = vault.add(OwnerKind::Bot, "helper", Some("shop"));
    let shop = owner(OwnerKind::Project, "shop");
    let refused = vault.services.archive_owner((&vault.session).into(), &shop, ArchiveTokens::Refuse).unwrap_err();
    assert!(refused.to_string().contains("2 tokens"), "{refused}");
    vault.services.archive_owner((&vault.session).into(), &shop, ArchiveTokens::Revoke).unwrap();
    assert_eq!((vault.answer(&project.value), vault.answer(&bot.value)), ("revoked", "revoked"));
    let more = vault.services.add_owner((&vault.session).into(), add_request(OwnerKind::Bot, "late", Some("shop")));
    assert!(more.unwrap_err().to_string().contains("archived"));
}

#[test]
fn an_ambiguous_selector_lists_its_candidates() {
    let vault = Vault::new();
    let first = vault.add(OwnerKind::Bot, "helper", None);
    let mut more = crate::world::pat_request("second", &["messages:read"]);
    more.target = jeton::services::IssueTarget::Owner(owner(OwnerKind::Bot, "helper"));
    let second = vault.services.issue((&vault.session).into(), more).unwrap();
    let error = vault.services.resolve(&selector("bot:helper")).unwrap_err().to_string();
    for row in [&first.token, &second.token] {
        assert!(error.contains(&row.id.to_string()) && error.contains(&row.selector()), "{error}");
    }
    assert_eq!(vault.services.resolve(&selector("bot:helper/SECOND")).unwrap().id, second.token.id);
    assert_eq!(vault.services.resolve(&selector(&second.token.id.to_string()[..12])).unwrap().id, second.token.id);
}

#[test]
fn the_tree_counts_what_is_live() {
    let vault = Vault::new();
    vault.add(OwnerKind::Project, "shop", None);
    let bot = vault.add(OwnerKind::Bot, "helper", Some("shop"));
    vault.services.disable((&vault.session).into(), bot.token.id).unwrap();
    let views = vault.services.owners().unwrap();
    let helper = views.iter().find(|view| view.owner.name.as_str() == "helper").unwrap();
    assert_eq!((helper.live, helper.total, helper.project.as_ref()), (0, 1, Some(&name("shop"))));
    assert_eq!(views.iter().map(|view| view.owner.kind).collect::<Vec<_>>()[0], OwnerKind::Account);
    assert_eq!(vault.services.status().unwrap().by_status, [2, 0, 1, 0, 0]);
    assert!(vault.services.tokens().unwrap().iter().any(|row| row.kind == Kind::Bot && row.project == Some(name("shop"))));
}
