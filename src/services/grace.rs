//! Ending a grace early, or extending it.

use super::change::{About, refused};
use super::{Authority, Result, Services};
use crate::domain::event::{Action, Outcome};
use crate::domain::id::TokenId;
use crate::domain::lifecycle::{self, Refusal};
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;

impl Services {
    /// Ends the grace of the previous secret now.
    ///
    /// # Errors
    /// No secret is in its grace.
    pub fn end_grace(&self, authority: Authority<'_>, id: TokenId) -> Result<TokenSummary> {
        self.change(authority, "end the grace", |change| {
            let summary = change.summary(id)?;
            let secrets = change.tx.secrets(id)?;
            let secret = lifecycle::retiring(&secrets, change.now).ok_or(Refusal::NoGrace).map_err(refused(&summary))?;
            change.retire(id, secret.version)?;
            change.record(Action::GraceEnd, Outcome::Done, About::token(&summary, format!("version {}", secret.version)))?;
            change.summary(id)
        })
        .map(|summary| self.with_use(summary))
    }

    /// Extends the grace of the previous secret.
    ///
    /// # Errors
    /// No secret is in its grace, or the new end is too far or beyond the token's expiry.
    pub fn extend_grace(&self, authority: Authority<'_>, id: TokenId, by: Span) -> Result<TokenSummary> {
        self.change(authority, "extend the grace", |change| {
            let (token, summary) = (change.token(id)?, change.summary(id)?);
            let secrets = change.tx.secrets(id)?;
            let until = lifecycle::extend_grace(&token, &secrets, by, change.now).map_err(refused(&summary))?;
            if let Some(secret) = lifecycle::retiring(&secrets, change.now) {
                change.tx.set_retiring(id, secret.version, until)?;
            }
            let summary = change.summary(id)?;
            change.record(Action::GraceExtend, Outcome::Done, About::token(&summary, format!("until {until}")))?;
            Ok(summary)
        })
        .map(|summary| self.with_use(summary))
    }
}
