//! Commands about several tokens at once.

use crate::common::Fixture;

fn with_bots() -> Fixture {
    let vault = Fixture::new();
    for bot in ["one", "two", "three"] {
        vault.value(&["bot", "add", bot]);
    }
    vault
}

fn of(vault: &Fixture, status: &str) -> usize {
    let json = vault.value(&["ls", &format!("status:{status}"), "kind:bot", "--json"]);
    json.matches("\"selector\"").count()
}

#[test]
fn several_are_disabled_enabled_and_given_an_expiry() {
    let vault = with_bots();
    let run = vault.run(&["disable", "bot:one", "bot:two"]);
    assert_eq!((run.code, of(&vault, "disabled")), (0, 2), "{run:?}");
    assert_eq!(run.err.matches("disabled bot:").count(), 2);
    let run = vault.run(&["enable", "bot:one", "bot:two", "--json"]);
    assert!(run.out.starts_with('[') && run.out.matches("\"selector\"").count() == 2, "{run:?}");
    assert_eq!(of(&vault, "active"), 3);
    let run = vault.run(&["edit", "bot:one", "bot:two", "bot:three", "--expires", "30d"]);
    assert_eq!(run.err.matches("expires").count(), 3, "{run:?}");
}

#[test]
fn all_are_found_before_any_is_changed() {
    let vault = with_bots();
    let run = vault.run(&["disable", "bot:one", "bot:none"]);
    assert_eq!((run.code, of(&vault, "disabled")), (3, 0), "{run:?}");
    let run = vault.run(&["disable", "bot:one", "bot:one"]);
    assert_eq!((run.code, of(&vault, "disabled")), (2, 0), "{run:?}");
    let run = vault.run(&["edit", "bot:one", "bot:two", "--name", "x"]);
    assert!(run.code == 2 && run.err.contains("--name and --scope are for one token at a time"), "{run:?}");
}

#[test]
fn the_first_failure_stops_and_says_how_far_it_came() {
    let vault = with_bots();
    vault.run(&["disable", "bot:two"]);
    let run = vault.run(&["disable", "bot:one", "bot:two", "bot:three"]);
    assert_eq!((run.code, of(&vault, "disabled")), (1, 2), "{run:?}");
    assert!(run.err.contains("stopped after 1 of 3") && run.err.contains("already disabled"), "{run:?}");
}
