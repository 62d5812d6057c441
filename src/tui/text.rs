//! Text in columns: cut and filled by display width, never in the middle of what a person calls one character.

use crate::domain::label::DisplaySafe;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Where the text stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// At the right edge, as numbers do.
    Right,
    /// In the middle.
    Centre,
}

/// Which end is given up when the text is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Cut {
    /// The end: names.
    #[default]
    End,
    /// The start: paths, and anything told apart by its end.
    Start,
    /// The middle: ids and values.
    Middle,
}

/// Columns that the text takes.
pub fn width(text: &DisplaySafe) -> usize {
    text.as_str().width()
}

/// At most `columns` wide; what is cut is told by `ellipsis`.
pub fn truncate(text: &DisplaySafe, columns: usize, ellipsis: &str) -> String {
    cut(text, columns, ellipsis, Cut::End)
}

/// As [`truncate`], giving up the end that is named.
pub fn cut(text: &DisplaySafe, columns: usize, ellipsis: &str, end: Cut) -> String {
    let text = text.as_str();
    if text.width() <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(ellipsis.width()).filter(|_| columns > 0) else {
        return prefix(text, columns).to_owned();
    };
    match end {
        Cut::End => format!("{}{ellipsis}", prefix(text, room).trim_end()),
        Cut::Start => format!("{ellipsis}{}", suffix(text, room).trim_start()),
        Cut::Middle => {
            let tail = suffix(text, room / 2);
            format!("{}{ellipsis}{tail}", prefix(text, room - tail.width()))
        }
    }
}

/// Exactly `columns` wide: cut or filled with spaces.
pub fn fit(text: &DisplaySafe, columns: usize, align: Align, ellipsis: &str) -> String {
    let text = truncate(text, columns, ellipsis);
    let room = columns.saturating_sub(text.width());
    match align {
        Align::Left => format!("{text}{}", " ".repeat(room)),
        Align::Right => format!("{}{text}", " ".repeat(room)),
        Align::Centre => format!("{}{text}{}", " ".repeat(room / 2), " ".repeat(room - room / 2)),
    }
}

/// Left and right ends of one line of `columns`, at least `gap` apart; the left one is cut first.
pub fn ends(left: &DisplaySafe, right: &DisplaySafe, columns: usize, gap: usize, ellipsis: &str) -> String {
    let right = truncate(right, columns, ellipsis);
    let room = columns.saturating_sub(right.width());
    let left = if right.is_empty() { truncate(left, room, ellipsis) } else { truncate(left, room.saturating_sub(gap), ellipsis) };
    format!("{left}{}{right}", " ".repeat(room.saturating_sub(left.width())))
}

/// The text in lines of at most `columns`, broken at spaces where there are any, else between characters.
pub fn wrap(text: &DisplaySafe, columns: usize) -> Vec<String> {
    if columns == 0 {
        return Vec::new();
    }
    let mut lines = vec![String::new()];
    for word in words(text.as_str()) {
        let used = lines.last().map_or(0, |line| line.width());
        if used + word.width() <= columns {
            push(&mut lines, word);
        } else if word.trim().is_empty() {
            lines.push(String::new());
        } else {
            break_into(&mut lines, word, columns);
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Blanks and what stands between them by turns; a full stop stays with its word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_blank = rest.chars().next()?.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != is_blank).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        rest = tail;
        Some(word)
    })
}

fn push(lines: &mut [String], piece: &str) {
    if let Some(line) = lines.last_mut().filter(|line| !(line.is_empty() && piece.trim().is_empty())) {
        line.push_str(piece);
    }
}

fn break_into(lines: &mut Vec<String>, word: &str, columns: usize) {
    if lines.last().is_some_and(|line| !line.is_empty()) {
        lines.push(String::new());
    }
    let mut rest = word;
    while rest.width() > columns {
        let piece = prefix(rest, columns);
        // A character wider than the column has a line of its own rather than none.
        let taken = if piece.is_empty() { rest.graphemes(true).next().map_or(rest.len(), str::len) } else { piece.len() };
        push(lines, &rest[..taken]);
        lines.push(String::new());
        rest = &rest[taken..];
    }
    push(lines, rest);
}

/// The longest start of the text that is at most `columns` wide.
pub fn prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// The longest end of the text that is at most `columns` wide.
pub fn suffix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > columns {
            return &text[at + grapheme.len()..];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::label::display_safe;
    use proptest::prelude::*;

    #[test]
    fn long_names_end_in_an_ellipsis_of_their_column() {
        let name = display_safe("deploy-pipeline");
        assert_eq!(truncate(&name, 20, "…"), "deploy-pipeline");
        assert_eq!(truncate(&name, 8, "…"), "deploy-…");
        assert_eq!(cut(&name, 9, "…", Cut::Start), "…pipeline");
        assert_eq!(cut(&name, 9, "…", Cut::Middle), "depl…line");
        assert_eq!(truncate(&name, 1, "…"), "…");
        assert_eq!(truncate(&name, 0, "…"), "");
    }

    #[test]
    fn wide_and_combining_characters_are_never_split() {
        assert_eq!(fit(&display_safe("漢字かな"), 6, Align::Left, "…"), "漢字… ");
        assert_eq!(truncate(&display_safe("e\u{301}e\u{301}e\u{301}"), 2, "…"), "e\u{301}…");
    }

    #[test]
    fn numbers_stand_at_the_right_and_both_ends_of_a_line_meet() {
        assert_eq!(fit(&display_safe("42"), 5, Align::Right, "…"), "   42");
        assert_eq!(fit(&display_safe("ab"), 5, Align::Centre, "…"), " ab  ");
        assert_eq!(ends(&display_safe("left side"), &display_safe("right"), 12, 1, "…"), "left…  right");
    }

    #[test]
    fn prose_wraps_at_spaces_and_long_words_in_themselves() {
        assert_eq!(wrap(&display_safe("the quick brown fox"), 10), ["the quick", "brown fox"]);
        assert_eq!(wrap(&display_safe("accepted again."), 14), ["accepted", "again."], "no full stop stands alone");
        assert_eq!(wrap(&display_safe("abcdefghij"), 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap(&display_safe(""), 4), [""]);
    }

    proptest! {
        #[test]
        fn a_fitted_text_is_exactly_as_wide_as_its_column(text in "\\PC{0,40}", columns in 0usize..30) {
            let safe = display_safe(&text);
            for align in [Align::Left, Align::Right, Align::Centre] {
                prop_assert_eq!(fit(&safe, columns, align, "…").width(), columns);
            }
            for end in [Cut::End, Cut::Start, Cut::Middle] {
                prop_assert!(cut(&safe, columns, "…", end).width() <= columns);
            }
            prop_assert_eq!(ends(&safe, &safe, columns, 1, "~").width(), columns);
        }

        #[test]
        fn wrapped_lines_keep_to_their_columns(text in "[a-z漢 ]{0,60}", columns in 2usize..20) {
            for line in wrap(&display_safe(&text), columns) {
                prop_assert!(line.width() <= columns);
            }
        }
    }
}
