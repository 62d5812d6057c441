//! The characters that pictures are made of: box drawing and bullets, or ASCII where a locale has no more.

use crate::domain::mask::Charset;
use crate::domain::token::Status;
use ratatui::symbols::border;
use std::borrow::Cow;

/// One set of characters; every one of them is one column wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbols {
    /// Which set this is; masks are drawn with it too.
    pub charset: Charset,
    /// Frames of panes and dialogs.
    pub border: border::Set<'static>,
    /// A horizontal line inside a pane.
    pub line: &'static str,
    /// A vertical line between columns.
    pub bar: &'static str,
    /// Where a vertical line begins under a horizontal one, and where a horizontal one leaves it to the right.
    pub joints: [&'static str; 2],
    /// Between parts of one line.
    pub separator: &'static str,
    /// What was cut off.
    pub ellipsis: &'static str,
    /// One hidden character.
    pub dot: &'static str,
    /// The selected row, so that it is not told by colour alone.
    pub cursor: &'static str,
    /// A marked row.
    pub mark: &'static str,
    /// A folded branch.
    pub folded: &'static str,
    /// An unfolded branch.
    pub unfolded: &'static str,
    /// Sorted upwards.
    pub ascending: &'static str,
    /// Sorted downwards.
    pub descending: &'static str,
    /// From one thing to another.
    pub arrow: &'static str,
    /// More above.
    pub more_above: &'static str,
    /// More below.
    pub more_below: &'static str,
    /// A tick box: empty, ticked, partly.
    pub ticks: [&'static str; 3],
    /// A choice: not chosen, chosen.
    pub choices: [&'static str; 2],
    /// It worked.
    pub done: &'static str,
    /// It did not, or is refused.
    pub failed: &'static str,
    /// Worth a look.
    pub warning: &'static str,
    /// Locked.
    pub locked: &'static str,
    /// Work in progress, one picture after the other.
    pub spinner: &'static [&'static str],
    /// A filled and an empty part of a bar.
    pub gauge: [&'static str; 2],
    statuses: [&'static str; 5],
}

const UNICODE: Symbols = Symbols {
    charset: Charset::Unicode,
    border: border::ROUNDED,
    line: "─",
    bar: "│",
    joints: ["┬", "├"],
    separator: "·",
    ellipsis: "…",
    dot: "•",
    cursor: "▌",
    mark: "✓",
    folded: "▸",
    unfolded: "▾",
    ascending: "▲",
    descending: "▼",
    arrow: "→",
    more_above: "↑",
    more_below: "↓",
    ticks: ["[ ]", "[x]", "[-]"],
    choices: ["( )", "(•)"],
    done: "✓",
    failed: "✕",
    warning: "!",
    locked: "■",
    spinner: &["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
    gauge: ["━", "─"],
    statuses: ["●", "◐", "○", "◌", "✕"],
};

const ASCII: Symbols = Symbols {
    charset: Charset::Ascii,
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
    line: "-",
    bar: "|",
    joints: ["+", "+"],
    separator: "-",
    ellipsis: "~",
    dot: "*",
    cursor: ">",
    mark: "+",
    folded: ">",
    unfolded: "v",
    ascending: "^",
    descending: "v",
    arrow: ">",
    more_above: "^",
    more_below: "v",
    ticks: ["[ ]", "[x]", "[-]"],
    choices: ["( )", "(*)"],
    done: "+",
    failed: "x",
    warning: "!",
    locked: "#",
    spinner: &["|", "/", "-", "\\"],
    gauge: ["=", "-"],
    statuses: ["*", "%", "o", ".", "x"],
};

impl Symbols {
    /// The set of a character set.
    pub const fn of(charset: Charset) -> &'static Self {
        match charset {
            Charset::Unicode => &UNICODE,
            Charset::Ascii => &ASCII,
        }
    }

    /// The bullet of a status; each differs in shape, so that colour says nothing alone.
    pub const fn status(&self, status: Status) -> &'static str {
        let [active, rotating, disabled, expired, revoked] = self.statuses;
        match status {
            Status::Active => active,
            Status::Rotating => rotating,
            Status::Disabled => disabled,
            Status::Expired => expired,
            Status::Revoked => revoked,
        }
    }

    /// The tick box of a state.
    pub const fn tick(&self, ticked: bool) -> &'static str {
        self.ticks[ticked as usize]
    }

    /// The mark of a choice among several.
    pub const fn choice(&self, chosen: bool) -> &'static str {
        self.choices[chosen as usize]
    }

    /// A text as this set can write it: typographic characters give way to their nearest in ASCII, column for column.
    pub fn spell<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.charset == Charset::Unicode || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let plain = |c| match c {
            '…' => '~',
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '–' | '—' | '─' => '-',
            '→' => '>',
            '·' => '-',
            '•' => '*',
            c => c,
        };
        Cow::Owned(text.chars().map(plain).collect())
    }

    /// The spinner's picture at a step.
    pub fn spin(&self, step: usize) -> &'static str {
        self.spinner[step % self.spinner.len()]
    }
}

/// Which characters a locale can show: UTF-8 where the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set says so (POSIX).
pub fn charset_of_locale(lc_all: Option<&str>, lc_ctype: Option<&str>, lang: Option<&str>) -> Charset {
    let locale =
        [lc_all, lc_ctype, lang].into_iter().flatten().find(|value| !value.is_empty()).unwrap_or("C").to_ascii_lowercase();
    if locale.contains("utf-8") || locale.contains("utf8") { Charset::Unicode } else { Charset::Ascii }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    const STATUSES: [Status; 5] = [Status::Active, Status::Rotating, Status::Disabled, Status::Expired, Status::Revoked];

    #[test]
    fn both_sets_line_up() {
        let (unicode, ascii) = (Symbols::of(Charset::Unicode), Symbols::of(Charset::Ascii));
        let single = |set: &Symbols| {
            let mut all =
                vec![set.line, set.bar, set.separator, set.ellipsis, set.dot, set.cursor, set.mark, set.folded, set.unfolded];
            all.extend([
                set.ascending,
                set.descending,
                set.arrow,
                set.more_above,
                set.more_below,
                set.done,
                set.failed,
                set.warning,
                set.locked,
            ]);
            all.extend(set.gauge.iter().chain(&set.joints).chain(set.spinner).chain(&set.statuses));
            all
        };
        for symbol in single(unicode).into_iter().chain(single(ascii)) {
            assert_eq!(symbol.width(), 1, "{symbol}");
        }
        assert!(single(ascii).iter().all(|symbol| symbol.is_ascii()));
    }

    #[test]
    fn typographic_characters_have_a_plain_one_of_the_same_width() {
        let text = "“jtn_bot_…” → a – b · c";
        assert_eq!(Symbols::of(Charset::Unicode).spell(text), text);
        let plain = Symbols::of(Charset::Ascii).spell(text);
        assert!(plain.is_ascii() && plain.width() == text.width(), "{plain}");
    }

    #[test]
    fn each_status_has_a_shape_of_its_own() {
        for set in [Symbols::of(Charset::Unicode), Symbols::of(Charset::Ascii)] {
            let mut shapes: Vec<_> = STATUSES.iter().map(|status| set.status(*status)).collect();
            shapes.sort_unstable();
            shapes.dedup();
            assert_eq!(shapes.len(), STATUSES.len());
        }
    }

    #[test]
    fn the_locale_decides_as_posix_orders_it() {
        assert_eq!(charset_of_locale(None, None, Some("de_DE.UTF-8")), Charset::Unicode);
        assert_eq!(charset_of_locale(Some("C"), None, Some("de_DE.UTF-8")), Charset::Ascii);
        assert_eq!(charset_of_locale(Some(""), Some("C.utf8"), Some("C")), Charset::Unicode);
        assert_eq!(charset_of_locale(None, None, None), Charset::Ascii);
    }
}
