//! Verifying a value, as the verification service does.

use super::change::no_such_token;
use super::{Result, Services};
use crate::domain::entropy_estimate::MAX_BYTES;
use crate::domain::format::{self, FormatError};
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::plaintext::Plaintext;
use crate::domain::verdict::{Demand, Judgement, Known, judge};
use crate::store::Tx;
use crate::vault::digest;

impl Services {
    /// Judges a value against a demand. Needs no unlocked vault and changes nothing.
    ///
    /// # Errors
    /// The store failed; nothing is allowed then.
    pub fn verify(&self, value: &Plaintext, demand: &Demand) -> Result<Judgement> {
        let now = self.now();
        let format = self.read_format(value.expose())?;
        let known = match format {
            Ok(()) => self.store.read(|tx| look_up(tx, value, now))?,
            Err(_) => None,
        };
        Ok(judge(format, known.as_ref(), demand, now))
    }

    /// A value of the vault's brand must be whole. Any other is looked up only while the vault holds adopted ones.
    fn read_format(&self, value: &str) -> Result<std::result::Result<(), FormatError>> {
        let parsed = format::parse(value);
        if value.split('_').next() == Some(self.info.brand.as_str()) {
            return Ok(parsed.map(|_| ()));
        }
        let is_plausible = value.len() <= MAX_BYTES && !value.is_empty();
        let looks_up = is_plausible && self.store.read(|tx| tx.holds_adopted())?;
        Ok(if looks_up { Ok(()) } else { Err(parsed.err().unwrap_or(FormatError::Shape)) })
    }
}

fn look_up(tx: &Tx<'_>, value: &Plaintext, now: crate::domain::Instant) -> Result<Option<Known>> {
    let presented = digest::digest(value.expose());
    let Some((id, secret)) = tx.secret_by_digest(&presented)? else {
        return Ok(None);
    };
    let token = tx.token(id)?.ok_or_else(|| no_such_token(id))?;
    if !digest::matches(&secret.digest, &presented) || !token.kind.is_verified() {
        return Ok(None);
    }
    let owner = tx.owner(token.owner)?;
    let project = project_of(tx, &owner)?;
    Ok(Some(Known { token, secret: secret.state_at(now), version: secret.version, owner: owner.name, project }))
}

fn project_of(tx: &Tx<'_>, owner: &Owner) -> Result<Option<crate::domain::name::Name>> {
    match (owner.kind, owner.project) {
        (OwnerKind::Project, _) => Ok(Some(owner.name.clone())),
        (_, Some(project)) => Ok(Some(tx.owner(project)?.name)),
        (_, None) => Ok(None),
    }
}
