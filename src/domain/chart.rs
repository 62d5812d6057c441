//! Small charts of characters: columns for what changes with time.

use super::mask::Charset;

/// A column each, from little to most; the first stands for nothing at all.
const UNICODE: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII: [char; 8] = ['_', '.', ':', '-', '=', '+', '*', '#'];

/// The columns of a chart, from nothing at all to the most.
pub const fn columns(charset: Charset) -> [char; 8] {
    match charset {
        Charset::Unicode => UNICODE,
        Charset::Ascii => ASCII,
    }
}

/// A column each, as high as its value against the highest.
pub fn sparkline(values: &[u64], charset: Charset) -> String {
    let columns = columns(charset);
    let most = values.iter().copied().max().unwrap_or(0);
    values.iter().map(|value| columns[level(*value, most, columns.len() - 1)]).collect()
}

/// From 1 for a little to `top` for the most; 0 for nothing.
pub fn level(value: u64, most: u64, top: usize) -> usize {
    let scaled = (u128::from(value) * top as u128).div_ceil(u128::from(most.max(1)));
    usize::try_from(scaled).unwrap_or(top).min(top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_flat_and_a_little_is_seen() {
        assert_eq!(sparkline(&[0, 0, 0], Charset::Unicode), "▁▁▁");
        assert_eq!(sparkline(&[0, 1, 1_000_000], Charset::Unicode), "▁▂█");
        assert_eq!(sparkline(&[7, 6, 5, 4, 3, 2, 1, 0], Charset::Ascii), "#*+=-:._");
        assert_eq!(sparkline(&[u64::MAX, u64::MAX / 2], Charset::Unicode), "█▅");
    }
}
