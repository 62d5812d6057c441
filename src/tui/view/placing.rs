//! Placing columns at a width: the least worth is dropped first, what is left over is shared. Decided by the width alone,
//! so that no column jumps when rows change.

/// Blanks between columns.
pub const GAP: u16 = 2;

/// A column and the cells that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<C> {
    /// Which column.
    pub column: C,
    /// Its first cell, from the left edge.
    pub x: u16,
    /// Its cells.
    pub width: u16,
}

/// What a column wants.
#[derive(Clone, Copy, Debug)]
pub struct Measure<C> {
    /// Which column.
    pub column: C,
    /// Cells that it needs.
    pub least: u16,
    /// Cells beyond which it gains nothing.
    pub most: u16,
    /// The higher, the later it is dropped.
    pub worth: u8,
    /// Whether half of what it could gain is of no use, as half a word is.
    pub is_whole: bool,
}

impl<C> Measure<C> {
    /// A column that gains with every cell.
    pub const fn new(column: C, least: u16, most: u16, worth: u8) -> Self {
        Self { column, least, most, worth, is_whole: false }
    }

    /// A column that gains by all cells or none.
    pub const fn whole(column: C, least: u16, most: u16, worth: u8) -> Self {
        Self { column, least, most, worth, is_whole: true }
    }
}

/// Places columns in `width` cells. `share` is given those that fit, their least widths and the cells left over.
pub fn place<C: Copy>(all: &[Measure<C>], width: u16, share: impl FnOnce(&[&Measure<C>], &mut [u16], u16)) -> Vec<Placed<C>> {
    let mut chosen: Vec<&Measure<C>> = all.iter().collect();
    while chosen.len() > 2 && needed(&chosen) > width {
        let least = chosen.iter().enumerate().min_by_key(|(_, measure)| measure.worth).map_or(0, |(at, _)| at);
        chosen.remove(least);
    }
    let mut widths: Vec<u16> = chosen.iter().map(|measure| measure.least).collect();
    share(&chosen, &mut widths, width.saturating_sub(needed(&chosen)));
    let mut x = 0;
    let placed = chosen.iter().zip(widths).map(|(measure, width)| {
        let placed = Placed { column: measure.column, x, width };
        x += width + GAP;
        placed
    });
    let within = placed.filter(|placed| placed.x < width);
    within.map(|placed| Placed { width: placed.width.min(width - placed.x), ..placed }).collect()
}

fn needed<C>(chosen: &[&Measure<C>]) -> u16 {
    chosen.iter().map(|measure| measure.least).sum::<u16>() + GAP * (chosen.len() as u16).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_column_reaches_beyond_the_width_or_into_another() {
        let all = [Measure::whole('a', 1, 9, 9), Measure::new('b', 12, 30, 5), Measure::new('c', 8, 8, 7)];
        for width in 0..80 {
            let placed = place(&all, width, |_, widths, left| widths[0] += left);
            for pair in placed.windows(2) {
                assert!(pair[0].x + pair[0].width + GAP <= pair[1].x, "{pair:?} in {width}");
            }
            assert!(placed.iter().all(|placed| placed.x + placed.width <= width), "{placed:?} in {width}");
        }
    }
}
