//! A token as the verification service needs it: what the policy judges, and the headers that say whom it speaks for.

use super::super::Result;
use crate::domain::id::{ID_CHARS, PREFIX, TokenId};
use crate::domain::identity::{HEADERS, Names};
use crate::domain::name::Name;
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::policy::Policy;
use crate::domain::scope::ScopeSet;
use crate::domain::verdict::{Known, Speaker};
use crate::store::{KnownRow, StoreError, Tx};
use bytes::Bytes;
use std::sync::Arc;

/// What the vault says of a value whose form is fine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The token and the secret.
    pub known: Known,
    /// The values of [`HEADERS`], ready to be sent.
    pub identity: [Bytes; HEADERS.len()],
}

impl Seen {
    /// Puts a token together with the names of its speaker and its scopes as text.
    pub(super) fn new(known: Known, names: &Names<Bytes>, scopes: Bytes) -> Self {
        let expires = known.expires_at.map(|at| Bytes::from(at.to_string())).unwrap_or_default();
        let word = Bytes::from_static(known.kind.word().as_bytes());
        Self { identity: names.values(known.kind, id(known.id), word, scopes, expires), known }
    }
}

/// The id as text, in one go.
fn id(id: TokenId) -> Bytes {
    let mut text = [0; PREFIX.len() + ID_CHARS];
    let (prefix, tail) = text.split_at_mut(PREFIX.len());
    prefix.copy_from_slice(PREFIX.as_bytes());
    tail.copy_from_slice(id.tail().as_bytes());
    Bytes::copy_from_slice(&text)
}

/// A speaker with its names.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    pub(super) speaker: Arc<Speaker>,
    pub(super) names: Names<Bytes>,
}

impl Voice {
    /// The voice of an owner; `project` is the name of the project that it belongs to.
    pub(super) fn of(owner: &Owner, project: Option<Name>) -> Self {
        let project = if owner.kind == OwnerKind::Project { Some(owner.name.clone()) } else { project };
        let speaker = Speaker { owner: owner.name.clone(), external_id: owner.external_id.clone(), project };
        Self { names: Names::of(&speaker).map(Bytes::from), speaker: Arc::new(speaker) }
    }
}

/// A policy as stored. One that cannot be read is damage: taking it for none would open what was closed.
pub(super) fn policy(networks: &str, rate: Option<&str>) -> Result<Policy> {
    let damaged = |what: &str| StoreError::Damaged(format!("a token's {what} cannot be read"));
    let networks = networks.parse().map_err(|_| damaged("networks"))?;
    let rate = rate.map(str::parse).transpose().map_err(|_| damaged("rate"))?;
    Ok(Policy { networks, rate })
}

/// What a row says, with what it shares with others.
pub(super) fn known(row: &KnownRow<'_>, scopes: ScopeSet, policy: Policy, speaker: Arc<Speaker>) -> Known {
    Known {
        id: row.id,
        kind: row.kind,
        state: row.state,
        scopes,
        expires_at: row.expires_at,
        policy,
        secret: row.secret,
        grace_until: row.grace_until,
        version: row.version,
        speaker,
    }
}

/// One row with all that belongs to it.
pub(super) fn read(tx: &Tx<'_>, row: &KnownRow<'_>) -> Result<Seen> {
    let owner = tx.owner(row.owner)?;
    let project = owner.project.map(|project| tx.owner(project)).transpose()?;
    let voice = Voice::of(&owner, project.map(|project| project.name));
    let scopes = ScopeSet::from_stored(row.scopes);
    let text = Bytes::from(scopes.to_string());
    Ok(Seen::new(known(row, scopes, policy(row.networks, row.rate)?, voice.speaker), &voice.names, text))
}
