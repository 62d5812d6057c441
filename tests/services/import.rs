//! Bringing in the secrets that somebody already has.

use crate::world::{Vault, add_request};
use jeton::domain::event::{Action, Event};
use jeton::domain::owner::OwnerKind;
use jeton::domain::selector::Selector;
use jeton::domain::summary::TokenSummary;
use jeton::services::{
    Authority, Error, ImportFormat, ImportOptions, ImportOutcome, ImportPlan, ImportReport, LogQuery, Purpose,
};

const GITHUB: &str = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
const FIT: &str = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1x";

fn external() -> ImportOptions {
    ImportOptions::default()
}

fn adopted_by(owner: &str) -> ImportOptions {
    ImportOptions { adopt: Some(owner.parse().unwrap()), ..ImportOptions::default() }
}

fn plan(vault: &Vault, file: &str, options: &ImportOptions) -> ImportPlan {
    vault.services.plan_import(&vault.session, file.as_bytes(), ImportFormat::Dotenv, options).unwrap()
}

fn import(vault: &Vault, file: &str, options: &ImportOptions) -> ImportReport {
    let plan = plan(vault, file, options);
    let planned = plan.report();
    let done = vault.services.import((&vault.session).into(), plan).unwrap();
    assert_eq!(planned, done, "what was planned is what was done");
    done
}

fn told(report: &ImportReport) -> Vec<String> {
    let told = |outcome: &ImportOutcome| match outcome {
        ImportOutcome::Imported { selector } | ImportOutcome::Adopted { selector } => selector.clone(),
        ImportOutcome::Duplicate { of } => of.clone(),
        ImportOutcome::LeftOut { reason } | ImportOutcome::Refused { reason } => reason.clone(),
    };
    report.lines.iter().map(|line| format!("{} {}: {}", line.line, line.outcome.word(), told(&line.outcome))).collect()
}

fn token(vault: &Vault, selector: &str) -> TokenSummary {
    vault.services.resolve(&selector.parse::<Selector>().unwrap()).unwrap()
}

fn value(vault: &Vault, selector: &str) -> String {
    vault.services.reveal(&vault.session, token(vault, selector).id, Purpose::Reveal).unwrap().expose().to_owned()
}

fn events(vault: &Vault) -> Vec<Event> {
    vault.services.log(&LogQuery::default()).unwrap()
}

#[test]
fn an_everyday_file_becomes_external_tokens_that_can_be_revealed() {
    let vault = Vault::new();
    let file = format!("# mine\nexport GITHUB_TOKEN={GITHUB}\nDB_PASSWORD=\"hunter2\"\nPORT=3000\n");
    let report = import(&vault, &file, &external());
    let expected =
        ["2 imported: external:github/GITHUB_TOKEN", "3 imported: external:db/DB_PASSWORD", "4 left-out: it looks like a number"];
    assert_eq!(told(&report), expected);
    assert_eq!(value(&vault, "external:github"), GITHUB);
    assert_eq!(value(&vault, "external:db/DB_PASSWORD"), "hunter2");
    assert!(!token(&vault, "external:db").adopted);
    assert!(!vault.files_hold(b"hunter2") && !vault.files_hold(GITHUB.as_bytes()));
    assert!(vault.services.verify_log(Some(&vault.session), None).unwrap().faults.is_empty());
}

#[test]
fn a_dry_run_changes_nothing_at_all() {
    let vault = Vault::new();
    let before = events(&vault);
    let report = plan(&vault, &format!("GITHUB_TOKEN={GITHUB}\n"), &external()).report();
    assert_eq!(told(&report), ["1 imported: external:github/GITHUB_TOKEN"]);
    assert_eq!(events(&vault), before);
    assert!(vault.services.owners().unwrap().iter().all(|view| view.owner.kind == OwnerKind::Account));
}

#[test]
fn importing_the_same_file_twice_finds_duplicates_by_value() {
    let vault = Vault::new();
    import(&vault, &format!("GITHUB_TOKEN={GITHUB}\nDB_PASSWORD=hunter2\n"), &external());
    let again = import(&vault, &format!("OTHER_NAME={GITHUB}\nDB_PASSWORD=hunter2\nDB_PASSWORD2=hunter2\n"), &external());
    let expected = [
        "1 duplicate: external:github/GITHUB_TOKEN",
        "2 duplicate: external:db/DB_PASSWORD",
        "3 left-out: it looks like an ordinary setting",
    ];
    assert_eq!(told(&again), expected);
}

#[test]
fn the_same_value_under_two_names_is_imported_once() {
    let vault = Vault::new();
    let report = import(&vault, &format!("A_TOKEN={GITHUB}\nB_TOKEN={GITHUB}\n"), &external());
    assert_eq!(told(&report), ["1 imported: external:a/A_TOKEN", "2 duplicate: line 1"]);
}

#[test]
fn a_name_that_has_another_value_is_to_be_rotated() {
    let vault = Vault::new();
    import(&vault, "DB_PASSWORD=hunter2\n", &external());
    let report = import(&vault, "DB_PASSWORD=hunter3\n", &external());
    assert_eq!(told(&report), ["1 refused: external:db/DB_PASSWORD has another value; rotate it to this one"]);
    assert_eq!(value(&vault, "external:db"), "hunter2");
}

#[test]
fn values_of_our_own_are_recognised_and_kept_out() {
    let vault = Vault::new();
    let stranger = Vault::with(&["rotate"]);
    let own = vault.account.value.expose();
    let theirs = stranger.rotate(&stranger.account, "0").unwrap();
    let theirs = theirs.value.expose();
    let broken = format!("{}x", &theirs[..theirs.len() - 1]);
    let report = import(&vault, &format!("A_TOKEN={own}\nB_TOKEN={theirs}\nC_TOKEN={broken}\n"), &external());
    let lines = told(&report);
    assert_eq!(lines[0], "1 duplicate: account");
    assert_eq!(lines[1], "2 refused: it is a Jeton token of kind account with the brand jtn; the vault that issued it keeps it");
    assert_eq!(lines[2], "3 refused: it has the form of a Jeton token, but was mistyped, cut short or altered");
}

#[test]
fn a_bot_adopts_the_value_that_its_clients_already_send() {
    let vault = Vault::new();
    vault.add(OwnerKind::Bot, "greeter", None);
    let report = import(&vault, &format!("BOT_TOKEN={FIT}\nWEAK_TOKEN=hunter2\n"), &adopted_by("bot:greeter"));
    assert_eq!(told(&report)[0], "1 adopted: bot:greeter/BOT_TOKEN");
    assert!(told(&report)[1].contains("20 are the least that can be adopted"));
    let adopted = token(&vault, "bot:greeter/BOT_TOKEN");
    assert!(adopted.adopted && !adopted.scopes.is_empty());
    let sent = jeton::domain::plaintext::Plaintext::new(FIT.to_owned());
    assert_eq!(vault.answer(&sent), "allow");
}

#[test]
fn a_project_adopts_one_value_in_place_of_its_own() {
    let vault = Vault::new();
    let minted = vault.add(OwnerKind::Project, "village", None);
    let two = import(&vault, &format!("A_TOKEN={FIT}\nB_TOKEN={FIT}b\n"), &adopted_by("project:village"));
    assert!(told(&two).iter().all(|line| line.contains("refused: a project has exactly one token")));
    let one = import(&vault, &format!("A_TOKEN={FIT}\n"), &adopted_by("project:village"));
    assert_eq!(told(&one), ["1 adopted: project:village"]);
    assert_ne!(vault.answer(&minted.value), "allow", "the minted value ended at once");
    assert_eq!(value(&vault, "project:village"), FIT);
    assert_eq!(token(&vault, "project:village").id, minted.token.id);
}

#[test]
fn a_project_in_the_middle_of_a_rotation_waits() {
    let vault = Vault::new();
    let first = vault.add(OwnerKind::Project, "village", None);
    vault.rotate(&first, "24h").unwrap();
    let report = import(&vault, &format!("A_TOKEN={FIT}\n"), &adopted_by("project:village"));
    assert!(told(&report)[0].contains("refused: project:village: the previous secret is still accepted"), "{report:?}");
    vault.pass("25h");
    assert_eq!(
        told(&import(&vault, &format!("A_TOKEN={FIT}\n"), &adopted_by("project:village"))),
        ["1 adopted: project:village"]
    );
}

#[test]
fn whoever_cannot_adopt_is_told_so() {
    let vault = Vault::new();
    let refused = |owner: &str| {
        let planned = vault.services.plan_import(&vault.session, b"A_TOKEN=x", ImportFormat::Dotenv, &adopted_by(owner));
        planned.unwrap_err().to_string()
    };
    assert!(refused("account").contains("adopted by a project, a bot or an integration"));
    assert!(refused("external:github").contains("adopted by a project, a bot or an integration"));
    assert!(refused("bot:nobody").contains("does not exist"));
}

#[test]
fn a_table_brings_services_notes_and_expiries_with_it() {
    let vault = Vault::new();
    let table = format!("name,value,service,note,expires\ndeploy,{GITHUB},GitHub,for CI,30d\nold,{FIT},GitHub,,2020-01-01\n");
    let plan = vault.services.plan_import(&vault.session, table.as_bytes(), ImportFormat::Csv, &external()).unwrap();
    let report = vault.services.import((&vault.session).into(), plan).unwrap();
    assert_eq!(told(&report), ["2 imported: external:GitHub/deploy", "3 refused: the expiry lies in the past"]);
    let deploy = token(&vault, "external:github/deploy");
    assert_eq!(deploy.note, "for CI");
    assert_eq!(deploy.expires_at.unwrap().to_string(), "2026-03-31T12:00:00Z");
}

#[test]
fn what_changed_between_plan_and_import_is_weighed_again() {
    let vault = Vault::new();
    let plan = plan(&vault, &format!("GITHUB_TOKEN={GITHUB}\n"), &external());
    import(&vault, &format!("CI_TOKEN={GITHUB}\n"), &external());
    let report = vault.services.import((&vault.session).into(), plan).unwrap();
    assert_eq!(told(&report), ["1 duplicate: external:ci/CI_TOKEN"]);
}

#[test]
fn each_token_gets_its_event_and_no_event_holds_a_value() {
    let vault = Vault::new();
    import(&vault, &format!("GITHUB_TOKEN={GITHUB}\nDB_PASSWORD=hunter2\n"), &external());
    let imports: Vec<Event> = events(&vault).into_iter().filter(|event| event.what.action == Action::Import).collect();
    let subjects: Vec<&str> = imports.iter().map(|event| event.what.subject.as_str()).collect();
    assert_eq!(subjects, ["external:github/GITHUB_TOKEN", "external:db/DB_PASSWORD"]);
    for event in events(&vault) {
        let text = format!("{event:?}");
        assert!(!text.contains("hunter2") && !text.contains(GITHUB), "{text}");
    }
}

#[test]
fn a_locked_vault_imports_nothing() {
    let vault = Vault::with(&["rotate", "revoke"]);
    let plan = plan(&vault, &format!("GITHUB_TOKEN={GITHUB}\n"), &external());
    assert!(matches!(vault.services.import(Authority::Unattended, plan), Err(Error::Locked)));
}

#[test]
fn an_archived_service_takes_nothing_in() {
    let vault = Vault::new();
    import(&vault, "DB_PASSWORD=hunter2\n", &external());
    let db = "external:db".parse().unwrap();
    vault.services.archive_owner((&vault.session).into(), &db, jeton::services::ArchiveTokens::Keep).unwrap();
    let report = import(&vault, "DB_KEY=hunter3\n", &external());
    assert_eq!(told(&report), ["1 refused: the external service \"db\" is archived; choose another"]);
}

#[test]
fn a_value_issued_here_by_hand_is_found_too() {
    let vault = Vault::new();
    let request = jeton::services::AddOwner {
        value: Some(jeton::domain::plaintext::Plaintext::new("hunter2".to_owned())),
        ..add_request(OwnerKind::External, "database", None)
    };
    vault.services.add_owner((&vault.session).into(), request).unwrap();
    assert_eq!(told(&import(&vault, "DB_PASSWORD=hunter2\n", &external())), ["1 duplicate: external:database/default"]);
}
