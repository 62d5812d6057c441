//! The audit from the command line: what is wrong, what to do about it, and an exit code for a timer.

use crate::common::Fixture;
use crate::common::fixture::Run;
use serde_json::Value;

fn house() -> Fixture {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "helper"]);
    vault.value(&["issue", "pat", "--name", "laptop", "--scope", "*", "--expires", "never"]);
    vault
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap()
}

fn good(run: &Run) -> &Run {
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

#[test]
fn the_gravest_comes_first_with_the_command_that_mends_it() {
    let vault = house();
    vault.value(&["reveal", "bot:helper"]);
    story!(vault.transcript(&["audit", "audit severity:medium --json", "audit --rule value-seen", "status"]));
}

#[test]
fn a_timer_goes_by_the_exit_code() {
    let vault = house();
    assert_eq!(vault.run(&["audit"]).code, 0);
    assert_eq!(vault.run(&["audit", "--fail-on", "high"]).code, 0);
    assert_eq!(vault.run(&["audit", "--fail-on", "medium"]).code, 1);
    assert_eq!(vault.run(&["audit", "--fail-on", "medium", "owner:helper"]).code, 0, "only what matches counts");
    good(&vault.run(&["audit", "accept", "pat:laptop", "never-expires", "--until", "30d", "--note", "being replaced"]));
    assert_eq!(vault.run(&["audit", "--fail-on", "medium"]).code, 0, "what was accepted is no reason to fail");
    good(&vault.run(&["audit", "unaccept", "pat:laptop", "never-expires"]));
    assert_eq!(vault.run(&["audit", "--fail-on", "medium"]).code, 1);
    good(&vault.run(&["bot", "archive", "helper", "--keep"]));
    let run = vault.run(&["audit", "--fail-on", "high"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("high  1 finding\n  owner-archived  bot:helper/default\n"), "{}", run.out);
}

#[test]
fn an_acceptance_is_shown_with_its_reason_and_stands_in_the_log() {
    let vault = house();
    good(&vault.run(&["audit", "accept", "pat:laptop", "never-expires", "--until", "2d", "--note", "travels, then goes"]));
    let hidden = vault.run(&["audit"]);
    assert!(!good(&hidden).out.contains("pat:laptop") && hidden.out.contains("1 accepted"), "{}", hidden.out);
    for shown in [vault.run(&["audit", "--all"]), vault.run(&["audit", "accepted:yes"]), vault.run(&["show", "pat:laptop"])] {
        assert!(good(&shown).out.contains("by ops: travels, then goes"), "{}", shown.out);
    }
    let found = json(&vault.run(&["audit", "--json", "--all", "--rule", "never-expires", "kind:pat"]));
    assert_eq!((&found["accepted"], &found["findings"][0]["accepted"]["note"]), (&1.into(), &"travels, then goes".into()));
    let log = vault.run(&["log", "--action", "accept"]);
    assert!(good(&log).out.contains("never-expires until ") && log.out.contains("pat:laptop"), "{}", log.out);
    good(&vault.run(&["log", "verify", "--keyed"]));
}

#[test]
fn what_cannot_be_accepted_is_refused_with_the_reason() {
    let vault = house();
    let accept = |selector, rule, until, note| vault.run(&["audit", "accept", selector, rule, "--until", until, "--note", note]);
    for (run, code, said) in [
        (accept("pat:laptop", "never-expire", "2d", "x"), 2, "did you mean never-expires?"),
        (accept("pat:laptop", "unused", "2d", "x"), 2, "there is no finding unused to accept"),
        (accept("pat:laptop", "never-expires", "never", "x"), 2, "400d is the most"),
        (accept("pat:laptop", "never-expires", "2001-01-01", "x"), 2, "lies in the past"),
        (accept("pat:laptop", "never-expires", "2d", ""), 2, "say why"),
        (accept("pat:desk", "never-expires", "2d", "x"), 3, "does not exist"),
        (accept("vault", "chain-broken", "2d", "x"), 2, "there is no finding chain-broken"),
        (vault.run(&["audit", "unaccept", "vault", "clock-back"]), 2, "vault: clock-back is not accepted"),
        (vault.run(&["audit", "severity:grave"]), 2, "severity"),
        (vault.run(&["audit", "--rule", "unusd"]), 2, "did you mean unused?"),
    ] {
        assert_eq!(run.code, code, "{}", run.err);
        assert!(run.err.contains(said), "{}", run.err);
    }
}

#[test]
fn a_broken_history_is_the_gravest_finding() {
    let vault = house();
    let file = rusqlite::Connection::open(vault.db()).unwrap();
    file.execute("UPDATE event SET detail = 'nothing' WHERE seq = 2", []).unwrap();
    drop(file);
    let run = vault.run(&["audit", "--fail-on", "high"]);
    assert_eq!(run.code, 1);
    let first: Vec<&str> = run.out.lines().take(4).collect();
    assert_eq!((first[0], first[1], first[3]), ("high  1 finding", "  chain-broken  vault", "    next: jeton log verify"));
    good(&vault.run(&["audit", "accept", "vault", "chain-broken", "--until", "1d", "--note", "restored by hand"]));
    assert_eq!(vault.run(&["audit", "--fail-on", "high"]).code, 0);
}

#[test]
fn rules_and_their_numbers_come_from_the_configuration() {
    let vault = house();
    let config = vault.write("c.toml", "[audit]\nrotate_after = \"30d\"\nignore = [\"never-expires\"]\n", 0o600);
    let config = config.to_str().unwrap();
    let run = vault.run(&["--config", config, "audit", "rules"]);
    let line = |rule: &str| good(&run).out.lines().find(|line| line.starts_with(rule)).unwrap_or_default().to_owned();
    assert!(line("rotation-due").ends_with("after 30d"), "{}", run.out);
    assert!(line("never-expires").ends_with("not asked (audit.ignore)"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 23);
    assert_eq!(json(&vault.run(&["--config", config, "audit", "--json"]))["findings"], Value::Array(vec![]));
}

#[test]
fn expiries_are_listed_and_go_into_a_calendar() {
    let vault = house();
    let run = vault.run(&["expiring"]);
    assert_eq!((good(&run).out.as_str(), run.err.as_str()), ("", "no token expires within 14d\n"));
    vault.value(&["issue", "pat", "--name", "travel, again", "--scope", "files:read", "--expires", "10d"]);
    let run = vault.run(&["expiring", "--within", "14d"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("travel, again"), "{}", run.out);
    assert_eq!(vault.run(&["expiring", "--within", "9d"]).code, 0);
    let listed = vault.run(&["expiring", "--json"]);
    assert_eq!(json(&listed)[0]["name"], "travel, again");
    let run = vault.run(&["expiring", "--ics"]);
    assert_eq!(run.code, 1);
    let id = json(&listed)[0]["id"].as_str().unwrap().to_owned();
    assert!(run.out.contains(&format!("UID:expiry-{id}@jeton\r\n")), "{}", run.out);
    assert!(run.out.contains("SUMMARY:pat:travel\\, again expires\r\n"), "{}", run.out);
}

#[test]
fn what_is_due_is_rotated_at_once() {
    let vault = house();
    let run = vault.run(&["rotate", "--due"]);
    assert_eq!((good(&run).out.as_str(), run.err.as_str()), ("", "no value is older than 90d\n"));
    let old = vault.run(&["rotate", "--due", "bot:helper"]);
    assert_eq!(old.code, 2, "{}", old.err);
    let file = rusqlite::Connection::open(vault.db()).unwrap();
    file.execute("UPDATE token SET rotated_at = rotated_at - 91 * 86400000 WHERE kind = 'bot'", []).unwrap();
    drop(file);
    let run = vault.run(&["rotate", "--due"]);
    assert!(good(&run).out.starts_with("jtn_bot_") && run.out.lines().count() == 1, "{}", run.out);
    assert!(run.err.contains("bot:helper/default"), "{}", run.err);
    assert_eq!(good(&vault.run(&["rotate", "--due"])).out, "");
}
