//! A passphrase on its way to the key derivation: normalised to NFC, never printed.

use super::plaintext::Plaintext;
use unicode_normalization::UnicodeNormalization;

/// The fewest characters a new passphrase may have.
pub const MIN_CHARS: usize = 8;

/// A passphrase in Unicode normalisation form C, so that the same keys typed on two systems are the same bytes.
#[derive(Debug)]
pub struct Passphrase(Plaintext);

/// Why a new passphrase is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PassphraseError {
    /// It is shorter than [`MIN_CHARS`].
    #[error("the passphrase is too short: use {MIN_CHARS} characters or more")]
    TooShort,
    /// It is a guess away.
    #[error("the passphrase is too easy to guess: use a longer one, for example five unrelated words")]
    TooWeak,
}

/// How hard a passphrase is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Guessed at once.
    VeryWeak,
    /// Guessed soon.
    Weak,
    /// Holds against a casual attack.
    Fair,
    /// Holds behind Argon2id.
    Strong,
    /// Holds.
    VeryStrong,
}

impl Strength {
    /// The word that a person sees.
    pub fn word(self) -> &'static str {
        match self {
            Self::VeryWeak => "very weak",
            Self::Weak => "weak",
            Self::Fair => "fair",
            Self::Strong => "strong",
            Self::VeryStrong => "very strong",
        }
    }

    /// 0 (very weak) to 4 (very strong).
    pub fn level(self) -> usize {
        self as usize
    }
}

impl Passphrase {
    /// Normalises to NFC (Unicode Standard Annex 15).
    pub fn new(text: Plaintext) -> Self {
        // NFC takes at most three times the bytes (UAX 15); a string that grew would leave copies in freed memory.
        let mut normal = String::with_capacity(text.expose().len() * 3);
        normal.extend(text.expose().nfc());
        Self(Plaintext::new(normal))
    }

    /// The bytes for the key derivation.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Strength as zxcvbn estimates it (Wheeler, USENIX Security 2016).
    pub fn strength(&self) -> Strength {
        // zxcvbn's cost grows with the square of the length; the first 100 characters decide already.
        let head: Plaintext = Plaintext::new(self.expose().chars().take(100).collect());
        match zxcvbn::zxcvbn(head.expose(), &["jeton"]).score() {
            zxcvbn::Score::Zero => Strength::VeryWeak,
            zxcvbn::Score::One => Strength::Weak,
            zxcvbn::Score::Two => Strength::Fair,
            zxcvbn::Score::Three => Strength::Strong,
            _ => Strength::VeryStrong,
        }
    }

    /// Whether it may guard a vault.
    ///
    /// # Errors
    /// It is too short, or weaker than [`Strength::Fair`].
    pub fn check_new(&self) -> Result<(), PassphraseError> {
        if self.expose().chars().count() < MIN_CHARS {
            return Err(PassphraseError::TooShort);
        }
        if self.strength() < Strength::Fair {
            return Err(PassphraseError::TooWeak);
        }
        Ok(())
    }
}
