//! Rotation: a new secret for the same token, the old one accepted until its grace ends.

use super::change::{About, Change, refused};
use super::new_value::NewValue;
use super::{Authority, Issued, Result, Services};
use crate::domain::event::{Action, Outcome};
use crate::domain::id::TokenId;
use crate::domain::lifecycle::{self, Refusal, Rotation};
use crate::domain::plaintext::Plaintext;
use crate::domain::secret::SecretState;
use crate::domain::span::Span;
use crate::domain::token::Token;

/// How to rotate.
#[derive(Debug)]
pub struct RotateRequest {
    /// How long the present secret is still accepted; zero ends it at once.
    pub grace: Span,
    /// Rotate although a previous secret is still in its grace, and end that one at once.
    pub force: bool,
    /// The new value, for external tokens only.
    pub value: Option<Plaintext>,
    /// Version of the secret that the operator saw as current; another's rotation in between is refused then.
    pub expected_version: Option<u32>,
}

impl Services {
    /// Rotates a token; the new value is returned after the commit.
    ///
    /// # Errors
    /// The lifecycle refuses, someone else rotated meanwhile, or the value does not fit the kind.
    pub fn rotate(&self, authority: Authority<'_>, id: TokenId, request: RotateRequest) -> Result<Issued> {
        let RotateRequest { grace, force, value, expected_version } = request;
        self.change(authority, "rotate", |change| {
            let token = change.token(id)?;
            let value = change.mint_or_take(token.kind, value)?;
            // A service that issues its own values ends the old one itself: there is no grace to keep here.
            let grace = if token.kind.is_verified() { grace } else { Span::ZERO };
            change.rotate_token(token, value, &Turn { grace, force, expected_version, adopted: false })
        })
        .map(|issued| Issued { token: self.with_use(issued.token), value: issued.value })
    }
}

/// How a rotation is to go, whatever the value.
pub(super) struct Turn {
    pub grace: Span,
    pub force: bool,
    pub expected_version: Option<u32>,
    pub adopted: bool,
}

impl Change<'_> {
    /// Makes `value` the current secret of a token.
    pub fn rotate_token(&self, mut token: Token, value: Plaintext, turn: &Turn) -> Result<Issued> {
        let summary = self.summary(token.id)?;
        if turn.expected_version.is_some_and(|seen| seen != summary.version) {
            return Err(refused(&summary)(Refusal::RotatedMeanwhile));
        }
        let secrets = self.tx.secrets(token.id)?;
        let rotation = lifecycle::rotate(&token, &secrets, turn.grace, turn.force, self.now).map_err(refused(&summary))?;
        // The oldest first: the one that retires must be gone before the current one takes its place.
        for secret in secrets.iter().rev() {
            match (secret.state, rotation.grace_until) {
                (SecretState::Current, Some(until)) => self.tx.set_retiring(token.id, secret.version, until)?,
                (SecretState::Current, None) | (SecretState::Retiring, _) => self.retire(token.id, secret.version)?,
                (SecretState::Retired, _) => {}
            }
        }
        token.rotated_at = self.now;
        token.adopted = turn.adopted;
        self.tx.update_token(&token)?;
        self.write_value(&NewValue { token: token.id, kind: token.kind, version: rotation.version, value: &value })?;
        let summary = self.summary(token.id)?;
        let action = if turn.adopted { Action::Import } else { Action::Rotate };
        self.record(action, Outcome::Done, About::token(&summary, told(&rotation)))?;
        Ok(Issued { token: summary, value })
    }
}

/// What a rotation did, for the event.
pub(super) fn told(rotation: &Rotation) -> String {
    let grace = match rotation.grace_until {
        Some(until) => format!("version {}; the previous one until {until}", rotation.version),
        None => format!("version {}; the previous one ended at once", rotation.version),
    };
    if rotation.cuts_retiring { format!("{grace}; the one before that was cut off") } else { grace }
}
