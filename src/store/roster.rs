//! Every token at once: tokens and secrets are walked side by side in the order of their ids, each table once.

use super::rows::{maybe_millis_at, millis_at, policy_texts, word_at};
use super::{StoreError, Tx};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::owner::{Owner, OwnerId, OwnerKind};
use crate::domain::policy::Policy;
use crate::domain::roster::{Roster, RosterBuilder, RowOwner};
use crate::domain::scope::ScopeSet;
use crate::domain::summary::{Times, TokenRow};
use crate::domain::token::TokenState;
use rusqlite::{Row, Rows};
use std::collections::HashMap;

const TOKENS: &str = "\
    SELECT id, kind, owner, name, state, scopes, expires_at, adopted, note, created_at, state_changed_at, rotated_at, networks, rate \
      FROM token ORDER BY id";

const SECRETS: &str = "\
    SELECT token, version, hint, sealed IS NOT NULL, CASE state WHEN 'retiring' THEN grace_until END \
      FROM secret ORDER BY token, version";

/// What a row shows of a token's secrets.
struct Present {
    token: TokenId,
    version: u32,
    hint: Hint,
    is_sealed: bool,
    grace_until: Option<i64>,
}

/// Secrets in the order of their tokens, one token's at a time.
struct Secrets<'a> {
    rows: Rows<'a>,
    next: Option<Present>,
}

impl<'a> Secrets<'a> {
    fn new(mut rows: Rows<'a>) -> rusqlite::Result<Self> {
        let next = rows.next()?.map(secret).transpose()?;
        Ok(Self { rows, next })
    }

    /// The present secret of a token: the current one, or of a revoked token the last one. Tokens come in order.
    fn of(&mut self, token: TokenId) -> rusqlite::Result<Option<Present>> {
        let mut found: Option<Present> = None;
        while let Some(mut secret) = self.next.take_if(|secret| secret.token <= token) {
            if secret.token == token {
                // A retiring secret comes before the current one, whose row tells of its grace.
                secret.grace_until = secret.grace_until.or(found.and_then(|before| before.grace_until));
                found = Some(secret);
            }
            self.next = self.rows.next()?.map(self::secret).transpose()?;
        }
        Ok(found)
    }
}

fn id(row: &Row<'_>) -> rusqlite::Result<TokenId> {
    word_at(row, 0, |word| word.parse().ok())
}

fn secret(row: &Row<'_>) -> rusqlite::Result<Present> {
    Ok(Present {
        token: id(row)?,
        version: row.get(1)?,
        hint: Hint::from_stored(row.get_ref(2)?.as_str()?),
        is_sealed: row.get(3)?,
        grace_until: maybe_millis_at(row, 4)?,
    })
}

/// Owners as rows show them.
fn row_owners(owners: &[Owner]) -> Vec<RowOwner> {
    let names: HashMap<OwnerId, &str> = owners.iter().map(|owner| (owner.id, owner.name.as_str())).collect();
    let project = |owner: &Owner| match owner.kind {
        OwnerKind::Project => Some(owner.name.as_str().to_owned()),
        _ => owner.project.and_then(|id| names.get(&id)).map(|name| (*name).to_owned()),
    };
    let row_owner = |owner: &Owner| RowOwner {
        id: owner.id,
        name: owner.name.as_str().to_owned(),
        project: project(owner),
        archived: owner.archived_at.is_some(),
    };
    owners.iter().map(row_owner).collect()
}

impl Tx<'_> {
    /// Every token, ended ones too.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn roster(&self) -> Result<Roster, StoreError> {
        let mut builder = RosterBuilder::new(row_owners(&self.owners()?));
        let mut tokens = self.sql().prepare_cached(TOKENS)?;
        let mut secrets = self.sql().prepare_cached(SECRETS)?;
        let mut secrets = Secrets::new(secrets.query([])?)?;
        let mut rows = tokens.query([])?;
        let nothing = (ScopeSet::default(), Policy::default());
        while let Some(row) = rows.next()? {
            let id = id(row)?;
            let present = secrets.of(id)?.ok_or_else(|| StoreError::Damaged(format!("{id} has no secret")))?;
            let owner_id = OwnerId(row.get(2)?);
            let owner = builder.owner(owner_id).ok_or_else(|| StoreError::Damaged(format!("{id} has no owner")))?;
            let scopes = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
            let (networks, rate) = policy_texts(row, 12, 13)?;
            let terms = builder.terms(scopes, networks, rate);
            let terms = terms.map_err(|error| StoreError::Damaged(format!("the policy of {id}: {error}")))?;
            builder.push(&token(row, id, owner_id, &present, &nothing)?, owner, terms);
        }
        Ok(builder.finish())
    }
}

fn token<'a>(
    row: &'a Row<'_>,
    id: TokenId,
    owner_id: OwnerId,
    present: &Present,
    (scopes, policy): &'a (ScopeSet, Policy),
) -> rusqlite::Result<TokenRow<'a>> {
    let times = Times::new(millis_at(row, 9)?, millis_at(row, 10)?, millis_at(row, 11)?);
    Ok(TokenRow {
        id,
        kind: word_at(row, 1, |word| word.parse::<Kind>().ok())?,
        name: row.get_ref(3)?.as_str()?,
        owner_id,
        owner: "",
        project: None,
        owner_archived: false,
        state: word_at(row, 4, TokenState::from_word)?,
        scopes,
        policy,
        version: present.version,
        hint: present.hint,
        is_sealed: present.is_sealed,
        adopted: row.get(7)?,
        note: row.get_ref(8)?.as_str()?,
        times: times.expiring(maybe_millis_at(row, 6)?).in_grace(present.grace_until),
    })
}
