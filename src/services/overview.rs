//! Everything that the token screen shows, in one consistent state: owners with their counts, and every token.

use super::owners::by_name;
use super::{OwnerView, Result, Services};
use crate::domain::Instant;
use crate::domain::kind::Kind;
use crate::domain::name::Name;
use crate::domain::order::Sort;
use crate::domain::owner::{OwnerId, OwnerKind};
use crate::domain::roster::Roster;
use crate::domain::summary::{ENDED_SHOWN_FOR, TokenRow, TokenSummary};
use crate::store::Tx;
use std::collections::HashMap;

/// The most events after which single rows are read again; beyond, reading all of them anew costs less.
const MOST_CHANGES: u64 = 250;

/// Of tokens revoked lately, so many at most are looked at for a glimpse.
const MOST_REVOKED: usize = 500;

/// Owners and tokens.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The account's name.
    pub account: Name,
    /// Owners, archived ones too, by kind and name.
    pub owners: Vec<OwnerView>,
    /// Tokens.
    pub roster: Roster,
    /// Number of the newest event that it takes into account.
    pub head: u64,
}

impl Services {
    /// Owners and tokens as they are now. From a roster that was read before, and the number of the event up to which it
    /// was, only what events name since is read again.
    ///
    /// # Errors
    /// The store failed.
    pub fn overview(&self, known: Option<(&Roster, u64)>) -> Result<Overview> {
        let now = self.now();
        let last_used = self.usage.last_used();
        self.store.read(|tx| {
            let head = head(tx)?;
            let roster = match known {
                Some((roster, seen)) => match changes(tx, seen, head)? {
                    Some(changed) => roster.with(&changed),
                    None => tx.roster()?,
                },
                None => tx.roster()?,
            };
            let roster = roster.with_uses(&last_used);
            let owners = views(tx, &counts(&roster, now))?;
            Ok(Overview { account: tx.account()?.name, owners, roster, head })
        })
    }

    /// The owners, none of them counted, and the first so many tokens of the list without a filter: what a first frame
    /// shows. It takes as long for many tokens as for few.
    ///
    /// # Errors
    /// The store failed.
    pub fn glimpse(&self, rows: usize) -> Result<Overview> {
        let now = self.now();
        let mut first = self.store.read(|tx| -> Result<_> {
            let owners = views(tx, &HashMap::new())?;
            let mut tokens = first_tokens(tx, &owners, rows, now)?;
            tokens.extend(tx.summaries_revoked_after(ENDED_SHOWN_FOR.before(now), MOST_REVOKED)?);
            tokens.sort_unstable_by(|a, b| Sort::default().compare(a, b, now));
            tokens.truncate(rows);
            let roster = tokens.iter().map(TokenRow::from).collect();
            Ok(Overview { account: tx.account()?.name, owners, roster, head: head(tx)? })
        })?;
        let shown: Vec<_> = first.roster.ids().collect();
        first.roster = first.roster.with_uses(&self.usage.last_used_of(&shown));
        Ok(first)
    }
}

fn head(tx: &Tx<'_>) -> Result<u64> {
    Ok(tx.event_head()?.map_or(0, |(seq, _)| seq))
}

/// The tokens that changed, as they are now; `None` where reading everything is called for.
fn changes(tx: &Tx<'_>, seen: u64, head: u64) -> Result<Option<Vec<TokenSummary>>> {
    // A log that became shorter is another one.
    if head.checked_sub(seen).is_none_or(|news| news > MOST_CHANGES) {
        return Ok(None);
    }
    let Some(ids) = tx.tokens_changed_since(seen)? else { return Ok(None) };
    let mut changed = Vec::with_capacity(ids.len());
    for id in ids {
        changed.extend(tx.summary(id)?);
    }
    Ok(Some(changed))
}

/// Tokens accepted now, and tokens in all, of each owner.
fn counts(roster: &Roster, now: Instant) -> HashMap<OwnerId, (usize, usize)> {
    let mut counts: HashMap<OwnerId, (usize, usize)> = HashMap::new();
    for row in roster.rows() {
        let (live, total) = counts.entry(row.owner_id).or_default();
        *live += usize::from(row.status(now).is_live());
        *total += 1;
    }
    counts
}

fn views(tx: &Tx<'_>, counts: &HashMap<OwnerId, (usize, usize)>) -> Result<Vec<OwnerView>> {
    Ok(by_name(tx.owners()?, counts))
}

/// The first tokens that are not revoked, in the order of kind, owner and name.
fn first_tokens(tx: &Tx<'_>, owners: &[OwnerView], rows: usize, now: Instant) -> Result<Vec<TokenSummary>> {
    let cutoff = ENDED_SHOWN_FOR.before(now);
    let mut first = Vec::new();
    for kind in Kind::ALL {
        let of = if kind == Kind::Personal { OwnerKind::Account.token_kind() } else { kind };
        for view in owners.iter().filter(|view| view.owner.kind.token_kind() == of) {
            if first.len() >= rows {
                return Ok(first);
            }
            first.extend(tx.summaries_by_name(view.owner.id, kind, cutoff, rows - first.len())?);
        }
    }
    Ok(first)
}
