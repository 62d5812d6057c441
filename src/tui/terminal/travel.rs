//! The way from one place to another in the fewest bytes. Source: ECMA-48; every sequence here is in the terminfo entries of
//! xterm, the Linux console, tmux and screen.

/// Column and row, from 0.
pub(super) type Place = (u16, u16);

/// The shortest of what leads there; from an unknown place, the address itself.
pub(super) fn cheapest(from: Option<Place>, to: Place) -> String {
    let address = address(to);
    match from {
        Some(from) => {
            let relative = [along_column(from.1, to.1), along_row(from.0, to.0)].concat();
            if relative.len() < address.len() { relative } else { address }
        }
        None => address,
    }
}

/// `CSI row ; column H`, without what is 1.
fn address((x, y): Place) -> String {
    match (x, y) {
        (0, 0) => "\x1b[H".to_owned(),
        (0, y) => format!("\x1b[{}H", y + 1),
        (x, 0) => format!("\x1b[;{}H", x + 1),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

/// Down or up within a column. A line feed moves straight down: the terminal is raw, and the target is on the screen,
/// so nothing scrolls.
fn along_column(from: u16, to: u16) -> String {
    if to >= from {
        let feeds = "\n".repeat(usize::from(to - from));
        shorter(feeds, counted(to - from, 'B'))
    } else {
        counted(from - to, 'A')
    }
}

/// Right or left within a row.
fn along_row(from: u16, to: u16) -> String {
    if to >= from {
        return counted(to - from, 'C');
    }
    let backspaces = "\x08".repeat(usize::from(from - to));
    let back = shorter(backspaces, counted(from - to, 'D'));
    shorter(back, format!("\r{}", counted(to, 'C')))
}

/// A movement by so many; by none it is nothing, and 1 goes without saying.
fn counted(count: u16, last: char) -> String {
    match count {
        0 => String::new(),
        1 => format!("\x1b[{last}"),
        count => format!("\x1b[{count}{last}"),
    }
}

fn shorter(one: String, other: String) -> String {
    if other.len() < one.len() { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_shortest_way_is_taken() {
        for (from, to, way) in [
            ((5, 5), (5, 5), ""),
            ((5, 5), (6, 5), "\x1b[C"),
            ((5, 5), (4, 5), "\x08"),
            ((50, 5), (45, 5), "\x1b[5D"),
            ((5, 5), (5, 6), "\n"),
            ((60, 20), (55, 21), "\n\x1b[5D"),
            ((60, 20), (0, 21), "\n\r"),
            ((60, 20), (0, 0), "\x1b[H"),
            ((60, 20), (59, 2), "\x1b[18A\x08"),
        ] {
            assert_eq!(cheapest(Some(from), to), way, "{from:?} {to:?}");
        }
        assert_eq!(cheapest(None, (4, 2)), "\x1b[3;5H");
        assert_eq!(cheapest(None, (4, 0)), "\x1b[;5H");
    }

    proptest! {
        #[test]
        fn every_way_leads_there(from in (0..132_u16, 0..60_u16), to in (0..132_u16, 0..60_u16)) {
            let mut terminal = vt100::Parser::new(60.try_into().unwrap(), 132.try_into().unwrap(), 0);
            terminal.process(cheapest(None, from).as_bytes());
            let way = cheapest(Some(from), to);
            terminal.process(way.as_bytes());
            prop_assert_eq!(terminal.screen().cursor_position(), (to.1, to.0));
            prop_assert!(way.len() <= cheapest(None, to).len());
        }
    }
}
