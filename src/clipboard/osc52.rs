//! OSC 52: asks the terminal to put a value on the clipboard of the machine it runs on (xterm, "Operating System Commands").
//! Only ever sent, never asked for: a terminal's answer would arrive as key presses.

use super::{ClipboardError, Wrapping};
use base64ct::{Base64, Encoding as _};
use std::io::Write;
use zeroize::Zeroizing;

/// The most bytes whose Base64, with the sequence around it, stays within the 100,000 bytes that terminals take.
pub(super) const MAX_BYTES: usize = 74_991;
/// GNU screen cuts strings of control sequences at 256 bytes in older versions.
const SCREEN_CHUNK: usize = 76;
/// ESC \
const ST: &str = "\x1b\\";

/// Writes the sequence that puts `value` there, and flushes.
pub(super) fn put(terminal: &mut dyn Write, value: &str, wrapping: Wrapping) -> Result<(), ClipboardError> {
    if value.len() > MAX_BYTES {
        return Err(ClipboardError::TooLong { bytes: value.len() });
    }
    let sequence = sequence(value, wrapping);
    terminal.write_all(sequence.as_bytes())?;
    terminal.flush()?;
    Ok(())
}

fn sequence(value: &str, wrapping: Wrapping) -> Zeroizing<String> {
    let encoded = Zeroizing::new(Base64::encode_string(value.as_bytes()));
    // Twice the length and a tenth more holds every form, so that growing leaves no copies behind.
    let mut out = Zeroizing::new(String::with_capacity(64 + encoded.len() * 11 / 5));
    if wrapping != Wrapping::Screen {
        push(&mut out, &["\x1b]52;c;", &encoded, ST]);
    }
    if wrapping != Wrapping::Plain {
        push_for_screen(&mut out, &encoded);
    }
    out
}

/// Screen joins what device control strings carry and passes it on. Inside, the sequence ends with BEL: an ST would end
/// screen's string instead.
fn push_for_screen(out: &mut String, encoded: &str) {
    push(out, &["\x1bP\x1b]52;c;"]);
    let mut rest = encoded;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.len().min(SCREEN_CHUNK));
        rest = after;
        push(out, &[chunk, if rest.is_empty() { "" } else { "\x1b\\\x1bP" }]);
    }
    push(out, &["\x07", ST]);
}

fn push(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
}

#[cfg(test)]
mod tests;
