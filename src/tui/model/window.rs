//! Which part of a long list is on the screen.

/// The first row drawn, of a window of `height` over `len` rows: the one so far, unless the cursor has left the window. Then the
/// window goes by two thirds of its height, with more room ahead of the cursor than behind it: going by a row would draw all of
/// them anew for each key, which a slow line feels. From far away the cursor comes to the middle.
pub fn follow(top: usize, cursor: usize, len: usize, height: usize) -> usize {
    let height = height.max(1);
    let last = len.saturating_sub(height);
    let top = top.min(last);
    let behind = match cursor {
        _ if (top..top + height).contains(&cursor) => return top,
        _ if (top + height..top + height * 3 / 2).contains(&cursor) => height / 3,
        _ if (top.saturating_sub(height / 2)..top).contains(&cursor) => height - 1 - height / 3,
        _ => height / 2,
    };
    cursor.saturating_sub(behind).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_stays_while_the_cursor_is_in_it_and_then_leaves_room_ahead() {
        assert_eq!(follow(0, 20, 100, 21), 0);
        assert_eq!(follow(0, 21, 100, 21), 14, "seven rows above the cursor, thirteen below");
        assert_eq!(follow(14, 34, 100, 21), 14);
        assert_eq!(follow(14, 13, 100, 21), 0);
        assert_eq!(follow(40, 39, 100, 21), 26, "seven rows below the cursor, thirteen above");
    }

    #[test]
    fn from_far_away_the_cursor_comes_to_the_middle() {
        assert_eq!(follow(0, 50, 100, 21), 40);
        assert_eq!(follow(0, 99, 100, 21), 79, "but for the ends");
        assert_eq!(follow(79, 5, 6, 21), 0, "the list has become short");
    }

    proptest! {
        #[test]
        fn the_cursor_is_in_it_and_no_row_is_wasted(
            top in 0..200_usize, len in 1..200_usize, height in 1..50_usize, place in 0.0..1.0_f64,
        ) {
            let cursor = ((len - 1) as f64 * place) as usize;
            let top = follow(top, cursor, len, height);
            prop_assert!((top..top + height).contains(&cursor));
            prop_assert!(top + height <= len.max(height));
        }
    }
}
