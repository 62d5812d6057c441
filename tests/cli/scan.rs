//! Leak response: values found in files and streams, told without being shown, and revoked.

use crate::common::Fixture;
use std::fs;
use std::path::PathBuf;

/// A vault with a bot's value, and a directory of files that have it.
fn leaked() -> (Fixture, String) {
    let vault = Fixture::new();
    let value = vault.value(&["bot", "add", "helper"]);
    vault.value(&["issue", "pat", "--name", "laptop", "--scope", "files:read", "--expires", "30d"]);
    write(&vault, "app/.env", format!("PORT=1\nTOKEN={value}\n"));
    write(&vault, "app/log/access.log", format!("GET /?t=Bearer%20{value}&x=1 200\n"));
    write(&vault, "app/image.bin", format!("\0\0\0{value}\0"));
    write(&vault, "app/clean.txt", "nothing here\n");
    (vault, value)
}

fn write(vault: &Fixture, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = vault.home().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path
}

fn json(vault: &Fixture, arguments: &[&str]) -> serde_json::Value {
    let run = vault.run(arguments);
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

fn home(vault: &Fixture) -> String {
    vault.home().canonicalize().unwrap().display().to_string()
}

#[test]
fn each_place_is_told_with_whose_value_it_is_and_where_that_stands() {
    let (vault, _) = leaked();
    story!(vault.transcript(&[
        "scan app",
        "scan app",
        "rotate bot:helper --grace 1h",
        "scan app/.env",
        "grace bot:helper --end",
        "scan app/.env",
        "revoke bot:helper --yes",
        "scan app/.env",
        "scan app/clean.txt",
    ]));
}

#[test]
fn what_was_seen_is_remembered_until_it_is_gone() {
    let (vault, _) = leaked();
    assert_eq!(vault.run(&["scan", "app"]).code, 1);
    fs::write(vault.home().join("app/.env"), "TOKEN=\n").unwrap();
    fs::remove_file(vault.home().join("app/log/access.log")).unwrap();
    // A file that is left out was not seen to be clean.
    write(&vault, "app/.ignore", "image.bin\n");
    story!(vault.transcript(&["scan app", "scan app"]));
    let log = json(&vault, &["log", "--action", "sighting", "--json"]);
    let told: Vec<String> =
        log.as_array().unwrap().iter().map(|event| event["detail"].as_str().unwrap().replace(&home(&vault), "")).collect();
    assert_eq!(
        told,
        [
            "version 1 seen in /app/.env:2",
            "version 1 seen in /app/image.bin",
            "version 1 seen in /app/log/access.log:1",
            "version 1 no longer in /app/.env:2",
            "version 1 no longer in /app/log/access.log:1",
        ]
    );
    let rows = json(&vault, &["scan", "app", "--no-ignore", "--json"]);
    assert_eq!(rows["recorded"], serde_json::json!({ "new": 0, "gone": 0, "not_kept": 0 }));
}

#[test]
fn nothing_is_remembered_where_that_is_not_wanted_or_cannot_be() {
    let (vault, _) = leaked();
    let events = || json(&vault, &["log", "--action", "sighting", "--json"]).as_array().unwrap().len();
    assert_eq!(vault.run(&["scan", "app", "--no-record"]).code, 1);
    assert_eq!(vault.feed(&fs::read_to_string(vault.home().join("app/.env")).unwrap(), &["scan", "--stdin"]).code, 1);
    assert_eq!(events(), 0);
}

#[test]
fn no_output_and_no_event_holds_a_value() {
    let (vault, value) = leaked();
    for arguments in [&["scan", "app"][..], &["scan", "app", "--json"], &["scan", "app", "--no-vault"], &["log", "--json"]] {
        let run = vault.run(arguments);
        assert!(!run.out.contains(&value) && !run.err.contains(&value), "{arguments:?}: {run:?}");
    }
}

#[test]
fn values_that_are_nobodys_are_told_and_are_no_leak_of_this_vault() {
    let other = Fixture::new();
    let value = other.value(&["bot", "add", "helper"]);
    let vault = Fixture::new();
    write(&vault, "notes", format!("{value} but not {}x\n", &value[..value.len() - 1]));
    story!(vault.transcript(&["scan notes", "scan notes --no-vault", "scan notes --no-vault --brand acme", "scan notes --json"]));
    let empty = Fixture::empty();
    assert_eq!(empty.run(&["scan", "--no-vault"]).code, 0);
    assert_eq!(empty.run(&["scan"]).code, 5, "there is no vault");
}

#[test]
fn live_tokens_are_revoked_with_the_place_as_the_reason() {
    let (vault, _) = leaked();
    let account = vault.value(&["reveal", "account"]);
    write(&vault, "app/.env.old", format!("A={account}\n"));
    let run = vault.run(&["scan", "app", "--revoke"]);
    assert_eq!((run.code, run.err.contains("there is no terminal to ask")), (2, true), "{}", run.err);
    story!(vault.transcript(&["scan app --revoke --yes", "log --action revoke", "scan app"]));
    let next = vault.value(&["reveal", "account"]);
    fs::write(vault.home().join("app/.env.old"), next).unwrap();
    let result = json(&vault, &["scan", "app", "--revoke", "--yes", "--json"]);
    assert_eq!(result["revoked"].as_array().unwrap().len(), 1);
    assert_eq!(result["revoked"][0]["next"]["value"], vault.value(&["reveal", "account"]).as_str());
}

#[test]
fn values_issued_elsewhere_are_found_by_those_who_may_open_them() {
    let vault = Fixture::new();
    let given = [("hub", "ghp_0123456789abcdefghijABCDEFGHIJ012345"), ("door", "short"), ("old", "correct-horse-battery")];
    for (name, value) in given {
        assert_eq!(vault.feed(value, &["external", "add", name, "--stdin"]).code, 0);
    }
    write(&vault, "app/config.yml", "hub: ghp_0123456789abcdefghijABCDEFGHIJ012345\ndoor: short\n");
    write(&vault, "app/blob", b"\0\xff\xfecorrect-horse-battery\xff");
    story!(vault.transcript(&["scan app", "scan app --externals", "log --action inject", "scan app --externals --json"]));
}

#[test]
fn ignored_files_are_left_out_unless_told_otherwise_and_hidden_ones_are_not() {
    let (vault, value) = leaked();
    fs::create_dir(vault.home().join("app/.git")).unwrap();
    write(&vault, "app/.git/objects/loose", &value);
    write(&vault, "app/.gitignore", "*.log\n.env\n");
    let places = |arguments: &[&str]| -> Vec<String> {
        let found = json(&vault, &[&["scan", "app", "--json"], arguments].concat());
        found["hits"].as_array().unwrap().iter().map(|hit| hit["place"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(places(&[]), ["app/image.bin"]);
    assert_eq!(places(&["--no-ignore"]), ["app/.env", "app/image.bin", "app/log/access.log"]);
    assert_eq!(places(&["--no-ignore", "--skip-binary"]), ["app/.env", "app/log/access.log"]);
    assert_eq!(places(&["--no-ignore", "--max-size", "60"]), ["app/.env", "app/image.bin"]);
}

#[test]
fn the_vault_itself_is_not_opened() {
    let (vault, _) = leaked();
    let found = json(&vault, &["scan", "vault", "vault/jeton.db", "--json"]);
    assert!(found["covered"]["own_files"].as_u64().unwrap() >= 2, "{found}");
    assert_eq!(found["covered"]["files"], 0, "{found}");
}

#[test]
fn samples_come_with_the_program() {
    let vault = Fixture::empty();
    for (arguments, part) in [
        (&["scan", "--print-hook"][..], "jeton scan --staged"),
        (&["scan", "--print-hook", "github"], "runs-on:"),
        (&["scan", "--print-hook", "gitlab"], "image:"),
    ] {
        let run = vault.run(arguments);
        assert!(run.code == 0 && run.out.contains(part), "{arguments:?}: {run:?}");
    }
}

#[test]
fn of_one_token_a_hundred_places_are_kept_and_all_are_told() {
    let vault = Fixture::new();
    let value = vault.value(&["bot", "add", "helper"]);
    for number in 0..130 {
        write(&vault, &format!("copies/{number}"), &value);
    }
    for new in [100, 0] {
        let found = json(&vault, &["scan", "copies", "--json"]);
        assert_eq!(found["hits"].as_array().unwrap().len(), 130);
        assert_eq!((found["recorded"]["new"].as_u64(), found["recorded"]["not_kept"].as_u64()), (Some(new), Some(30)));
    }
}

#[test]
fn an_adopted_value_is_found_by_those_who_may_open_it() {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "helper"]);
    write(&vault, "values.env", "SHOP_TOKEN=Zk3vQ9rT1xW7bN5mC2sH8pL4\n");
    let run = vault.run(&["import", "values.env", "--adopt", "bot:helper"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(json(&vault, &["scan", "values.env", "--json"])["live"].as_u64(), Some(0));
    let found = vault.run(&["scan", "values.env", "--externals", "--json"]);
    assert_eq!(found.code, 1, "{}", found.err);
    assert!(!found.out.contains("Zk3vQ9rT1xW7bN5mC2sH8pL4") && !found.err.contains("Zk3vQ9rT1xW7bN5mC2sH8pL4"));
    let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!((found["live"].as_u64(), found["hits"].as_array().map(Vec::len)), (Some(1), Some(1)));
}
