//! The one way for untrusted text to reach a screen or a table: every character that could act is spelled out.

use std::fmt;

/// Text that is safe to write to a terminal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DisplaySafe(String);

impl DisplaySafe {
    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplaySafe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// Spells out C0 as `^[`, C1 as `M-^[`, bidirectional and zero-width characters as `<U+202E>`.
pub fn display_safe(text: &str) -> DisplaySafe {
    if !text.chars().any(is_active) {
        return DisplaySafe(text.to_owned());
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\0'..='\x1f' => safe.extend(['^', char::from(c as u8 + 0x40)]),
            '\x7f' => safe.push_str("^?"),
            '\u{80}'..='\u{9f}' => safe.extend(['M', '-', '^', char::from(c as u8 - 0x40)]),
            c if is_active(c) => safe.push_str(&format!("<U+{:04X}>", c as u32)),
            c => safe.push(c),
        }
    }
    DisplaySafe(safe)
}

/// At most `max` characters of `text` made safe, for errors that quote what was typed; `...` stands for the rest.
pub fn excerpt(text: &str, max: usize) -> DisplaySafe {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(max).collect();
    let DisplaySafe(mut safe) = display_safe(&head);
    if chars.next().is_some() {
        safe.push_str("...");
    }
    DisplaySafe(safe)
}

/// Whether a terminal would do something other than show `c` in a place of its own.
pub fn is_active(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
