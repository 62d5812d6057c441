//! Small charts: columns for what changes with time, bars for what is compared.

use super::brush::Piece;
use crate::domain::chart::{columns, level};
use crate::tui::symbols::Symbols;
use crate::tui::theme::Role;

/// A column each, as high as its value against the highest; `cells` wide. None at all is told from a little by its shape.
pub fn sparks(symbols: &Symbols, values: impl Iterator<Item = u64> + Clone, cells: usize, role: Role) -> Vec<Piece> {
    let most = values.clone().max().unwrap_or(0);
    let columns = columns(symbols.charset);
    let mut pieces: Vec<Piece> = Vec::new();
    for value in values {
        let role = if value == 0 { Role::Dim } else { role };
        let column = columns[level(value, most, columns.len() - 1)].to_string().repeat(cells);
        match pieces.last_mut() {
            Some((text, last)) if *last == role => text.push_str(&column),
            _ => pieces.push((column, role)),
        }
    }
    pieces
}

/// A bar of `cells`, filled in proportion; whatever there is fills one cell at least.
pub fn bar(symbols: &Symbols, value: u64, most: u64, cells: usize, role: Role) -> [Piece; 2] {
    let filled = level(value, most, cells);
    let [full, empty] = symbols.gauge;
    [(full.repeat(filled), role), (empty.repeat(cells - filled), Role::Dim)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mask::Charset;
    use proptest::prelude::*;

    fn drawn(values: &[u64]) -> String {
        let pieces = sparks(Symbols::of(Charset::Unicode), values.iter().copied(), 1, Role::Text);
        pieces.into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn nothing_is_flat_and_a_little_is_seen() {
        assert_eq!(drawn(&[0, 0, 0]), "▁▁▁");
        assert_eq!(drawn(&[0, 1, 1_000_000]), "▁▂█");
        assert_eq!(drawn(&[7, 6, 5, 4, 3, 2, 1, 0]), "█▇▆▅▄▃▂▁");
    }

    #[test]
    fn a_bar_is_as_long_as_its_part() {
        let text = |value| bar(Symbols::of(Charset::Ascii), value, 100, 4, Role::Text).map(|(text, _)| text).concat();
        assert_eq!([0, 1, 50, 100].map(text), ["----", "=---", "==--", "===="]);
    }

    proptest! {
        #[test]
        fn any_numbers_can_be_drawn(values in prop::collection::vec(any::<u64>(), 0..30), cells in 0usize..20) {
            prop_assert_eq!(drawn(&values).chars().count(), values.len());
            for value in &values {
                let all = bar(Symbols::of(Charset::Unicode), *value, values[0], cells, Role::Text);
                prop_assert_eq!(all.map(|(text, _)| text.chars().count()).iter().sum::<usize>(), cells);
            }
        }
    }
}
