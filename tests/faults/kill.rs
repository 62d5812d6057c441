//! `kill -9` before any system call that writes: the old state or the new one, never between.

use super::fixture::{KILLED, Run};
use super::house::{House, run, words};
use std::process::{Command, Stdio};

/// Calls that change what is on the disk or what a reader of standard output sees.
const CALLS: [&str; 9] = ["pwrite64", "pwritev", "write", "writev", "fdatasync", "fsync", "ftruncate", "fallocate", "unlink"];

/// Runs the command again and again on copies of `house`, killed before the first `call`, the second, and so on until it
/// survives; `judge` sees each copy afterwards.
fn kill_everywhere(house: &House, line: &str, judge: impl Fn(&House, &Run)) {
    if !can_kill_exactly() {
        return;
    }
    let mut kills = 0;
    for call in CALLS {
        for nth in 1.. {
            let copy = house.copy();
            let ended = run(&mut killed_at(&copy, line, call, nth));
            judge(&copy, &ended);
            if ended.code != KILLED {
                assert_eq!(ended.code, 0, "{ended:?}");
                break;
            }
            kills += 1;
        }
    }
    assert!(kills > 10, "only {kills} kills");
}

fn can_kill_exactly() -> bool {
    let there = Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok();
    if !there {
        eprintln!("skipped: strace, which kills at an exact system call, is not installed");
    }
    there
}

/// The binary under strace, which kills it on entering the `nth` system call of that name.
fn killed_at(house: &House, line: &str, call: &str, nth: usize) -> Command {
    injected(house, line, &format!("{call}:signal=KILL:when={nth}"))
}

/// The binary under strace, which writes what it injected into a file `trace`.
fn injected(house: &House, line: &str, fault: &str) -> Command {
    let plain = house.unlocking(&words(line));
    let mut traced = Command::new("strace");
    traced.current_dir(house.home());
    traced.args(["-qq", "-e"]).arg(format!("inject={fault}")).arg("-o").arg(house.home().join("trace"));
    traced.arg(plain.get_program()).args(plain.get_args()).stdin(Stdio::null());
    for (name, value) in plain.get_envs() {
        traced.env(name, value.unwrap_or_default());
    }
    traced
}

fn version(house: &House) -> u64 {
    house.show("bot:courier")["token"]["version"].as_u64().unwrap()
}

#[test]
fn rotation_leaves_the_old_value_or_the_new_one() {
    let house = House::new();
    kill_everywhere(&house, "rotate bot:courier --grace 0", |house, ended| {
        house.expect_intact_log();
        let printed = ended.out.trim();
        let present = house.run_unlocking("reveal bot:courier");
        assert_eq!(present.code, 0, "{present:?}");
        assert!(house.accepts(present.out.trim()));
        match version(house) {
            1 => {
                assert_eq!(printed, "", "a value was handed out and is not in the vault");
                assert_eq!(present.out.trim(), house.bot_value);
            }
            2 => {
                assert!(
                    printed.is_empty() || printed == present.out.trim(),
                    "the value that was handed out is not the present one"
                );
                assert!(!house.accepts(&house.bot_value), "both values are live");
            }
            other => panic!("version {other}"),
        }
    });
}

#[test]
fn issuing_leaves_the_whole_token_or_none() {
    let house = House::new();
    kill_everywhere(&house, "issue bot:courier --name spare", |house, ended| {
        house.expect_intact_log();
        let printed = ended.out.trim();
        let events = house.run("log --action issue --json --limit 0");
        let recorded = events.out.contains("bot:courier/spare");
        let there = house.run("show bot:courier/spare").code == 0;
        assert_eq!(there, recorded, "a token and its event are one");
        if there {
            let present = house.run_unlocking("reveal bot:courier/spare");
            assert_eq!(present.code, 0, "{present:?}");
            assert!(house.accepts(present.out.trim()));
            assert!(printed.is_empty() || printed == present.out.trim());
        } else {
            assert_eq!(printed, "", "a value was handed out and is not in the vault");
        }
        assert!(house.accepts(&house.bot_value), "its neighbour lives on");
    });
}

#[test]
fn revoking_leaves_a_live_token_or_a_dead_one() {
    let house = House::new();
    kill_everywhere(&house, "revoke bot:courier --yes", |house, ended| {
        house.expect_intact_log();
        let dead = house.run("log --action revoke --json --limit 0").out.contains("bot:courier");
        assert_eq!(house.accepts(&house.bot_value), !dead);
        assert!(dead || ended.code == KILLED, "a revoke that returned is not in force");
    });
}

/// Whether exactly one of the passphrases opens the vault, and the recovery key besides.
fn expect_one_way_in(house: &House, present: &str, new: &str) -> bool {
    house.expect_intact_log();
    let opens = |file: &str| match house.run(&format!("--passphrase-file {file} reveal account")).code {
        0 => true,
        4 => false,
        code => panic!("{file}: {code}"),
    };
    assert!(opens("recovery"), "the recovery key no longer opens the vault");
    let changed = opens(new);
    assert_ne!(opens(present), changed, "both passphrases open the vault, or neither");
    changed
}

/// A house whose copies hold the files that the passphrase commands name.
fn house_with_passphrases() -> House {
    let house = House::new();
    house.write("new", "seven purple otters juggle quietly");
    house.write("recovery", house.recovery());
    house
}

const CHANGE: &str = "passphrase --new-passphrase-file new";

#[test]
fn changing_the_passphrase_leaves_the_old_one_or_the_new_one() {
    let house = house_with_passphrases();
    kill_everywhere(&house, CHANGE, |house, ended| {
        let changed = expect_one_way_in(house, "passphrase", "new");
        assert!(changed || ended.code == KILLED, "a change that returned is not in force");
        let recorded = house.run("log --action passphrase --json --limit 0").out.contains("proven by");
        assert_eq!(changed, recorded, "the slot and its event are one");
    });
}

#[test]
fn a_disk_that_fails_leaves_one_passphrase() {
    if !can_kill_exactly() {
        return;
    }
    let house = house_with_passphrases();
    let mut failures = 0;
    for call in ["pwrite64", "fdatasync", "ftruncate", "unlink"] {
        for nth in 1.. {
            let copy = house.copy();
            let ended = run(&mut injected(&copy, CHANGE, &format!("{call}:error=EIO:when={nth}")));
            if !std::fs::read_to_string(copy.home().join("trace")).unwrap().contains("INJECTED") {
                assert_eq!(ended.code, 0, "{ended:?}");
                break;
            }
            assert!(!ended.err.contains("panicked"), "{call} {nth}: {ended:?}");
            let changed = expect_one_way_in(&copy, "passphrase", "new");
            assert!(changed || ended.code != 0, "{call} {nth}: {ended:?}");
            failures += u32::from(ended.code != 0);
        }
    }
    assert!(failures > 5, "only {failures} failures");
}

#[test]
fn a_new_vault_is_whole_or_not_there() {
    if !can_kill_exactly() {
        return;
    }
    let made = House::new();
    // Making the keys takes a second each time, so only some of the moments; the one that matters is the renaming.
    for (call, step) in [("renameat2", 1), ("fsync", 5), ("unlink", 5)] {
        for nth in (1..).step_by(step) {
            let house = made.copy();
            let path = house.home().join("other/jeton.db");
            let init = format!("--db {} init --operator ops --account Acme --json", path.display());
            let ended = run(&mut killed_at(&house, &init, call, nth));
            let opened = house.run(&format!("--db {} log verify", path.display()));
            assert_eq!(opened.code == 0, path.exists(), "half a vault: {opened:?}");
            if ended.code != KILLED {
                assert_eq!((ended.code, opened.code), (0, 0), "{ended:?}");
                break;
            }
            if call == "renameat2" {
                let again = house.run_unlocking(&init);
                assert_eq!(again.code, 0, "{again:?}");
                assert!(!path.with_file_name("jeton.db.creating").exists(), "what the crash left is cleared");
            }
        }
    }
}

#[test]
fn a_disk_that_fails_leaves_the_old_value_or_the_new_one() {
    if !can_kill_exactly() {
        return;
    }
    let house = House::new();
    let mut failures = 0;
    for call in ["pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "unlink"] {
        for nth in 1.. {
            let copy = house.copy();
            let ended = run(&mut injected(&copy, "rotate bot:courier --grace 0", &format!("{call}:error=EIO:when={nth}")));
            if !std::fs::read_to_string(copy.home().join("trace")).unwrap().contains("INJECTED") {
                assert_eq!(ended.code, 0, "{ended:?}");
                break;
            }
            assert!(!ended.err.contains("panicked"), "{call} {nth}: {ended:?}");
            if ended.code == KILLED {
                continue;
            }
            copy.expect_intact_log();
            let present = copy.run_unlocking("reveal bot:courier").out;
            if ended.code == 0 {
                assert!(copy.accepts(ended.out.trim()) && ended.out == present, "{call} {nth}: {ended:?}");
            } else {
                assert_eq!(ended.out, "", "{call} {nth}");
                assert!(!ended.err.is_empty());
                failures += 1;
            }
            assert!(copy.accepts(present.trim()), "{call} {nth}: {ended:?}");
            assert_eq!(copy.accepts(&house.bot_value), present.trim() == house.bot_value, "{call} {nth}: {ended:?}");
        }
    }
    assert!(failures > 10, "only {failures} failures");
}
