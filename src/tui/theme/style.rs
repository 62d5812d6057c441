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

/// The style without colours; a coloured ground becomes reverse, so that what it marked is still marked.
pub(super) fn without_colours(style: Style) -> Style {
    let mut plain = Style::new().add_modifier(style.add_modifier);
    if style.bg.is_some_and(|ground| ground != Color::Reset) {
        plain = plain.add_modifier(Modifier::REVERSED);
    }
    plain
}
