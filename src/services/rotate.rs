//! Rotation: a new secret for the same token, the old one accepted until its grace ends.

use super::{Authority, Issued, Result, Services};
use crate::domain::id::TokenId;
use crate::domain::plaintext::Plaintext;
use crate::domain::span::Span;

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
        let _ = (authority, id, request);
        todo!()
    }
}
