//! `jeton demo` on a real terminal: it opens unlocked, says its passphrase, and leaves nothing behind however it ends.

use crate::home::{Home, JETON};
use crate::pty::{Terminal, eventually};
use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A demo whose temporary directory can be looked into.
struct Visit {
    terminal: Terminal,
    home: Home,
}

fn started(arguments: &[&str]) -> Visit {
    let home = Home::empty();
    let temporary = home.path("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = CommandBuilder::new(JETON);
    command.arg("demo");
    command.args(arguments);
    command.env_clear();
    for (name, value) in [
        ("HOME", home.path("")),
        ("TMPDIR", temporary),
        ("TERM", PathBuf::from("xterm-256color")),
        ("LANG", PathBuf::from("C.UTF-8")),
        ("SSH_TTY", PathBuf::from("/dev/pts/0")),
    ] {
        command.env(name, value);
    }
    Visit { terminal: Terminal::start(command), home }
}

impl Visit {
    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.terminal.pid()).unwrap()).unwrap()
    }

    fn leftovers(&self) -> Vec<PathBuf> {
        entries(&self.home.path("tmp"))
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_visitor_looks_around_and_leaves_nothing_behind() {
    let mut visit = started(&["--tokens", "40"]);
    visit.terminal.wait_to_see("Lantern Works");
    visit.terminal.wait_to_see("order bot");
    let [place] = &visit.leftovers()[..] else { panic!("one directory, but {:?}", visit.leftovers()) };
    assert!(place.join("jeton.db").exists());
    visit.terminal.type_keys(b"q");
    assert_eq!(visit.terminal.exit_code(), 0);
    assert_eq!(visit.leftovers(), Vec::<PathBuf>::new());
    assert!(!visit.home.path("data").exists() && !visit.home.path(".local").exists(), "the visitor's own vault is left alone");
}

#[test]
fn a_locked_demo_says_how_to_unlock_it() {
    let mut visit = started(&[]);
    visit.terminal.wait_to_see("order bot");
    visit.terminal.type_keys(b"\x0c");
    visit.terminal.wait_to_see("its passphrase is: open this demo please");
    visit.terminal.type_keys(b"open this demo please\r");
    visit.terminal.wait_to_see("order bot");
    visit.terminal.type_keys(b"q");
    assert_eq!(visit.terminal.exit_code(), 0);
}

#[test]
fn a_demo_that_is_told_to_end_cleans_up() {
    for signal in [Signal::TERM, Signal::HUP] {
        let mut visit = started(&[]);
        visit.terminal.wait_to_see("order bot");
        kill_process(visit.pid(), signal).unwrap();
        visit.terminal.exit_code();
        assert_eq!(visit.leftovers(), Vec::<PathBuf>::new(), "{signal:?}");
    }
}

#[test]
fn a_demo_that_is_interrupted_while_it_is_made_cleans_up() {
    let mut visit = started(&["--tokens", "1000000"]);
    eventually("the making has begun", || !visit.leftovers().is_empty());
    visit.terminal.wait_to_see("1000000 tokens");
    kill_process(visit.pid(), Signal::TERM).unwrap();
    assert_eq!(visit.terminal.exit_code(), 130);
    assert_eq!(visit.leftovers(), Vec::<PathBuf>::new());
}

#[test]
fn without_a_terminal_it_says_what_it_needs() {
    let answer = Command::new(JETON).arg("demo").output().unwrap();
    assert_eq!(answer.status.code(), Some(2));
    assert!(answer.stdout.is_empty());
    assert!(String::from_utf8_lossy(&answer.stderr).contains("run it on a terminal"));
    for tokens in ["1000001", "-1", "many"] {
        let answer = Command::new(JETON).args(["demo", "--tokens", tokens]).output().unwrap();
        assert_eq!(answer.status.code(), Some(2), "{tokens}");
    }
}
