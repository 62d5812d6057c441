//! Verifying a value, as the verification service does.

use super::change::no_such_token;
use super::{Result, Services};
use crate::domain::brand::Brand;
use crate::domain::entropy_estimate::MAX_BYTES;
use crate::domain::format::{self, FormatError};
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::plaintext::Plaintext;
use crate::domain::verdict::{Demand, Judgement, Known, Presented, Request, explain};
use crate::store::Tx;
use crate::vault::digest;

impl Services {
    /// Judges a value against a demand. Needs no unlocked vault and changes nothing.
    ///
    /// # Errors
    /// The store failed; nothing is allowed then.
    pub fn verify(&self, value: &Plaintext, demand: &Demand) -> Result<Judgement> {
        let now = self.now();
        let value = value.expose();
        let (format, known) = self.store.read(|tx| -> Result<_> {
            let format = read_format(tx, &self.info.brand, value)?;
            let known = if format.is_ok() { look_up(tx, value)? } else { None };
            Ok((format, known))
        })?;
        let request = Request::of(Presented::Value(format), now);
        Ok(explain(&request, known.as_ref(), demand, |_, _| true))
    }
}

/// A value of the vault's brand must be whole. Any other is looked up only while the vault holds adopted ones.
pub(super) fn read_format(tx: &Tx<'_>, brand: &Brand, value: &str) -> Result<std::result::Result<(), FormatError>> {
    let parsed = format::parse(value);
    if value.split('_').next() == Some(brand.as_str()) {
        return Ok(parsed.map(drop));
    }
    let is_plausible = value.len() <= MAX_BYTES && !value.is_empty();
    let looks_up = is_plausible && tx.holds_adopted()?;
    Ok(if looks_up { Ok(()) } else { Err(parsed.err().unwrap_or(FormatError::Shape)) })
}

/// The token that a value belongs to, if it is one that Jeton verifies.
pub(super) fn look_up(tx: &Tx<'_>, value: &str) -> Result<Option<Known>> {
    let presented = digest::digest(value);
    let Some((id, secret)) = tx.secret_by_digest(&presented)? else {
        return Ok(None);
    };
    let token = tx.token(id)?.ok_or_else(|| no_such_token(id))?;
    if !digest::matches(&secret.digest, &presented) || !token.kind.is_verified() {
        return Ok(None);
    }
    let owner = tx.owner(token.owner)?;
    let project = project_of(tx, &owner)?;
    Ok(Some(Known {
        id: token.id,
        kind: token.kind,
        state: token.state,
        scopes: token.scopes,
        expires_at: token.expires_at,
        policy: token.policy,
        secret: secret.state,
        grace_until: secret.grace_until,
        version: secret.version,
        owner: owner.name,
        external_id: owner.external_id,
        project,
    }))
}

fn project_of(tx: &Tx<'_>, owner: &Owner) -> Result<Option<crate::domain::name::Name>> {
    match (owner.kind, owner.project) {
        (OwnerKind::Project, _) => Ok(Some(owner.name.clone())),
        (_, Some(project)) => Ok(Some(tx.owner(project)?.name)),
        (_, None) => Ok(None),
    }
}
