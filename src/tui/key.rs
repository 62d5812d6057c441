//! One key press: how it is written in the keymap, shown to people, and turned into text.

use crokey::OneToThree;
use crossterm::event::{KeyCode, KeyModifiers};

/// One key with its modifiers, in the one form that input and keymap agree on: capitals carry Shift.
pub type Key = crokey::KeyCombination;

/// Why a key's name is refused.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyNameError {
    /// No such key.
    #[error("`{0}` is no key; write keys as `j`, `G`, `ctrl-r`, `alt-x`, `enter`, `esc`, `space`, `tab`, `backtab`, `f5`{hint}", hint = like(.1))]
    Unknown(String, Option<&'static str>),
    /// A terminal sends the same bytes for another key.
    #[error("terminals cannot tell `{0}` from `{1}`; write `{1}`, or choose another key")]
    SameAs(String, &'static str),
    /// Several keys at once, which terminals do not report.
    #[error("`{0}` is several keys at once, which terminals do not report; choose one key")]
    Several(String),
}

fn like(nearest: &Option<&'static str>) -> String {
    nearest.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}

/// A key from its code and modifiers, brought to the one form.
pub fn key(code: KeyCode, modifiers: KeyModifiers) -> Key {
    match code {
        KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => Key::one_key(KeyCode::BackTab, modifiers),
        KeyCode::BackTab => Key::one_key(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT),
        // Shift is in the character already: "?" is "?" on every keyboard layout.
        KeyCode::Char(c) if !c.is_ascii_alphabetic() && c != ' ' => Key::one_key(code, modifiers - KeyModifiers::SHIFT),
        _ => Key::one_key(code, modifiers).normalized(),
    }
}

/// The character that a key types into a field, if it types one.
pub fn typed(key: Key) -> Option<char> {
    match key.codes {
        OneToThree::One(KeyCode::Char(c)) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => Some(c),
        _ => None,
    }
}

/// Reads a key's name as the keymap writes it.
///
/// # Errors
/// The name is unknown, means several keys, or a key that terminals send as another.
pub fn parse(name: &str) -> Result<Key, KeyNameError> {
    let (modifiers, last) = split(name);
    let mut chars = last.chars();
    let parsed = match (chars.next(), chars.next()) {
        (Some(c), None) => key(KeyCode::Char(c), modifiers),
        _ => from_name(name)?,
    };
    match same_as(parsed) {
        Some(other) => Err(KeyNameError::SameAs(name.to_owned(), other)),
        None => Ok(parsed),
    }
}

fn split(name: &str) -> (KeyModifiers, &str) {
    let (mut modifiers, mut rest) = (KeyModifiers::NONE, name);
    let known = [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)];
    while let Some((prefix, modifier)) = known.iter().find(|(prefix, _)| rest.len() > prefix.len() && rest.starts_with(prefix)) {
        modifiers |= *modifier;
        rest = &rest[prefix.len()..];
    }
    (modifiers, rest)
}

fn from_name(name: &str) -> Result<Key, KeyNameError> {
    let parsed = crokey::parse(name).map_err(|_| {
        let names = ["enter", "esc", "space", "tab", "backtab", "backspace", "delete", "insert", "home", "end", "pageup"];
        let more = ["pagedown", "up", "down", "left", "right", "hyphen"];
        KeyNameError::Unknown(name.to_owned(), crate::domain::nearest::nearest(split(name).1, names.into_iter().chain(more)))
    })?;
    match parsed.codes {
        OneToThree::One(code) => Ok(key(code, parsed.modifiers)),
        _ => Err(KeyNameError::Several(name.to_owned())),
    }
}

/// The key whose bytes a terminal sends for this one as well.
fn same_as(key: Key) -> Option<&'static str> {
    match key.codes {
        OneToThree::One(KeyCode::Char(c)) if key.modifiers.contains(KeyModifiers::CONTROL) => match c.to_ascii_lowercase() {
            'i' => Some("tab"),
            'm' | 'j' => Some("enter"),
            'h' => Some("backspace"),
            '[' => Some("esc"),
            _ => None,
        },
        _ => None,
    }
}

/// How a key is shown to people: `Ctrl-r`, `G`, `Space`, `PgDn`.
pub fn label(key: Key) -> String {
    let OneToThree::One(code) = key.codes else { return key.to_string() };
    let mut text = String::new();
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        text.push_str("Ctrl-");
    }
    if key.modifiers.contains(KeyModifiers::ALT) {
        text.push_str("Alt-");
    }
    let capital = matches!(code, KeyCode::Char(c) if c != ' ') || code == KeyCode::BackTab;
    if key.modifiers.contains(KeyModifiers::SHIFT) && !capital {
        text.push_str("Shift-");
    }
    text.push_str(&match code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::BackTab => "Shift-Tab".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::Delete => "Del".to_owned(),
        KeyCode::Insert => "Ins".to_owned(),
        KeyCode::F(number) => format!("F{number}"),
        other => format!("{other:?}"),
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_labels_go_together() {
        for (name, shown) in [
            ("j", "j"),
            ("G", "G"),
            ("shift-g", "G"),
            ("ctrl-r", "Ctrl-r"),
            ("alt-b", "Alt-b"),
            ("ctrl-left", "Ctrl-Left"),
            ("space", "Space"),
            ("backtab", "Shift-Tab"),
            ("shift-tab", "Shift-Tab"),
            ("pagedown", "PgDn"),
            ("-", "-"),
            ("+", "+"),
            ("é", "é"),
            ("ctrl-space", "Ctrl-Space"),
            ("f5", "F5"),
        ] {
            assert_eq!(label(parse(name).unwrap()), shown, "{name}");
        }
    }

    #[test]
    fn a_mistyped_key_is_refused_with_the_nearest_one() {
        let message = parse("pagdown").unwrap_err().to_string();
        assert!(message.contains("did you mean `pagedown`?"), "{message}");
        assert!(matches!(parse(""), Err(KeyNameError::Unknown(..))));
        assert!(matches!(parse("a-b"), Err(KeyNameError::Several(_))));
    }

    #[test]
    fn a_key_that_terminals_send_as_another_is_refused() {
        assert_eq!(parse("ctrl-i"), Err(KeyNameError::SameAs("ctrl-i".to_owned(), "tab")));
        assert_eq!(parse("ctrl-m"), Err(KeyNameError::SameAs("ctrl-m".to_owned(), "enter")));
    }

    #[test]
    fn only_plain_characters_type() {
        assert_eq!(typed(parse("G").unwrap()), Some('G'));
        assert_eq!(typed(parse("space").unwrap()), Some(' '));
        assert_eq!(typed(parse("ctrl-a").unwrap()), None);
        assert_eq!(typed(parse("enter").unwrap()), None);
    }
}
