//! Where output goes: alone, checked, in colour or not; and what happens when nobody takes it.

use crate::common::Fixture;
use std::fs::OpenOptions;
use std::process::{Command, Output, Stdio};

/// A command line run by a shell, for redirections that only a shell can make.
fn shell(vault: &Fixture, script: &str) -> Output {
    let program = vault.command(&[]);
    let mut shell = Command::new("/bin/bash");
    shell.args(["-c", script]).current_dir(vault.home()).env_clear();
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("JETON", program.get_program());
    shell.stdin(Stdio::null()).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_value_that_could_not_be_written_is_said_and_can_be_had_again() {
    let vault = Fixture::new();
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    let lost = vault.command(&["project", "add", "web"]).stdout(full()).output().unwrap();
    assert_eq!(lost.status.code(), Some(5), "{}", told(&lost));
    assert!(told(&lost).contains("see it with: jeton reveal project:web"), "{}", told(&lost));
    vault.value(&["reveal", "project:web"]);

    let arguments = ["issue", "pat", "--name", "ci", "--scope", "files:read"];
    for json in [&[][..], &["--json"]] {
        let name = if json.is_empty() { "ci" } else { "cj" };
        let arguments: Vec<&str> = arguments.iter().chain(json).map(|word| if *word == "ci" { name } else { *word }).collect();
        let lost = vault.command(&arguments).stdout(full()).output().unwrap();
        assert_eq!(lost.status.code(), Some(5), "{}", told(&lost));
        assert!(told(&lost).contains(&format!("jeton rotate pat:{name} --grace 0")), "{}", told(&lost));
        vault.value(&["rotate", &format!("pat:{name}"), "--grace", "0"]);
    }
}

#[test]
fn with_standard_output_closed_no_value_is_made() {
    let vault = Fixture::new();
    let before = vault.value(&["log", "head"]);
    for command in ["project add web", "issue pat --name ci --scope files:read", "rotate account", "reveal account"] {
        let refused = shell(&vault, &format!("\"$JETON\" {command} >&-"));
        assert_eq!(refused.status.code(), Some(5), "{command}: {}", told(&refused));
        assert!(told(&refused).contains("standard output is closed"), "{}", told(&refused));
    }
    assert_eq!(vault.value(&["log", "head"]), before, "something was changed");
    // Throwing a value away on purpose is another matter.
    let thrown_away = shell(&vault, "\"$JETON\" project add web >/dev/null");
    assert!(thrown_away.status.success(), "{}", told(&thrown_away));
}

#[test]
fn a_full_disk_is_an_error_and_a_reader_that_has_seen_enough_is_none() {
    let vault = Fixture::new();
    let full = shell(&vault, "\"$JETON\" ls >/dev/full");
    assert_eq!(full.status.code(), Some(5));
    assert!(told(&full).contains("standard output cannot be written"), "{}", told(&full));
    let enough = shell(&vault, "set -o pipefail; \"$JETON\" config default | head -c 1");
    assert_eq!((enough.status.code(), told(&enough).as_str()), (Some(0), ""));
    let help = shell(&vault, "\"$JETON\" --help >/dev/full");
    assert_eq!(help.status.code(), Some(5));
}

#[test]
fn without_a_home_the_way_out_is_named() {
    let vault = Fixture::new();
    let bare = |arguments: &[&str]| {
        let output = vault.command(arguments).env_remove("HOME").env_remove("JETON_DB").output().unwrap();
        (output.status.code().unwrap(), told(&output))
    };
    let (code, told) = bare(&["ls"]);
    assert_eq!(code, 2);
    assert_eq!(
        told,
        "jeton: there is no HOME to keep the vault in; name the database with --db PATH, or set HOME or XDG_DATA_HOME\n"
    );
    assert_eq!(bare(&["--db", vault.db().to_str().unwrap(), "ls"]).0, 0);
    assert_eq!(bare(&["config", "default"]).0, 0);
    assert_eq!(bare(&["config", "path"]).0, 2);
    assert_eq!(bare(&["completions", "bash"]).0, 0);
}

#[test]
fn colour_is_there_when_asked_for_and_never_in_a_pipe() {
    let vault = Fixture::new();
    let out = |options: &[&str]| vault.run(&[options, &["ls"]].concat()).out;
    assert!(!out(&[]).contains('\u{1b}'));
    assert!(out(&["--color", "always"]).contains("\u{1b}[32mactive\u{1b}[0m"));
    assert!(!out(&["--color", "never"]).contains('\u{1b}'));
    let error = vault.run(&["--color", "always", "show", "nonsense"]).err;
    assert!(error.starts_with("\u{1b}[31mjeton:\u{1b}[0m "), "{error:?}");
}

#[test]
fn ascii_is_ascii() {
    let vault = Fixture::new();
    assert!(!vault.run(&["ls"]).out.is_ascii());
    assert!(vault.run(&["--ascii", "ls"]).out.is_ascii());
    let run = vault.command(&["ls"]).env("LC_ALL", "C").output().unwrap();
    assert!(run.stdout.is_ascii());
    assert!(vault.run(&["--ascii", "show", "nonsense"]).err.is_ascii());
    vault.write("ascii.toml", "[ui]\nascii = true\n", 0o600);
    assert!(vault.run(&["--config", "ascii.toml", "ls"]).out.is_ascii());
}

#[test]
fn the_names_of_json_fields_stay_as_they_are() {
    let vault = Fixture::new();
    story!(vault.transcript(&[
        "project add web --json --external-id ws-1",
        "bot add helper --json --project web --scope files:read --expires 30d",
        "issue pat --name ci --scope files:write --json",
        "rotate bot:helper --json",
        "reveal project:web --json",
        "reset project:web --yes --json",
        "disable pat:ci --json",
        "grace bot:helper --extend 1h --json",
        "project ls --json",
        "bot rename helper aide --json",
        "show bot:aide --json",
        "revoke pat:ci --dry-run --json",
        "revoke project:web --yes --json",
        "bot archive aide --revoke --yes --json",
    ]));
}

#[test]
fn errors_are_json_for_those_who_ask_for_it() {
    story!(Fixture::new().transcript(&[
        "show bot:nobody --json",
        "reveal --json",
        "issue pat --name x --json --scope file:read",
        "--json --db /nowhere/at/all.db ls",
    ]));
}

#[test]
fn nothing_but_the_value_asked_for_holds_it() {
    let vault = Fixture::new();
    let canary = vault.value(&["bot", "add", "helper"]);
    let second = vault.value(&["rotate", "bot:helper"]);
    for arguments in [
        &["ls"][..],
        &["ls", "--json"],
        &["show", "bot:helper"],
        &["show", "bot:helper", "--json"],
        &["status", "--json"],
        &["log", "--json", "--limit", "0"],
        &["log", "verify", "--keyed"],
        &["bot", "ls", "--json"],
        &["revoke", "bot:helper", "--dry-run"],
        &["grace", "bot:helper", "--end", "--json"],
        &["disable", "bot:helper", "--json"],
        &["revoke", "bot:helper", "--yes", "--json"],
    ] {
        let run = vault.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        for value in [&canary, &second] {
            assert!(!run.out.contains(value.as_str()) && !run.err.contains(value.as_str()), "{arguments:?}");
        }
    }
}
