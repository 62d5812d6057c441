//! Masking: how a value is shown while it is hidden.

use super::brand::Brand;
use super::kind::Kind;

/// Values shorter than this give no hint: four of their characters would tell too much.
const MIN_CHARS_FOR_HINT: usize = 20;

/// The last four characters of a value, or nothing for a short or unprintable one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Hint(String);

impl Hint {
    /// The hint of a value in clear.
    pub fn of(value: &str) -> Self {
        if value.len() < MIN_CHARS_FOR_HINT || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Self::default();
        }
        Self(value[value.len() - 4..].to_owned())
    }

    /// A hint read back from the store; anything that is no hint becomes the empty one.
    pub fn from_stored(text: &str) -> Self {
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Self(text.to_owned());
        }
        Self::default()
    }

    /// The four characters, or none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which characters may be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Charset {
    /// UTF-8 locale.
    #[default]
    Unicode,
    /// ASCII only.
    Ascii,
}

/// `jtn_bot_••••••••wxyz`: as wide for each value of its kind, whatever the value's length.
pub fn mask(brand: &Brand, kind: Kind, hint: &Hint, charset: Charset) -> String {
    let dots = match charset {
        Charset::Unicode => "••••••••",
        Charset::Ascii => "********",
    };
    let tail = if hint.as_str().is_empty() { &dots[..dots.len() / 2] } else { hint.as_str() };
    match kind.tag() {
        Some(tag) => format!("{brand}_{tag}_{dots}{tail}"),
        None => format!("{dots}{tail}"),
    }
}
