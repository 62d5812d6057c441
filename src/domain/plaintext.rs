//! A value in clear: wiped when dropped, and without any way to be printed, cloned or serialised.

use std::fmt;
use zeroize::Zeroizing;

/// A token's value, a passphrase or a recovery key in clear.
pub struct Plaintext(Zeroizing<String>);

impl Plaintext {
    /// Takes the text over; the caller keeps no other copy.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The clear text. Named so that each use is noticed in review.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Plaintext(redacted)")
    }
}
