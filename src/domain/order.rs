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
            SortKey::Expires => a.expires_at().unwrap_or(Instant::MAX).cmp(&b.expires_at().unwrap_or(Instant::MAX)),
            SortKey::Created => b.created_at().cmp(&a.created_at()),
            SortKey::Used => Reverse(a.last_used_at()).cmp(&Reverse(b.last_used_at())),
        };
        let ordering = by_key.then_with(|| by_owner(&a, &b));
        if self.reverse { ordering.reverse() } else { ordering }
    }

    /// Places of all rows in this order. Comparing is done on numbers wherever those tell, since there may be a hundred
    /// thousand rows.
    pub fn places(self, roster: &Roster, now: Instant) -> Vec<u32> {
        let ranks = owner_ranks(roster);
        let rank = |at: usize| roster.owner_at(at).and_then(|owner| ranks.get(owner)).copied().unwrap_or_default();
        let mut keys: Vec<Key> = Vec::with_capacity(roster.len());
        keys.extend((0_u32..).zip(roster.rows()).map(|(at, row)| self.key(&row, at, rank(at as usize), now)));
        let exactly = |a: &Key, b: &Key| match (roster.row(a.at as usize), roster.row(b.at as usize)) {
            (Some(a), Some(b)) => Self { reverse: false, ..self }.compare(a, b, now),
            _ => a.at.cmp(&b.at),
        };
        keys.sort_unstable_by(|a, b| {
            let ordering = a.compare(b).then_with(|| exactly(a, b));
            if self.reverse { ordering.reverse() } else { ordering }
        });
        // Collecting them in place would keep the room of the whole keys.
        let mut places = Vec::with_capacity(keys.len());
        places.extend(keys.iter().map(|key| key.at));
        places
    }

    fn key(self, row: &TokenRow<'_>, at: u32, owner_rank: u32, now: Instant) -> Key {
        let group = (row.kind as u32) << 29 | owner_rank;
        let rising = |at: Option<Instant>| at.map_or(u64::MAX, |at| at.as_millisecond().cast_unsigned() ^ 1 << 63);
        let first = match self.key {
            SortKey::Owner | SortKey::Name => 0,
            SortKey::Status => row.status(now) as u64,
            SortKey::Expires => rising(row.expires_at()),
            SortKey::Created => !rising(Some(row.created_at())),
            // What was never used comes last, as the longest ago.
            SortKey::Used => row.last_used_at().map_or(u64::MAX, |at| !rising(Some(at))),
        };
        // Names alike in the prefix are compared whole before the owners, which must not decide between them.
        let group = if self.key == SortKey::Name { 0 } else { group };
        Key { name: prefix(row.name), first, group, at }
    }
}

/// Numbers that stand to each other as the rows do, where they differ.
struct Key {
    name: u128,
    first: u64,
    /// Kind, and the owner's rank among all.
    group: u32,
    at: u32,
}

impl Key {
    fn compare(&self, other: &Self) -> Ordering {
        (self.first, self.group, self.name).cmp(&(other.first, other.group, other.name))
    }
}

/// The first 16 bytes of a name in lower case: UTF-8 sorts as its characters do.
fn prefix(name: &str) -> u128 {
    let mut bytes = [0; 16];
    if name.is_ascii() {
        bytes.iter_mut().zip(name.bytes()).for_each(|(place, byte)| *place = byte.to_ascii_lowercase());
        return u128::from_be_bytes(bytes);
    }
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
    if a.is_ascii() && b.is_ascii() {
        return a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()));
    }
    a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests;
