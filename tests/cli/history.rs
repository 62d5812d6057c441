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

#[test]
fn an_edit_is_told_as_a_diff() {
    let vault = worked_in();
    vault.run(&["edit", "bot:helper", "--name", "courier", "--note", "for \"ops\"; see = wiki", "--expires", "never"]);
    vault.run(&["edit", "bot:helper", "--scope", "files:read", "--note", ""]);
    vault.run(&["bot", "rename", "helper", "butler"]);
    story!(vault.transcript(&["log --action edit,owner-rename --diff", "log --action edit --limit 1"]));
}

#[test]
fn moments_and_people_narrow_it() {
    let vault = worked_in();
    story!(vault.transcript(&[
        "log --since 1h --action rotate",
        "log --until 1h",
        "log --since 2999-01-01",
        "log --by nobody",
        "log --by OPS --action reveal",
        "log --since yesterday",
        "log --filter 'since:2026-02-30'",
    ]));
}

#[test]
fn an_export_ends_in_the_head_that_a_second_person_checks() {
    let vault = worked_in();
    let head = vault.value(&["log", "head"]);
    for form in ["csv", "json", "jsonl", "markdown"] {
        let run = vault.run(&["log", "--format", form]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.out.lines().rev().take(2).any(|line| line.contains(&head)), "{form}: {}", run.out);
    }
    let json: serde_json::Value = serde_json::from_str(&vault.run(&["log", "--format", "json"]).out).unwrap();
    let logged: serde_json::Value = serde_json::from_str(&vault.run(&["log", "--json"]).out).unwrap();
    assert_eq!(json["events"], logged, "each event as elsewhere");
    let lines = vault.run(&["log", "--format", "jsonl", "--action", "reveal"]).out;
    assert_eq!(lines.lines().count(), 2, "{lines}");
    let latest = vault.run(&["log", "--format", "csv", "-n", "2"]).out;
    assert_eq!(latest.lines().count(), 4, "{latest}");
    story!(vault.transcript(&[
        "log --action rotate --format csv",
        "log --action rotate --format markdown",
        "log --action rotate -o log.md",
        "log -o log.md",
        "log -o log",
        "log --follow --format csv",
    ]));
}

#[test]
fn an_export_is_a_new_private_file_or_none() {
    use std::os::unix::fs::PermissionsExt;
    let vault = worked_in();
    assert_eq!(vault.run(&["log", "-o", "log.csv"]).code, 0);
    let written = vault.home().join("log.csv");
    assert_eq!(written.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_to_string(&written).unwrap(), vault.run(&["log", "--format", "csv"]).out);
    std::os::unix::fs::symlink("nowhere.csv", vault.home().join("link.csv")).unwrap();
    for taken in ["log.csv", "link.csv", "missing/log.csv"] {
        let run = vault.run(&["log", "-o", taken]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{taken}: {run:?}");
    }
    assert!(!vault.home().join("nowhere.csv").exists());
    // One that cannot be read to its end leaves nothing behind.
    vault.tamper("UPDATE event SET action = 'nothing' WHERE seq = 4");
    let run = vault.run(&["log", "-o", "half.csv"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.err.contains("event 4") && !vault.home().join("half.csv").exists(), "{run:?}");
}

#[test]
fn an_older_copy_in_the_vaults_place_is_told_of_everywhere() {
    let vault = worked_in();
    let older = std::fs::read(vault.db()).unwrap();
    vault.value(&["rotate", "account"]);
    std::fs::write(vault.db(), older).unwrap();
    let listed = vault.run(&["ls"]);
    assert!(listed.code == 0 && listed.err.contains("rolled back") && listed.err.contains("jeton log trust"), "{listed:?}");
    assert_eq!(vault.run(&["log", "verify"]).code, 1);
    assert!(vault.run(&["doctor", "--serve", "unix:/nowhere/serve.sock"]).out.contains("rolled back"));
    let status: serde_json::Value = serde_json::from_str(&vault.run(&["status", "--json"]).out).unwrap();
    assert!(status["log_warning"].as_str().unwrap().contains("rolled back"), "{status}");
    story!(vault.transcript(&[
        "log verify",
        "status",
        "log trust",
        "log verify --keyed",
        "log --action trust-head --json",
        "log trust"
    ]));
}

#[test]
fn without_a_home_nothing_is_remembered_and_nothing_said() {
    let vault = worked_in();
    let run = vault.command(&["log", "verify"]).env_remove("HOME").output().unwrap();
    assert!(run.status.success() && !String::from_utf8_lossy(&run.stderr).contains("remember"), "{run:?}");
    let elsewhere = vault.home().join("state");
    let run = vault.command(&["log", "verify"]).env("XDG_STATE_HOME", &elsewhere).output().unwrap();
    assert!(run.status.success() && elsewhere.join("jeton/heads").is_dir(), "{run:?}");
    // A home in which nothing can be written is a warning.
    std::fs::write(vault.home().join("file"), "").unwrap();
    let run = vault.command(&["ls"]).env("XDG_STATE_HOME", vault.home().join("file")).output().unwrap();
    assert!(run.status.success() && String::from_utf8_lossy(&run.stderr).contains("cannot be kept"), "{run:?}");
}

#[test]
fn a_follower_is_told_of_thousands_of_events_in_their_order() {
    let vault = worked_in();
    let mut follower = vault
        .command(&["log", "--follow", "--json", "--limit", "1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(follower.stdout.take().unwrap()).lines();
    let mut next = || -> serde_json::Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    let first = next()["seq"].as_u64().unwrap();
    // What a rotation of thousands of tokens writes in one transaction.
    vault.tamper(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) \
         INSERT INTO event SELECT (SELECT max(seq) FROM event) + i, at, actor, address, 'rotate', outcome, token, owner, subject, \
         detail, hash, NULL FROM n, event WHERE seq = 4",
    );
    for at in 1..=5_000 {
        let event = next();
        assert_eq!((event["seq"].as_u64(), event["action"].as_str()), (Some(first + at), Some("rotate")));
    }
    drop(lines);
    assert!(follower.wait().unwrap().success());
}
