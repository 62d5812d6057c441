//! Nothing is forgotten: each action has a key, a description, a place in the palette and a twin on the command line,
//! or a reason why not.

use jeton::tui::action::{Action, Twin};
use jeton::tui::dialogs::palette::Palette;
use jeton::tui::keymap::Keymap;

/// Whether the command line has a command of these words.
fn is_command(words: &str) -> bool {
    let mut command = &jeton::cli::description();
    for word in words.split(' ') {
        match command.find_subcommand(word) {
            Some(below) => command = below,
            None => return false,
        }
    }
    true
}

#[test]
fn each_action_has_a_key() {
    let keymap = Keymap::built_in().unwrap();
    for action in Action::ALL {
        assert!(!keymap.keys_shown(*action).is_empty(), "{} has no key", action.name());
    }
}

#[test]
fn each_action_says_what_it_does_in_words_of_its_own() {
    let docs: std::collections::BTreeSet<&str> = Action::ALL.iter().map(|action| action.doc()).collect();
    assert_eq!(docs.len(), Action::ALL.len());
}

#[test]
fn each_action_stands_in_the_palette_or_says_why_not() {
    let offered = Palette::open().found;
    for action in Action::ALL {
        assert_eq!(offered.contains(action), action.why_not_in_palette().is_none(), "{}", action.name());
    }
}

#[test]
fn each_action_is_found_in_the_palette_by_its_own_name() {
    for action in Action::ALL.iter().filter(|action| action.in_palette()) {
        let mut palette = Palette::open();
        palette.field.set(action.name());
        palette.find();
        assert_eq!(palette.selected(), Some(*action));
    }
}

#[test]
fn each_action_has_a_twin_on_the_command_line_or_says_why_not() {
    for action in Action::ALL {
        match action.cli_twin() {
            Twin::Commands(commands) => {
                assert!(!commands.is_empty());
                for command in commands {
                    assert!(is_command(command), "{}: there is no `jeton {command}`", action.name());
                }
            }
            Twin::Option(name) => {
                let has = |arg: &clap::Arg| arg.get_long() == Some(name);
                assert!(jeton::cli::description().get_arguments().any(has), "{}: there is no --{name}", action.name());
            }
            Twin::None(reason) => assert!(!reason.is_empty()),
        }
    }
}

#[test]
fn each_command_that_changes_something_has_a_twin_in_the_interface() {
    // What needs no interface, or is one: said here, so that a new command has to be thought about.
    let without = [
        "init",
        "status",
        "account",
        "verify",
        "serve",
        "gateway",
        "doctor",
        "scan",
        "demo",
        "completions",
        "man",
        "config",
        "help",
    ];
    let twins: Vec<&str> = Action::ALL
        .iter()
        .filter_map(|action| match action.cli_twin() {
            Twin::Commands(commands) => Some(commands),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    for command in jeton::cli::description().get_subcommands().filter(|command| !command.is_hide_set()) {
        let name = command.get_name();
        let is_known = twins.iter().any(|twin| twin.split(' ').next() == Some(name));
        assert!(is_known || without.contains(&name), "`jeton {name}` has no twin in the interface");
    }
}
