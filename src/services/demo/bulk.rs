//! Writes many planned tokens at once: values are minted and sealed by all cores while one writes the rows.

use super::calendar::Calendar;
use super::plan::{self, End, PlannedOwner, PlannedToken, Stretch};
use super::play::foreign_value;
use super::{BEFORE_THE_STORY, Demo, DemoRequest};
use crate::clock::{Entropy, EntropyError};
use crate::domain::Instant;
use crate::domain::brand::Brand;
use crate::domain::event::{Action, Outcome};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::lifecycle::Rotation;
use crate::domain::mask::Hint;
use crate::domain::owner::{Owner, OwnerId};
use crate::domain::scope::ScopeSet;
use crate::domain::secret::Digest;
use crate::domain::selector::Selector;
use crate::domain::span::Span;
use crate::domain::token::{Token, TokenState};
use crate::services::change::{About, Change};
use crate::services::new_token::terms;
use crate::services::new_value::{NewValue, Sealer, digest_under};
use crate::services::rotate::told;
use crate::services::{AddOwner, Authority, Result, Session, Settings};
use crate::store::{NewSecret, SealedRow};
use crate::vault::{MemberKey, mint};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Tokens of one transaction.
const BATCH: usize = 100_000;

/// Tokens that a thread seals between two looks at whether it should go on.
const CHUNK: usize = 128;

/// Fills the time before the story with tokens. False when it was cancelled.
pub(super) fn fill(demo: &Demo, calendar: &Calendar, story: Span, request: &DemoRequest<'_>) -> Result<bool> {
    if request.tokens == 0 {
        return Ok(true);
    }
    let days = BEFORE_THE_STORY.as_secs() / 86_400 - 2;
    let before = |day: u64| Span::from_secs(story.as_secs() + (days + 1 - day) * 86_400);
    calendar.set_back(before(0));
    let planned = plan::owners(request.tokens)?;
    let owners = add_owners(demo, &planned)?;
    let batches = request.tokens.div_ceil(BATCH);
    for batch in 0..batches {
        let day = |batch: usize| (batch as u64 * days) / batches as u64;
        let (from, to) = (calendar.ago(before(day(batch))), calendar.ago(before(day(batch + 1))));
        let first = batch * BATCH;
        let stretch = Stretch { from, to, now: calendar.ago(Span::ZERO) };
        let tokens = plan::tokens(first, BATCH.min(request.tokens - first), &planned, stretch)?;
        calendar.set_back(before(day(batch + 1)));
        if !demo.services.store.with_room(|| write(demo, &owners, tokens, request.cancelled))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn add_owners(demo: &Demo, planned: &[PlannedOwner]) -> Result<Vec<Owner>> {
    demo.services.change(Authority::Session(&demo.session), "add", |change| {
        let add = |owner: &PlannedOwner| {
            change.add_owner_row(&AddOwner { project: owner.project.clone(), ..AddOwner::new(owner.kind, owner.name.clone()) })
        };
        planned.iter().map(add).collect()
    })
}

/// One transaction: rows in the order of ids, which is that of the tables, then events in the order of time.
fn write(demo: &Demo, owners: &[Owner], planned: Vec<PlannedToken>, cancelled: &AtomicBool) -> Result<bool> {
    demo.services.write(Some(&demo.session), |change| {
        let account = change.tx.account()?;
        let choices = Choices::of(&demo.services.settings);
        let mut lives = Vec::with_capacity(planned.len());
        for planned in planned {
            let owner = planned.owner.map_or(&account, |place| &owners[place]);
            lives.push(Life::new(mint::mint_id(change.entropy)?, owner.id, planned, &choices));
        }
        lives.sort_unstable_by_key(|life| life.token.id);
        if !write_rows(change, &demo.session, &lives, cancelled)? {
            return Ok(false);
        }
        let by_id = |id: OwnerId| owners.iter().find(|owner| owner.id == id).unwrap_or(&account);
        let mut happened: Vec<_> = lives.iter().flat_map(|life| life.history(by_id(life.token.owner))).collect();
        happened.sort_by_key(|(at, ..)| *at);
        change.record_all(happened.into_iter().map(|(at, action, about)| (at, action, Outcome::Done, about)))?;
        Ok(true)
    })
}

/// Scopes that tokens are given.
struct Choices {
    bot: ScopeSet,
    integration: ScopeSet,
    narrow: ScopeSet,
    all: ScopeSet,
}

impl Choices {
    fn of(settings: &Settings) -> Self {
        Self {
            bot: settings.catalogue.default_set(Kind::Bot),
            integration: settings.catalogue.default_set(Kind::Integration),
            narrow: ScopeSet::from_stored("files:read messages:read"),
            all: ScopeSet::from_stored("conversations:* files:* messages:* users:read"),
        }
    }

    fn pick(&self, planned: &PlannedToken) -> ScopeSet {
        match planned.kind {
            Kind::External => ScopeSet::default(),
            _ if planned.is_narrow => self.narrow.clone(),
            Kind::Bot => self.bot.clone(),
            Kind::Integration => self.integration.clone(),
            _ => self.all.clone(),
        }
    }
}

/// A token as it stands now, and how it came to that.
struct Life {
    token: Token,
    rotated_at: Option<Instant>,
    end: Option<(Instant, End)>,
}

impl Life {
    fn new(id: TokenId, owner: OwnerId, planned: PlannedToken, choices: &Choices) -> Self {
        let state = match planned.end {
            None => TokenState::Active,
            Some((_, End::Disabled)) => TokenState::Disabled,
            Some((_, End::Revoked)) => TokenState::Revoked,
        };
        let token = Token {
            id,
            kind: planned.kind,
            owner,
            scopes: choices.pick(&planned),
            name: planned.name,
            expires_at: planned.expires_at,
            policy: crate::domain::policy::Policy::default(),
            state,
            adopted: false,
            note: planned.note.to_owned(),
            created_at: planned.created_at,
            state_changed_at: planned.end.map_or(planned.created_at, |(at, _)| at),
            rotated_at: planned.rotated_at.unwrap_or(planned.created_at),
        };
        Self { token, rotated_at: planned.rotated_at, end: planned.end }
    }

    /// For each version: when it was made, and when it was retired.
    fn versions(&self) -> Vec<(Instant, Option<Instant>)> {
        let ended = self.end.filter(|(_, end)| *end == End::Revoked).map(|(at, _)| at);
        match self.rotated_at {
            None => vec![(self.token.created_at, ended)],
            Some(at) => vec![(self.token.created_at, Some(at)), (at, ended)],
        }
    }

    fn history(&self, owner: &Owner) -> Vec<(Instant, Action, About)> {
        let subject = Selector::naming(self.token.kind, &owner.name, &self.token.name).to_string();
        let about =
            |detail: String| About { token: Some(self.token.id), owner: Some(owner.id), subject: subject.clone(), detail };
        let mut history = vec![(self.token.created_at, Action::Issue, about(terms(&self.token)))];
        if let Some(at) = self.rotated_at {
            let rotation = Rotation { version: 2, grace_until: None, cuts_retiring: false };
            history.push((at, Action::Rotate, about(told(&rotation))));
        }
        match self.end {
            Some((at, End::Disabled)) => history.push((at, Action::Disable, about(String::new()))),
            Some((at, End::Revoked)) => history.push((at, Action::Revoke, about("no longer needed".to_owned()))),
            None => {}
        }
        history
    }
}

/// A version's value as it is kept.
struct Kept {
    digest: Digest,
    hint: Hint,
    sealed: Option<SealedRow>,
}

/// What the threads that seal share.
struct Work<'a> {
    lives: &'a [Life],
    brand: &'a Brand,
    sealer: &'a Sealer,
    member: &'a MemberKey,
    cancelled: &'a AtomicBool,
}

fn write_rows(change: &Change<'_>, session: &Session, lives: &[Life], cancelled: &AtomicBool) -> Result<bool> {
    let (sealer, brand) = (change.sealer()?, &change.vault.brand);
    let work = Work { lives, brand, sealer: &sealer, member: session.member_key(), cancelled };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let mut queues = Vec::with_capacity(threads);
        for thread in 0..threads {
            let (sender, receiver) = sync_channel(4);
            let entropy = Seeded::from(change.entropy)?;
            let work = &work;
            scope.spawn(move || work.seal(thread, threads, &entropy, &sender));
            queues.push(receiver);
        }
        insert(change, lives, &queues)
    })
}

/// Takes sealed chunks in turn from each thread. False when a thread stopped before its time.
fn insert(change: &Change<'_>, lives: &[Life], queues: &[Receiver<Result<Vec<Kept>>>]) -> Result<bool> {
    for (chunk, queue) in lives.chunks(CHUNK).zip(queues.iter().cycle()) {
        let Ok(kept) = queue.recv() else { return Ok(false) };
        let mut kept = kept?.into_iter();
        for life in chunk {
            change.tx.insert_token(&life.token)?;
            for ((created_at, retired_at), (kept, version)) in life.versions().into_iter().zip((&mut kept).zip(1..)) {
                let Kept { digest, hint, sealed } = kept;
                let (token, sealed) = (life.token.id, sealed.as_ref());
                change.tx.insert_secret(&NewSecret { token, version, digest, hint: &hint, sealed, created_at })?;
                if let Some(at) = retired_at {
                    change.tx.retire(token, version, at)?;
                }
            }
        }
    }
    Ok(true)
}

impl Work<'_> {
    /// Seals every so-manieth chunk, until nobody takes them any more.
    fn seal(&self, thread: usize, threads: usize, entropy: &Seeded, out: &SyncSender<Result<Vec<Kept>>>) {
        for chunk in self.lives.chunks(CHUNK).skip(thread).step_by(threads) {
            if self.cancelled.load(Ordering::Relaxed) {
                return;
            }
            let sealed: Result<Vec<Kept>> =
                chunk.iter().map(|life| self.keep(life, entropy)).collect::<Result<Vec<_>>>().map(flatten);
            if out.send(sealed).is_err() {
                return;
            }
        }
    }

    fn keep(&self, life: &Life, entropy: &Seeded) -> Result<Vec<Kept>> {
        let kind = life.token.kind;
        let mut all = Vec::with_capacity(2);
        for ((_, retired_at), version) in life.versions().into_iter().zip(1..) {
            let value = if kind.is_verified() { mint::mint(self.brand, kind, entropy)? } else { foreign_value(entropy)? };
            // Of a retired value only its digest remains.
            let sealed = match retired_at {
                None => self.sealer.seal(&NewValue { token: life.token.id, kind, version, value: &value }, entropy)?,
                Some(_) => None,
            };
            let digest = digest_under(Some(self.member), kind, &value)?;
            all.push(Kept { digest, hint: Hint::of(value.expose()), sealed });
        }
        Ok(all)
    }
}

fn flatten(kept: Vec<Vec<Kept>>) -> Vec<Kept> {
    kept.into_iter().flatten().collect()
}

/// A thread's own generator, seeded once from the world's, so that threads wait for nobody.
struct Seeded(Mutex<StdRng>);

impl Seeded {
    fn from(entropy: &dyn Entropy) -> Result<Self> {
        let mut seed = [0; 32];
        entropy.fill(&mut seed)?;
        Ok(Self(Mutex::new(StdRng::from_seed(seed))))
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> std::result::Result<(), EntropyError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
        Ok(())
    }
}
