//! Single bytes: control characters as keys.

use crate::tui::key::{Key, key};
use crossterm::event::{KeyCode, KeyModifiers};

/// The key of one ASCII byte other than ESC.
pub(super) fn key_of(byte: u8, alt: bool) -> Key {
    let (code, control) = match byte {
        0x00 => (KeyCode::Char(' '), true),
        0x08 | 0x7f => (KeyCode::Backspace, false),
        b'\t' => (KeyCode::Tab, false),
        b'\r' | b'\n' => (KeyCode::Enter, false),
        0x01..=0x1a => (KeyCode::Char(char::from(byte + 0x60)), true),
        0x1b..=0x1f => (KeyCode::Char(char::from(byte + 0x40)), true),
        _ => (KeyCode::Char(char::from(byte)), false),
    };
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::CONTROL, control);
    modifiers.set(KeyModifiers::ALT, alt);
    key(code, modifiers)
}
