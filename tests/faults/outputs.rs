//! Outputs that take nothing: no value is lost silently.

use super::house::{House, Run, run};
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

#[test]
fn a_value_that_a_full_device_did_not_take_is_missed_aloud() {
    let house = House::new();
    for (line, next) in [
        ("issue bot:courier --name spare", "jeton reveal bot:courier/spare"),
        ("rotate bot:courier/default", "jeton reveal bot:courier"),
        ("issue pat --name laptop --scope files:read --expires 90d", "jeton rotate pat:laptop"),
        ("revoke account --yes", "jeton reveal account"),
    ] {
        let ended = into_full(&mut house.unlocking(line.split_whitespace()));
        assert_eq!(ended.code, Some(5), "{line}: {ended:?}");
        assert!(ended.err.contains("standard output did not take it"), "{line}: {ended:?}");
        assert!(ended.err.contains(next), "{line}: {ended:?}");
        let json = into_full(
            house
                .unlocking(line.replace("spare", "other").replace("laptop", "phone").split_whitespace())
                .args(["--json", "--force"].iter().take(if line.starts_with("rotate") { 2 } else { 1 })),
        );
        assert_eq!(json.code, Some(5), "{line} --json: {json:?}");
        assert!(json.err.contains("value_not_written"), "{line} --json: {json:?}");
    }
    assert_eq!(house.show("bot:courier/spare")["token"]["status"], "active", "what was said to be there is there");
    house.expect_intact_log();
}

#[test]
fn every_result_that_a_full_device_did_not_take_is_a_fault() {
    let house = House::new();
    for line in ["ls", "ls --json", "show bot:courier", "status", "log", "log head", "log verify", "completions bash", "--help"] {
        let ended = into_full(&mut house.command(line.split_whitespace()));
        assert_eq!(ended.code, Some(5), "{line}: {ended:?}");
        assert!(ended.err.contains("standard output cannot be written"), "{line}: {ended:?}");
    }
    let revealed = into_full(&mut house.unlocking(["reveal", "bot:courier"]));
    assert_eq!(revealed.code, Some(5), "{revealed:?}");
}

#[test]
fn with_standard_output_closed_no_value_is_made() {
    let house = House::new();
    for line in ["issue bot:courier --name spare", "rotate bot:courier", "reveal bot:courier", "bot add other"] {
        let ended = with_closed(&house.unlocking(line.split_whitespace()), ">&-");
        assert_eq!(ended.code, Some(5), "{line}: {ended:?}");
        assert!(ended.err.contains("standard output is closed"), "{line}: {ended:?}");
    }
    assert_eq!(house.show("bot:courier")["token"]["version"], 1);
    assert_eq!(house.run("show bot:courier/spare").code, Some(3));
    assert_eq!(house.run("show bot:other").code, Some(3));
}

#[test]
fn with_standard_error_closed_the_value_still_comes_alone() {
    let house = House::new();
    let ended = with_closed(&house.unlocking(["rotate", "bot:courier"]), "2>&-");
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(ended.out.lines().count(), 1);
    assert!(house.accepts(ended.out.trim()));
}

#[test]
fn a_reader_that_went_away_is_no_excuse_for_losing_a_value() {
    let house = House::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = run(house.unlocking(["issue", "bot:courier", "--name", "spare"]).stdout(writer));
    assert_eq!(ended.code, Some(5), "{ended:?}");
    assert!(ended.err.contains("jeton reveal bot:courier/spare"), "{ended:?}");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let listed = run(house.command(["ls"]).stdout(writer));
    assert_eq!((listed.code, listed.err.as_str()), (Some(0), ""), "`ls | head` ends quietly");
}

#[test]
fn the_null_device_is_a_choice_and_no_mistake() {
    let house = House::new();
    let null = File::options().write(true).open("/dev/null").unwrap();
    let ended = run(house.unlocking(["rotate", "bot:courier"]).stdout(null));
    assert_eq!(ended.code, Some(0), "{ended:?}");
}
