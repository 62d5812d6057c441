//! From a selector to the one token that it names.

use super::change::no_such_token;
use super::owners::find_owner;
use super::{Error, Result, Services};
use crate::domain::Instant;
use crate::domain::kind::Kind;
use crate::domain::nearest::nearest;
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::selector::{OwnerSelector, Selector};
use crate::domain::summary::TokenSummary;
use crate::store::Tx;

/// How many candidates an ambiguous id lists.
const MAX_CANDIDATES: usize = 10;

impl Services {
    /// The token that a selector names. Revoked tokens are found by id only.
    ///
    /// # Errors
    /// None (the nearest is named), or several (all are named).
    pub fn resolve(&self, selector: &Selector) -> Result<TokenSummary> {
        let now = self.now();
        self.store
            .read(|tx| {
                let found = match selector {
                    Selector::Id(prefix) => tx.summaries_by_prefix(prefix, MAX_CANDIDATES + 1)?,
                    Selector::Account => tx.summaries_of(tx.account()?.id, Kind::Account)?,
                    Selector::Personal(name) => vec![named(tx, &tx.account()?, Kind::Personal, name)?],
                    Selector::Project(name) => owned(tx, OwnerKind::Project, name)?,
                    Selector::Owned { owner_kind, owner, token: None } => owned(tx, *owner_kind, owner)?,
                    Selector::Owned { owner_kind, owner, token: Some(name) } => {
                        let owner = find_owner(tx, &OwnerSelector { kind: *owner_kind, name: owner.clone() })?;
                        vec![named(tx, &owner, owner_kind.token_kind(), name)?]
                    }
                };
                only_one(found, selector, now)
            })
            .map(|summary| self.with_use(summary))
    }
}

fn owned(tx: &Tx<'_>, kind: OwnerKind, name: &str) -> Result<Vec<TokenSummary>> {
    let owner = find_owner(tx, &OwnerSelector { kind, name: name.to_owned() })?;
    Ok(tx.summaries_of(owner.id, kind.token_kind())?)
}

fn named(tx: &Tx<'_>, owner: &Owner, kind: Kind, name: &str) -> Result<TokenSummary> {
    if let Some(token) = tx.token_named(owner.id, kind, name)? {
        return tx.summary(token.id)?.ok_or_else(|| no_such_token(token.id));
    }
    let rows = tx.summaries_of(owner.id, kind)?;
    let suggestion = nearest(name, rows.iter().map(|row| row.name.as_str())).map(str::to_owned);
    Err(Error::NotFound { what: kind.word(), name: name.to_owned(), suggestion })
}

fn only_one(mut found: Vec<TokenSummary>, selector: &Selector, now: Instant) -> Result<TokenSummary> {
    match (found.pop(), found.is_empty()) {
        (Some(row), true) => Ok(row),
        (None, _) => Err(Error::NotFound { what: "token", name: selector.to_string(), suggestion: None }),
        (Some(last), false) => {
            found.push(last);
            let mut candidates: Vec<String> = found
                .iter()
                .take(MAX_CANDIDATES)
                .map(|row| format!("{}  {}  {}", row.id, row.selector(), row.status(now)))
                .collect();
            if found.len() > MAX_CANDIDATES {
                candidates.push("… and more; write more of the id".to_owned());
            }
            Err(Error::Ambiguous { name: selector.to_string(), candidates })
        }
    }
}
