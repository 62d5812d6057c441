//! The copy of what the verification service has to know, and the stamp under which it holds.

use super::seen::{self, Seen, Voice};
use super::{Result, Services, Sight};
use crate::domain::Instant;
use crate::domain::format::FormatError;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::owner::OwnerId;
use crate::domain::policy::Policy;
use crate::domain::scope::ScopeSet;
use crate::domain::secret::{Digest, SecretState};
use crate::domain::token::TokenState;
use crate::domain::verdict::Known;
use crate::services::verify::form_of;
use crate::store::{KnownRow, Stamp, Tx};
use crate::vault::digest;
use bytes::Bytes;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Secrets read in one transaction: others may read in between.
const SLICE: usize = 1_000;

/// Between two slices whoever waits for the vault gets it: its lock is not fair, and requests wait for it while a copy is made.
const STAND_BACK: Duration = Duration::from_micros(200);

/// So many tokens that were asked for are kept as they are answered, in some 600 bytes each; others are put together each time.
const READY: usize = 32_768;

/// All secrets of a vault, in some ninety bytes each, with what they share.
#[derive(Debug)]
pub(super) struct Copy {
    services: Arc<Services>,
    stamp: Stamp,
    holds_adopted: bool,
    secrets: HashMap<Key, Entry, BuildHasherDefault<DigestHasher>>,
    shares: Shares,
    ready: AtomicUsize,
}

/// One secret with its token. Times are milliseconds since 1970.
#[derive(Debug)]
struct Entry {
    id: TokenId,
    kind: Kind,
    state: TokenState,
    secret: SecretState,
    version: u32,
    grace_until: i64,
    expires_at: i64,
    voice: u32,
    scopes: u32,
    policy: u32,
    ready: OnceLock<Arc<Seen>>,
}

/// What many tokens have in common.
#[derive(Debug, Default)]
struct Shares {
    voices: Vec<Voice>,
    scopes: Vec<(ScopeSet, Bytes)>,
    policies: Vec<Policy>,
}

/// A digest as a key. Digests are compared in a time that does not depend on where they differ.
#[derive(Clone, Copy, Debug)]
struct Key(Digest);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        digest::matches(&self.0, &other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0.0[..8]);
    }
}

/// Takes eight bytes of a SHA-256 for the hash: they are as even as any, and nobody can choose what is in the table.
#[derive(Clone, Copy, Debug, Default)]
struct DigestHasher(u64);

impl Hasher for DigestHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }
}

impl Copy {
    /// Copies the vault as it is now; `None` when somebody changed it meanwhile, or the files' state cannot be told.
    pub(super) fn of(services: Arc<Services>) -> Result<Option<Self>> {
        let Some(stamp) = services.store.stamp() else { return Ok(None) };
        let (mut making, holds_adopted) =
            services.store.read(|tx| Ok::<_, super::Error>((Making::begin(tx)?, tx.holds_adopted()?)))?;
        let mut after = None;
        loop {
            let place = services.store.read(|tx| tx.known_after(after, SLICE, |row| making.add(&row)))?;
            if services.store.stamp() != Some(stamp) {
                return Ok(None);
            }
            std::thread::sleep(STAND_BACK);
            match place {
                Some(place) => after = Some(place),
                None => break,
            }
        }
        let Making { mut secrets, shares, .. } = making;
        secrets.shrink_to_fit();
        Ok(Some(Self { services, stamp, holds_adopted, secrets, shares, ready: AtomicUsize::new(0) }))
    }

    /// Whether nothing was committed since the copy was made, and the path still leads to the same files.
    pub(super) fn is_current(&self) -> bool {
        self.services.store.is_at(&self.stamp)
    }

    /// What the copied state says of a value.
    pub(super) fn sight(&self, value: &str) -> Sight {
        form_of(&self.services.info.brand, value, || Ok::<_, FormatError>(self.holds_adopted))??;
        let found = self.secrets.get(&Key(digest::digest(value)));
        Ok(found.and_then(|entry| self.ready(entry)))
    }

    /// What is said of an entry; kept, as long as there is room, since tokens that were used once are mostly used again.
    fn ready(&self, entry: &Entry) -> Option<Arc<Seen>> {
        if let Some(ready) = entry.ready.get() {
            return Some(Arc::clone(ready));
        }
        let seen = Arc::new(self.seen(entry)?);
        if self.ready.fetch_add(1, Ordering::Relaxed) < READY {
            // Somebody else may have been quicker, with the same.
            let _ = entry.ready.set(Arc::clone(&seen));
        }
        Some(seen)
    }

    fn seen(&self, entry: &Entry) -> Option<Seen> {
        let Shares { voices, scopes, policies } = &self.shares;
        let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
        let voice = voices.get(at(entry.voice))?;
        let (scopes, text) = scopes.get(at(entry.scopes))?;
        let known = Known {
            id: entry.id,
            kind: entry.kind,
            state: entry.state,
            scopes: scopes.clone(),
            expires_at: instant(entry.expires_at),
            policy: policies.get(at(entry.policy))?.clone(),
            secret: entry.secret,
            grace_until: instant(entry.grace_until),
            version: entry.version,
            speaker: Arc::clone(&voice.speaker),
        };
        Some(Seen::new(known, &voice.names, text.clone()))
    }
}

/// No time.
const NEVER: i64 = i64::MIN;

fn millis(at: Option<Instant>) -> i64 {
    at.map_or(NEVER, Instant::as_millisecond)
}

/// Only milliseconds of instants get in; the fall-back, which ends whatever it stands for, cannot be reached.
fn instant(millis: i64) -> Option<Instant> {
    (millis != NEVER).then(|| Instant::from_millisecond(millis).unwrap_or(Instant::MIN))
}

/// A copy being made.
struct Making {
    secrets: HashMap<Key, Entry, BuildHasherDefault<DigestHasher>>,
    shares: Shares,
    voice_of: HashMap<OwnerId, u32>,
    scopes_of: HashMap<String, u32>,
    policy_of: HashMap<(String, Option<String>), u32>,
}

impl Making {
    fn begin(tx: &Tx<'_>) -> Result<Self> {
        let owners = tx.owners()?;
        let names: HashMap<OwnerId, _> = owners.iter().map(|owner| (owner.id, owner.name.clone())).collect();
        let project = |owner: &crate::domain::owner::Owner| owner.project.and_then(|id| names.get(&id)).cloned();
        let voices = owners.iter().map(|owner| Voice::of(owner, project(owner))).collect();
        let voice_of = (0..).zip(&owners).map(|(at, owner)| (owner.id, at)).collect();
        let shares = Shares { voices, ..Shares::default() };
        Ok(Self { secrets: HashMap::default(), shares, voice_of, scopes_of: HashMap::new(), policy_of: HashMap::new() })
    }

    fn add(&mut self, row: &KnownRow<'_>) -> Result<()> {
        let no_owner = || crate::store::StoreError::Damaged(format!("{} has no owner", row.id));
        let entry = Entry {
            id: row.id,
            kind: row.kind,
            state: row.state,
            secret: row.secret,
            version: row.version,
            grace_until: millis(row.grace_until),
            expires_at: millis(row.expires_at),
            voice: *self.voice_of.get(&row.owner).ok_or_else(no_owner)?,
            scopes: self.scopes(row.scopes),
            policy: self.policy(row)?,
            ready: OnceLock::new(),
        };
        self.secrets.insert(Key(row.digest), entry);
        Ok(())
    }

    fn scopes(&mut self, text: &str) -> u32 {
        if let Some(place) = self.scopes_of.get(text) {
            return *place;
        }
        let scopes = ScopeSet::from_stored(text);
        let said = Bytes::from(scopes.to_string());
        let place = place(self.shares.scopes.len());
        self.shares.scopes.push((scopes, said));
        self.scopes_of.insert(text.to_owned(), place);
        place
    }

    fn policy(&mut self, row: &KnownRow<'_>) -> Result<u32> {
        let key = (row.networks.to_owned(), row.rate.map(str::to_owned));
        if let Some(place) = self.policy_of.get(&key) {
            return Ok(*place);
        }
        let place = place(self.shares.policies.len());
        self.shares.policies.push(seen::policy(row.networks, row.rate)?);
        self.policy_of.insert(key, place);
        Ok(place)
    }
}

/// A place that does not fit would be found nowhere: the value is then unknown.
fn place(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
