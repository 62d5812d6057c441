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

    /// The safe text, for keeps.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for DisplaySafe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// Spells out C0 as `^[`, C1 as `M-^[`, bidirectional and zero-width characters as `<U+202E>`.
pub fn display_safe(text: &str) -> DisplaySafe {
    // Most text is plain ASCII, and there is much of it.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.chars().any(is_active) {
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
            '\u{00ad}' | '\u{034f}' | '\u{0600}'..='\u{0605}' | '\u{061c}' | '\u{06dd}' | '\u{070f}' | '\u{0890}'..='\u{0891}' | '\u{08e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthChar;

    #[test]
    fn harmless_text_stays_as_it_is() {
        for text in ["", "order bot", "Café 東京 ☂", "^[ <U+202E>", "e\u{301}"] {
            assert_eq!(display_safe(text).as_str(), text);
        }
    }

    #[test]
    fn every_character_that_acts_is_spelled_out() {
        for (text, safe) in [
            ("\u{1b}[31mred\u{1b}]0;title\u{7}", "^[[31mred^[]0;title^G"),
            ("a\r\nb\tc\0", "a^M^Jb^Ic^@"),
            ("\u{7f}", "^?"),
            ("\u{9b}2J\u{80}\u{9f}", "M-^[2JM-^@M-^_"),
            ("a\u{202e}b\u{2066}c\u{2069}", "a<U+202E>b<U+2066>c<U+2069>"),
            ("a\u{200b}b\u{feff}\u{ad}", "a<U+200B>b<U+FEFF><U+00AD>"),
            ("\u{2028}\u{2029}", "<U+2028><U+2029>"),
            ("\u{e0041}\u{13430}", "<U+E0041><U+13430>"),
        ] {
            assert_eq!(display_safe(text).as_str(), safe, "{text:?}");
        }
    }

    #[test]
    fn what_takes_no_place_of_its_own_is_active_or_a_mark_upon_another_letter() {
        let is_mark = |c: char| {
            use unicode_normalization::char::is_combining_mark;
            // Vowels and finals of old Korean join the syllable before them; these letters of Indic scripts the one after.
            let joins = matches!(c as u32, 0x1160..=0x11ff | 0xd7b0..=0xd7ff | 0x0d4e | 0xa8fa | 0x111c2..=0x111c3 | 0x113d1
                | 0x1193f | 0x11941 | 0x11a84..=0x11a89 | 0x11d46 | 0x11f02);
            joins || is_combining_mark(c)
        };
        let missed: Vec<String> = ('\0'..=char::MAX)
            .filter(|c| c.width().unwrap_or(0) == 0 && !is_active(*c) && !is_mark(*c))
            .map(|c| format!("U+{:04X}", c as u32))
            .collect();
        assert!(missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn excerpts_are_cut_and_safe() {
        assert_eq!(excerpt("short", 5).as_str(), "short");
        assert_eq!(excerpt("longer", 5).as_str(), "longe...");
        assert_eq!(excerpt("\u{1b}\u{1b}\u{1b}", 2).as_str(), "^[^[...");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_comes_out(text in any::<String>(), max in 0..50_usize) {
            for safe in [display_safe(&text), excerpt(&text, max)] {
                prop_assert!(!safe.as_str().chars().any(is_active));
                prop_assert_eq!(&display_safe(safe.as_str()), &safe);
            }
        }

        #[test]
        fn nothing_else_is_changed(text in r"[^\p{Cc}\p{Cf}]*") {
            prop_assume!(!text.chars().any(is_active));
            prop_assert_eq!(display_safe(&text).to_string(), text);
        }
    }
}
