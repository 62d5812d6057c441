//! Reading a secret from a file or a pipe into memory that is wiped.

use super::failure::{Failure, Result};
use super::terminal::Terminal;
use crate::domain::plaintext::Plaintext;
use rustix::termios::isatty;
use std::io::Read;
use zeroize::Zeroizing;

/// The longest secret that is taken.
const MAX_BYTES: usize = 16 * 1024;

/// A secret from `source`, without the one line end that editors and `echo` put behind it.
///
/// # Errors
/// It cannot be read, is too long or not UTF-8.
pub fn read(source: impl Read, what: &str) -> Result<Plaintext> {
    let bytes = read_bytes(source, what)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Failure::usage(format!("{what} is not UTF-8")))?;
    let mut own = String::with_capacity(text.len());
    own.push_str(strip_line_end(text));
    Ok(Plaintext::new(own))
}

/// A value from standard input, or typed unseen at the terminal that it is.
///
/// # Errors
/// As [`read`]; Ctrl-C.
pub fn value(prompt: &str) -> Result<Plaintext> {
    if isatty(rustix::stdio::stdin())
        && let Some(mut terminal) = Terminal::open()
    {
        return terminal.ask_hidden(prompt);
    }
    read(std::io::stdin().lock(), "standard input")
}

/// A value to be judged: whatever bytes came, since only a well-formed value can be allowed.
///
/// # Errors
/// Standard input cannot be read or is too long; Ctrl-C.
pub fn any_value(prompt: &str) -> Result<Plaintext> {
    if isatty(rustix::stdio::stdin())
        && let Some(mut terminal) = Terminal::open()
    {
        return terminal.ask_hidden(prompt);
    }
    let bytes = read_bytes(std::io::stdin().lock(), "standard input")?;
    let text = Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
    Ok(Plaintext::new(strip_line_end(&text).to_owned()))
}

fn read_bytes(source: impl Read, what: &str) -> Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BYTES + 1));
    source
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::usage(format!("{what} cannot be read: {error}")))?;
    if bytes.len() > MAX_BYTES {
        return Err(Failure::usage(format!("{what} is too long; {MAX_BYTES} bytes are the most")));
    }
    Ok(bytes)
}

fn strip_line_end(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_not_part_of_a_secret() {
        let taken = |text: &str| read(text.as_bytes(), "it").unwrap().expose().to_owned();
        assert_eq!(taken("five unrelated words\n"), "five unrelated words");
        assert_eq!(taken("five unrelated words\r\n"), "five unrelated words");
        assert_eq!(taken("two ends\n\n"), "two ends\n");
        assert_eq!(taken(" blanks stay "), " blanks stay ");
    }

    #[test]
    fn what_is_no_text_or_too_long_is_refused() {
        assert_eq!(read(&b"\xff"[..], "it").unwrap_err().message, "it is not UTF-8");
        let long = "x".repeat(MAX_BYTES + 1);
        assert!(read(long.as_bytes(), "it").unwrap_err().message.contains("too long"));
    }
}
