//! Weighing a file's candidates against the vault, for the plan and again inside the transaction that imports.

use super::outcome::ImportOutcome;
use super::sift::Candidate;
use crate::domain::Instant;
use crate::domain::format::{self, FormatError};
use crate::domain::kind::Kind;
use crate::domain::lifecycle;
use crate::domain::name::Name;
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::selector::OwnerSelector;
use crate::domain::span::Span;
use crate::domain::token::{Token, TokenState};
use crate::services::owners::find_owner;
use crate::services::{Error, Result};
use crate::store::Tx;
use crate::vault::{MemberKey, digest};
use std::collections::{HashMap, HashSet};

/// What the values become.
pub(super) enum Target {
    /// External tokens, each of the service that its line names.
    External,
    /// Tokens of one project, bot or integration of our own.
    Own(Owner),
}

impl Target {
    /// Finds the owner that adopts, if one is to.
    ///
    /// # Errors
    /// There is no such owner, it is archived, or tokens of its kind cannot be adopted.
    pub fn find(tx: &Tx<'_>, adopt: Option<&OwnerSelector>) -> Result<Self> {
        let Some(selector) = adopt else {
            return Ok(Self::External);
        };
        if matches!(selector.kind, OwnerKind::Account | OwnerKind::External) {
            return Err(Error::Invalid(format!("values are adopted by a project, a bot or an integration, not by {selector}")));
        }
        let owner = find_owner(tx, selector)?;
        if owner.archived_at.is_some() {
            return Err(Error::Invalid(format!("{selector} is archived; add a new one")));
        }
        Ok(Self::Own(owner))
    }
}

/// Weighs candidates one after another, remembering those that were taken.
pub(super) struct Weigher<'a> {
    /// The vault and the key of its external digests; none while there is no vault yet.
    vault: Option<(&'a Tx<'a>, &'a MemberKey)>,
    now: Instant,
    target: &'a Target,
    lines: HashMap<[u8; 32], usize>,
    selectors: HashSet<String>,
}

impl<'a> Weigher<'a> {
    pub fn new(tx: &'a Tx<'a>, key: &'a MemberKey, now: Instant, target: &'a Target) -> Self {
        Self { vault: Some((tx, key)), now, target, lines: HashMap::new(), selectors: HashSet::new() }
    }

    /// Weighs against a vault that is not there yet.
    pub fn of_new_vault(now: Instant) -> Self {
        Self { vault: None, now, target: &Target::External, lines: HashMap::new(), selectors: HashSet::new() }
    }

    /// What becomes of a candidate. Imported and adopted mean that it can be taken.
    ///
    /// # Errors
    /// The store failed.
    pub fn weigh(&mut self, candidate: &Candidate) -> Result<ImportOutcome> {
        let value = candidate.value.expose();
        let plain = digest::digest(value);
        if let Some(line) = self.lines.get(&plain.0) {
            return Ok(ImportOutcome::Duplicate { of: format!("line {line}") });
        }
        if let Some((tx, key)) = self.vault {
            for known in [plain, digest::keyed_digest(key, value)] {
                if let Some((id, _)) = tx.secret_by_digest(&known)? {
                    let of = tx.summary(id)?.map_or_else(|| id.to_string(), |summary| summary.selector());
                    return Ok(ImportOutcome::Duplicate { of });
                }
            }
        }
        if let Some(reason) = own_format(value) {
            return Ok(ImportOutcome::refused(reason));
        }
        if let Some(Err(error)) = candidate.expiry.map(|expiry| expiry.resolve(self.now)) {
            return Ok(ImportOutcome::refused(error.to_string()));
        }
        let outcome = match self.target {
            Target::External => self.external(candidate)?,
            Target::Own(owner) if owner.kind == OwnerKind::Project => self.project(owner, candidate)?,
            Target::Own(owner) => self.further(owner, candidate)?,
        };
        if outcome.is_taken() {
            self.lines.insert(plain.0, candidate.line);
        }
        Ok(outcome)
    }

    fn external(&mut self, candidate: &Candidate) -> Result<ImportOutcome> {
        let service = match self.vault {
            Some((tx, _)) => tx.owner_named(OwnerKind::External, candidate.service.as_str())?,
            None => None,
        };
        if service.as_ref().is_some_and(|owner| owner.archived_at.is_some()) {
            let reason = format!("the external service {:?} is archived; choose another", candidate.service.as_str());
            return Ok(ImportOutcome::refused(reason));
        }
        let shown = service.as_ref().map_or(&candidate.service, |owner| &owner.name);
        let selector = selector(OwnerKind::External, shown, &candidate.name);
        if self.is_taken(service.as_ref(), Kind::External, candidate, &selector)? {
            return Ok(ImportOutcome::refused(format!("{selector} has another value; rotate it to this one")));
        }
        Ok(ImportOutcome::Imported { selector })
    }

    fn further(&mut self, owner: &Owner, candidate: &Candidate) -> Result<ImportOutcome> {
        let selector = selector(owner.kind, &owner.name, &candidate.name);
        if self.is_taken(Some(owner), owner.kind.token_kind(), candidate, &selector)? {
            return Ok(ImportOutcome::refused(format!("{selector} has another value; rename or revoke it first")));
        }
        Ok(ImportOutcome::Adopted { selector })
    }

    fn project(&self, owner: &Owner, candidate: &Candidate) -> Result<ImportOutcome> {
        let selector = format!("project:{}", owner.name.as_str());
        if candidate.expiry.is_some() {
            return Ok(ImportOutcome::refused(format!("{selector} keeps its own expiry; leave it out here and edit the token")));
        }
        let Some((tx, _)) = self.vault else {
            return Ok(ImportOutcome::refused(format!("{selector} is not there yet")));
        };
        let token = project_token(tx, owner)?;
        let secrets = tx.secrets(token.id)?;
        match lifecycle::rotate(&token, &secrets, Span::ZERO, false, self.now) {
            Ok(_) => Ok(ImportOutcome::Adopted { selector }),
            Err(refusal) => Ok(ImportOutcome::refused(format!("{selector}: {refusal}"))),
        }
    }

    fn is_taken(&mut self, owner: Option<&Owner>, kind: Kind, candidate: &Candidate, selector: &str) -> Result<bool> {
        let in_vault = match owner.zip(self.vault) {
            Some((owner, (tx, _))) => tx.token_named(owner.id, kind, candidate.name.as_str())?.is_some(),
            None => false,
        };
        Ok(in_vault || !self.selectors.insert(selector.to_lowercase()))
    }
}

/// The one token of a project that is not revoked.
pub(super) fn project_token(tx: &Tx<'_>, owner: &Owner) -> Result<Token> {
    let live = |token: &Token| token.kind == Kind::Project && token.state != TokenState::Revoked;
    tx.tokens_of(owner.id)?.into_iter().find(live).ok_or_else(|| Error::NotFound {
        what: "token",
        name: format!("project:{}", owner.name.as_str()),
        suggestion: None,
    })
}

fn selector(kind: OwnerKind, owner: &Name, token: &Name) -> String {
    format!("{kind}:{}/{}", owner.as_str(), token.as_str())
}

/// Why a value of Jeton's own format is not imported.
fn own_format(value: &str) -> Option<String> {
    match format::parse(value) {
        Ok(parsed) => Some(format!(
            "it is a Jeton token of kind {} with the brand {}; the vault that issued it keeps it",
            parsed.kind, parsed.brand
        )),
        Err(FormatError::Checksum) => Some("it has the form of a Jeton token, but was mistyped, cut short or altered".to_owned()),
        Err(FormatError::Shape) => None,
    }
}
