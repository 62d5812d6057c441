//! What effects act on: the open vault, the keys while it is unlocked, the clipboard.

use crate::clock::World;
use crate::domain::event::Actor;
use crate::services::{Audit, Copier, ImportFormat, ImportPlan, PreparedVault, Services, Session, Settings};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

/// What a file held when its lines were chosen; wiped when it goes.
pub struct FirstFile {
    /// Its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
    /// What they are.
    pub format: ImportFormat,
}

/// Shared by the threads that run effects.
pub struct Vault {
    /// Where the vault is, or will be.
    pub path: PathBuf,
    /// Settings of the use cases.
    pub settings: Settings,
    /// Clock and randomness.
    pub world: World,
    /// Who acts until somebody unlocks.
    pub actor: Actor,
    /// The clipboard.
    pub copier: Mutex<Copier>,
    held: Mutex<Held>,
    opened: Condvar,
    usage_wanted: Mutex<bool>,
    usage_asked: Condvar,
}

#[derive(Default)]
struct Held {
    services: Option<Arc<Services>>,
    session: Option<Arc<Session>>,
    prepared: Option<(u64, PreparedVault)>,
    first_file: Option<FirstFile>,
    planned: Option<ImportPlan>,
    audit: Option<Audit>,
}

impl Vault {
    /// With nothing open yet.
    pub fn new(path: PathBuf, settings: Settings, world: World, actor: Actor, copier: Copier) -> Self {
        Self {
            path,
            settings,
            world,
            actor,
            copier: Mutex::new(copier),
            held: Mutex::default(),
            opened: Condvar::new(),
            usage_wanted: Mutex::default(),
            usage_asked: Condvar::new(),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The open vault.
    pub fn services(&self) -> Option<Arc<Services>> {
        self.held().services.clone()
    }

    /// The keys, while it is unlocked.
    pub fn session(&self) -> Option<Arc<Session>> {
        self.held().session.clone()
    }

    /// Takes over an open vault.
    pub fn open(&self, services: Services) {
        self.held().services = Some(Arc::new(services));
        self.opened.notify_all();
    }

    /// The vault, as soon as there is one.
    pub fn wait_for_services(&self) -> Arc<Services> {
        let mut held = self.held();
        loop {
            if let Some(services) = &held.services {
                return Arc::clone(services);
            }
            held = self.opened.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether somebody wants to hear of changes of the usage file.
    pub fn wants_usage(&self) -> bool {
        *self.usage_wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says whether somebody wants to hear of them.
    pub fn watch_usage(&self, wanted: bool) {
        *self.usage_wanted.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
        self.usage_asked.notify_all();
    }

    /// Returns as soon as somebody does.
    pub fn wait_until_usage_is_wanted(&self) {
        let wanted = self.usage_wanted.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.usage_asked.wait_while(wanted, |wanted| !*wanted).unwrap_or_else(PoisonError::into_inner));
    }

    /// Takes over the keys.
    pub fn unlock(&self, session: Session) {
        self.held().session = Some(Arc::new(session));
    }

    /// Puts keys in the place of those held; while locked none are taken, for nobody unlocked.
    pub fn renew(&self, session: Session) {
        let mut held = self.held();
        if held.session.is_some() {
            held.session = Some(Arc::new(session));
        }
    }

    /// Forgets the keys and what was read of a file; they are wiped as soon as no effect uses them any more.
    pub fn lock(&self) {
        let mut held = self.held();
        held.session = None;
        held.planned = None;
    }

    /// Keeps what the audit found, for the next one to go on from.
    pub fn keep_audit(&self, audit: Audit) {
        self.held().audit = Some(audit);
    }

    /// What the last audit found.
    pub fn audit(&self) -> Option<Audit> {
        self.held().audit.clone()
    }

    /// Keeps what a file would bring in, or forgets it.
    pub fn plan(&self, plan: Option<ImportPlan>) {
        self.held().planned = plan;
    }

    /// Hands out what a file would bring in.
    pub fn take_plan(&self) -> Option<ImportPlan> {
        self.held().planned.take()
    }

    /// Keeps the keys of a vault that is being set up, made at the try of this number.
    pub fn prepare(&self, attempt: u64, prepared: PreparedVault) {
        self.held().prepared = Some((attempt, prepared));
    }

    /// Forgets them, unless a later try made others.
    pub fn unprepare(&self, attempt: u64) {
        let mut held = self.held();
        held.prepared = held.prepared.take().filter(|(made_at, _)| *made_at > attempt);
    }

    /// Hands out the keys that the try of this number made.
    pub fn take_prepared(&self, attempt: u64) -> Option<PreparedVault> {
        let (_, prepared) = self.held().prepared.take().filter(|(made_at, _)| *made_at == attempt)?;
        Some(prepared)
    }

    /// Whether keys of a vault that is being set up are held.
    pub fn is_prepared(&self) -> bool {
        self.held().prepared.is_some()
    }

    /// Keeps the file that a new vault may begin with, or forgets it.
    pub fn keep_first_file(&self, file: Option<FirstFile>) {
        self.held().first_file = file;
    }

    /// Hands that file out.
    pub fn take_first_file(&self) -> Option<FirstFile> {
        self.held().first_file.take()
    }

    /// The clipboard.
    pub fn copier(&self) -> MutexGuard<'_, Copier> {
        self.copier.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
