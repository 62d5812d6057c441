//! Leak response in git: what is staged, and all that was ever stored; run as a hook would run it.

use crate::common::Fixture;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

/// A vault whose home is a repository with one commit.
struct Repository {
    vault: Fixture,
    value: String,
}

impl Repository {
    fn new() -> Self {
        let vault = Fixture::new();
        let value = vault.value(&["bot", "add", "helper"]);
        let repository = Self { vault, value };
        repository.ok(&["init", "-q", "-b", "main"]);
        repository.write(".gitignore", "vault\npassphrase\n");
        repository.commit("first");
        repository
    }

    fn git(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=ops", "-c", "user.email=ops@localhost"]).args(arguments);
        command.current_dir(self.vault.home()).env_clear().env("HOME", self.vault.home());
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_jeton")).parent().unwrap();
        command.env("PATH", format!("{}:/usr/bin:/bin", program.display()));
        command.env("JETON_DB", self.vault.db()).env("JETON_PASSPHRASE_FILE", self.vault.home().join("passphrase"));
        command.output().unwrap()
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.git(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.vault.home().join(name), content).unwrap();
    }

    fn leak(&self, name: &str) {
        self.write(name, &format!("A=1\nTOKEN={}\n", self.value));
    }

    fn commit(&self, message: &str) -> String {
        self.ok(&["add", "."]);
        self.ok(&["commit", "-q", "--no-verify", "-m", message]);
        self.ok(&["rev-parse", "HEAD"])
    }

    fn scan(&self, arguments: &[&str]) -> (i32, serde_json::Value) {
        let run = self.vault.run(&[&["scan", "--json"], arguments].concat());
        (run.code, serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}")))
    }

    /// The places of a scan, in its order.
    fn places(&self, arguments: &[&str]) -> Vec<String> {
        let (_, found) = self.scan(arguments);
        found["hits"].as_array().unwrap().iter().map(|hit| hit["place"].as_str().unwrap().to_owned()).collect()
    }
}

fn short(commit: &str) -> &str {
    &commit[..12]
}

#[test]
fn a_commit_with_a_live_value_is_refused_and_one_without_passes() {
    let repository = Repository::new();
    let hook = repository.vault.home().join(".git/hooks/pre-commit");
    fs::write(&hook, repository.vault.run(&["scan", "--print-hook"]).out).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    repository.leak("config");
    repository.ok(&["add", "config"]);
    let refused = repository.git(&["commit", "-m", "oops"]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned() + &String::from_utf8_lossy(&refused.stdout);
    assert!(!refused.status.success() && told.contains("config:2:7") && told.contains("accepted value"), "{told}");
    assert!(!told.contains(&repository.value));
    // Of a file that is staged clean and leaks in the work tree, the staged state counts; so too with a list of paths.
    repository.write("config", "A=1\n");
    repository.ok(&["add", "config"]);
    repository.leak("config");
    repository.ok(&["commit", "-m", "clean"]);
    assert!(!repository.git(&["commit", "-m", "oops", "config"]).status.success());
    assert_eq!(repository.vault.run(&["revoke", "bot:helper", "--yes"]).code, 0);
    repository.ok(&["commit", "-m", "no longer accepted", "config"]);
}

#[test]
fn only_what_is_staged_is_scanned() {
    let repository = Repository::new();
    repository.leak("old");
    repository.commit("it is in there already");
    repository.leak("not staged");
    assert_eq!(repository.places(&["--staged"]), [""; 0]);
    fs::create_dir(repository.vault.home().join("a b")).unwrap();
    repository.leak("a b/new\tname");
    repository.ok(&["add", "a b"]);
    repository.ok(&["rm", "-q", "old"]);
    assert_eq!(repository.places(&["--staged"]), ["a b/new\tname"]);
    assert_eq!(repository.places(&["--staged", "a b"]), ["a b/new\tname"]);
}

#[test]
fn before_the_first_commit_all_that_is_staged_is_scanned() {
    let repository = Repository::new();
    let fresh = repository.vault.home().join("fresh");
    repository.ok(&["init", "-q", "fresh"]);
    fs::write(fresh.join("config"), &repository.value).unwrap();
    repository.ok(&["-C", "fresh", "add", "config"]);
    assert_eq!(repository.places(&["--staged", "fresh"]), ["config"]);
    assert_eq!(repository.places(&["--history", "fresh"]).len(), 1, "staged contents are stored");
}

#[test]
fn history_is_scanned_with_branches_stashes_merges_messages_and_forgotten_states() {
    let repository = Repository::new();
    repository.leak("removed");
    let brought = repository.commit("oops");
    repository.ok(&["rm", "-q", "removed"]);
    repository.commit("removed again");
    // The same content once more is the same leak.
    repository.leak("copy");
    repository.commit("copied");
    repository.ok(&["checkout", "-q", "-b", "side", "HEAD~2"]);
    repository.write("side", &format!("1\n2\n3\n{}", repository.value));
    let side = repository.commit("on a branch");
    repository.ok(&["checkout", "-q", "main"]);
    repository.write("stashed", &format!("x{} {}", repository.value, repository.value));
    repository.ok(&["stash", "push", "-q", "--include-untracked"]);
    repository.write("reset", &format!("reset: {}", repository.value));
    let forgotten = repository.commit("to be forgotten");
    repository.ok(&["reset", "-q", "--hard", "HEAD~1"]);
    let message = repository.ok(&["commit-tree", "-m", &format!("see {}", repository.value), "HEAD^{tree}"]);
    let (code, found) = repository.scan(&["--history"]);
    assert_eq!(code, 1);
    let mut places: Vec<(&str, u64)> = Vec::new();
    for hit in found["hits"].as_array().unwrap() {
        places.push((hit["place"].as_str().unwrap(), hit["line"].as_u64().unwrap()));
    }
    for (place, line) in [
        (format!("{}:removed", short(&brought)), 2),
        (format!("{}:side", short(&side)), 4),
        (format!("{}:reset", short(&forgotten)), 1),
        (format!("{}:(message)", short(&message)), 5),
    ] {
        assert!(places.contains(&(&place, line)), "{place}:{line} is not in {places:?}");
    }
    assert_eq!(places.iter().filter(|(place, _)| place.ends_with(":stashed")).count(), 2, "{places:?}");
    assert_eq!(places.len(), 6, "{places:?}");
}

#[test]
fn a_history_that_was_cleaned_is_remembered_no_more() {
    let repository = Repository::new();
    repository.leak("config");
    repository.commit("oops");
    let (_, found) = repository.scan(&["--history"]);
    assert_eq!(found["recorded"]["new"], 1);
    // A scan of files says nothing about history.
    fs::remove_file(repository.vault.home().join("config")).unwrap();
    assert_eq!(repository.scan(&["."]).1["recorded"]["gone"], 0);
    repository.ok(&["reset", "-q", "--hard", "HEAD~1"]);
    repository.ok(&["reflog", "expire", "--expire=now", "--all"]);
    repository.ok(&["gc", "-q", "--prune=now"]);
    let (code, found) = repository.scan(&["--history"]);
    assert_eq!((code, &found["recorded"]["gone"]), (0, &1.into()));
}

#[test]
fn what_a_repository_configures_starts_nothing() {
    let repository = Repository::new();
    let home = repository.vault.home().to_owned();
    let trap = repository.vault.write("trap", "#!/bin/sh\ntouch \"$HOME/sprung\"\ncat\n", 0o755);
    let trap = trap.to_str().unwrap();
    for (key, value) in [
        ("core.fsmonitor", trap),
        ("core.pager", trap),
        ("diff.external", trap),
        ("diff.trap.textconv", trap),
        ("diff.trap.command", trap),
        ("filter.trap.smudge", trap),
        ("log.showSignature", "true"),
        ("diff.orderFile", "/nonexistent"),
        ("gpg.program", trap),
        ("core.sshCommand", trap),
    ] {
        repository.ok(&["config", key, value]);
    }
    repository.write(".gitattributes", "* diff=trap\n");
    let hooks = home.join(".git/hooks");
    for hook in ["post-index-change", "reference-transaction", "pre-auto-gc"] {
        fs::copy(trap, hooks.join(hook)).unwrap();
    }
    repository.leak("config");
    repository.git(&["-c", "core.fsmonitor=false", "add", "config", ".gitattributes"]);
    fs::remove_file(home.join("sprung")).ok();
    assert_eq!(repository.places(&["--staged"]), ["config"]);
    assert_eq!(repository.places(&["--history"]).len(), 1);
    assert!(!home.join("sprung").exists());
}

#[test]
fn faults_of_git_are_told_with_what_was_covered() {
    let repository = Repository::new();
    let vault = &repository.vault;
    let outside = vault.home().join("outside");
    fs::create_dir(&outside).unwrap();
    let cut_off = |arguments: &[&str]| {
        let mut command = vault.command(arguments);
        command.env("GIT_CEILING_DIRECTORIES", vault.home()).env("GIT_DIR", "/nonexistent").current_dir(&outside);
        command.output().unwrap()
    };
    for arguments in [["scan", "--history"], ["scan", "--staged"]] {
        let output = cut_off(&arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(5) && told.contains("not a git repository"), "{arguments:?}: {told}");
        let output = vault.command(&arguments).env("PATH", "/nonexistent").output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(5) && told.contains("git is not installed"), "{arguments:?}: {told}");
    }
    repository.leak("config");
    repository.commit("oops");
    let blob = repository.ok(&["rev-parse", "HEAD:.gitignore"]);
    let (head, tail) = blob.split_at(2);
    let object = vault.home().join(".git/objects").join(head).join(tail);
    fs::set_permissions(&object, fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(&object, "no zlib stream").unwrap();
    let run = vault.run(&["scan", "--history"]);
    assert!(run.code == 5 && run.err.contains("git: "), "{run:?}");
}
