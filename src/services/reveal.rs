//! A value in clear, for the operator who asked; never without its event.

use super::{Result, Services, Session};
use crate::domain::id::TokenId;
use crate::domain::plaintext::Plaintext;

/// What the value is wanted for; decides the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be looked at.
    Reveal,
    /// To be put on a clipboard.
    Copy,
    /// To be handed to a program.
    Inject,
}

impl Services {
    /// Opens the current value, checks it against its digest, and writes the event before giving it out.
    ///
    /// # Errors
    /// The slot holds no private key, the kind keeps no value, the token is revoked, or the sealed value was tampered with.
    pub fn reveal(&self, session: &Session, id: TokenId, purpose: Purpose) -> Result<Plaintext> {
        let _ = (session, id, purpose);
        todo!()
    }
}
