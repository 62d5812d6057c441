//! Outputs that take nothing: no value is lost silently.

use super::fixture::Run;
use super::house::{House, run, words};
use std::fs::{File, OpenOptions};
use std::process::Command;

fn into_full(command: &mut Command) -> Run {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    run(command.stdout(full))
}

/// Runs the command in a shell that closes a descriptor first.
fn with_closed(command: &Command, closing: &str) -> Run {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("exec \"$0\" \"$@\" {closing}")).arg(command.get_program()).args(command.get_args());
    shell.env_clear();
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    run(&mut shell)
}

/// Commands that make a value, and what gets at it when it was not delivered.
const MAKERS: [(&str, &str); 4] = [
    ("issue bot:courier --name spare", "jeton reveal bot:courier/spare"),
    ("rotate bot:courier/default", "jeton reveal bot:courier"),
    ("issue pat --name laptop --scope files:read --expires 90d", "jeton rotate pat:laptop"),
    ("revoke account --yes", "jeton reveal account"),
];

#[test]
fn a_value_that_a_full_device_did_not_take_is_missed_aloud() {
    let house = House::new();
    for (line, next) in MAKERS {
        let ended = into_full(&mut house.unlocking(&words(line)));
        assert_eq!(ended.code, 5, "{line}: {ended:?}");
        assert!(ended.err.contains("standard output did not take it"), "{line}: {ended:?}");
        assert!(ended.err.contains(next), "{line}: {ended:?}");
    }
    assert_eq!(house.show("bot:courier/spare")["token"]["status"], "active", "what was said to be there is there");
    house.expect_intact_log();
}

#[test]
fn a_value_in_json_is_missed_just_as_loudly() {
    let house = House::new();
    for (line, next) in MAKERS {
        let ended = into_full(house.unlocking(&words(line)).arg("--json"));
        let report: serde_json::Value = serde_json::from_str(&ended.err).unwrap();
        assert_eq!((ended.code, &report["error"]["code"]), (5, &"value_not_written".into()), "{line}: {ended:?}");
        assert!(report["error"]["hint"].as_str().unwrap().contains(next), "{line}: {ended:?}");
    }
}

#[test]
fn every_result_that_a_full_device_did_not_take_is_a_fault() {
    let house = House::new();
    for line in ["ls", "ls --json", "show bot:courier", "status", "log", "log head", "log verify", "completions bash", "--help"] {
        let ended = into_full(&mut house.command(&words(line)));
        assert_eq!(ended.code, 5, "{line}: {ended:?}");
        assert!(ended.err.contains("standard output cannot be written"), "{line}: {ended:?}");
    }
    let revealed = into_full(&mut house.unlocking(&["reveal", "bot:courier"]));
    assert_eq!(revealed.code, 5, "{revealed:?}");
}

#[test]
fn with_standard_output_closed_no_value_is_made() {
    let house = House::new();
    for line in ["issue bot:courier --name spare", "rotate bot:courier", "reveal bot:courier", "bot add other"] {
        let ended = with_closed(&house.unlocking(&words(line)), ">&-");
        assert_eq!(ended.code, 5, "{line}: {ended:?}");
        assert!(ended.err.contains("standard output is closed"), "{line}: {ended:?}");
    }
    assert_eq!(house.show("bot:courier")["token"]["version"], 1);
    assert_eq!(house.run("show bot:courier/spare").code, 3);
    assert_eq!(house.run("show bot:other").code, 3);
}

#[test]
fn with_standard_error_closed_the_value_still_comes_alone() {
    let house = House::new();
    let ended = with_closed(&house.unlocking(&["rotate", "bot:courier"]), "2>&-");
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(ended.out.lines().count(), 1);
    assert!(house.accepts(ended.out.trim()));
}

#[test]
fn a_reader_that_went_away_is_no_excuse_for_losing_a_value() {
    let house = House::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = run(house.unlocking(&["issue", "bot:courier", "--name", "spare"]).stdout(writer));
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(ended.err.contains("jeton reveal bot:courier/spare"), "{ended:?}");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let listed = run(house.command(&["ls"]).stdout(writer));
    assert_eq!((listed.code, listed.err.as_str()), (0, ""), "`ls | head` ends quietly");
}

#[test]
fn the_null_device_is_a_choice_and_no_mistake() {
    let house = House::new();
    let null = File::options().write(true).open("/dev/null").unwrap();
    let ended = run(house.unlocking(&["rotate", "bot:courier"]).stdout(null));
    assert_eq!(ended.code, 0, "{ended:?}");
}
