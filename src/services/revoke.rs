//! Revoking: a token's end. Of the account and of projects, the next token is issued at once.

use super::change::{About, Change, refused};
use super::new_token::NewToken;
use super::{Authority, Issued, Result, Services};
use crate::domain::event::{Action, Outcome};
use crate::domain::id::TokenId;
use crate::domain::lifecycle;
use crate::domain::owner::Owner;
use crate::domain::secret::SecretState;
use crate::domain::summary::TokenSummary;
use crate::domain::token::Token;
use crate::domain::traffic::TokenUse;

/// What a revoke would do, without doing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// The token as it is.
    pub token: TokenSummary,
    /// Secrets that are accepted now and would not be any more.
    pub accepted_secrets: usize,
    /// Whether the next token is issued at once (account, project).
    pub issues_next: bool,
    /// How it is used.
    pub usage: TokenUse,
}

/// A token just revoked.
#[derive(Debug)]
pub struct Revoked {
    /// The token.
    pub token: TokenSummary,
    /// The one issued in its place (account, project).
    pub next: Option<Issued>,
}

impl Services {
    /// What revoking would do.
    ///
    /// # Errors
    /// No such token, or it is revoked already.
    pub fn revoke_dry_run(&self, id: TokenId) -> Result<Consequence> {
        let now = self.now();
        let detail = self.show(id)?;
        let token = self.store.read(|tx| tx.token(id))?.ok_or_else(|| super::change::no_such_token(id))?;
        lifecycle::revoke(&token).map_err(refused(&detail.summary))?;
        let is_live = detail.summary.status(now).is_live();
        let accepted_secrets = if is_live { detail.secrets.iter().filter(|secret| secret.is_accepted(now)).count() } else { 0 };
        Ok(Consequence {
            issues_next: issues_next(&token, &detail.owner),
            token: detail.summary,
            accepted_secrets,
            usage: detail.usage,
        })
    }

    /// Revokes a token: every secret is retired and its sealed value erased.
    ///
    /// # Errors
    /// It is revoked already.
    pub fn revoke(&self, authority: Authority<'_>, id: TokenId, reason: Option<&str>) -> Result<Revoked> {
        self.change(authority, "revoke", |change| {
            let token = change.token(id)?;
            let owner = change.tx.owner(token.owner)?;
            let summary = change.revoke_token(token.clone(), reason.unwrap_or_default())?;
            let next = if issues_next(&token, &owner) { Some(change.issue_next(&token, &owner)?) } else { None };
            Ok(Revoked { token: summary, next })
        })
        .map(|done| Revoked { token: self.with_use(done.token), next: done.next })
    }
}

/// Exactly one token of the account and of each project is live, so the next follows at once.
fn issues_next(token: &Token, owner: &Owner) -> bool {
    token.kind.is_single() && owner.archived_at.is_none()
}

impl Change<'_> {
    /// Ends a token and erases what is sealed of it.
    pub fn revoke_token(&self, mut token: Token, reason: &str) -> Result<TokenSummary> {
        let before = self.summary(token.id)?;
        token.state = lifecycle::revoke(&token).map_err(refused(&before))?;
        token.state_changed_at = self.now;
        self.tx.update_token(&token)?;
        for secret in self.tx.secrets(token.id)?.iter().filter(|secret| secret.state != SecretState::Retired) {
            self.retire(token.id, secret.version)?;
        }
        self.record(Action::Revoke, Outcome::Done, About::token(&before, reason))?;
        self.summary(token.id)
    }

    fn issue_next(&self, ended: &Token, owner: &Owner) -> Result<Issued> {
        let value = self.mint_or_take(ended.kind, None)?;
        let new = NewToken {
            owner,
            kind: ended.kind,
            name: ended.name.clone(),
            scopes: ended.scopes.clone(),
            // An expiry that has passed would make the next token dead on arrival.
            expires_at: ended.expires_at.filter(|at| *at > self.now),
            policy: ended.policy.clone(),
            note: ended.note.clone(),
            adopted: false,
            action: Action::Issue,
        };
        self.add_token(new, value)
    }
}
