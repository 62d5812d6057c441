//! The program about itself: help, completions, manual pages, configuration, and what it does to its own process.

use crate::common::{Fixture, PASSPHRASE};

#[test]
fn completions_know_every_command() {
    let home = Fixture::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]);
        assert_eq!(script.code, 0, "{}", script.err);
        for command in ["init", "issue", "rotate", "integration", "completions"] {
            assert!(script.out.contains(command), "{shell} does not know {command}");
        }
    }
    assert_eq!(home.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn the_bash_completion_is_a_script_that_bash_can_read() {
    let home = Fixture::empty();
    let script = home.write("jeton.bash", &home.run(&["completions", "bash"]).out, 0o600);
    let read = std::process::Command::new("/bin/bash").arg("-n").arg(&script).output().unwrap();
    assert!(read.status.success() && read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
}

#[test]
fn each_command_has_a_manual_page() {
    let home = Fixture::empty();
    std::fs::create_dir(home.home().join("man")).unwrap();
    let run = home.run(&["man", "man"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for page in
        ["jeton.1", "jeton-issue.1", "jeton-project.1", "jeton-project-add.1", "jeton-log-verify.1", "jeton-config-check.1"]
    {
        let text = std::fs::read_to_string(home.home().join("man").join(page)).unwrap();
        assert!(text.contains(".TH"), "{page}");
    }
    assert_eq!(home.run(&["man", "nowhere"]).code, 2);
}

#[test]
fn help_says_what_selectors_and_exit_codes_mean() {
    let help = Fixture::empty().run(&["--help"]);
    assert_eq!(help.code, 0);
    for word in ["bot:NAME[/TOKEN]", "130 interrupted", "JETON_PASSPHRASE_COMMAND", "--passphrase-file"] {
        assert!(help.out.contains(word), "{word} is missing");
    }
}

#[test]
fn the_configuration_tells_what_is_in_force_and_where_it_comes_from() {
    let home = Fixture::empty();
    home.write("mine.toml", "[ui]\ntheme = \"mono\"\n\n[keys]\nreveal = [\"o\", \"ctrl-o\"]\n", 0o600);
    home.write("wrong.toml", "[ui]\n\nthem = \"mono\"\n", 0o600);
    home.write("open.toml", "", 0o666);
    home.write("theme.toml", "[ui]\ntheme = \"darkk\"\n", 0o600);
    home.write("keys.toml", "[keys]\nreveel = \"v\"\n", 0o600);
    story!(home.transcript(&[
        "config path",
        "config check",
        "--config mine.toml config check",
        "--config mine.toml config check --json",
        "--config mine.toml config path --json",
        "--config wrong.toml config check",
        "--config wrong.toml ls",
        "--config open.toml config check",
        "--config none.toml config check",
        "--config theme.toml config check",
        "--config keys.toml config check",
    ]));
}

#[test]
fn the_actions_of_the_interface_are_listed_with_the_keys_in_force() {
    let home = Fixture::empty();
    home.write("mine.toml", "[keys]\nreveal = [\"ctrl-o\"]\n", 0o600);
    let keys = |options: &[&str]| -> serde_json::Value {
        serde_json::from_str(&home.run(&[options, &["config", "keys", "--json"]].concat()).out).unwrap()
    };
    let of = |list: serde_json::Value, action: &str| {
        let row = list.as_array().unwrap().iter().find(|row| row["action"] == action).unwrap().clone();
        (row["keys"].to_string(), row["about"].as_str().unwrap().len())
    };
    let (built_in, about) = of(keys(&[]), "reveal");
    assert!(built_in != "[]" && about > 10, "{built_in}");
    assert_ne!(of(keys(&["--config", "mine.toml"]), "reveal").0, built_in);
    assert!(home.run(&["config", "keys"]).out.contains("rotate"));
}

#[test]
fn the_default_configuration_is_one() {
    let home = Fixture::empty();
    let default = home.run(&["config", "default"]).out;
    std::fs::create_dir_all(home.home().join(".config/jeton")).unwrap();
    home.write(".config/jeton/config.toml", &default, 0o600);
    let checked: serde_json::Value = serde_json::from_str(&home.run(&["config", "check", "--json"]).out).unwrap();
    let without: serde_json::Value = serde_json::from_str(&Fixture::empty().run(&["config", "check", "--json"]).out).unwrap();
    let values = |report: &serde_json::Value| -> Vec<(String, String)> {
        let settings = report["settings"].as_array().unwrap().iter();
        settings.map(|setting| (setting["name"].to_string(), setting["value"].to_string())).collect()
    };
    assert_eq!(values(&checked), values(&without));
    assert!(checked["settings"].as_array().unwrap().iter().all(|setting| setting["line"].is_u64()), "{checked}");
}

#[test]
fn own_scopes_can_be_issued() {
    let vault = Fixture::new();
    let own = "[[scope]]\nname = \"invoices:read\"\ndescription = \"Read invoices\"\npat = true\n";
    vault.write("own.toml", own, 0o600);
    let issue = ["issue", "pat", "--name", "books", "--scope", "invoices:read"];
    assert_eq!(vault.run(&issue).code, 2);
    assert_eq!(vault.run(&[&["--config", "own.toml"], &issue[..]].concat()).code, 0);
}

#[test]
fn the_process_cannot_be_dumped_before_it_has_read_anything_of_ours() {
    let vault = Fixture::new();
    let traced = std::process::Command::new("strace")
        .args(["-e", "trace=prctl,umask,prlimit64,openat", env!("CARGO_BIN_EXE_jeton"), "ls"])
        .env_clear()
        .env("HOME", vault.home())
        .env("PATH", "/usr/bin:/bin")
        .env("JETON_DB", vault.db())
        .output()
        .expect("this test needs strace");
    let calls = String::from_utf8_lossy(&traced.stderr).into_owned();
    let at = |call: &str| calls.find(call).unwrap_or_else(|| panic!("{call} is not among the calls: {calls}"));
    let database = at("jeton.db");
    for call in ["umask(077)", "rlim_cur=0, rlim_max=0", "PR_SET_DUMPABLE, SUID_DUMP_DISABLE"] {
        assert!(at(call) < database, "{call} comes late: {calls}");
    }
}

/// What the process did to itself is inherited by the command that it asks for a passphrase.
#[test]
fn the_process_leaves_no_core_and_no_open_files() {
    let vault = Fixture::new();
    let command = format!("umask > limits; ulimit -c >> limits; ulimit -Hc >> limits; echo '{PASSPHRASE}'");
    let run = vault
        .command(&["reveal", "account"])
        .env_remove("JETON_PASSPHRASE_FILE")
        .env("JETON_PASSPHRASE_COMMAND", command)
        .output();
    assert!(run.unwrap().status.success());
    assert_eq!(std::fs::read_to_string(vault.home().join("limits")).unwrap(), "0077\n0\n0\n");
}
