//! Public ids: `tok_` and twelve characters; they name a token everywhere and authenticate nothing.

use std::fmt;
use std::str::FromStr;

/// Crockford's base32 alphabet in lower case (no i, l, o, u).
pub const CROCKFORD: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters after the prefix.
pub const ID_CHARS: usize = 12;

/// The prefix of every token id.
pub const PREFIX: &str = "tok_";

/// A token's public id, 60 random bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenId([u8; ID_CHARS]);

impl TokenId {
    /// Builds an id from twelve five-bit numbers; higher bits are ignored.
    pub fn from_quintets(quintets: [u8; ID_CHARS]) -> Self {
        Self(quintets.map(|five| CROCKFORD[usize::from(five & 31)]))
    }

    /// The 60 bits as a number, the first character highest: the order of numbers is the order of ids.
    pub fn number(self) -> u64 {
        let place = |c: u8| CROCKFORD.binary_search(&c).unwrap_or_default() as u64;
        self.0.iter().fold(0, |number, c| number << 5 | place(*c))
    }

    /// The id whose 60 bits are this number, if it has no more.
    pub fn from_number(number: u64) -> Option<Self> {
        let quintet = |place: usize| (number >> (5 * (ID_CHARS - 1 - place)) & 31) as u8;
        (number >> (5 * ID_CHARS) == 0).then(|| Self::from_quintets(std::array::from_fn(quintet)))
    }

    /// The twelve characters after the prefix.
    pub fn tail(&self) -> &str {
        // Only characters of the alphabet get in; the fall-back cannot be reached.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{PREFIX}{}", self.tail())
    }
}

impl fmt::Debug for TokenId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The text is no token id.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a token id: it is tok_ and twelve characters of 0-9 a-z without i, l, o and u")]
pub struct NotAnId;

impl FromStr for TokenId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tail = text.strip_prefix(PREFIX).ok_or(NotAnId)?;
        let bytes: [u8; ID_CHARS] = tail.as_bytes().try_into().map_err(|_| NotAnId)?;
        if bytes.iter().all(|byte| CROCKFORD.contains(byte)) { Ok(Self(bytes)) } else { Err(NotAnId) }
    }
}
