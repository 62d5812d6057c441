//! The pen: where it stands and how it draws, so that nothing is said twice and each thing in the fewest bytes.
//! Source: ECMA-48.

use super::travel::{self, Place};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

/// Attributes with the SGR numbers that switch them on and off.
const ATTRIBUTES: [(Modifier, u32, u32); 8] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Attributes that can be seen on a blank.
pub(super) const SEEN_ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// Foreground, background, attributes.
pub(super) type Look = (Color, Color, Modifier);

const PLAIN: Look = (Color::Reset, Color::Reset, Modifier::empty());

/// Place and look, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Pen {
    place: Option<Place>,
    look: Option<Look>,
}

impl Pen {
    /// A pen of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self::default()
    }

    pub(super) fn lose_place(&mut self) {
        self.place = None;
    }

    pub(super) fn place(&self) -> Option<Place> {
        self.place
    }

    pub(super) fn look(&self) -> Option<Look> {
        self.look
    }

    /// Plain style.
    pub(super) fn reset(&mut self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(b"\x1b[m");
        self.look = Some(PLAIN);
    }

    pub(super) fn go_to(&mut self, bytes: &mut Vec<u8>, to: Place) {
        bytes.extend_from_slice(travel::cheapest(self.place, to).as_bytes());
        self.place = Some(to);
    }

    /// The pen has drawn `columns`; behind the last one its place is the terminal's own secret.
    pub(super) fn advance(&mut self, columns: u16, width: u16) {
        self.place = self.place.map(|(x, y)| (x + columns, y)).filter(|(x, _)| *x < width);
    }

    /// The style of blanks: only their ground shows.
    pub(super) fn ground(&mut self, bytes: &mut Vec<u8>, ground: Color) {
        match self.look {
            Some((_, known, modifiers)) if known == ground && !modifiers.intersects(SEEN_ON_BLANKS) => {}
            _ => self.style(bytes, (Color::Reset, ground, Modifier::empty())),
        }
    }

    pub(super) fn style(&mut self, bytes: &mut Vec<u8>, look: Look) {
        if self.look == Some(look) {
            return;
        }
        let anew = sequence(&[vec![0], additions(PLAIN, look)].concat());
        let change = self.look.map(|known| sequence(&changes(known, look)));
        let shorter = change.filter(|change| change.len() < anew.len()).unwrap_or(anew);
        bytes.extend_from_slice(shorter.as_bytes());
        self.look = Some(look);
    }
}

/// What makes one look another without starting anew.
fn changes(known: Look, look: Look) -> Vec<u32> {
    let mut codes = Vec::with_capacity(8);
    let mut left = known.2;
    for (attribute, _, off) in ATTRIBUTES {
        if left.contains(attribute) && !look.2.contains(attribute) {
            codes.push(off);
            // One number ends bold and faint alike.
            left -= if off == 22 { Modifier::BOLD | Modifier::DIM } else { attribute };
        }
    }
    codes.extend(additions((known.0, known.1, left), look));
    codes
}

/// What a look has that another lacks, colours that go included.
fn additions(known: Look, look: Look) -> Vec<u32> {
    let missing = look.2 - known.2;
    let mut codes: Vec<u32> =
        ATTRIBUTES.iter().filter(|(attribute, ..)| missing.contains(*attribute)).map(|(_, on, _)| *on).collect();
    if look.0 != known.0 {
        colour(&mut codes, look.0, 30);
    }
    if look.1 != known.1 {
        colour(&mut codes, look.1, 40);
    }
    codes
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

/// SGR with these numbers; 0 alone goes without saying.
fn sequence(codes: &[u32]) -> String {
    if codes == [0] {
        return "\x1b[m".to_owned();
    }
    let mut text = String::from("\x1b[");
    for (index, code) in codes.iter().enumerate() {
        let _ = write!(text, "{}{code}", if index > 0 { ";" } else { "" });
    }
    text.push('m');
    text
}
