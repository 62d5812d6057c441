//! The orders in which lists show tokens.

use super::Instant;
use super::roster::Roster;
use super::summary::TokenRow;
use std::cmp::{Ordering, Reverse};

/// The column that a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortKey {
    /// Kind, owner, name.
    #[default]
    Owner,
    /// The token's name.
    Name,
    /// Status.
    Status,
    /// Expiry, the nearest first, never last.
    Expires,
    /// Issued, the latest first.
    Created,
    /// Last use, the latest first.
    Used,
}

/// Sorting of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Backwards.
    pub reverse: bool,
}

impl Sort {
    /// How two rows stand to each other at `now`; rows alike in the key go by kind, owner and name.
    pub fn compare<'a>(self, a: impl Into<TokenRow<'a>>, b: impl Into<TokenRow<'a>>, now: Instant) -> Ordering {
        let (a, b) = (a.into(), b.into());
        let by_key = match self.key {
            SortKey::Owner => Ordering::Equal,
            SortKey::Name => folded(a.name, b.name),
            SortKey::Status => a.status(now).cmp(&b.status(now)),
            SortKey::Expires => a.expires_at.unwrap_or(Instant::MAX).cmp(&b.expires_at.unwrap_or(Instant::MAX)),
            SortKey::Created => b.created_at.cmp(&a.created_at),
            SortKey::Used => Reverse(a.last_used_at).cmp(&Reverse(b.last_used_at)),
        };
        let ordering = by_key.then_with(|| by_owner(&a, &b));
        if self.reverse { ordering.reverse() } else { ordering }
    }

    /// Places of all rows in this order. Comparing is done on numbers wherever those tell, since there may be a hundred
    /// thousand rows.
    pub fn places(self, roster: &Roster, now: Instant) -> Vec<u32> {
        let ranks = owner_ranks(roster);
        let rank = |at: usize| roster.owner_at(at).and_then(|owner| ranks.get(owner)).copied().unwrap_or(u32::MAX);
        let mut keys: Vec<Key> =
            (0_u32..).zip(roster.rows()).map(|(at, row)| self.key(&row, at, rank(at as usize), now)).collect();
        let exactly = |a: &Key, b: &Key| match (roster.row(a.at as usize), roster.row(b.at as usize)) {
            (Some(a), Some(b)) => Self { reverse: false, ..self }.compare(a, b, now),
            _ => a.at.cmp(&b.at),
        };
        keys.sort_unstable_by(|a, b| {
            let ordering = a.numbers.cmp(&b.numbers).then_with(|| exactly(a, b));
            if self.reverse { ordering.reverse() } else { ordering }
        });
        keys.into_iter().map(|key| key.at).collect()
    }

    fn key(self, row: &TokenRow<'_>, at: u32, owner_rank: u32, now: Instant) -> Key {
        let name = prefix(row.name);
        let group = (row.kind as u64) << 32 | u64::from(owner_rank);
        let rising = |at: Option<Instant>| at.map_or(u64::MAX, |at| at.as_millisecond().cast_unsigned() ^ 1 << 63);
        let first = match self.key {
            SortKey::Owner => 0,
            SortKey::Name => name,
            SortKey::Status => row.status(now) as u128,
            SortKey::Expires => u128::from(rising(row.expires_at)),
            SortKey::Created => u128::from(!rising(Some(row.created_at))),
            // What was never used comes last, as the longest ago.
            SortKey::Used => u128::from(row.last_used_at.map_or(u64::MAX, |at| !rising(Some(at)))),
        };
        // Beyond the prefix, names are compared before owners; numbers must not decide that.
        let rest = if self.key == SortKey::Name { (0, 0) } else { (group, name) };
        Key { numbers: (first, rest.0, rest.1), at }
    }
}

/// Numbers that stand to each other as the rows do, where they differ.
struct Key {
    numbers: (u128, u64, u128),
    at: u32,
}

/// The first 16 bytes of a name in lower case: UTF-8 sorts as its characters do.
fn prefix(name: &str) -> u128 {
    let mut bytes = [0; 16];
    let mut len = 0;
    for c in name.chars().flat_map(char::to_lowercase) {
        let mut buffer = [0; 4];
        let encoded = c.encode_utf8(&mut buffer).as_bytes();
        let room = (bytes.len() - len).min(encoded.len());
        bytes[len..len + room].copy_from_slice(&encoded[..room]);
        len += room;
        if len == bytes.len() {
            break;
        }
    }
    u128::from_be_bytes(bytes)
}

/// Ranks of the owners by name; those of one name have one rank.
fn owner_ranks(roster: &Roster) -> Vec<u32> {
    let owners = roster.owners();
    let mut order: Vec<usize> = (0..owners.len()).collect();
    order.sort_unstable_by(|a, b| folded(&owners[*a].name, &owners[*b].name));
    let mut ranks = vec![0; owners.len()];
    let mut rank = 0;
    for pair in order.windows(2) {
        rank += u32::from(folded(&owners[pair[0]].name, &owners[pair[1]].name).is_ne());
        ranks[pair[1]] = rank;
    }
    ranks
}

fn by_owner(a: &TokenRow<'_>, b: &TokenRow<'_>) -> Ordering {
    a.kind.cmp(&b.kind).then_with(|| folded(a.owner, b.owner)).then_with(|| folded(a.name, b.name)).then_with(|| a.id.cmp(&b.id))
}

/// Compares without regard to case and without allocating.
fn folded(a: &str, b: &str) -> Ordering {
    a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests;
