//! The detail pane's state: which token it shows, and what was read of it.

use crate::domain::id::TokenId;
use crate::services::TokenDetail;

/// The detail of the selected token. One reading is under way at a time, so that holding a movement key
/// costs one reading and not a hundred.
#[derive(Debug, Default)]
pub struct DetailPane {
    /// What was last read.
    pub read: Option<Box<TokenDetail>>,
    /// The token being read.
    pub under_way: Option<TokenId>,
    /// Whether what was read may have changed since.
    pub stale: bool,
    /// The token that could not be read; not tried again until something changes.
    pub failed: Option<TokenId>,
    /// First line drawn.
    pub top: u16,
}

impl DetailPane {
    /// What was read, if it is of this token.
    pub fn of(&self, id: TokenId) -> Option<&TokenDetail> {
        self.read.as_deref().filter(|detail| detail.summary.id == id)
    }
}
