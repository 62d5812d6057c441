//! Sightings: places where a scan saw a value, kept until a later scan no longer sees it there.

use super::Instant;
use super::id::TokenId;

/// So many places are kept of one token; whoever has left a value in more has seen enough by then.
pub const MOST_OF_A_TOKEN: usize = 100;

/// A place where a scan saw one version of a token's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The token.
    pub token: TokenId,
    /// The version of its value that stands there; whether that one is still accepted, its secret says.
    pub version: u32,
    /// The file, absolute; of a git history `/repository@commit:path`. Still to be passed through `display_safe`.
    pub place: String,
    /// What was scanned when it was last seen there.
    pub root: String,
    /// The line, 1 for the first; 0 in a binary file.
    pub line: u64,
    /// When it was first seen there.
    pub first_at: Instant,
    /// When it was last seen there.
    pub last_at: Instant,
}

impl Sighting {
    /// `PLACE:LINE`, or the place alone where there are no lines. Still to be passed through `display_safe`.
    pub fn spot(&self) -> String {
        if self.line == 0 { self.place.clone() } else { format!("{}:{}", self.place, self.line) }
    }
}
