//! Rows edited behind the program's back.

use super::fixture::Run;
use super::house::{House, run};
use std::process::Command;

/// Runs under a limit on memory that an unchecked parameter would break through.
fn with_little_memory(command: &Command) -> Run {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg("ulimit -v 600000; exec \"$0\" \"$@\"").arg(command.get_program()).args(command.get_args());
    shell.env_clear();
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    run(&mut shell)
}

#[test]
fn parameters_of_a_slot_are_bounded_before_any_memory_is_taken() {
    for (column, value) in [
        ("memory_kib", "4194304"),
        ("memory_kib", "8"),
        ("memory_kib", "-1"),
        ("memory_kib", "9223372036854775807"),
        ("iterations", "0"),
        ("iterations", "4000000000"),
        ("lanes", "0"),
        ("lanes", "255"),
    ] {
        let house = House::new();
        house.tamper(&format!("UPDATE slot SET {column} = {value}"));
        let ended = with_little_memory(&house.unlocking(&["reveal", "bot:courier"]));
        assert!(matches!(ended.code, 4 | 5), "{column} = {value}: {ended:?}");
        assert_eq!(ended.out, "");
        assert!(!ended.err.contains("panicked") && !ended.err.contains("memory allocation"), "{column} = {value}: {ended:?}");
        assert_eq!(house.run("ls").code, 0, "what needs no key goes on");
    }
}

#[test]
fn sealed_values_swapped_between_rows_are_not_shown() {
    let house = House::new();
    let other = house.run_unlocking("bot add other");
    assert_eq!(other.code, 0, "{other:?}");
    house.tamper(
        "CREATE TEMP TABLE kept AS SELECT token, sealed FROM secret;
         UPDATE secret SET sealed = (SELECT k.sealed FROM temp.kept k WHERE k.token <> secret.token
             AND k.token IN (SELECT id FROM main.token WHERE kind = 'bot'))
         WHERE token IN (SELECT id FROM token WHERE kind = 'bot')",
    );
    for selector in ["bot:courier", "bot:other"] {
        let ended = house.run_unlocking(&format!("reveal {selector}"));
        assert_eq!(ended.code, 5, "{ended:?}");
        assert_eq!(ended.out, "");
        assert!(ended.err.contains("does not belong to this token"), "{ended:?}");
        assert!(house.run("log --action reveal --json").out.contains("\"refused\""), "the attempt is recorded");
    }
    assert!(house.accepts(&house.bot_value), "verifying needs no sealed value");
}

#[test]
fn an_edited_event_breaks_the_chain() {
    let house = House::new();
    house.tamper("UPDATE event SET actor = 'nobody' WHERE seq = 2");
    let ended = house.run("log verify");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("broken"), "{ended:?}");
}

#[test]
fn a_row_that_means_nothing_is_damage_and_no_crash() {
    for change in [
        "PRAGMA ignore_check_constraints = ON; UPDATE token SET kind = 'wizard' WHERE kind = 'bot'",
        "UPDATE token SET created_at = 9223372036854775807 WHERE kind = 'bot'",
        "PRAGMA foreign_keys = OFF; UPDATE token SET id = 'tok_!' WHERE kind = 'bot'",
        "UPDATE vault SET brand = 'NOT A BRAND'",
        "PRAGMA foreign_keys = OFF; DELETE FROM owner WHERE kind = 'account'",
        "DELETE FROM vault",
    ] {
        let house = House::new();
        house.tamper(change);
        let ended = house.run("ls");
        assert_eq!(ended.code, 5, "{change}: {ended:?}");
        assert!(ended.err.contains("damaged"), "{change}: {ended:?}");
    }
}
