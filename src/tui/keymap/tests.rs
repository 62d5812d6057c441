//! The keymap as an operator meets it.

use super::*;
use crossterm::event::{KeyCode, KeyModifiers};

fn key(name: &str) -> Key {
    key::parse(name).unwrap()
}

fn overrides(pairs: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    pairs.iter().map(|(name, keys)| ((*name).to_owned(), keys.iter().map(|key| (*key).to_owned()).collect())).collect()
}

#[test]
fn the_built_in_keys_hold_together() {
    let keymap = Keymap::built_in().unwrap();
    assert_eq!(keymap.action(Context::Table, key("j")), Some(Action::MoveDown));
    assert_eq!(keymap.action(Context::Table, key("v")), Some(Action::MarkRange));
    assert_eq!(keymap.action(Context::Table, key("o")), Some(Action::Reveal));
    assert_eq!(keymap.action(Context::Tree, key("e")), Some(Action::RenameOwner));
    assert_eq!(keymap.action(Context::Detail, key("e")), Some(Action::Edit));
    assert_eq!(keymap.action(Context::Field, key("ctrl-u")), Some(Action::DeleteToStart));
    assert_eq!(keymap.action(Context::Field, key("ctrl-z")), Some(Action::Suspend));
}

#[test]
fn every_action_has_a_key_somewhere() {
    let keymap = Keymap::built_in().unwrap();
    let without: Vec<_> = Action::ALL.iter().filter(|action| keymap.keys_shown(**action).is_empty()).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn typing_is_never_taken_for_a_command() {
    let keymap = Keymap::built_in().unwrap();
    for context in Context::ALL.iter().filter(|context| context.types_text()) {
        for c in (' '..='~').chain("éß漢".chars()) {
            assert_eq!(keymap.action(*context, crate::tui::key::key(KeyCode::Char(c), KeyModifiers::NONE)), None);
        }
    }
}

#[test]
fn each_place_can_be_left() {
    let keymap = Keymap::built_in().unwrap();
    for context in Context::ALL {
        assert_eq!(keymap.action(*context, key("esc")), Some(Action::Back), "{context:?}");
    }
}

#[test]
fn an_operators_key_takes_the_place_of_the_built_in_one() {
    let keymap = Keymap::with_overrides(&overrides(&[("reveal", &["O", "f9"])])).unwrap();
    assert_eq!(keymap.action(Context::Table, key("O")), Some(Action::Reveal));
    assert_eq!(keymap.action(Context::Detail, key("f9")), Some(Action::Reveal));
    assert_eq!(keymap.action(Context::Table, key("o")), None);
}

#[test]
fn a_key_that_types_stays_out_of_fields() {
    let keymap = Keymap::with_overrides(&overrides(&[("move-down", &["z", "ctrl-t"])])).unwrap();
    assert_eq!(keymap.action(Context::Table, key("z")), Some(Action::MoveDown));
    assert_eq!(keymap.action(Context::Filter, key("z")), None);
    assert_eq!(keymap.action(Context::Filter, key("ctrl-t")), Some(Action::MoveDown));
}

#[test]
fn an_empty_list_takes_the_key_away_but_never_the_way_out() {
    let keymap = Keymap::with_overrides(&overrides(&[("revoke", &[])])).unwrap();
    assert_eq!(keymap.action(Context::Table, key("x")), None);
    assert_eq!(Keymap::with_overrides(&overrides(&[("quit", &[])])).unwrap_err(), KeymapError::Needed("quit"));
}

#[test]
fn a_clash_names_both_actions_and_the_place() {
    let error = Keymap::with_overrides(&overrides(&[("reveal", &["y"])])).unwrap_err();
    let message = error.to_string();
    for part in ["`y`", "`copy`", "`reveal`", "`table`"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_clash_with_an_inherited_key_is_found() {
    let error = Keymap::with_overrides(&overrides(&[("rename-owner", &["q"])])).unwrap_err();
    assert!(matches!(error, KeymapError::Clash { context: "tree", .. }), "{error}");
}

#[test]
fn mistyped_names_are_met_with_the_nearest_one() {
    let message = Keymap::with_overrides(&overrides(&[("revael", &["O"])])).unwrap_err().to_string();
    assert!(message.contains("did you mean `reveal`?"), "{message}");
    let message = Keymap::with_overrides(&overrides(&[("reveal", &["entre"])])).unwrap_err().to_string();
    assert!(message.contains("did you mean `enter`?"), "{message}");
    let message = load::parse("[[bind]]\non = ['a']\nrun = 'open'\nin = ['tabel']").unwrap_err().to_string();
    assert!(message.contains("did you mean `table`?"), "{message}");
}

#[test]
fn a_plain_letter_cannot_be_bound_where_text_is_typed() {
    let error = load::parse("[[bind]]\non = ['a']\nrun = 'back'\nin = ['filter']").unwrap_err();
    assert!(matches!(error, KeymapError::TypesText { .. }), "{error}");
}

#[test]
fn hints_stand_in_the_order_of_the_file() {
    let keymap = Keymap::built_in().unwrap();
    let table: Vec<String> =
        keymap.hints(Context::Table).into_iter().map(|hint| format!("{} {}", hint.key, hint.label)).collect();
    assert_eq!(table[..4], ["u unlock", "Enter open", "y copy", "n new"], "unlocking is left out while nothing is locked");
    for context in Context::ALL {
        assert!(!keymap.hints(*context).is_empty(), "{context:?}");
    }
}

#[test]
fn the_readmes_table_names_every_action() {
    let table = Keymap::built_in().unwrap().table_markdown();
    for action in Action::ALL {
        assert!(table.contains(&format!("`{}`", action.name())), "{}", action.name());
    }
}
