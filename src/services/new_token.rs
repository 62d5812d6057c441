//! Writing a new token with its first secret, for whichever use case issues one.

use super::change::{About, Change};
use super::new_value::NewValue;
use super::{Error, Issued, Result};
use crate::domain::Instant;
use crate::domain::catalogue::Catalogue;
use crate::domain::event::{Action, Outcome};
use crate::domain::expiry::{DEFAULT_PERSONAL_LIFE, Expiry};
use crate::domain::kind::{ExpiryRule, Kind};
use crate::domain::name::Name;
use crate::domain::owner::Owner;
use crate::domain::plaintext::Plaintext;
use crate::domain::policy::Policy;
use crate::domain::scope::ScopeSet;
use crate::domain::token::{Token, TokenState};
use crate::vault::mint;

/// A token to be written.
pub(super) struct NewToken<'a> {
    pub owner: &'a Owner,
    pub kind: Kind,
    pub name: Name,
    pub scopes: ScopeSet,
    pub expires_at: Option<Instant>,
    pub policy: Policy,
    pub note: String,
    pub adopted: bool,
    pub action: Action,
}

/// The scopes that a new token gets: those chosen, or the kind's default set.
pub(super) fn scopes_for(catalogue: &Catalogue, kind: Kind, chosen: Option<&[String]>) -> Result<ScopeSet> {
    match (chosen, kind) {
        (Some(words), _) => Ok(catalogue.choose(kind, words)?),
        (None, Kind::Personal) => Ok(catalogue.choose::<&str>(kind, &[])?),
        (None, _) => Ok(catalogue.default_set(kind)),
    }
}

/// The expiry that a new token gets: the one chosen, or the kind's default.
pub(super) fn expiry_for(kind: Kind, chosen: Option<Expiry>, now: Instant) -> Result<Option<Instant>> {
    let expiry = match (kind.expiry_rule(), chosen) {
        (ExpiryRule::None, Some(Expiry::Never) | None) | (ExpiryRule::Optional, None) => Expiry::Never,
        (ExpiryRule::None, Some(_)) => return Err(Error::Invalid(format!("{kind} tokens have no expiry"))),
        (ExpiryRule::Required, None) => Expiry::In(DEFAULT_PERSONAL_LIFE),
        (_, Some(chosen)) => chosen,
    };
    Ok(expiry.resolve(now)?)
}

/// A policy is for tokens that Jeton verifies.
pub(super) fn check_policy(kind: Kind, policy: &Policy) -> Result<()> {
    if kind.is_verified() || policy.is_open() {
        return Ok(());
    }
    Err(Error::Invalid(format!(
        "{kind} tokens are verified elsewhere; networks and rates are for the tokens that Jeton verifies"
    )))
}

impl Change<'_> {
    /// Writes a token with its first secret and the event.
    pub fn add_token(&self, new: NewToken<'_>, value: Plaintext) -> Result<Issued> {
        let NewToken { owner, kind, name, scopes, expires_at, policy, note, adopted, action } = new;
        if self.tx.token_named(owner.id, kind, name.as_str())?.is_some() {
            return Err(Error::Duplicate { what: format!("{kind} token"), name: name.to_string() });
        }
        let token = Token {
            id: mint::mint_id(self.entropy)?,
            kind,
            owner: owner.id,
            name,
            scopes,
            expires_at,
            policy,
            state: TokenState::Active,
            adopted,
            note,
            created_at: self.now,
            state_changed_at: self.now,
            rotated_at: self.now,
        };
        self.tx.insert_token(&token)?;
        self.write_value(&NewValue { token: token.id, kind, version: 1, value: &value })?;
        let summary = self.summary(token.id)?;
        self.record(action, Outcome::Done, About::token(&summary, terms(&token)))?;
        Ok(Issued { token: summary, value })
    }

    /// The owner of a selector's kind and name, refused when archived.
    pub fn live_owner(&self, owner: Owner) -> Result<Owner> {
        match owner.archived_at {
            None => Ok(owner),
            Some(_) => Err(Error::Invalid(format!("{} {:?} is archived; add a new one", owner.kind, owner.name.as_str()))),
        }
    }
}

/// What was granted, until when, from where and how often, for the event.
pub(super) fn terms(token: &Token) -> String {
    let expiry = token.expires_at.map_or_else(|| "no expiry".to_owned(), |at| format!("expires {at}"));
    let said = [expiry, token.scopes.to_string(), token.policy.to_string()];
    said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}
