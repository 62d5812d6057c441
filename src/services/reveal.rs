//! A value in clear, for the operator who asked; never without its event.

use super::change::{About, Change};
use super::{Error, Result, Services, Session};
use crate::domain::event::{Action, Outcome};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::plaintext::Plaintext;
use crate::domain::secret::{Secret, SecretState};
use crate::domain::snippet::Snippet;
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use crate::vault::{SealContext, digest, seal};

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

impl Purpose {
    fn action(self) -> Action {
        match self {
            Self::Reveal => Action::Reveal,
            Self::Copy => Action::Copy,
            Self::Inject => Action::Inject,
        }
    }
}

impl Services {
    /// Opens the current value, checks it against its digest, and writes the event before giving it out.
    ///
    /// # Errors
    /// The slot holds no private key, the kind keeps no value, the token is revoked, or the sealed value was tampered with.
    pub fn reveal(&self, session: &Session, id: TokenId, purpose: Purpose) -> Result<Plaintext> {
        self.hand_out(session, id, purpose, None)
    }

    /// As [`Services::reveal`], within a line when one is wanted. Nothing is handed out, nor recorded, when the value does not fit in it.
    pub(super) fn hand_out(&self, session: &Session, id: TokenId, purpose: Purpose, line: Option<Snippet>) -> Result<Plaintext> {
        let action = purpose.action();
        session.private_key(action.word())?;
        self.write(Some(session), |change| {
            let summary = change.summary(id)?;
            let (outcome, detail, opened) = match change.open_current(session, &summary, action.word()) {
                Ok(value) => match line {
                    None => (Outcome::Done, String::new(), Ok(value)),
                    Some(line) => (Outcome::Done, format!("in a line: {}", line.title()), Ok(within(line, &summary, &value)?)),
                },
                Err(error @ Error::Tampered(_)) => {
                    (Outcome::Refused, "the sealed value is not this token's".to_owned(), Err(error))
                }
                Err(error) => return Err(error),
            };
            change.record(action, outcome, About::token(&summary, detail))?;
            Ok(opened)
        })?
    }
}

fn within(line: Snippet, summary: &TokenSummary, value: &Plaintext) -> Result<Plaintext> {
    let offered = Snippet::of(summary.kind);
    if !offered.contains(&line) {
        let words: Vec<&str> = offered.iter().map(|line| line.word()).collect();
        let (word, kind, words) = (line.word(), summary.kind, words.join(", "));
        return Err(Error::Invalid(format!("{word} is no way to use {kind} tokens; for these there is {words}")));
    }
    line.with(value).map_err(|unfit| Error::Invalid(format!("{}: {unfit}", summary.selector())))
}

impl Change<'_> {
    /// Opens the current sealed value and checks it against its digest.
    fn open_current(&self, session: &Session, summary: &TokenSummary, verb: &'static str) -> Result<Plaintext> {
        if summary.state == TokenState::Revoked {
            let refusal = crate::domain::lifecycle::Refusal::Revoked;
            return Err(Error::Refused { subject: summary.selector(), refusal });
        }
        if !summary.kind.is_revealable() {
            return Err(Error::NotRevealable(summary.selector()));
        }
        let tampered = || Error::Tampered(summary.selector());
        let secrets = self.tx.secrets(summary.id)?;
        let current: &Secret = secrets.iter().find(|secret| secret.state == SecretState::Current).ok_or_else(tampered)?;
        self.open_secret(session, (summary.id, summary.kind), current, verb)?.ok_or_else(tampered)
    }

    /// Opens one sealed value and checks it against its digest; `None` when it was tampered with.
    pub(super) fn open_secret(
        &self,
        session: &Session,
        (token, kind): (TokenId, Kind),
        secret: &Secret,
        verb: &'static str,
    ) -> Result<Option<Plaintext>> {
        let private = session.private_key(verb)?;
        let Some(sealed) = self.tx.sealed(token, secret.version)? else { return Ok(None) };
        let context = SealContext { vault: self.vault.uuid, token, version: secret.version, kind, key_id: sealed.key_id };
        let Ok(value) = seal::open(private, &context, &sealed.bytes) else { return Ok(None) };
        let is_whole = digest::matches(&self.digest_of(kind, &value)?, &secret.digest);
        Ok(is_whole.then_some(value))
    }
}
