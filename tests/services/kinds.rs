//! Every cell of the kinds' table.

use crate::world::{Vault, add_request, name, pat_request};
use jeton::domain::kind::Kind;
use jeton::domain::owner::OwnerKind;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::selector::OwnerSelector;
use jeton::domain::token::Status;
use jeton::services::{EditRequest, Error, IssueRequest, IssueTarget, Purpose};

#[test]
fn the_account_has_one_token_from_the_start_and_revoking_it_issues_the_next() {
    let vault = Vault::new();
    let first = &vault.account;
    assert_eq!(first.token.kind, Kind::Account);
    assert!(first.value.expose().starts_with("jtn_acc_"));
    assert_eq!(first.token.expires_at, None);
    assert_eq!(vault.answer(&first.value), "allow");

    let revoked = vault.services.revoke((&vault.session).into(), first.token.id, Some("leaked")).unwrap();
    let next = revoked.next.unwrap();
    assert_ne!(next.token.id, first.token.id);
    assert_eq!(vault.answer(&first.value), "revoked");
    assert_eq!(vault.answer(&next.value), "allow");

    let live: Vec<_> = vault
        .services
        .tokens()
        .unwrap()
        .into_iter()
        .filter(|row| row.kind == Kind::Account && row.status(vault.services.now()).is_live())
        .collect();
    assert_eq!(live.len(), 1);
    let again = vault.services.revoke((&vault.session).into(), first.token.id, None);
    assert!(matches!(again, Err(Error::Refused { .. })), "revoked is final");
}

#[test]
fn an_account_token_takes_neither_scopes_nor_expiry() {
    let vault = Vault::new();
    let id = vault.account.token.id;
    let expiry = EditRequest { expiry: Some("90d".parse().unwrap()), ..EditRequest::default() };
    assert!(vault.services.edit((&vault.session).into(), id, expiry).unwrap_err().to_string().contains("no expiry"));
    let scopes = EditRequest { scopes: Some(vec!["files:read".to_owned()]), ..EditRequest::default() };
    assert!(vault.services.edit((&vault.session).into(), id, scopes).unwrap_err().to_string().contains("no scopes"));
}

#[test]
fn a_project_comes_with_its_one_token_which_reset_replaces_at_once() {
    let vault = Vault::new();
    let project = vault.add(OwnerKind::Project, "shop", None);
    assert!(project.value.expose().starts_with("jtn_prj_"));
    let more = IssueRequest {
        target: IssueTarget::Owner(OwnerSelector { kind: OwnerKind::Project, name: "shop".to_owned() }),
        ..pat_request("second", &[])
    };
    assert!(vault.services.issue((&vault.session).into(), more).is_err(), "exactly one");

    let reset = vault.rotate(&project, "0").unwrap();
    assert_eq!(reset.token.id, project.token.id, "the token keeps its id");
    assert_eq!(vault.answer(&project.value), "retired");
    assert_eq!(vault.answer(&reset.value), "allow");
}

#[test]
fn revoking_a_projects_token_under_stress_leaves_it_with_a_fresh_one() {
    let vault = Vault::new();
    let project = vault.add(OwnerKind::Project, "shop", None);
    let next = vault.services.revoke((&vault.session).into(), project.token.id, None).unwrap().next.unwrap();
    assert_eq!(vault.answer(&project.value), "revoked");
    assert_eq!(vault.answer(&next.value), "allow");
}

#[test]
fn a_personal_token_is_shown_once_and_no_sealed_value_of_it_exists() {
    let vault = Vault::new();
    let pat = vault.issue_pat("laptop", &["bots:read", "files:*"]);
    assert!(pat.value.expose().starts_with("jtn_pat_"));
    let days = (pat.token.expires_at.unwrap().as_second() - vault.services.now().as_second()) / 86_400;
    assert_eq!(days, 90, "the choice that was not made is 90 days");
    assert!(!pat.token.is_sealed);
    assert!(matches!(vault.services.reveal(&vault.session, pat.token.id, Purpose::Reveal), Err(Error::NotRevealable(_))));
    assert_eq!(vault.tamper("UPDATE secret SET hint = hint WHERE sealed IS NULL AND token LIKE 'tok_%'"), 1);
}

#[test]
fn a_personal_token_needs_scopes_out_of_the_catalogue() {
    let vault = Vault::new();
    let unknown = vault.services.issue((&vault.session).into(), pat_request("a", &["file:read"])).unwrap_err();
    assert!(unknown.to_string().contains("did you mean files:read"), "{unknown}");
    let none = vault.services.issue((&vault.session).into(), pat_request("a", &[])).unwrap_err();
    assert!(none.to_string().contains("at least one scope"), "{none}");
}

#[test]
fn never_must_be_said_for_a_personal_token() {
    let vault = Vault::new();
    let request = IssueRequest { expiry: Some("never".parse().unwrap()), ..pat_request("forever", &["bots:read"]) };
    assert_eq!(vault.services.issue((&vault.session).into(), request).unwrap().token.expires_at, None);
}

#[test]
fn bots_and_integrations_get_their_default_scopes_and_may_have_more_tokens() {
    let vault = Vault::new();
    vault.add(OwnerKind::Project, "shop", None);
    let bot = vault.add(OwnerKind::Bot, "helper", Some("shop"));
    let integration = vault.add(OwnerKind::Integration, "mail", Some("shop"));
    let scopes = |issued: &jeton::services::Issued| issued.token.scopes.to_string();
    assert!(scopes(&bot).contains("tables:write") && !scopes(&bot).contains("tables:manage"));
    assert!(scopes(&integration).contains("integration:configure") && !scopes(&integration).contains("tables"));
    assert_eq!(bot.token.project, Some(name("shop")));

    let narrowed = IssueRequest {
        target: IssueTarget::Owner(OwnerSelector { kind: OwnerKind::Bot, name: "HELPER".to_owned() }),
        ..pat_request("readonly", &["messages:read"])
    };
    let narrowed = vault.services.issue((&vault.session).into(), narrowed).unwrap();
    assert_eq!(narrowed.token.scopes.to_string(), "messages:read");
    let wider = EditRequest { scopes: Some(vec!["billing:write".to_owned()]), ..EditRequest::default() };
    let refused = vault.services.edit((&vault.session).into(), narrowed.token.id, wider).unwrap_err();
    assert!(refused.to_string().contains("not open to bot tokens"), "{refused}");
}

#[test]
fn external_tokens_are_kept_and_given_back_but_never_verified() {
    let vault = Vault::new();
    let mut request = add_request(OwnerKind::External, "GitHub", None);
    request.dashboard_url = Some("https://github.com/settings/tokens".to_owned());
    request.value = Some(Plaintext::new("a value issued elsewhere".to_owned()));
    let github = vault.services.add_owner((&vault.session).into(), request).unwrap().issued.unwrap();
    let shown = vault.services.reveal(&vault.session, github.token.id, Purpose::Reveal).unwrap();
    assert_eq!(shown.expose(), "a value issued elsewhere");
    assert_eq!(vault.answer(&shown), "malformed");

    assert!(vault.rotate(&github, "0").unwrap_err().to_string().contains("needs the value"));
    let mut turn = crate::world::turn("24h");
    turn.value = Some(Plaintext::new("the next value".to_owned()));
    let rotated = vault.services.rotate((&vault.session).into(), github.token.id, turn).unwrap();
    assert_eq!(rotated.token.status(vault.services.now()), Status::Active, "its service ends the old value");
    let shown = vault.services.reveal(&vault.session, github.token.id, Purpose::Copy).unwrap();
    assert_eq!(shown.expose(), "the next value");
}

#[test]
fn the_same_external_value_is_not_stored_twice() {
    let vault = Vault::new();
    for (owner, fits) in [("GitHub", true), ("Copy", false)] {
        let mut request = add_request(OwnerKind::External, owner, None);
        request.value = Some(Plaintext::new("one and the same value".to_owned()));
        let added = vault.services.add_owner((&vault.session).into(), request);
        assert_eq!(added.is_ok(), fits);
        if let Err(error) = added {
            assert!(error.to_string().contains("external:GitHub/default"), "{error}");
        }
    }
    assert!(vault.services.owners().unwrap().iter().all(|view| view.owner.name.as_str() != "Copy"), "nothing half-written");
}
