//! Mouse reports in xterm's SGR form (mode 1006), the only one that is ever switched on.

use super::event::{Mouse, MouseKind};
use crossterm::event::KeyModifiers;

/// Reads `button;column;row` with the final `M` (pressed) or `m` (released).
pub(super) fn read(body: &[u8], last: u8) -> Option<Mouse> {
    let mut parts = std::str::from_utf8(body).ok()?.split(';').map(|part| part.parse::<u16>().ok());
    let (button, column, row) = (parts.next()??, parts.next()??, parts.next()??);
    let kind = match (last, button & !0b1_1100) {
        (b'M', 0) => MouseKind::Press,
        (b'm', 0) => MouseKind::Release,
        (b'M', 64) => MouseKind::ScrollUp,
        (b'M', 65) => MouseKind::ScrollDown,
        _ => return None,
    };
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, button & 4 != 0);
    modifiers.set(KeyModifiers::ALT, button & 8 != 0);
    modifiers.set(KeyModifiers::CONTROL, button & 16 != 0);
    Some(Mouse { kind, column: column.saturating_sub(1), row: row.saturating_sub(1), modifiers })
}
