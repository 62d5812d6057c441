//! What people and scripts are told of the calls that the verification service counted.

use crate::common::Fixture;
use crate::readme::{documented, fields};
use jeton::clock::World;
use jeton::domain::Instant;
use jeton::domain::event::Actor;
use jeton::domain::id::TokenId;
use jeton::domain::traffic::{CallRef, Gateway};
use jeton::domain::verdict::{Reason, Verdict};
use jeton::services::{Services, Settings, UsageRecorder};
use std::io::{BufRead, BufReader};
use std::net::IpAddr;
use std::process::Stdio;

fn recorder(vault: &Fixture) -> UsageRecorder {
    let settings = Settings::built_in().unwrap();
    let actor = Actor { name: "ops".to_owned(), address: None };
    Services::open(&vault.db(), settings, World::real(), actor).unwrap().usage_recorder().unwrap()
}

fn id(vault: &Fixture, selector: &str) -> TokenId {
    let shown: serde_json::Value = serde_json::from_str(&vault.value(&["show", selector, "--json"])).unwrap();
    shown["token"]["id"].as_str().unwrap().parse().unwrap()
}

fn call(token: TokenId, version: u32) -> CallRef<'static> {
    CallRef {
        at: Instant::now(),
        token: Some(token),
        version: Some(version),
        gateway: Gateway::Nginx,
        project: None,
        method: "GET",
        path: "/v1/files/7?key=not-to-be-kept",
        scope: Some("files:read"),
        source: Some(IpAddr::from([192, 0, 2, 7])),
        verdict: Verdict::Allow,
    }
}

fn times(count: usize, recorder: &UsageRecorder, call: &CallRef<'_>) {
    (0..count).for_each(|_| recorder.record(call));
}

/// A bot whose rotation is not over, one that nobody uses, and strangers.
fn busy() -> Fixture {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "helper"]);
    vault.value(&["bot", "add", "idle"]);
    vault.value(&["rotate", "bot:helper", "--grace", "7d"]);
    let helper = id(&vault, "bot:helper");
    let recorder = recorder(&vault);
    times(40, &recorder, &call(helper, 2));
    let old = CallRef { source: Some(IpAddr::from([203, 0, 113, 5])), ..call(helper, 1) };
    times(5, &recorder, &old);
    let too_much =
        CallRef { verdict: Verdict::Deny(Reason::MissingScope), scope: Some("files:write"), method: "PUT", ..call(helper, 2) };
    times(2, &recorder, &too_much);
    let stranger = CallRef {
        token: None,
        version: None,
        scope: None,
        verdict: Verdict::Deny(Reason::Unknown),
        path: "/\u{1b}[31m/.env",
        source: Some(IpAddr::from([198, 51, 100, 3])),
        ..old
    };
    times(3, &recorder, &stranger);
    let _ = recorder.flush().unwrap();
    vault
}

#[test]
fn without_a_service_nothing_is_counted_and_nothing_is_claimed() {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "helper"]);
    story!(vault.transcript(&["usage", "usage bot:helper", "usage --calls", "status", "revoke bot:helper --dry-run"]));
}

#[test]
fn the_whole_vault_and_one_token() {
    story!(busy().transcript(&[
        "usage",
        "usage bot:helper",
        "usage bot:idle",
        "status",
        "show bot:helper",
        "ls",
        "ls used:never kind:bot",
        "ls 'used:<1h'",
        "ls --sort used --limit 1",
        "revoke bot:helper bot:idle --dry-run",
        "grace bot:helper --end",
    ]));
}

#[test]
fn the_latest_calls_one_by_one() {
    let vault = busy();
    story!(vault.transcript(&["usage --calls -n 4", "usage --calls --denied", "usage bot:idle --calls", "usage --denied"]));
    let calls: serde_json::Value =
        serde_json::from_str(&vault.value(&["usage", "bot:helper", "--calls", "-n", "1", "--json"])).unwrap();
    let call = &calls[0];
    assert_eq!((call["verdict"].as_str(), call["reason"].as_str()), (Some("deny"), Some("missing-scope")));
    assert_eq!((call["path"].as_str(), call["scope"].as_str()), (Some("/v1/files/7"), Some("files:write")));
    let files =
        std::fs::read_dir(vault.db().parent().unwrap()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    let secret = b"not-to-be-kept";
    assert!(!files.into_iter().any(|file| file.windows(secret.len()).any(|window| window == secret)), "a query was kept");
}

#[test]
fn figures_in_json() {
    let vault = busy();
    let read = |arguments: &[&str]| -> serde_json::Value { serde_json::from_str(&vault.value(arguments)).unwrap() };
    let traffic = read(&["usage", "--json"]);
    assert_eq!((traffic["accepted"].as_u64(), traffic["refused"].as_u64()), (Some(45), Some(5)));
    assert_eq!(traffic["hours"].as_array().unwrap().len(), 24);
    assert_eq!(traffic["tokens"][0]["label"], "bot:helper/default");
    assert_eq!(traffic["reasons"][0]["reason"], "unknown");
    let usage = read(&["usage", "bot:helper", "--json"]);
    assert_eq!((usage["day"].as_u64(), usage["days"].as_array().unwrap().len()), (Some(45), 30));
    assert_eq!((usage["secrets"][0]["version"].as_u64(), usage["secrets"][0]["day"].as_u64()), (Some(2), Some(40)));
    assert_eq!(
        (usage["secrets"][1]["day"].as_u64(), &usage["secrets"][1]["sources"][0]["address"]),
        (Some(5), &"203.0.113.5".into())
    );
    assert_eq!(usage["scopes"][0]["scope"], "files:read");
    let consequence = read(&["revoke", "bot:helper", "--dry-run", "--json"]);
    assert_eq!(consequence[0]["usage"]["week"].as_u64(), Some(45));
    for (object, printed) in [
        ("refusals", &usage["refused"][0]),
        ("secret use", &usage["secrets"][0]),
        ("source", &usage["sources"][0]),
        ("scope use", &usage["scopes"][0]),
        ("busy token", &traffic["tokens"][0]),
        ("call", &read(&["usage", "--calls", "--json"])[0]),
    ] {
        assert_eq!(documented().get(object), Some(&fields(printed)), "{object}");
    }
    assert!(read(&["disable", "bot:helper", "--json"])["last_used_at"].is_string());
}

#[test]
fn following_prints_what_comes() {
    let vault = busy();
    let mut child =
        vault.command(&["usage", "--calls", "--follow", "--denied", "-n", "0", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (helper, recorder) = (id(&vault, "bot:helper"), recorder(&vault));
    // Which calls come before the first look depends on the machine: they come until one is seen.
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(move || lines.next().unwrap().unwrap());
        while !reader.is_finished() {
            recorder.record(&CallRef { verdict: Verdict::Deny(Reason::Expired), ..call(helper, 1) });
            recorder.record(&call(helper, 2));
            let _ = recorder.flush().unwrap();
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        reader.join().unwrap()
    });
    let call: serde_json::Value = serde_json::from_str(&seen).unwrap();
    assert_eq!(call["reason"], "expired");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn figures_that_cannot_be_read_are_not_taken_for_no_use() {
    let vault = busy();
    let usage = vault.db().with_file_name("usage.db");
    std::fs::remove_file(&usage).unwrap();
    vault.write("vault/usage.db", "not a database at all", 0o600);
    story!(vault.transcript(&["usage bot:helper", "ls kind:bot", "show bot:idle"]));
}
