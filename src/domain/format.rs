//! The format of a value: `<brand>_<tag>_` + 30 random base62 characters + 6 base62 digits of a CRC32.

use super::brand::Brand;
use super::kind::Kind;

/// Digits of base 62, in the order of their worth.
pub const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Random characters in a value: 30 × log2(62) = 178 bits.
pub const RANDOM_CHARS: usize = 30;

/// Characters of the checksum; 62^6 exceeds 2^32.
pub const CHECKSUM_CHARS: usize = 6;

/// What a well-formed value says about itself. Nothing of it is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedValue {
    /// The vault's brand that it claims.
    pub brand: Brand,
    /// The kind that its tag names.
    pub kind: Kind,
}

/// Why a value is refused before any look-up.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum FormatError {
    /// It has not the shape of a value.
    #[error("not in the format <brand>_<tag>_<36 characters>")]
    Shape,
    /// The checksum does not fit the rest: a typo, a truncation, a swapped tag.
    #[error("the checksum does not match: mistyped, cut short or altered")]
    Checksum,
}

/// CRC32 (ISO-HDLC, as in zlib) of `text` as six base62 digits, the most significant first.
pub fn checksum(text: &str) -> [u8; CHECKSUM_CHARS] {
    let mut rest = crc32fast::hash(text.as_bytes());
    let mut digits = [b'0'; CHECKSUM_CHARS];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    digits
}

/// Reads a value's brand and kind and checks its checksum.
///
/// # Errors
/// [`FormatError::Shape`] when it does not look like a value, [`FormatError::Checksum`] when it does but was altered.
pub fn parse(value: &str) -> Result<ParsedValue, FormatError> {
    let (brand, rest) = value.split_once('_').ok_or(FormatError::Shape)?;
    let (tag, body) = rest.split_once('_').ok_or(FormatError::Shape)?;
    let brand: Brand = brand.parse().map_err(|_| FormatError::Shape)?;
    let kind = Kind::from_tag(tag).ok_or(FormatError::Shape)?;
    if body.len() != RANDOM_CHARS + CHECKSUM_CHARS || !body.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(FormatError::Shape);
    }
    let (head, tail) = value.split_at(value.len() - CHECKSUM_CHARS);
    if checksum(head) != tail.as_bytes() {
        return Err(FormatError::Checksum);
    }
    Ok(ParsedValue { brand, kind })
}
