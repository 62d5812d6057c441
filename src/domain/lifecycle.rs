//! The lifecycle of a token and its secrets, as pure steps: what may follow what.

use super::Instant;
use super::grace;
use super::kind::Kind;
use super::secret::{Secret, SecretState};
use super::span::Span;
use super::token::{Status, Token, TokenState};

/// Why a step is refused.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    /// Revoked is final.
    #[error("the token is revoked, which is final; issue a new one")]
    Revoked,
    /// Disabled tokens are enabled first.
    #[error("the token is disabled; enable it first")]
    Disabled,
    /// It is already so.
    #[error("the token is already {0}")]
    Already(&'static str),
    /// An expired token would get a secret that nobody accepts.
    #[error("the token has expired, and a rotation does not extend it; set a new expiry first")]
    Expired,
    /// Another rotation has not finished.
    #[error("the previous secret is still accepted until {0}; end its grace first, or force the rotation, which ends it at once")]
    StillRetiring(Instant),
    /// Another operator was quicker.
    #[error("someone else rotated it meanwhile; look at it again, and rotate only if it is still needed")]
    RotatedMeanwhile,
    /// There is no grace to end or extend.
    #[error("no previous secret is in its grace")]
    NoGrace,
    /// The grace asked for is too long.
    #[error("a grace of {0} is too long; {max} is the most", max = grace::MAX)]
    GraceTooLong(Span),
    /// Extending must not shorten.
    #[error("the grace already lasts until {0}, which is not earlier")]
    NotLater(Instant),
    /// The token's own expiry comes first.
    #[error("the token itself expires at {0}, and a grace cannot outlast it")]
    ExpiresFirst(Instant),
    /// This kind of token never expires.
    #[error("{0} tokens have no expiry")]
    NoExpiry(Kind),
}

/// What a rotation does to the secrets there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// Version of the new secret.
    pub version: u32,
    /// Until when the present one is accepted; `None` retires it at once.
    pub grace_until: Option<Instant>,
    /// Whether a secret still in its grace is cut off.
    pub cuts_retiring: bool,
}

/// The secret that is accepted beside the current one at `now`.
pub fn retiring(secrets: &[Secret], now: Instant) -> Option<&Secret> {
    secrets.iter().find(|secret| secret.state_at(now) == SecretState::Retiring)
}

/// Decides a rotation.
///
/// # Errors
/// The token is revoked, disabled or expired; a secret still retires and `force` is not given; the grace is too long.
pub fn rotate(token: &Token, secrets: &[Secret], length: Span, force: bool, now: Instant) -> Result<Rotation, Refusal> {
    match token.status(None, now) {
        Status::Revoked => return Err(Refusal::Revoked),
        Status::Disabled => return Err(Refusal::Disabled),
        Status::Expired => return Err(Refusal::Expired),
        Status::Active | Status::Rotating => {}
    }
    if length > grace::MAX {
        return Err(Refusal::GraceTooLong(length));
    }
    let still = retiring(secrets, now).and_then(|secret| secret.grace_until);
    if let (Some(until), false) = (still, force) {
        return Err(Refusal::StillRetiring(until));
    }
    let version = secrets.iter().map(|secret| secret.version).max().unwrap_or(0).saturating_add(1);
    let grace_until = (length > Span::ZERO).then(|| grace::ends_at(now, length, token.expires_at));
    Ok(Rotation { version, grace_until, cuts_retiring: still.is_some() })
}

/// Decides the end of an extended grace: `by` later than it ends now.
///
/// # Errors
/// No secret is in its grace, or the new end is not later, too far, or beyond the token's expiry.
pub fn extend_grace(token: &Token, secrets: &[Secret], by: Span, now: Instant) -> Result<Instant, Refusal> {
    match token.state {
        TokenState::Active => {}
        TokenState::Disabled => return Err(Refusal::Disabled),
        TokenState::Revoked => return Err(Refusal::Revoked),
    }
    let until = retiring(secrets, now).and_then(|secret| secret.grace_until).ok_or(Refusal::NoGrace)?;
    if by > grace::MAX || by.after(until) > grace::MAX.after(now) {
        return Err(Refusal::GraceTooLong(by));
    }
    let end = grace::ends_at(until, by, token.expires_at);
    match token.expires_at {
        _ if end > until => Ok(end),
        Some(expiry) if until >= expiry => Err(Refusal::ExpiresFirst(expiry)),
        _ => Err(Refusal::NotLater(until)),
    }
}

/// Decides whether a token may be switched off.
///
/// # Errors
/// It is revoked or disabled already.
pub fn disable(token: &Token) -> Result<TokenState, Refusal> {
    match token.state {
        TokenState::Active => Ok(TokenState::Disabled),
        TokenState::Disabled => Err(Refusal::Already("disabled")),
        TokenState::Revoked => Err(Refusal::Revoked),
    }
}

/// Decides whether a token may be switched on.
///
/// # Errors
/// It is revoked or active already.
pub fn enable(token: &Token) -> Result<TokenState, Refusal> {
    match token.state {
        TokenState::Disabled => Ok(TokenState::Active),
        TokenState::Active => Err(Refusal::Already("active")),
        TokenState::Revoked => Err(Refusal::Revoked),
    }
}

/// Decides whether a token may be ended.
///
/// # Errors
/// It is revoked already.
pub fn revoke(token: &Token) -> Result<TokenState, Refusal> {
    match token.state {
        TokenState::Revoked => Err(Refusal::Already("revoked")),
        _ => Ok(TokenState::Revoked),
    }
}

#[cfg(test)]
mod tests;
