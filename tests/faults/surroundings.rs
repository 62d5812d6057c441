//! No home, no terminal, no environment at all.

use super::fixture::Fixture;
use super::house::run;
use std::process::{Command, Stdio};

/// The binary in an empty environment and a session of its own, where no terminal can be reached.
fn alone(arguments: &[&str]) -> Command {
    let mut command = Command::new("setsid");
    command.env_clear().arg("--wait").arg(env!("CARGO_BIN_EXE_jeton")).args(arguments).stdin(Stdio::null());
    command
}

#[test]
fn without_a_home_there_is_no_vault_to_guess() {
    let ended = run(&mut alone(&["ls"]));
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("--db"), "{ended:?}");
}

#[test]
fn with_a_path_nothing_else_is_needed() {
    let house = Fixture::new();
    let ended = run(&mut alone(&["--db", house.db().to_str().unwrap(), "ls"]));
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.contains("account"), "{ended:?}");
    assert!(!ended.out.contains('\u{1b}'), "no colours where nobody sees them");
}

#[test]
fn with_nobody_to_ask_a_passphrase_is_asked_for_in_words() {
    let house = Fixture::new();
    let ended = run(&mut alone(&["--db", house.db().to_str().unwrap(), "reveal", "account"]));
    assert_eq!(ended.code, 4, "{ended:?}");
    assert!(ended.err.contains("--passphrase-file"), "{ended:?}");
    assert_eq!(ended.out, "");
}

#[test]
fn a_home_that_is_nowhere_is_no_crash() {
    let mut command = alone(&["ls"]);
    let ended = run(command.env("HOME", "/nonexistent/home"));
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(ended.err.contains("jeton init"), "{ended:?}");
}
