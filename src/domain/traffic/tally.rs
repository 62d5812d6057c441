//! Calls added up in memory until they are written: bounded, whoever calls and however often.

use super::{Call, CallRef};
use crate::domain::id::TokenId;
use crate::domain::verdict::Verdict;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::IpAddr;

/// The most tokens that are told apart. Calls of further ones are lost, and counted as such.
const MAX_TOKENS: usize = 16_384;

/// The most addresses that are told apart for one token, and for all requests without one; further ones count as unknown.
const MAX_SOURCES: usize = 256;

/// The most addresses that are told apart over all tokens.
const MAX_ALL_SOURCES: usize = 65_536;

/// The most hours with one outcome each that are told apart for one secret. Calls beyond are lost.
const MAX_HOURS: usize = 512;

/// The most secrets of a token, and scopes that it is used with.
const MAX_SECRETS: usize = 64;
const MAX_SCOPES: usize = 256;

/// The most calls that are kept one by one; the oldest make room.
pub const MAX_KEPT_CALLS: usize = 1_024;

/// Calls that are kept one by one between two moments of writing: accepted ones, refused ones of known tokens, all others.
/// Counts are exact all the same; a flood of one sort leaves room for the others.
const KEPT: [u32; 3] = [64, 256, 64];

const HOUR: i64 = 3_600;

/// Calls with one outcome in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Hours since 1970.
    pub hour: i64,
    /// The outcome.
    pub verdict: Verdict,
    /// How many.
    pub calls: u64,
}

/// Calls with one secret; instants are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secrets {
    /// The secret's version; 0 where there is none.
    pub version: u32,
    /// The first call.
    pub first_at: i64,
    /// The last call.
    pub last_at: i64,
    /// The last accepted call.
    pub used_at: Option<i64>,
    /// Where the last call came from.
    pub source: Option<IpAddr>,
    /// By hour and outcome.
    pub hours: Vec<Counts>,
}

/// Calls from one address; instants are milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceTally {
    /// Accepted ones.
    pub calls: u64,
    /// Refused ones.
    pub refused: u64,
    /// The first.
    pub first_at: i64,
    /// The last.
    pub last_at: i64,
}

impl SourceTally {
    /// With others added.
    pub fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.refused += other.refused;
        self.first_at = self.first_at.min(other.first_at);
        self.last_at = self.last_at.max(other.last_at);
    }
}

/// A secret's version, and an address that it was presented from.
pub type SourceKey = (u32, Option<IpAddr>);

/// Calls with one token, or without any.
#[derive(Clone, Debug, Default)]
pub struct TokenTally {
    /// By secret.
    pub secrets: Vec<Secrets>,
    /// By the secret's version and address. Few as a rule, so they are looked through.
    pub sources: Vec<(SourceKey, SourceTally)>,
    /// Scopes that were needed and granted, with the last time.
    pub scopes: Vec<(Box<str>, i64)>,
}

impl TokenTally {
    fn secret(&mut self, version: u32) -> Option<&mut Secrets> {
        // The present secret is looked for first: it was seen last.
        let at = self.secrets.iter().rposition(|secret| secret.version == version).or_else(|| {
            let is_full = self.secrets.len() >= MAX_SECRETS;
            let new = Secrets { version, first_at: i64::MAX, last_at: i64::MIN, used_at: None, source: None, hours: Vec::new() };
            (!is_full).then(|| push_first(&mut self.secrets, new)).map(|()| self.secrets.len() - 1)
        });
        self.secrets.get_mut(at?)
    }

    fn add_scope(&mut self, scope: &str, at: i64) {
        if let Some((_, last)) = self.scopes.iter_mut().find(|(known, _)| **known == *scope) {
            *last = at.max(*last);
        } else if self.scopes.len() < MAX_SCOPES {
            push_first(&mut self.scopes, (scope.into(), at));
        }
    }

    /// Adds calls from an address, and says whether that is one more to tell apart.
    fn add_source(&mut self, version: u32, address: Option<IpAddr>, more: &SourceTally, has_room: bool) -> bool {
        if self.add_to_known((version, address), more) {
            return false;
        }
        let address = address.filter(|_| has_room && self.sources.len() < MAX_SOURCES);
        if address.is_none() && self.add_to_known((version, address), more) {
            return false;
        }
        push_first(&mut self.sources, ((version, address), *more));
        true
    }

    fn add_to_known(&mut self, key: SourceKey, more: &SourceTally) -> bool {
        let known = self.sources.iter_mut().rfind(|(known, _)| *known == key);
        known.map(|(_, source)| source.add(more)).is_some()
    }
}

/// Puts one more at the end. Of most things there is one for each token, and a vector begins with room for four.
fn push_first<T>(list: &mut Vec<T>, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(item);
}

impl Secrets {
    fn add_hour(&mut self, more: Counts) -> bool {
        let same = |counts: &&mut Counts| counts.hour == more.hour && counts.verdict == more.verdict;
        if let Some(counts) = self.hours.iter_mut().rev().find(same) {
            counts.calls += more.calls;
            return true;
        }
        let has_room = self.hours.len() < MAX_HOURS;
        if has_room {
            push_first(&mut self.hours, more);
        }
        has_room
    }

    fn saw(&mut self, first_at: i64, last_at: i64, used_at: Option<i64>, source: Option<IpAddr>) {
        self.first_at = self.first_at.min(first_at);
        if last_at >= self.last_at {
            (self.last_at, self.source) = (last_at, source);
        }
        self.used_at = self.used_at.max(used_at);
    }
}

/// Calls added up. At its bounds it takes some 20 MB, and then counts what it could not take.
#[derive(Clone, Debug)]
pub struct Tally {
    tokens: HashMap<TokenId, TokenTally, Seed>,
    strangers: TokenTally,
    sources: usize,
    calls: VecDeque<Call>,
    left: [u32; 3],
    counted: u64,
    lost: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            tokens: HashMap::default(),
            strangers: TokenTally::default(),
            sources: 0,
            calls: VecDeque::new(),
            left: KEPT,
            counted: 0,
            lost: 0,
        }
    }
}

impl Tally {
    /// Whether there is nothing to write down.
    pub fn is_empty(&self) -> bool {
        self.counted == 0 && self.lost == 0 && self.calls.is_empty()
    }

    /// Takes out the calls that were kept one by one, and leaves the counts.
    #[must_use]
    pub fn take_calls(&mut self) -> Self {
        self.left = KEPT;
        Self { calls: std::mem::take(&mut self.calls), ..Self::default() }
    }

    /// Calls that were counted.
    pub fn counted(&self) -> u64 {
        self.counted
    }

    /// Calls for which there was no room.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// Calls by token; `None` for those whose token was not known.
    pub fn tokens(&self) -> impl Iterator<Item = (Option<TokenId>, &TokenTally)> {
        let strangers = (!self.strangers.secrets.is_empty()).then_some((None, &self.strangers));
        self.tokens.iter().map(|(id, tally)| (Some(*id), tally)).chain(strangers)
    }

    /// Calls that were kept one by one, the oldest first.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter()
    }

    /// Counts a call. Takes no memory for one like those before.
    pub fn record(&mut self, call: &CallRef<'_>) {
        self.record_times(call, 1);
    }

    /// Counts so many calls that are alike; of those that are kept one by one they are one.
    pub fn record_times(&mut self, call: &CallRef<'_>, times: u64) {
        let at = call.at.as_millisecond();
        let allowed = call.verdict == Verdict::Allow;
        let source = call.source.map(|address| address.to_canonical());
        let has_room = self.sources < MAX_ALL_SOURCES;
        let Some(tally) = tally_of(&mut self.tokens, &mut self.strangers, call.token) else {
            self.lost += times;
            return;
        };
        let version = call.version.unwrap_or(0);
        let counts = Counts { hour: call.at.as_second().div_euclid(HOUR), verdict: call.verdict, calls: times };
        if !tally.secret(version).is_some_and(|secret| {
            secret.saw(at, at, allowed.then_some(at), source);
            secret.add_hour(counts)
        }) {
            self.lost += times;
            return;
        }
        self.counted += times;
        let (calls, refused) = if allowed { (times, 0) } else { (0, times) };
        let once = SourceTally { calls, refused, first_at: at, last_at: at };
        self.sources += usize::from(tally.add_source(version, source, &once, has_room));
        if let (true, Some(scope)) = (allowed, call.scope) {
            tally.add_scope(scope, at);
        }
        self.keep(call);
    }

    fn keep(&mut self, call: &CallRef<'_>) {
        let sort = match (call.verdict, call.token) {
            (Verdict::Allow, _) => 0,
            (Verdict::Deny(_), Some(_)) => 1,
            (Verdict::Deny(_), None) => 2,
        };
        if self.left[sort] > 0 {
            self.left[sort] -= 1;
            push(&mut self.calls, call.to_call());
        }
    }

    /// Takes back what could not be written, which is older than what is here.
    pub fn take_back(&mut self, older: Self) {
        let newer = std::mem::replace(self, Self { left: KEPT, ..older });
        (self.lost, self.counted) = (self.lost + newer.lost, self.counted + newer.counted);
        self.left = newer.left;
        newer.calls.into_iter().for_each(|call| push(&mut self.calls, call));
        let strangers = (None, newer.strangers);
        for (id, more) in newer.tokens.into_iter().map(|(id, tally)| (Some(id), tally)).chain([strangers]) {
            self.add(id, &more);
        }
    }

    fn add(&mut self, id: Option<TokenId>, more: &TokenTally) {
        let Some(tally) = tally_of(&mut self.tokens, &mut self.strangers, id) else {
            let lost: u64 = more.secrets.iter().flat_map(|secret| &secret.hours).map(|counts| counts.calls).sum();
            (self.lost, self.counted) = (self.lost + lost, self.counted - lost);
            return;
        };
        for new in &more.secrets {
            let mut secret = tally.secret(new.version);
            if let Some(secret) = &mut secret {
                secret.saw(new.first_at, new.last_at, new.used_at, new.source);
            }
            for counts in &new.hours {
                if !secret.as_mut().is_some_and(|secret| secret.add_hour(*counts)) {
                    (self.lost, self.counted) = (self.lost + counts.calls, self.counted - counts.calls);
                }
            }
        }
        for ((version, address), source) in &more.sources {
            let has_room = self.sources < MAX_ALL_SOURCES;
            self.sources += usize::from(tally.add_source(*version, *address, source, has_room));
        }
        more.scopes.iter().for_each(|(scope, at)| tally.add_scope(scope, *at));
    }
}

fn push(calls: &mut VecDeque<Call>, call: Call) {
    if calls.len() >= MAX_KEPT_CALLS {
        calls.pop_front();
    }
    calls.push_back(call);
}

fn tally_of<'a>(
    tokens: &'a mut HashMap<TokenId, TokenTally, Seed>,
    strangers: &'a mut TokenTally,
    id: Option<TokenId>,
) -> Option<&'a mut TokenTally> {
    let Some(id) = id else { return Some(strangers) };
    if tokens.len() >= MAX_TOKENS && !tokens.contains_key(&id) {
        return None;
    }
    Some(tokens.entry(id).or_default())
}

/// Hashes quickly, from a seed of its own: callers choose their addresses, and must not choose where they fall.
#[derive(Clone, Copy, Debug)]
pub struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0_u8))
    }
}

impl BuildHasher for Seed {
    type Hasher = Folded;

    fn build_hasher(&self) -> Folded {
        Folded { state: self.0, seed: self.0 }
    }
}

/// Multiplies to 128 bits and folds the halves, as wyhash and foldhash do.
#[derive(Clone, Copy, Debug)]
pub struct Folded {
    state: u64,
    seed: u64,
}

impl Folded {
    fn fold(&mut self, word: u64) {
        /// An odd number without pattern: the fraction of the golden ratio.
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let product = u128::from(self.state ^ word) * u128::from(self.seed | ODD);
        self.state = (product as u64) ^ (product >> 64) as u64;
    }
}

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.fold(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.fold(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.fold(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.fold(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.fold(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.fold(number as u64);
    }

    fn finish(&self) -> u64 {
        self.state
    }
}

#[cfg(test)]
mod tests;
