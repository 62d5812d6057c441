//! A program of the operator's is told of findings that are new, and whatever it does is no harm.

use crate::common::{Fixture, Run};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A vault with a value that leaked into a file.
fn leaked() -> Fixture {
    let vault = Fixture::new();
    leak(&vault);
    vault
}

fn leak(vault: &Fixture) {
    let value = vault.run(&["reveal", "account"]).out;
    vault.write("leak", &value, 0o600);
    assert_eq!(vault.run(&["scan", "leak"]).code, 1);
}

/// Runs the audit with a program that does `script`; what it is told goes to the file `told`.
fn audit(vault: &Fixture, script: &str, settings: &str) -> Run {
    let program = vault.write("program", &format!("#!/bin/sh\ncd \"$HOME\"\n{script}\n"), 0o755);
    with_command(vault, &format!("[\"{}\", \"two words\"]", program.display()), settings)
}

fn with_command(vault: &Fixture, command: &str, settings: &str) -> Run {
    let config = vault.write("config.toml", &format!("[notify]\ncommand = {command}\n{settings}\n"), 0o600);
    vault.run(&["audit", "--notify", "--rule", "adopted", "--config", config.to_str().unwrap()])
}

fn told(vault: &Fixture) -> PathBuf {
    vault.home().join("told")
}

#[test]
fn new_findings_are_told_once_and_again_when_they_come_back() {
    let vault = leaked();
    let takes = "[ \"$1\" = 'two words' ] && cat > told";
    let run = audit(&vault, takes, "");
    assert!(run.code == 0 && run.err.contains("tells of new findings: 1"), "{run:?}");
    let text = fs::read_to_string(told(&vault)).unwrap();
    let message: serde_json::Value = serde_json::from_str(&text).unwrap();
    let names: Vec<&String> = message.as_object().unwrap().keys().collect();
    assert_eq!(names, ["schema", "sample", "vault", "time", "findings", "more"]);
    let finding = &message["findings"][0];
    let names: Vec<&String> = finding.as_object().unwrap().keys().collect();
    assert_eq!(names, ["rule", "title", "severity", "token", "label", "evidence", "mend"]);
    assert_eq!(
        (&message["vault"], &finding["rule"], &finding["label"]),
        (&"Acme".into(), &"seen-in-scan".into(), &"account".into())
    );
    assert!(!text.contains(vault.run(&["reveal", "account"]).out.trim()), "{text}");
    fs::remove_file(told(&vault)).unwrap();
    assert!(audit(&vault, takes, "").err.contains("nothing is new"));
    // Gone, and back.
    fs::write(vault.home().join("leak"), "").unwrap();
    assert_eq!(vault.run(&["scan", "leak"]).code, 0);
    assert!(audit(&vault, takes, "").err.contains("nothing is new"));
    assert!(!told(&vault).exists());
    leak(&vault);
    assert!(audit(&vault, takes, "").err.contains("new findings: 1"));
    assert!(told(&vault).exists());
    // What matters less is told to those who want it.
    let run = audit(&vault, takes, "severity = \"info\"");
    assert!(run.code == 0 && !run.err.contains("nothing is new"), "{run:?}");
}

#[test]
fn a_program_that_fails_is_told_again() {
    let vault = leaked();
    let run = audit(&vault, "cat > /dev/null; echo 'no \u{1b}network' >&2; exit 3", "");
    assert!(run.code == 0 && run.err.contains("exit code 3: no ^[network"), "{run:?}");
    assert!(audit(&vault, "cat > told", "").err.contains("new findings: 1"));
}

#[test]
fn a_program_that_hangs_is_ended_with_all_that_it_started() {
    let vault = leaked();
    let started = Instant::now();
    let run = audit(&vault, "sleep 600 & echo $! $$ > pids; wait", "timeout = \"1s\"");
    assert!(run.code == 0 && run.err.contains("did not end within 1 s"), "{run:?}");
    assert!(started.elapsed() < Duration::from_secs(60));
    let pids = fs::read_to_string(vault.home().join("pids")).unwrap();
    for pid in pids.split_whitespace() {
        // Nobody but init is left to wait for the second one; the kernel may take its time with it.
        let is_gone = || {
            let state = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            state.is_empty() || state.contains(") Z ")
        };
        while !is_gone() {
            assert!(started.elapsed() < Duration::from_secs(60), "{pid} is still there");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn a_flood_of_words_and_a_program_that_does_not_listen_are_no_harm() {
    let vault = leaked();
    let run = audit(&vault, "head -c 50000000 /dev/zero; head -c 50000000 /dev/zero >&2", "timeout = \"1m\"");
    assert!(run.code == 0 && run.err.contains("new findings: 1"), "{run:?}");
    assert!(run.out.len() + run.err.len() < 4096);
    let run = audit(&vault, "yes & exit 0", "severity = \"info\"");
    assert!(run.code == 0 && run.err.contains("new findings"), "{run:?}");
}

#[test]
fn a_program_that_cannot_be_started_is_named() {
    let vault = leaked();
    let directory = vault.home().display().to_string();
    let plain = vault.write("plain", "no program", 0o600).display().to_string();
    for (command, why) in [("/nonexistent", "No such file"), (&directory, "Permission denied"), (&plain, "Permission denied")] {
        let run = with_command(&vault, &format!("[\"{command}\"]"), "");
        assert!(run.code == 0 && run.err.contains(why) && run.err.contains(command), "{run:?}");
    }
    let run = with_command(&vault, "[]", "");
    assert!(run.code == 2 && run.err.contains("[notify]"), "{run:?}");
}

#[test]
fn a_sample_tries_the_program() {
    let vault = Fixture::new();
    let program = vault.write("program", "#!/bin/sh\ncat > \"$HOME/told\"\n", 0o755);
    let config = vault.write("config.toml", &format!("[notify]\ncommand = [\"{}\"]\n", program.display()), 0o600);
    let run = vault.run(&["audit", "--notify-test", "--config", config.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    let message: serde_json::Value = serde_json::from_str(&fs::read_to_string(told(&vault)).unwrap()).unwrap();
    assert_eq!(message["sample"], true);
    vault.write("program", "#!/bin/sh\nexit 1\n", 0o755);
    assert_eq!(vault.run(&["audit", "--notify-test", "--config", config.to_str().unwrap()]).code, 5);
}
