//! Text for people: pieces with a meaning each, every one made safe for a terminal as it is put in.

use crate::domain::label::display_safe;
use crate::domain::token::Status;
use unicode_width::UnicodeWidthStr;

/// What a piece of text means; the printer decides how that looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// A heading, or the thing itself.
    Strong,
    /// Beside the point.
    Faint,
    /// As it should be.
    Good,
    /// Wants attention soon.
    Warning,
    /// Ended, denied, wrong.
    Bad,
}

impl Tone {
    /// The tone of a status.
    pub fn of(status: Status) -> Self {
        match status {
            Status::Active => Self::Good,
            Status::Rotating => Self::Warning,
            Status::Disabled => Self::Faint,
            Status::Expired | Status::Revoked => Self::Bad,
        }
    }

    /// The SGR parameters of the tone (ECMA-48), from the sixteen colours that every terminal's own theme sets.
    pub fn sgr(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Faint => Some("2"),
            Self::Good => Some("32"),
            Self::Warning => Some("33"),
            Self::Bad => Some("31"),
        }
    }
}

/// A line or a cell: safe pieces, each with its tone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pieces: Vec<(Tone, String)>,
    width: usize,
}

impl Text {
    /// Text of one tone.
    pub fn toned(tone: Tone, text: impl AsRef<str>) -> Self {
        Self::default().and(tone, text)
    }

    /// And more of one tone.
    pub fn and(mut self, tone: Tone, text: impl AsRef<str>) -> Self {
        let safe = display_safe(text.as_ref());
        if !safe.as_str().is_empty() {
            self.push(tone, safe.into_string());
        }
        self
    }

    /// And more without a tone.
    pub fn plain(self, text: impl AsRef<str>) -> Self {
        self.and(Tone::Plain, text)
    }

    /// And another text.
    pub fn join(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self.width += other.width;
        self
    }

    /// Cells in one line, as where no table can be laid out.
    pub fn joined(cells: impl IntoIterator<Item = Self>) -> Self {
        cells.into_iter().fold(Self::default(), |line, cell| match line.width() {
            0 => cell,
            _ => line.plain("  ").join(cell),
        })
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Takes in text that is safe.
    fn push(&mut self, tone: Tone, text: String) {
        // Of ASCII without controls, each byte takes a column.
        self.width += if text.is_ascii() { text.len() } else { text.width() };
        self.pieces.push((tone, text));
    }

    /// Cut to `columns`, with `mark` where something is missing.
    pub fn cut(&self, columns: usize, mark: &str) -> Self {
        if self.width() <= columns {
            return self.clone();
        }
        let mut room = columns.saturating_sub(mark.width());
        let mut kept = Self::default();
        for (tone, text) in &self.pieces {
            let head = head(text, room);
            room -= head.width();
            let is_whole = head.len() == text.len();
            kept.push(*tone, head.to_owned());
            if !is_whole {
                break;
            }
        }
        kept.push(Tone::Plain, head(mark, columns).to_owned());
        kept
    }

    /// The text as bytes for a terminal, coloured or not.
    pub fn render(&self, color: bool) -> String {
        let mut line = String::new();
        self.render_into(&mut line, color);
        line
    }

    /// Adds the text as bytes for a terminal, coloured or not.
    pub fn render_into(&self, line: &mut String, color: bool) {
        for (tone, text) in &self.pieces {
            match tone.sgr().filter(|_| color) {
                Some(sgr) => ["\u{1b}[", sgr, "m", text, "\u{1b}[0m"].into_iter().for_each(|part| line.push_str(part)),
                None => line.push_str(text),
            }
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::toned(Tone::Plain, text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::toned(Tone::Plain, text)
    }
}

/// The longest beginning of whole characters that takes no more than `columns`.
fn head(text: &str, columns: usize) -> &str {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        if text[..next].width() > columns {
            break;
        }
        end = next;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_act_on_a_terminal_is_spelled_out() {
        let text = Text::from("a\u{1b}[31mb\nc\u{202e}d");
        assert_eq!(text.render(false), "a^[[31mb^Jc<U+202E>d");
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let text = Text::toned(Tone::Bad, "revoked").plain(" since today");
        assert_eq!(text.render(false), "revoked since today");
        assert_eq!(text.render(true), "\u{1b}[31mrevoked\u{1b}[0m since today");
    }

    #[test]
    fn cutting_counts_columns_and_keeps_characters_whole() {
        let text = Text::from("漢字かな");
        assert_eq!(text.width(), 8);
        assert_eq!(text.cut(8, "…").render(false), "漢字かな");
        assert_eq!(text.cut(6, "…").render(false), "漢字…");
        assert_eq!(text.cut(5, "…").render(false), "漢字…");
        assert_eq!(text.cut(2, "...").render(false), "..");
        assert_eq!(Text::from("abc").and(Tone::Good, "def").cut(5, "…").render(false), "abcd…");
    }
}
