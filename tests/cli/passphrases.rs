//! Where a passphrase may come from, and which source wins.

use crate::common::{Fixture, PASSPHRASE};
use std::process::Stdio;

/// Reveals the account with nothing but this environment; the exit code and what was said.
fn reveal(vault: &Fixture, environment: &[(&str, &str)], options: &[&str]) -> (i32, String) {
    let mut command = vault.command(&[options, &["reveal", "account"]].concat());
    command.env_remove("JETON_PASSPHRASE_FILE").envs(environment.iter().copied()).stdin(Stdio::null());
    let output = command.output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(shown.starts_with("jtn_acc_"), output.status.success());
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn without_a_source_and_a_terminal_the_ways_are_named() {
    let (code, told) = reveal(&Fixture::new(), &[], &[]);
    assert_eq!(code, 4);
    insta::assert_snapshot!(told, @r"
    jeton: a passphrase is needed, and there is no terminal to ask for it
      give --passphrase-file FILE, JETON_PASSPHRASE_FILE, JETON_PASSPHRASE_COMMAND or the systemd credential jeton-passphrase
    ");
}

#[test]
fn the_nearest_source_wins() {
    let vault = Fixture::new();
    let good = vault.write("good", &format!("{PASSPHRASE}\n"), 0o600);
    let bad = vault.write("bad", "not the passphrase", 0o600);
    let (good, bad) = (good.to_str().unwrap(), bad.to_str().unwrap());
    let credentials = vault.home().join("credentials");
    std::fs::create_dir(&credentials).unwrap();
    vault.write("credentials/jeton-passphrase", PASSPHRASE, 0o440);
    let credentials = credentials.to_str().unwrap();
    let (say_good, say_bad) = (format!("cat {good}"), "echo wrong");

    assert_eq!(reveal(&vault, &[("JETON_PASSPHRASE_FILE", bad)], &["--passphrase-file", good]).0, 0);
    assert_eq!(reveal(&vault, &[("JETON_PASSPHRASE_FILE", good), ("JETON_PASSPHRASE_COMMAND", say_bad)], &[]).0, 0);
    assert_eq!(reveal(&vault, &[("JETON_PASSPHRASE_COMMAND", &say_good)], &[]).0, 0);
    assert_eq!(reveal(&vault, &[("CREDENTIALS_DIRECTORY", credentials)], &[]).0, 0);
    assert_eq!(reveal(&vault, &[("CREDENTIALS_DIRECTORY", credentials), ("JETON_PASSPHRASE_COMMAND", say_bad)], &[]).0, 4);
}

#[test]
fn the_recovery_key_stands_in_for_the_passphrase() {
    let vault = Fixture::new();
    let recovery = vault.write("recovery", &vault.recovery, 0o600);
    assert_eq!(reveal(&vault, &[], &["--passphrase-file", recovery.to_str().unwrap()]).0, 0);
}

#[test]
fn a_file_that_others_can_read_is_no_secret() {
    let vault = Fixture::new();
    for mode in [0o640, 0o604, 0o660, 0o644] {
        let open = vault.write("open", PASSPHRASE, mode);
        let (code, told) = reveal(&vault, &[], &["--passphrase-file", open.to_str().unwrap()]);
        assert_eq!(code, 2, "{told}");
        assert!(told.contains("can be read by others") && told.contains("chmod 600"), "{told}");
    }
}

#[test]
fn sources_that_give_nothing_are_named() {
    let vault = Fixture::new();
    let none = vault.home().join("none");
    let empty = vault.write("empty", "\n", 0o600);
    let latin = vault.home().join("latin");
    std::fs::write(&latin, b"caf\xe9 caf\xe9 caf\xe9").unwrap();
    std::fs::set_permissions(&latin, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    for (path, complaint) in [
        (none.as_path(), "cannot be opened"),
        (vault.home(), "is a directory"),
        (empty.as_path(), "is empty"),
        (latin.as_path(), "not UTF-8"),
    ] {
        let (code, told) = reveal(&vault, &[], &["--passphrase-file", path.to_str().unwrap()]);
        assert_eq!(code, 2, "{told}");
        assert!(told.contains(complaint), "{told}");
    }
    let (code, told) = reveal(&vault, &[("JETON_PASSPHRASE_COMMAND", "exit 3")], &[]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("JETON_PASSPHRASE_COMMAND failed"), "{told}");
}

#[test]
fn the_same_letters_in_another_normal_form_are_the_same_passphrase() {
    let home = Fixture::empty();
    home.write("passphrase", "Caf\u{e9} M\u{fc}nchen zw\u{f6}lf Uhr", 0o600);
    let made = home.run(&["init", "--account", "Acme", "--recovery-file", "recovery"]);
    assert_eq!(made.code, 0, "{}", made.err);
    home.write("passphrase", "Cafe\u{301} Mu\u{308}nchen zwo\u{308}lf Uhr", 0o600);
    assert_eq!(home.run(&["reveal", "account"]).code, 0);
}
