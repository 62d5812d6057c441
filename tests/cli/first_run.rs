//! From an empty home to a vault that is used.

use crate::common::Fixture;
use std::os::unix::fs::PermissionsExt;

fn mode(path: &std::path::Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_script_makes_a_vault_and_keeps_the_recovery_key_in_a_private_file() {
    let home = Fixture::empty();
    let session = home.transcript(&[
        "status",
        "init --account Acme --operator ada --brand acme --recovery-file recovery",
        "status",
        "ls",
        "reveal account",
        "verify <<< <VALUE1>",
        "init --account Acme --recovery-file another",
    ]);
    story!(session);
    assert_eq!(mode(&home.home().join("recovery")), 0o600);
    assert_eq!(mode(&home.db()), 0o600);
    assert_eq!(mode(home.db().parent().unwrap()), 0o700);
    assert!(!home.home().join("another").exists(), "a recovery key of no vault was left behind");

    let recovery = std::fs::read_to_string(home.home().join("recovery")).unwrap();
    home.write("passphrase", &recovery, 0o600);
    assert!(home.value(&["reveal", "account"]).starts_with("acme_acc_"), "the recovery key must unlock");
}

#[test]
fn with_json_the_result_is_one_object_that_holds_the_recovery_key() {
    let home = Fixture::empty();
    let run = home.run(&["init", "--json", "--account", "Acme", "--operator", "ada"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let made: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let fields: Vec<&String> = made.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["database", "account", "operator", "token", "recovery_key"]);
    assert_eq!(made["token"]["selector"], "account");
    home.write("passphrase", made["recovery_key"].as_str().unwrap(), 0o600);
    assert_eq!(home.run(&["reveal", "account"]).code, 0, "the recovery key must unlock");
}

#[test]
fn nothing_is_made_when_the_recovery_key_has_nowhere_to_go() {
    let home = Fixture::empty();
    home.write("taken", "mine", 0o600);
    story!(home.transcript(&["init --account Acme", "init --account Acme --recovery-file taken"]));
    assert!(!home.db().exists());
    assert_eq!(std::fs::read_to_string(home.home().join("taken")).unwrap(), "mine");
}

#[test]
fn a_passphrase_that_is_a_guess_away_guards_no_vault() {
    for weak in ["password", "hunter2", "jeton123", ""] {
        let home = Fixture::empty();
        home.write("passphrase", weak, 0o600);
        let run = home.run(&["init", "--account", "Acme", "--recovery-file", "recovery"]);
        assert_eq!(run.code, 2, "{weak:?}: {}", run.err);
        assert!(!home.db().exists(), "{weak:?}");
        assert!(weak.is_empty() || !run.err.contains(weak), "the passphrase is repeated: {}", run.err);
    }
}

#[test]
fn bad_arguments_are_refused_before_anyone_thinks_of_a_passphrase() {
    let home = Fixture::empty();
    home.write("passphrase", "", 0o600);
    story!(home.transcript(&[
        "init --brand X --recovery-file r",
        "init --account ' ' --recovery-file r",
        "init --operator a/b --recovery-file r",
        "init --unattended reveal --recovery-file r",
    ]));
}

#[test]
fn what_lies_at_the_path_is_left_alone() {
    let home = Fixture::empty();
    let file = home.write("notes.db", "my notes", 0o600);
    let run = home.run(&["--db", file.to_str().unwrap(), "init", "--account", "Acme", "--recovery-file", "r"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "my notes");
    let run = home.run(&["--db", file.to_str().unwrap(), "status"]);
    assert_eq!(run.code, 5, "{}", run.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "my notes");
}

#[test]
fn the_vault_goes_where_the_home_is() {
    let home = Fixture::empty();
    let mut command = home.command(&["init", "--account", "Acme", "--recovery-file", "recovery"]);
    let run = command.env_remove("JETON_DB").output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(home.home().join(".local/share/jeton/jeton.db").exists());
}

#[test]
fn an_empty_value_of_the_environment_is_none() {
    let home = Fixture::new();
    let run = home.command(&["ls"]).env("JETON_PASSPHRASE_FILE", "").env("XDG_CONFIG_HOME", "").output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}
