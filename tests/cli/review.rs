//! A review from the command line: begun, decided token by token, closed with a report that somebody else checks.

use crate::common::Fixture;
use crate::common::fixture::Run;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;

fn house() -> Fixture {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "helper"]);
    vault.value(&["bot", "add", "idle"]);
    vault
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn good(run: &Run) -> &Run {
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

#[test]
fn an_operator_walks_through_every_token_and_leaves_with_a_report() {
    let vault = house();
    let run = vault.run(&["review"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no review is open") && run.err.contains("jeton review begin"), "{}", run.err);
    let run = vault.run(&["review", "begin"]);
    assert_eq!(good(&run).out, "review 1: 0 of 3 reviewed\n");
    let run = vault.run(&["review"]);
    assert!(good(&run).out.contains("account") && run.out.contains("ACTION"), "{}", run.out);
    assert!(run.err.contains("jeton review keep|rotate|revoke|snooze tok_"), "{}", run.err);
    good(&vault.run(&["review", "keep", "account", "--note", "in use by the gateway"]));
    let rotated = vault.run(&["review", "rotate", "bot:helper", "--grace", "1h", "--note", "seen in a chat"]);
    assert!(good(&rotated).out.starts_with("jtn_bot_") && rotated.out.lines().count() == 1, "the value alone");
    let run = vault.run(&["review", "--json"]);
    let next = json(&good(&run).out);
    assert_eq!((next["review"]["decided"].as_u64(), next["next"]["token"]["owner"].as_str()), (Some(2), Some("idle")));
    let run = vault.run(&["review", "close"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("1 token is undecided"), "{}", run.err);
    good(&vault.run(&["review", "revoke", "bot:idle", "--note", "nobody uses it", "--yes"]));
    let run = vault.run(&["review"]);
    assert!(good(&run).err.contains("every token is decided"), "{}", run.err);
    good(&vault.run(&["review", "close", "--output", "report.md"]));
    let report = vault.home().join("report.md");
    assert_eq!(std::fs::metadata(&report).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&report).unwrap();
    assert!(text.contains("1 keep, 1 rotate, 1 revoke") && text.contains("nobody uses it"), "{text}");
    assert!(text.contains(vault.value(&["log", "head"]).split_whitespace().last().unwrap()), "the head of the chain is in it");
    assert!(!text.contains(rotated.out.trim()), "no value is");
    let run = vault.run(&["review", "check", "report.md", "--keyed"]);
    assert!(good(&run).out.starts_with("good: the report of review 1, "), "{}", run.out);
}

#[test]
fn every_form_can_be_had_again_and_checked_and_a_changed_one_is_not_good() {
    let vault = house();
    good(&vault.run(&["review", "begin", "kind:bot"]));
    good(&vault.run(&["review", "keep", "bot:helper", "bot:idle", "--note", "known"]));
    let closed = vault.run(&["review", "close", "--format", "csv"]);
    assert_eq!(good(&closed).out, good(&vault.run(&["review", "report", "1", "--format", "csv"])).out);
    for form in ["md", "csv", "json"] {
        let report = vault.run(&["review", "report", "1", "--format", form]).out;
        vault.write("report", &report, 0o600);
        good(&vault.run(&["review", "check", "report"]));
        vault.write("report", &report.replace("known", "thrown"), 0o600);
        let run = vault.run(&["review", "check", "report"]);
        assert_eq!(run.code, 1, "{form}");
        assert!(run.out.contains("is not what the vault says") && run.out.contains("not good"), "{}", run.out);
    }
    let run = vault.run(&["review", "check", "passphrase"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no report of a review"), "{}", run.err);
    let run = vault.run(&["review", "check", "/dev/zero"]);
    assert!(run.code == 2 && run.err.contains("no regular file"), "{}", run.err);
    let list = json(&vault.run(&["review", "ls", "--json"]).out);
    assert_eq!(
        (list[0]["review"].as_u64(), list[0]["decided"].as_u64(), list[0]["filter"].as_str()),
        (Some(1), Some(2), Some("kind:bot"))
    );
    let run = vault.run(&["review", "report", "7"]);
    assert_eq!(run.code, 3, "{}", run.err);
}

#[test]
fn a_target_that_is_taken_full_or_a_link_loses_nothing() {
    let vault = house();
    good(&vault.run(&["review", "begin", "kind:bot"]));
    good(&vault.run(&["review", "keep", "bot:helper", "bot:idle"]));
    vault.write("taken", "mine", 0o600);
    std::os::unix::fs::symlink(vault.home().join("elsewhere"), vault.home().join("link")).unwrap();
    for target in ["taken", "link"] {
        let run = vault.run(&["review", "close", "-o", target]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("exists already; nothing was changed"), "{}", run.err);
    }
    assert_eq!(std::fs::read_to_string(vault.home().join("taken")).unwrap(), "mine");
    assert!(!vault.home().join("elsewhere").exists());
    let run = vault.run(&["review", "close", "-o", "no/such/folder/report"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cannot be written") && run.err.contains("jeton review report 1"), "{}", run.err);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = vault.command(&["review", "report", "1"]).stdout(full).status().unwrap();
    assert_eq!(ended.code(), Some(5), "a full disk is a fault");
    good(&vault.run(&["review", "report", "1", "-o", "report"]));
    good(&vault.run(&["review", "check", "report"]));
}

#[test]
fn nothing_is_rotated_or_ended_that_is_not_part_of_the_walk() {
    let vault = house();
    good(&vault.run(&["review", "begin", "owner:helper"]));
    for act in [&["review", "rotate", "bot:idle"][..], &["review", "revoke", "bot:idle", "--note", "x", "--yes"]] {
        let run = vault.run(act);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("is not part of review 1; nothing was changed") && run.out.is_empty(), "{}", run.err);
    }
    assert_eq!(json(&vault.value(&["show", "bot:idle", "--json"]))["token"]["version"].as_u64(), Some(1));
    let run = vault.run(&["review", "snooze", "bot:helper", "--until", "30d", "--note", "asked its owner"]);
    assert!(good(&run).err.contains("1 of 1 reviewed"), "{}", run.err);
    let shown = json(&vault.run(&["review", "show", "--json"]).out);
    assert_eq!(shown["tokens"][0]["decision"], "snooze");
    let run = vault.run(&["review", "rotate", "bot:helper", "--done"]);
    assert!(run.code == 2 && run.err.contains("was not rotated since the review began"), "{}", run.err);
}
