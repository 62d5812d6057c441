//! Masking: how a value is shown while it is hidden.

use super::brand::Brand;
use super::kind::Kind;

/// Values shorter than this give no hint: four of their characters would tell too much.
const MIN_CHARS_FOR_HINT: usize = 20;

/// The last four characters of a value, or nothing for a short or unprintable one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Hint(Option<[u8; 4]>);

impl Hint {
    /// The hint of a value in clear.
    pub fn of(value: &str) -> Self {
        if value.len() < MIN_CHARS_FOR_HINT || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Self::default();
        }
        Self(value.as_bytes().last_chunk().copied())
    }

    /// A hint read back from the store; anything that is no hint becomes the empty one.
    pub fn from_stored(text: &str) -> Self {
        Self(text.as_bytes().try_into().ok().filter(|bytes: &[u8; 4]| bytes.iter().all(u8::is_ascii_graphic)))
    }

    /// The four characters, or none.
    pub fn as_str(&self) -> &str {
        // Only ASCII gets in; the fall-back cannot be reached.
        self.0.as_ref().and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    const VALUE: &str = "jtn_bot_0123456789ABCDEFGHIJKLMNOPQRSTwxyz";

    #[test]
    fn a_mask_shows_brand_kind_and_hint() {
        let brand = Brand::default();
        let hint = Hint::of(VALUE);
        assert_eq!(mask(&brand, Kind::Bot, &hint, Charset::Unicode), "jtn_bot_••••••••wxyz");
        assert_eq!(mask(&brand, Kind::Bot, &hint, Charset::Ascii), "jtn_bot_********wxyz");
        assert_eq!(mask(&brand, Kind::External, &hint, Charset::Unicode), "••••••••wxyz");
        assert_eq!(mask(&brand, Kind::External, &Hint::default(), Charset::Ascii), "************");
    }

    #[test]
    fn short_or_odd_values_give_no_hint() {
        for value in
            ["", "abcd", "0123456789012345678", "correct horse battery staple", "0123456789012345678é", "01234567890123456789\n"]
        {
            assert_eq!(Hint::of(value), Hint::default(), "{value:?}");
        }
        assert_eq!(Hint::of("01234567890123456789").as_str(), "6789");
    }

    #[test]
    fn a_stored_hint_that_is_none_is_dropped() {
        for text in ["", "abc", "abcde", "ab\u{1b}d", "éé", "a cd"] {
            assert_eq!(Hint::from_stored(text), Hint::default(), "{text:?}");
        }
        assert_eq!(Hint::from_stored("wxyz").as_str(), "wxyz");
    }

    proptest! {
        #[test]
        fn a_mask_has_one_width_for_its_kind(kind in 0..6_usize, ascii: bool, value in any::<String>(), other in "[!-~]{0,60}") {
            let (brand, kind) = (Brand::default(), Kind::ALL[kind]);
            let charset = if ascii { Charset::Ascii } else { Charset::Unicode };
            let width = |value: &str| mask(&brand, kind, &Hint::of(value), charset).width();
            prop_assert_eq!(width(&value), width(&other));
            prop_assert_eq!(width(&other), kind.tag().map_or(12, |_| 20));
            prop_assert!(!ascii || mask(&brand, kind, &Hint::of(&value), charset).is_ascii());
        }

        #[test]
        fn a_mask_shows_no_other_part_of_the_value(body in "[0-9A-Za-z]{20,60}") {
            let hint = Hint::of(&body);
            prop_assert_eq!(hint.as_str(), &body[body.len() - 4..]);
            let shown = mask(&Brand::default(), Kind::External, &hint, Charset::Unicode);
            prop_assert_eq!(shown.trim_start_matches('•'), hint.as_str());
            prop_assert_eq!(Hint::from_stored(hint.as_str()), hint);
        }
    }
}
