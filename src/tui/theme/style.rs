//! One style as theme files write it: `bold yellow on blue`.

use ratatui::style::{Color, Modifier, Style};

const COLOURS: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

const ATTRIBUTES: [(&str, Modifier); 6] = [
    ("plain", Modifier::empty()),
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// Reads a style.
///
/// # Errors
/// The word that is neither a colour nor an attribute.
pub(super) fn parse(text: &str) -> Result<Style, &str> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, attribute)) = ATTRIBUTES.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*attribute);
        } else if word == "on" {
            let ground = words.next().ok_or(word)?;
            style = style.bg(colour(ground).ok_or(ground)?);
        } else {
            style = style.fg(colour(word).ok_or(word)?);
        }
    }
    Ok(style)
}

/// The 16 colours by name, 256 by number, any as `#rrggbb`.
fn colour(word: &str) -> Option<Color> {
    if let Some((_, colour)) = COLOURS.iter().find(|(name, _)| *name == word) {
        return Some(*colour);
    }
    if let Some(hex) = word.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii()) {
        let [_, r, g, b] = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
        return Some(Color::Rgb(r, g, b));
    }
    word.parse().ok().map(Color::Indexed)
}

/// Every word that a style may hold.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    COLOURS.iter().map(|(name, _)| *name).chain(ATTRIBUTES.iter().map(|(name, _)| *name)).chain(["on"])
}

/// How many colours there are to draw with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Colours {
    /// None: bold, underline and reverse only.
    None,
    /// The 16 that every terminal's own palette sets.
    #[default]
    Sixteen,
    /// Any: for those who ask for it, where the terminal says that it can.
    All,
}

impl Colours {
    /// The style as it can be drawn.
    pub(super) fn fit(self, style: Style) -> Style {
        match self {
            Self::All => style,
            Self::Sixteen => Style { fg: style.fg.map(nearest), bg: style.bg.map(nearest), ..style },
            Self::None => without_colours(style),
        }
    }
}

/// The 16 colours as xterm draws them (its `XTerm-col.ad`), for want of knowing the terminal's own.
const SIXTEEN: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

/// The one of the 16 that looks most like a colour.
fn nearest(colour: Color) -> Color {
    let wanted = match colour {
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(number @ 0..16) => return SIXTEEN[usize::from(number)].0,
        Color::Indexed(number @ 16..232) => {
            // The cube of 6 by 6 by 6, whose steps xterm draws so.
            let step = |place: u8| [0, 95, 135, 175, 215, 255][usize::from(place % 6)];
            let number = number - 16;
            [step(number / 36), step(number / 6), step(number)]
        }
        Color::Indexed(number) => [8 + 10 * (number - 232); 3],
        named => return named,
    };
    SIXTEEN.iter().min_by_key(|(_, known)| distance(*known, wanted)).map_or(colour, |(colour, _)| *colour)
}

/// How different two colours look, roughly: the eye tells green best, and red better the redder both are.
fn distance(one: [u8; 3], other: [u8; 3]) -> i32 {
    let red = (i32::from(one[0]) + i32::from(other[0])) / 2;
    let [r, g, b] = [0, 1, 2].map(|at| (i32::from(one[at]) - i32::from(other[at])).pow(2));
    (512 + red) * r / 256 + 4 * g + (767 - red) * b / 256
}

/// The style without colours; a coloured ground becomes reverse, so that what it marked is still marked.
fn without_colours(style: Style) -> Style {
    let mut plain = Style::new().add_modifier(style.add_modifier);
    if style.bg.is_some_and(|ground| ground != Color::Reset) {
        plain = plain.add_modifier(Modifier::REVERSED);
    }
    plain
}
