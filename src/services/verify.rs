//! Verifying a value, as the verification service does.

use super::verifier::find;
use super::{Result, Services};
use crate::domain::brand::Brand;
use crate::domain::entropy_estimate::MAX_BYTES;
use crate::domain::format::{self, FormatError};
use crate::domain::plaintext::Plaintext;
use crate::domain::verdict::{Demand, Judgement, Presented, Request, explain};
use crate::store::Tx;

impl Services {
    /// Judges a value against a demand. Needs no unlocked vault and changes nothing.
    ///
    /// # Errors
    /// The store failed; nothing is allowed then.
    pub fn verify(&self, value: &Plaintext, demand: &Demand) -> Result<Judgement> {
        let now = self.now();
        let value = value.expose();
        let (format, seen) = self.store.read(|tx| -> Result<_> {
            let format = read_format(tx, &self.info.brand, value)?;
            let seen = if format.is_ok() { find(tx, value)? } else { None };
            Ok((format, seen))
        })?;
        let request = Request::of(Presented::Value(format), now);
        Ok(explain(&request, seen.as_ref().map(|seen| &seen.known), demand, |_, _| true))
    }
}

/// A value of the vault's brand must be whole. Any other is looked up only while the vault holds adopted ones.
pub(super) fn read_format(tx: &Tx<'_>, brand: &Brand, value: &str) -> Result<std::result::Result<(), FormatError>> {
    form_of(brand, value, || Ok(tx.holds_adopted()?))
}

/// As [`read_format`], wherever it is known whether there are adopted values.
pub(super) fn form_of<E>(
    brand: &Brand,
    value: &str,
    holds_adopted: impl FnOnce() -> std::result::Result<bool, E>,
) -> std::result::Result<std::result::Result<(), FormatError>, E> {
    let parsed = format::parse(value);
    if value.split('_').next() == Some(brand.as_str()) {
        return Ok(parsed.map(drop));
    }
    let is_plausible = value.len() <= MAX_BYTES && !value.is_empty();
    let looks_up = is_plausible && holds_adopted()?;
    Ok(if looks_up { Ok(()) } else { Err(parsed.err().unwrap_or(FormatError::Shape)) })
}
