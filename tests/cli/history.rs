//! The log: what happened, and proof that nobody rewrote it.

use crate::common::Fixture;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

fn worked_in() -> Fixture {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "helper"]);
    vault.value(&["rotate", "bot:helper"]);
    vault.value(&["reveal", "bot:helper"]);
    vault
}

#[test]
fn the_log_tells_who_did_what() {
    story!(worked_in().transcript(&[
        "log",
        "log --token bot:helper",
        "log --action rotate,reveal",
        "log --limit 2",
        "log --action rotate --json",
    ]));
}

#[test]
fn a_filter_narrows_it_as_in_the_interface() {
    story!(worked_in().transcript(&[
        "log --filter 'action:rotate,reveal !actor:nobody'",
        "log --filter 'bot:helper at:<1h' --limit 1",
        "log --filter 'outcome:refused'",
        "log --filter 'acton:rotate'",
    ]));
}

#[test]
fn it_keeps_where_a_person_came_from() {
    let vault = worked_in();
    let run = vault.command(&["reveal", "account"]).env("SSH_CONNECTION", "203.0.113.9 50022 10.0.0.1 22").output().unwrap();
    assert!(run.status.success());
    let log: serde_json::Value = serde_json::from_str(&vault.run(&["log", "--json", "--limit", "1"]).out).unwrap();
    assert_eq!((&log[0]["actor"], &log[0]["address"]), (&"ops".into(), &"203.0.113.9".into()));
}

#[test]
fn a_whole_chain_is_intact_and_keeps_its_head() {
    let vault = worked_in();
    let head = vault.value(&["log", "head"]);
    assert!(head.len() == 64 && head.bytes().all(|byte| byte.is_ascii_hexdigit()), "{head}");
    vault.value(&["rotate", "account"]);
    story!(vault.transcript(&["log verify", "log verify --keyed", "log verify --json", "log head --json"]));
    assert_eq!(vault.run(&["log", "verify", "--head", &head]).code, 0);
    assert_eq!(vault.run(&["log", "verify", "--head", &head.to_uppercase()]).code, 0);
    let elsewhere = vault.run(&["log", "verify", "--head", &"0".repeat(64)]);
    assert_eq!(elsewhere.code, 1, "{}", elsewhere.out);
}

#[test]
fn a_rewritten_event_is_found() {
    let vault = worked_in();
    let connection = rusqlite::Connection::open(vault.db()).unwrap();
    assert_eq!(connection.execute("UPDATE event SET subject = 'bot:innocent' WHERE seq = 4", []).unwrap(), 1);
    drop(connection);
    let run = vault.run(&["log", "verify"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains('4') && run.out.contains("broken: "), "{}", run.out);
}

#[test]
fn a_follower_sees_what_another_process_does() {
    let vault = worked_in();
    let mut follower = vault
        .command(&["log", "--follow", "--json", "--limit", "1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(follower.stdout.take().unwrap()).lines();
    let mut next = || -> serde_json::Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next()["action"], "reveal");
    vault.value(&["revoke", "account", "--yes"]);
    let seen: Vec<String> = (0..3).map(|_| next()["action"].as_str().unwrap().to_owned()).collect();
    assert_eq!(seen, ["unlock", "revoke", "issue"]);
    // It ends by itself once nobody reads any more.
    drop(lines);
    let ended = follower.wait().unwrap();
    assert!(ended.success(), "{ended}");
}
