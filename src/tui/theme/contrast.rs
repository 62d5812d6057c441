//! Whether a person can read what a theme draws, on the palettes that terminals come with.

use super::{Colours, Role, Theme};
use ratatui::style::{Color, Modifier};

/// A terminal's ground, its text, and its 16 colours.
struct Palette(&'static str, u32, u32, [u32; 16]);

const XTERM: [u32; 16] = [
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
    0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

const DARK: [Palette; 3] = [
    Palette("xterm", 0x000000, 0xe5e5e5, XTERM),
    Palette(
        "Visual Studio Code, dark",
        0x1e1e1e,
        0xcccccc,
        [
            0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5, 0x666666, 0xf14c4c, 0x23d18b,
            0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xffffff,
        ],
    ),
    Palette(
        "GNOME Terminal, dark",
        0x171421,
        0xd0cfcc,
        [
            0x171421, 0xc01c28, 0x26a269, 0xa2734c, 0x12488b, 0xa347ba, 0x2aa1b3, 0xd0cfcc, 0x5e5c64, 0xf66151, 0x33da7a,
            0xe9ad0c, 0x2a7bde, 0xc061cb, 0x33c7de, 0xffffff,
        ],
    ),
];

const LIGHT: [Palette; 3] = [
    Palette("xterm on white", 0xffffff, 0x000000, XTERM),
    Palette(
        "Visual Studio Code, light",
        0xffffff,
        0x333333,
        [
            0x000000, 0xcd3131, 0x00bc00, 0x949800, 0x0451a5, 0xbc05bc, 0x0598bc, 0x555555, 0x666666, 0xcd3131, 0x14ce14,
            0xb5ba00, 0x0451a5, 0xbc05bc, 0x0598bc, 0xa5a5a5,
        ],
    ),
    Palette("GNOME Terminal, light", 0xffffff, 0x171421, DARK[2].3),
];

impl Palette {
    fn colour(&self, colour: Option<Color>, otherwise: u32) -> u32 {
        const ORDER: [Color; 16] = [
            Color::Black,
            Color::Red,
            Color::Green,
            Color::Yellow,
            Color::Blue,
            Color::Magenta,
            Color::Cyan,
            Color::Gray,
            Color::DarkGray,
            Color::LightRed,
            Color::LightGreen,
            Color::LightYellow,
            Color::LightBlue,
            Color::LightMagenta,
            Color::LightCyan,
            Color::White,
        ];
        colour.and_then(|colour| ORDER.iter().position(|known| *known == colour)).map_or(otherwise, |at| self.3[at])
    }
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance).
fn contrast(one: u32, other: u32) -> f64 {
    let luminance = |colour: u32| {
        let [_, r, g, b] = colour.to_be_bytes().map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_role_can_be_read_on_the_grounds_that_its_theme_is_for() {
    let cases = [("dark", &DARK[..]), ("light", &LIGHT), ("high-contrast", &DARK), ("mono", &DARK), ("mono", &LIGHT)];
    for (name, palettes) in cases {
        let theme = Theme::load(name, Colours::Sixteen).unwrap();
        for palette in palettes {
            for role in Role::ALL {
                let style = theme.style(*role);
                let (mut ink, mut ground) = (palette.colour(style.fg, palette.2), palette.colour(style.bg, palette.1));
                if style.add_modifier.contains(Modifier::REVERSED) {
                    (ink, ground) = (ground, ink);
                }
                // What is secondary may step back, but not out of sight; 3 is what WCAG asks of large text and of symbols.
                let quiet = style.fg == Some(Color::DarkGray);
                let least = if name == "high-contrast" {
                    4.5
                } else if quiet {
                    2.5
                } else {
                    3.0
                };
                let found = contrast(ink, ground);
                assert!(found >= least, "{name} on {}: {} has a contrast of {found:.1}, not {least}", palette.0, role.name());
            }
        }
    }
}
