//! Switching a token off and on again.

use super::change::{About, refused};
use super::{Authority, Result, Services};
use crate::domain::event::{Action, Outcome};
use crate::domain::id::TokenId;
use crate::domain::lifecycle::{self, Refusal};
use crate::domain::secret::SecretState;
use crate::domain::summary::TokenSummary;
use crate::domain::token::{Token, TokenState};

impl Services {
    /// Switches a token off; a secret in its grace is retired for good.
    ///
    /// # Errors
    /// It is disabled or revoked already.
    pub fn disable(&self, authority: Authority<'_>, id: TokenId) -> Result<TokenSummary> {
        self.set_state(authority, id, Action::Disable, lifecycle::disable)
    }

    /// Switches a token on again.
    ///
    /// # Errors
    /// It is active or revoked.
    pub fn enable(&self, authority: Authority<'_>, id: TokenId) -> Result<TokenSummary> {
        self.set_state(authority, id, Action::Enable, lifecycle::enable)
    }

    fn set_state(
        &self,
        authority: Authority<'_>,
        id: TokenId,
        action: Action,
        step: impl Fn(&Token) -> std::result::Result<TokenState, Refusal>,
    ) -> Result<TokenSummary> {
        self.change(authority, action.word(), |change| {
            let mut token = change.token(id)?;
            token.state = step(&token).map_err(refused(&change.summary(id)?))?;
            token.state_changed_at = change.now;
            change.tx.update_token(&token)?;
            for secret in change.tx.secrets(id)?.iter().filter(|secret| secret.state == SecretState::Retiring) {
                change.retire(id, secret.version)?;
            }
            let summary = change.summary(id)?;
            change.record(action, Outcome::Done, About::token(&summary, ""))?;
            Ok(summary)
        })
        .map(|summary| self.with_use(summary))
    }
}
