//! Verifying a value, as the verification service does.

use super::{Result, Services};
use crate::domain::plaintext::Plaintext;
use crate::domain::verdict::{Demand, Judgement};

impl Services {
    /// Judges a value against a demand. Needs no unlocked vault and changes nothing.
    ///
    /// # Errors
    /// The store failed; nothing is allowed then.
    pub fn verify(&self, value: &Plaintext, demand: &Demand) -> Result<Judgement> {
        let _ = (value, demand);
        todo!()
    }
}
