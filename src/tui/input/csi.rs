//! Control sequences: the few that are keys or focus, all others being a terminal's answers, which are nobody's key press.
//! Sources: ECMA-48, xterm's `ctlseqs`, the kitty keyboard protocol.

use super::event::InputEvent;
use super::mouse;
use crate::tui::key::{Key, key};
use crossterm::event::{KeyCode, KeyModifiers};

/// What a control sequence means.
pub(super) enum Meaning {
    /// An event.
    Event(InputEvent),
    /// A paste begins.
    PasteStart,
    /// Three bytes of an old mouse report follow.
    OldMouse,
    /// A function key of the Linux console follows, one byte.
    LinuxFunction,
    /// An answer, or nothing that is known.
    Nothing,
}

/// Reads what stood between `ESC [` and `last`.
pub(super) fn read(body: &[u8], last: u8, alt: bool) -> Meaning {
    if body.first() == Some(&b'<') {
        return mouse::read(&body[1..], last).map_or(Meaning::Nothing, |mouse| Meaning::Event(InputEvent::Mouse(mouse)));
    }
    let Some(numbers) = numbers(body) else { return Meaning::Nothing };
    match (last, numbers.as_slice()) {
        (b'I', []) => Meaning::Event(InputEvent::FocusGained),
        (b'O', []) => Meaning::Event(InputEvent::FocusLost),
        (b'M', []) => Meaning::OldMouse,
        (b'[', []) => Meaning::LinuxFunction,
        (b'~', [[200, ..], ..]) => Meaning::PasteStart,
        _ => pressed(last, &numbers, alt).map_or(Meaning::Nothing, |key| Meaning::Event(InputEvent::Key(key))),
    }
}

/// Parameters, each with up to three sub-parameters; `None` when there is a private mark or an intermediate byte.
fn numbers(body: &[u8]) -> Option<Vec<[u32; 3]>> {
    if body.is_empty() {
        return Some(Vec::new());
    }
    if !body.iter().all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':')) {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    let parameter = |text: &str| {
        let mut parts = [0; 3];
        for (part, digits) in parts.iter_mut().zip(text.split(':')) {
            *part = digits.parse().unwrap_or(0);
        }
        parts
    };
    Some(text.split(';').map(parameter).collect())
}

fn pressed(last: u8, numbers: &[[u32; 3]], alt: bool) -> Option<Key> {
    let first = numbers.first().map_or(0, |parts| parts[0]);
    let [held, kind, _] = numbers.get(1).copied().unwrap_or_default();
    if kind == 3 {
        return None; // a key let go
    }
    let modifiers = modifiers(held, alt);
    match last {
        b'u' => unicode(numbers.first()?, modifiers),
        b'~' if first == 27 => unicode(numbers.get(2)?, modifiers),
        b'~' => Some(key(numbered(first)?, modifiers)),
        // Rxvt: Ctrl and Ctrl-Shift.
        b'^' => Some(key(numbered(first)?, modifiers | KeyModifiers::CONTROL)),
        b'@' => Some(key(numbered(first)?, modifiers | KeyModifiers::CONTROL | KeyModifiers::SHIFT)),
        b'a'..=b'd' if numbers.is_empty() => Some(key(arrow(last.to_ascii_uppercase())?, modifiers | KeyModifiers::SHIFT)),
        b'Z' => Some(key(KeyCode::BackTab, modifiers)),
        // A cursor position report looks like F3 with modifiers; better no F3 than a key that nobody pressed.
        b'R' if !numbers.is_empty() => None,
        _ if first <= 1 => Some(key(arrow(last).or_else(|| function(last))?, modifiers)),
        _ => None,
    }
}

/// Modifiers as xterm counts them: one more than the sum of Shift 1, Alt 2, Ctrl 4.
fn modifiers(held: u32, alt: bool) -> KeyModifiers {
    let bits = held.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, bits & 1 != 0);
    modifiers.set(KeyModifiers::ALT, bits & 2 != 0 || alt);
    modifiers.set(KeyModifiers::CONTROL, bits & 4 != 0);
    modifiers
}

/// The keys that cursor and edit blocks share between `CSI` and `SS3`.
pub(super) fn arrow(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        _ => return None,
    })
}

/// F1 to F4.
pub(super) fn function(last: u8) -> Option<KeyCode> {
    matches!(last, b'P'..=b'S').then(|| KeyCode::F(last - b'P' + 1))
}

/// Keys that a number names, before `~`.
fn numbered(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23..=26 => KeyCode::F(number as u8 - 12),
        28 | 29 => KeyCode::F(number as u8 - 13),
        31..=34 => KeyCode::F(number as u8 - 14),
        _ => return None,
    })
}

/// A key by its Unicode code: `[code, shifted, base layout]`.
fn unicode([code, shifted, _]: &[u32; 3], modifiers: KeyModifiers) -> Option<Key> {
    let code = if modifiers.contains(KeyModifiers::SHIFT) && *shifted != 0 { *shifted } else { *code };
    let code = match code {
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        57399..=57408 => KeyCode::Char(char::from(b'0' + (code - 57399) as u8)),
        57344..=63743 => return None, // other function keys of the kitty protocol
        _ => KeyCode::Char(char::from_u32(code).filter(|c| !c.is_control())?),
    };
    Some(key(code, modifiers))
}

/// A key of the application keypad or cursor block, after `ESC O`.
pub(super) fn single_shift(last: u8, held: u32, alt: bool) -> Option<Key> {
    let code = match last {
        b'M' => KeyCode::Enter,
        b'j'..=b'y' => KeyCode::Char(char::from(last - 0x40)),
        b'X' => KeyCode::Char('='),
        b' ' => KeyCode::Char(' '),
        b'I' => KeyCode::Tab,
        _ => arrow(last).or_else(|| function(last))?,
    };
    Some(key(code, modifiers(held, alt)))
}
