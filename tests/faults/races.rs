//! Two processes at once.

use super::fixture::Run;
use super::house::{House, wait_until};
use std::process::{Child, Stdio};

/// Starts a rotation that has looked at the token and now waits for its passphrase until `gate` is there.
fn poised(house: &House, name: &str, gate: &str) -> Child {
    let (ready, gate) = (house.home().join(name), house.home().join(gate));
    let wait = format!(
        ": > '{}'; while ! [ -e '{}' ]; do sleep 0.02; done; cat '{}'",
        ready.display(),
        gate.display(),
        house.home().join("passphrase").display()
    );
    let mut command = house.command(&["rotate", "bot:courier", "--grace", "0"]);
    command.env("JETON_PASSPHRASE_COMMAND", wait).env("PATH", "/usr/bin:/bin");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_until("the passphrase is asked for", || ready.exists());
    child
}

#[test]
fn of_two_rotations_of_one_token_one_wins_and_the_other_is_told() {
    let house = House::new();
    let both = [poised(&house, "first", "gate"), poised(&house, "second", "gate")];
    std::fs::write(house.home().join("gate"), b"").unwrap();
    let ended = both.map(|child| Run::from(child.wait_with_output().unwrap()));
    let (won, lost): (Vec<&Run>, Vec<&Run>) = ended.iter().partition(|run| run.code == 0);
    assert_eq!((won.len(), lost.len()), (1, 1), "{ended:?}");
    assert!(house.accepts(won[0].out.trim()));
    assert!(!house.accepts(&house.bot_value));
    assert_eq!(lost[0].out, "");
    assert_eq!(lost[0].code, 1, "{ended:?}");
    assert!(lost[0].err.contains("someone else rotated it meanwhile"), "{ended:?}");
    assert_eq!(house.show("bot:courier")["token"]["version"], 2);
    house.expect_intact_log();
}

#[test]
fn a_rotation_of_a_token_that_was_revoked_meanwhile_is_refused() {
    let house = House::new();
    let waiting = poised(&house, "first", "gate");
    let revoked = house.run("revoke bot:courier --yes");
    assert_eq!(revoked.code, 0, "{revoked:?}");
    std::fs::write(house.home().join("gate"), b"").unwrap();
    let ended = Run::from(waiting.wait_with_output().unwrap());
    assert_eq!(ended.code, 1, "{ended:?}");
    assert_eq!(ended.out, "");
    house.expect_intact_log();
}

#[test]
fn many_writers_and_readers_lose_nothing() {
    let house = House::new();
    let issue = |name: String| {
        let mut command = house.unlocking(&["issue", "bot:courier", "--name", &name]);
        move || Run::from(command.output().unwrap())
    };
    let ended: Vec<Run> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8).map(|number| scope.spawn(issue(format!("token-{number}")))).collect();
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(|| house.run("ls --json"))).collect();
        writers.into_iter().chain(readers).map(|run| run.join().unwrap()).collect()
    });
    for run in &ended {
        assert_eq!(run.code, 0, "{run:?}");
    }
    for run in &ended[..8] {
        assert!(house.accepts(run.out.trim()), "an acknowledged value is not in the vault");
    }
    house.expect_intact_log();
}

#[test]
fn a_lock_that_is_never_released_is_reported_and_nothing_is_changed() {
    let house = House::new();
    let other = rusqlite::Connection::open(house.db()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ended = house.run("rotate bot:courier");
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(ended.err.contains("the vault is busy"), "{ended:?}");
    assert_eq!(house.run("ls").code, 0, "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(house.run("rotate bot:courier").code, 0);
}
