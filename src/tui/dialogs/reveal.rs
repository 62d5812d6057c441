//! A value shown for a few seconds, alone on its line.

use crate::domain::id::TokenId;
use crate::domain::plaintext::Plaintext;
use std::sync::Arc;
use std::time::Duration;

/// A value being opened, or open.
#[derive(Debug)]
pub struct Reveal {
    /// Its token.
    pub id: TokenId,
    /// Its token's selector, safe to show.
    pub of: String,
    /// The value, once it is open.
    pub value: Arc<Plaintext>,
    /// Until when it is shown, in time up.
    pub until: Duration,
}
