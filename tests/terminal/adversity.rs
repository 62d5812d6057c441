//! A vault that is deleted, replaced or locked under the open interface, and a machine that is short of memory.

use crate::home::{Home, JETON, PASSPHRASE};
use crate::interface::{A_LOOK, command, unlocked};
use crate::pty::{Terminal, contains};
use portable_pty::CommandBuilder;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

fn database(home: &Home) -> std::path::PathBuf {
    home.path("data/jeton/jeton.db")
}

fn leave(terminal: &mut Terminal) {
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_vault_that_is_deleted_is_said_at_once_and_nothing_is_made_in_its_place() {
    let home = Home::with_bot();
    let mut terminal = unlocked(&home);
    terminal.wait_to_see("helper");
    fs::remove_file(database(&home)).unwrap();
    terminal.wait_to_see("deleted");
    terminal.wait_to_see("vault unreadable");
    terminal.type_keys(b"/helper\r");
    terminal.wait_to_see("1 of 2");
    terminal.type_keys(b"d");
    thread::sleep(A_LOOK);
    terminal.type_keys(b"\x1b[C\r");
    terminal.wait_to_see("nothing was written");
    assert!(!database(&home).exists(), "no new file takes its place");
    terminal.type_keys(b"\x1b\x1b");
    thread::sleep(A_LOOK);
    leave(&mut terminal);
}

#[test]
fn another_vault_in_its_place_is_neither_shown_nor_changed() {
    let (home, other) = (Home::with_bot(), Home::with_bot());
    other.jeton(&["bot", "add", "stranger"]);
    let mut terminal = unlocked(&home);
    terminal.wait_to_see("helper");
    fs::rename(database(&other), database(&home)).unwrap();
    terminal.wait_to_see("vault unreadable");
    let strangers = fs::read(database(&home)).unwrap();
    terminal.type_keys(b"a");
    thread::sleep(A_LOOK);
    terminal.type_keys(b"\tnewcomer\t\t\t\t\t\r");
    thread::sleep(A_LOOK);
    terminal.type_keys(b"\x12");
    assert!(!contains(&terminal.received(), b"stranger"));
    assert_eq!(fs::read(database(&home)).unwrap(), strangers);
    terminal.type_keys(b"\x1b\x1b");
    thread::sleep(A_LOOK);
    leave(&mut terminal);
}

#[test]
fn a_lock_of_another_program_is_waited_for_in_the_open_and_then_said() {
    let home = Home::with_bot();
    let mut terminal = unlocked(&home);
    terminal.type_keys(b"/helper\r");
    terminal.wait_to_see("1 of 2");
    let other = rusqlite::Connection::open(database(&home)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    terminal.type_keys(b"d");
    thread::sleep(A_LOOK);
    let asked = Instant::now();
    terminal.type_keys(b"\x1b[C\r");
    terminal.wait_to_see("switching");
    assert!(asked.elapsed() < Duration::from_secs(4), "the wait is shown: {:?}", asked.elapsed());
    terminal.wait_to_see("busy");
    other.execute_batch("ROLLBACK").unwrap();
    thread::sleep(A_LOOK);
    terminal.type_keys(b"\r");
    terminal.wait_to_see("disabled");
    leave(&mut terminal);
    assert!(home.jeton(&["show", "bot:helper"]).contains("disabled"));
}

#[test]
fn without_the_memory_that_a_passphrase_takes_it_says_so_and_browsing_goes_on() {
    let home = Home::with_bot();
    // With one heap for all threads, what it takes before anybody types is the same each time.
    let mut usual = command(&home, JETON);
    usual.env("MALLOC_ARENA_MAX", "1");
    let mut terminal = Terminal::start(usual);
    terminal.wait_to_see("Passphrase");
    let status = fs::read_to_string(format!("/proc/{}/status", terminal.pid())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmPeak:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    terminal.type_keys(b"\x1b");
    terminal.wait_to_see("helper");
    leave(&mut terminal);
    // Half of what the passphrase takes beyond that.
    let line = format!("ulimit -v {}; exec {JETON}", peak + 32 * 1024);
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", &line]);
    shell.env_clear();
    for (name, value) in command(&home, JETON).iter_extra_env_as_str() {
        shell.env(name, value);
    }
    shell.env("MALLOC_ARENA_MAX", "1");
    let mut terminal = Terminal::start(shell);
    terminal.wait_to_see("Passphrase");
    terminal.type_keys(format!("{PASSPHRASE}\r").as_bytes());
    terminal.wait_to_see("memory");
    terminal.type_keys(b"\x1b");
    terminal.wait_to_see("helper");
    leave(&mut terminal);
}

#[test]
fn a_megabyte_pasted_anywhere_is_met_calmly() {
    let home = Home::with_bot();
    let mut terminal = unlocked(&home);
    terminal.wait_to_see("helper");
    let paste = [b"\x1b[200~".as_slice(), "qx\r\u{1b}[A é".repeat(120_000).as_bytes(), b"\x1b[201~"].concat();
    // Outside of a field it does nothing.
    terminal.type_keys(&paste);
    terminal.type_keys(b"/");
    terminal.type_keys(&paste);
    terminal.wait_to_see("Nothing matches the filter");
    terminal.type_keys(b"\x1b");
    terminal.wait_to_see("helper");
    terminal.type_keys(b"n");
    thread::sleep(A_LOOK);
    terminal.type_keys(&paste);
    terminal.wait_to_see("éqx");
    terminal.type_keys(b"\x1b");
    thread::sleep(A_LOOK);
    leave(&mut terminal);
}

#[test]
fn without_utf8_only_ascii_is_drawn() {
    let mut home = Home::with_bot();
    home.jeton(&["bot", "add", "zoë"]);
    home.set("LANG", "C");
    let mut terminal = unlocked(&home);
    terminal.wait_to_see("zo?");
    assert!(terminal.received().is_ascii());
    leave(&mut terminal);
}
