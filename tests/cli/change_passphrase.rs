//! `jeton passphrase`

use crate::common::Fixture;

const NEW: &str = "seven purple otters juggle quietly";

fn with_new() -> Fixture {
    let vault = Fixture::new();
    vault.write("new", NEW, 0o600);
    vault.write("recovery", &vault.recovery, 0o600);
    vault
}

/// Whether the passphrase in a file of the home unlocks.
fn unlocks(vault: &Fixture, file: &str) -> bool {
    vault.run(&["--passphrase-file", file, "reveal", "account"]).code == 0
}

#[test]
fn the_passphrase_is_changed_from_files() {
    let vault = with_new();
    let run = vault.run(&["--passphrase-file", "passphrase", "passphrase", "--new-passphrase-file", "new"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    insta::assert_snapshot!(run.err, @r"
    changed the passphrase of ops; the recovery key stays good
      the file passphrase still gives what unlocked until now
    ");
    assert!(unlocks(&vault, "new") && unlocks(&vault, "recovery") && !unlocks(&vault, "passphrase"));
    let log = vault.run(&["log", "--action", "passphrase"]);
    assert!(log.out.contains("owner ops, proven by the present one"), "{}", log.out);
}

#[test]
fn a_forgotten_passphrase_is_replaced_with_the_recovery_key() {
    let vault = with_new();
    let run = vault.run(&["--passphrase-file", "recovery", "passphrase", "--new-passphrase-file", "new", "--json"]);
    assert_eq!(run.out, "{\n  \"operator\": \"ops\",\n  \"role\": \"owner\"\n}\n", "{run:?}");
    assert!(unlocks(&vault, "new") && unlocks(&vault, "recovery") && !unlocks(&vault, "passphrase"));
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let vault = with_new();
    vault.write("weak", "password1234", 0o600);
    vault.write("wrong", "not this one at all", 0o600);
    for (present, new, code, complaint) in [
        ("passphrase", "weak", 2, "too easy to guess"),
        ("passphrase", "passphrase", 2, "that is the present passphrase"),
        ("passphrase", "recovery", 2, "a recovery key cannot be the passphrase"),
        ("wrong", "new", 4, "the passphrase does not unlock this vault"),
        ("passphrase", "nowhere", 2, "cannot be opened"),
    ] {
        let run = vault.run(&["--passphrase-file", present, "passphrase", "--new-passphrase-file", new]);
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.err.contains(complaint), "{run:?}");
    }
    let run = vault.run(&["passphrase"]);
    assert_eq!(run.code, 4);
    assert!(run.err.contains("give --new-passphrase-file FILE"), "{run:?}");
    assert!(unlocks(&vault, "passphrase") && !unlocks(&vault, "new"));
}
