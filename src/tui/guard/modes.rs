//! The bytes that take a terminal and give it back. Sources: ECMA-48, xterm's `ctlseqs`, the synchronised output proposal.

/// Alternate screen, bracketed paste, focus reports, no cursor, an empty screen.
pub(super) fn taking(mouse: bool) -> Vec<u8> {
    let mut bytes = b"\x1b[?1049h\x1b[?2004h\x1b[?1004h\x1b[?25l".to_vec();
    if mouse {
        bytes.extend_from_slice(b"\x1b[?1000h\x1b[?1006h");
    }
    bytes.extend_from_slice(b"\x1b[m\x1b[H\x1b[2J");
    bytes
}

/// Every row blanked one by one (some terminals keep what a whole-screen erase removes), then everything as it was.
pub(super) fn giving_back(rows: u16, mouse: bool) -> Vec<u8> {
    let mut bytes = b"\x1b[?2026l\x1b[m".to_vec();
    for row in 1..=rows.min(2_000) {
        bytes.extend_from_slice(format!("\x1b[{row}H\x1b[2K").as_bytes());
    }
    if mouse {
        bytes.extend_from_slice(b"\x1b[?1006l\x1b[?1000l");
    }
    bytes.extend_from_slice(b"\x1b[?1004l\x1b[?2004l\x1b[?1049l\x1b[?25h");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modes_set(bytes: &[u8], end: char) -> Vec<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut modes: Vec<_> = text
            .split("\x1b[")
            .filter(|part| part.starts_with('?') && part.ends_with(end))
            .map(|part| part[1..part.len() - 1].to_owned())
            .collect();
        modes.sort();
        modes
    }

    #[test]
    fn every_mode_that_is_switched_on_is_switched_off() {
        for mouse in [false, true] {
            let taken = modes_set(&taking(mouse), 'h');
            let mut given = modes_set(&giving_back(24, mouse), 'l');
            given.retain(|mode| mode != "2026");
            assert_eq!(taken, given);
        }
    }

    #[test]
    fn the_screen_is_blanked_before_it_is_left() {
        let mut terminal = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        terminal.process(&taking(false));
        terminal.process(b"\x1b[5;3Hjtn_bot_secret\x1b[24;1Hlast row");
        let bytes = giving_back(24, false);
        let leave = bytes.windows(8).position(|window| window == b"\x1b[?1049l").unwrap_or(0);
        terminal.process(&bytes[..leave]);
        assert_eq!(terminal.screen().contents().trim(), "");
    }

    #[test]
    fn the_terminal_is_asked_nothing() {
        let bytes = [taking(true), giving_back(1, true)].concat();
        for sequence in String::from_utf8_lossy(&bytes).split("\x1b[").skip(1) {
            assert!(!sequence.ends_with(['c', 'n', 'u', 'p', 't']), "{sequence}");
        }
    }
}
