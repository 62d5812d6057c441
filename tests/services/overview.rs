//! What the token screen reads: everything, what changed since, and a first glimpse.

use crate::world::{Vault, name, turn};
use jeton::domain::filter::Filter;
use jeton::domain::order::Sort;
use jeton::domain::owner::OwnerKind;
use jeton::domain::selector::OwnerSelector;
use jeton::domain::summary::TokenSummary;
use jeton::services::{ArchiveTokens, EditRequest, Overview};

fn rows(overview: &Overview) -> Vec<TokenSummary> {
    let mut rows: Vec<TokenSummary> = overview.roster.rows().map(|row| row.to_summary()).collect();
    rows.sort_by_key(|row| row.id);
    rows
}

/// Reads on from what was read before, and asserts that it is what reading everything gives.
#[track_caller]
fn read_on(vault: &Vault, known: &mut Overview) {
    let (whole, next) =
        (vault.services.overview(None).unwrap(), vault.services.overview(Some((&known.roster, known.head))).unwrap());
    assert_eq!(rows(&next), rows(&whole));
    assert_eq!((&next.owners, &next.account, next.head), (&whole.owners, &whole.account, whole.head));
    *known = next;
}

fn selector(text: &str) -> OwnerSelector {
    text.parse().unwrap()
}

#[test]
fn reading_on_after_any_change_gives_what_reading_everything_gives() {
    let vault = Vault::new();
    let by = || (&vault.session).into();
    let mut known = vault.services.overview(None).unwrap();
    let shop = vault.add(OwnerKind::Project, "shop", None);
    read_on(&vault, &mut known);
    let bot = vault.add(OwnerKind::Bot, "order bot", Some("shop"));
    read_on(&vault, &mut known);
    let laptop = vault.issue_pat("laptop", &["files:read"]);
    read_on(&vault, &mut known);
    vault.rotate(&bot, "1h").unwrap();
    read_on(&vault, &mut known);
    vault.pass("2h");
    vault.services.disable(by(), laptop.token.id).unwrap();
    read_on(&vault, &mut known);
    let note = EditRequest { note: Some("for the train".to_owned()), ..EditRequest::default() };
    vault.services.edit(by(), laptop.token.id, note).unwrap();
    read_on(&vault, &mut known);
    vault.services.revoke(by(), vault.account.token.id, None).unwrap();
    read_on(&vault, &mut known);
    vault.services.revoke(by(), shop.token.id, Some("leaked")).unwrap();
    read_on(&vault, &mut known);
    vault.services.rename_owner(by(), &selector("project:shop"), name("store")).unwrap();
    read_on(&vault, &mut known);
    assert!(known.roster.rows().any(|row| row.project == Some("store") && row.owner == "order bot"));
    vault.services.rename_owner(by(), &selector("account"), name("Acme two")).unwrap();
    read_on(&vault, &mut known);
    vault.services.archive_owner(by(), &selector("project:store"), ArchiveTokens::Revoke).unwrap();
    read_on(&vault, &mut known);
    read_on(&vault, &mut known);
}

#[test]
fn many_changes_at_once_are_read_whole() {
    let vault = Vault::new();
    let mut known = vault.services.overview(None).unwrap();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    for _ in 0..260 {
        vault.services.rotate((&vault.session).into(), bot.token.id, turn("0")).unwrap();
    }
    read_on(&vault, &mut known);
}

#[test]
fn a_glimpse_has_the_first_rows_of_the_list() {
    let vault = Vault::new();
    for project in ["shop", "Mail", "news"] {
        vault.add(OwnerKind::Project, project, None);
        vault.add(OwnerKind::Bot, &format!("{project} bot"), Some(project));
        vault.add(OwnerKind::Integration, &format!("{project} hook"), None);
    }
    let ended_long_ago = vault.issue_pat("ended long ago", &["files:read"]);
    vault.services.revoke((&vault.session).into(), ended_long_ago.token.id, None).unwrap();
    vault.pass("8d");
    for token in ["zeta", "alpha", "Beta", "ended lately"] {
        let issued = vault.issue_pat(token, &["files:read"]);
        if token == "ended lately" {
            vault.services.revoke((&vault.session).into(), issued.token.id, None).unwrap();
        }
    }
    let expected = vault.services.list(&Filter::default(), Sort::default()).unwrap();
    for rows in [1, 2, 5, 8, 40] {
        let glimpse = vault.services.glimpse(rows).unwrap();
        let shown: Vec<TokenSummary> = glimpse.roster.rows().map(|row| row.to_summary()).collect();
        assert_eq!(shown, expected[..rows.min(expected.len())], "{rows} rows");
        assert!(glimpse.owners.iter().all(|view| (view.live, view.total) == (0, 0)), "nobody has counted");
        assert_eq!(glimpse.owners.len(), vault.services.owners().unwrap().len());
    }
}
