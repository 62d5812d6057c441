//! Everything about one token but its value.

use super::change::no_such_token;
use super::{Result, Services};
use crate::domain::event::Event;
use crate::domain::finding::Finding;
use crate::domain::id::TokenId;
use crate::domain::owner::Owner;
use crate::domain::secret::Secret;
use crate::domain::summary::TokenSummary;
use crate::domain::traffic::TokenUse;

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
    /// How it is used.
    pub usage: TokenUse,
    /// What the audit notices about it, the gravest first; accepted ones too.
    pub findings: Vec<Finding>,
}

impl Services {
    /// A token in detail.
    ///
    /// # Errors
    /// No such token.
    pub fn show(&self, id: TokenId) -> Result<TokenDetail> {
        let mut detail = self.store.read(|tx| -> Result<_> {
            let summary = tx.summary(id)?.ok_or_else(|| no_such_token(id))?;
            let owner = tx.owner(summary.owner_id)?;
            let (secrets, history) = (tx.secrets(id)?, tx.events_of(id, HISTORY)?);
            Ok(TokenDetail { summary, owner, secrets, history, usage: TokenUse::default(), findings: Vec::new() })
        })?;
        detail.usage = self.usage_of(id)?;
        detail.findings = self.findings_of(id)?;
        detail.summary.last_used_at = detail.usage.last_used_at;
        Ok(detail)
    }
}
