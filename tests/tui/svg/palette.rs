//! What terminals make of the 16 colours: one on a dark ground, one on a light.

use ratatui::style::Color;

/// A terminal's colours.
pub struct Palette {
    pub ground: &'static str,
    pub border: &'static str,
    text: &'static str,
    colours: [&'static str; 16],
}

pub const DARK: Palette = Palette {
    ground: "#16181d",
    border: "#2b2f38",
    text: "#d6d9e0",
    colours: [
        "#22252c", "#e5646e", "#6fbf73", "#d9b35a", "#3f6fc4", "#b87fd9", "#4fb6c2", "#c3c8d1", "#7c838f", "#ff7b85", "#8fdc93",
        "#f2cf72", "#74a5f5", "#d3a0f2", "#6fd6e2", "#ffffff",
    ],
};

pub const LIGHT: Palette = Palette {
    ground: "#fcfcfa",
    border: "#d9dade",
    text: "#24272e",
    colours: [
        "#24272e", "#b3202c", "#237a2b", "#8a6100", "#2456b8", "#8a2fb0", "#0b7285", "#d5d7db", "#6a707b", "#d1343f", "#2f9438",
        "#a87900", "#3c6fdb", "#a34bc9", "#1a8ba0", "#ffffff",
    ],
};

impl Palette {
    /// A colour that something is written in.
    pub fn ink(&self, colour: Color) -> &'static str {
        self.of(colour).unwrap_or(self.text)
    }

    /// A colour that something is written on.
    pub fn on(&self, colour: Color) -> &'static str {
        self.of(colour).unwrap_or(self.ground)
    }

    fn of(&self, colour: Color) -> Option<&'static str> {
        let number = match colour {
            Color::Reset => return None,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
            other => panic!("{other:?} is none of the 16 colours that built-in themes keep to"),
        };
        Some(self.colours[number])
    }
}
