//! The pen: where it stands and how it draws, so that nothing is said twice. Source: ECMA-48.

use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

/// Attributes with their SGR numbers.
const ATTRIBUTES: [(Modifier, u8); 8] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Place and style, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Pen {
    place: Option<(u16, u16)>,
    style: Option<(Color, Color, Modifier)>,
}

impl Pen {
    /// A pen of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self::default()
    }

    pub(super) fn lose_place(&mut self) {
        self.place = None;
    }

    /// Plain style.
    pub(super) fn reset(&mut self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(b"\x1b[m");
        self.style = Some((Color::Reset, Color::Reset, Modifier::empty()));
    }

    pub(super) fn go_to(&mut self, bytes: &mut Vec<u8>, x: u16, y: u16) {
        match self.place {
            Some(place) if place == (x, y) => return,
            Some((from, row)) if row == y && from < x => sequence(bytes, 'C', &[u32::from(x - from)]),
            Some((_, row)) if row + 1 == y && x == 0 => bytes.extend_from_slice(b"\r\n"),
            _ => sequence(bytes, 'H', &[u32::from(y) + 1, u32::from(x) + 1]),
        }
        self.place = Some((x, y));
    }

    /// The pen has drawn `columns`; behind the last one its place is the terminal's own secret.
    pub(super) fn advance(&mut self, columns: u16, width: u16) {
        self.place = self.place.map(|(x, y)| (x + columns, y)).filter(|(x, _)| *x < width);
    }

    /// The style of blanks: only their ground shows.
    pub(super) fn ground(&mut self, bytes: &mut Vec<u8>, ground: Color) {
        let shows = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
        match self.style {
            Some((_, known, modifiers)) if known == ground && !modifiers.intersects(shows) => {}
            _ => self.style(bytes, Color::Reset, ground, Modifier::empty()),
        }
    }

    pub(super) fn style(&mut self, bytes: &mut Vec<u8>, fg: Color, bg: Color, modifiers: Modifier) {
        if self.style == Some((fg, bg, modifiers)) {
            return;
        }
        let mut codes = Vec::with_capacity(8);
        let (known_fg, known_bg, known) = match self.style {
            Some(known) if modifiers.contains(known.2) => known,
            _ => {
                codes.push(0);
                (Color::Reset, Color::Reset, Modifier::empty())
            }
        };
        codes.extend(
            ATTRIBUTES.iter().filter(|(attribute, _)| (modifiers - known).contains(*attribute)).map(|(_, code)| u32::from(*code)),
        );
        if fg != known_fg {
            colour(&mut codes, fg, 30);
        }
        if bg != known_bg {
            colour(&mut codes, bg, 40);
        }
        sequence(bytes, 'm', if codes == [0] { &[] } else { &codes });
        self.style = Some((fg, bg, modifiers));
    }
}

fn colour(codes: &mut Vec<u32>, colour: Color, base: u32) {
    match colour {
        Color::Reset => codes.push(base + 9),
        Color::Indexed(index) => codes.extend([base + 8, 5, u32::from(index)]),
        Color::Rgb(r, g, b) => codes.extend([base + 8, 2, u32::from(r), u32::from(g), u32::from(b)]),
        named => codes.push(base + sixteen(named)),
    }
}

/// Offsets of the 16 colours; the bright ones stand 60 higher.
fn sixteen(colour: Color) -> u32 {
    match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => 9,
    }
}

fn sequence(bytes: &mut Vec<u8>, last: char, numbers: &[u32]) {
    let mut text = String::with_capacity(16);
    text.push_str("\x1b[");
    for (index, number) in numbers.iter().enumerate() {
        let separator = if index > 0 { ";" } else { "" };
        // 1 is what a movement without a number means.
        let _ = if *number == 1 && last != 'm' { write!(text, "{separator}") } else { write!(text, "{separator}{number}") };
    }
    text.push(last);
    bytes.extend_from_slice(text.replace("[;H", "[H").as_bytes());
}
