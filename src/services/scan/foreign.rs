//! Values that have no shape of their own: opened from their seals to be looked for, wiped when that is done.

use super::super::change::About;
use super::super::{Error, Result, Services, Session};
use crate::clock::Entropy;
use crate::domain::event::{Action, Outcome};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::number::counted;
use crate::domain::plaintext::Plaintext;
use crate::domain::scan::{Foreign, MIN_FOREIGN_BYTES};
use crate::domain::token::TokenState;

/// External and adopted values in clear, each with its token and version.
#[derive(Debug)]
pub struct ForeignValues {
    whose: Vec<(TokenId, u32)>,
    values: Vec<Plaintext>,
    too_short: usize,
}

/// What looks for values, and whose each of them is.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    pub search: Option<Foreign>,
    pub whose: Vec<(TokenId, u32)>,
}

impl ForeignValues {
    /// How many will be looked for.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How many there are, beside those that are too short.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.values.len(), self.too_short)
    }

    /// What looks for them under a random key, and whose they are.
    pub(super) fn into_matcher(self, entropy: &dyn Entropy) -> Result<Matcher> {
        let mut key = [0; 8];
        entropy.fill(&mut key)?;
        Ok(Matcher { search: Foreign::new(self.values, u64::from_le_bytes(key)), whose: self.whose })
    }
}

/// What is asked of the private key.
const VERB: &str = "scan for external values";

impl Services {
    /// Opens every sealed value that was issued elsewhere, current or in its grace, so that a scan can look for it. One event
    /// says how many were opened (as handed to a program: nobody sees them). Those below twelve bytes are left out.
    ///
    /// # Errors
    /// The slot holds no private key, a sealed value was tampered with, or the store failed.
    pub fn foreign_values(&self, session: &Session) -> Result<ForeignValues> {
        session.private_key(VERB)?;
        self.write(Some(session), |change| {
            let roster = change.tx.roster()?;
            let foreign = roster.rows().filter(|row| row.kind == Kind::External || row.adopted);
            let mut opened = ForeignValues { whose: Vec::new(), values: Vec::new(), too_short: 0 };
            for row in foreign.filter(|row| row.state != TokenState::Revoked) {
                for secret in change.tx.secrets(row.id)?.iter().filter(|secret| secret.is_sealed) {
                    let value = change.open_secret(session, (row.id, row.kind), secret, VERB)?;
                    let value = value.ok_or_else(|| Error::Tampered(row.to_summary().selector()))?;
                    if value.expose().len() < MIN_FOREIGN_BYTES {
                        opened.too_short += 1;
                    } else {
                        opened.whose.push((row.id, secret.version));
                        opened.values.push(value);
                    }
                }
            }
            let count = counted(opened.len() as u64, "value", "values");
            let about = About { subject: "scan".to_owned(), detail: format!("{count} to be looked for"), ..About::default() };
            change.record(Action::Inject, Outcome::Done, about)?;
            Ok(opened)
        })
    }
}
