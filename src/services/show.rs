//! Everything about one token but its value.

use super::change::no_such_token;
use super::{Result, Services};
use crate::domain::event::Event;
use crate::domain::id::TokenId;
use crate::domain::owner::Owner;
use crate::domain::secret::Secret;
use crate::domain::summary::TokenSummary;

/// The most events that a detail holds.
const HISTORY: usize = 50;

/// A token in detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenDetail {
    /// The row.
    pub summary: TokenSummary,
    /// Its owner.
    pub owner: Owner,
    /// Its secrets, the newest first.
    pub secrets: Vec<Secret>,
    /// Its latest events, the newest first, at most 50.
    pub history: Vec<Event>,
}

impl Services {
    /// A token in detail.
    ///
    /// # Errors
    /// No such token.
    pub fn show(&self, id: TokenId) -> Result<TokenDetail> {
        self.store.read(|tx| {
            let summary = tx.summary(id)?.ok_or_else(|| no_such_token(id))?;
            let owner = tx.owner(summary.owner_id)?;
            Ok(TokenDetail { summary, owner, secrets: tx.secrets(id)?, history: tx.events_of(id, HISTORY)? })
        })
    }
}
