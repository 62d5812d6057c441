//! Usage: counted with each answer in memory, written down once a second by a thread of its own.

use super::metrics::{Metrics, count};
use crate::clock::World;
use crate::domain::label::display_safe;
use crate::domain::slot::VaultId;
use crate::domain::traffic::CallRef;
use crate::services::{self, UsageRecorder, Verifier};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often what was counted is written down.
const EVERY: Duration = Duration::from_secs(1);

/// The counts of many tokens take long to write: that may take a fiftieth of the time, unless it was put off for so long already.
const SHARE: u32 = 50;
const LONGEST: Duration = Duration::from_secs(15);

/// How often it is complained of, at most, that it cannot be.
const COMPLAIN: Duration = Duration::from_secs(60);

/// How often it is looked whether there are figures of tokens that the vault does not have.
const SWEEP: Duration = Duration::from_secs(3_600);

/// Counts calls.
#[derive(Debug)]
pub struct Usage {
    recorder: RwLock<UsageRecorder>,
    /// The vault that was there at the start.
    vault: VaultId,
    verifier: Arc<Verifier>,
    world: World,
    /// Whether addresses are kept.
    addresses: bool,
}

/// The running thread.
#[derive(Debug)]
pub struct Flusher {
    end: Sender<()>,
    thread: JoinHandle<()>,
}

impl Usage {
    /// Counts for the vault that `verifier` reads, with the addresses of callers or without.
    ///
    /// # Errors
    /// The vault cannot be read.
    pub fn new(verifier: Arc<Verifier>, world: World, addresses: bool) -> services::Result<Self> {
        let vault = verifier.vault()?;
        let recorder = recorder(&verifier, vault, &world, addresses);
        Ok(Self { recorder: RwLock::new(recorder), vault, verifier, world, addresses })
    }

    /// Counts one call, in memory.
    pub fn record(&self, call: &CallRef<'_>) {
        self.recorder.read().unwrap_or_else(PoisonError::into_inner).record(call);
    }
}

fn recorder(verifier: &Verifier, vault: VaultId, world: &World, addresses: bool) -> UsageRecorder {
    UsageRecorder::open(verifier.path(), vault, Arc::clone(&world.clock)).with_addresses(addresses)
}

impl Flusher {
    /// Starts writing down what `usage` counts.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(usage: Arc<Usage>, metrics: Arc<Metrics>) -> std::io::Result<Self> {
        let (end, ended) = channel();
        let mut book = Book {
            vault: usage.vault,
            usage,
            metrics,
            looked_up: 0,
            complained_at: None,
            swept_at: None,
            counts: Counts::default(),
        };
        let run = move || {
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(EVERY) {
                book.write();
            }
            book.counts = Counts::default();
            book.write();
        };
        let thread = std::thread::Builder::new().name("jeton-usage".to_owned()).spawn(run)?;
        Ok(Self { end, thread })
    }

    /// Writes down the rest and ends.
    pub fn end(self) {
        drop(self.end);
        if self.thread.join().is_err() {
            tracing::error!("usage could not be written at the end");
        }
    }
}

struct Book {
    usage: Arc<Usage>,
    metrics: Arc<Metrics>,
    vault: VaultId,
    looked_up: u64,
    complained_at: Option<Instant>,
    swept_at: Option<Instant>,
    counts: Counts,
}

/// When the counts are written next.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    due: Option<Instant>,
}

impl Counts {
    fn are_due(self) -> bool {
        self.due.is_none_or(|due| Instant::now() >= due)
    }

    fn took(length: Duration) -> Self {
        Self { due: Instant::now().checked_add((length * SHARE).min(LONGEST)) }
    }
}

impl Book {
    fn write(&mut self) {
        self.follow();
        let recorder = self.usage.recorder.read().unwrap_or_else(PoisonError::into_inner);
        let begun = Instant::now();
        let flushed = if self.counts.are_due() {
            let flushed = recorder.flush();
            self.counts = Counts::took(begun.elapsed());
            flushed
        } else {
            recorder.flush_calls()
        };
        if flushed.is_ok() && self.swept_at.is_none_or(|at| at.elapsed() >= SWEEP) {
            self.swept_at = Some(Instant::now());
            match recorder.let_go(|ids| self.usage.verifier.missing_tokens(ids).ok()) {
                Ok(0) => {}
                Ok(tokens) => tracing::info!(tokens, "figures of tokens that the vault does not have were let go"),
                Err(error) => tracing::warn!(%error, "figures of tokens that are gone could not be let go"),
            }
        }
        drop(recorder);
        match flushed {
            Ok(written) => {
                if let Some(aside) = written.set_aside {
                    let aside = display_safe(&aside.to_string_lossy());
                    tracing::warn!(%aside, "the usage file was damaged or of another vault; it was set aside and begun anew");
                }
                if written.lost > 0 {
                    tracing::warn!(calls = written.lost, "usage of some calls was too much to keep");
                }
            }
            Err(error) => {
                count(&self.metrics.usage_failures);
                if self.complained_at.is_none_or(|at| at.elapsed() >= COMPLAIN) {
                    self.complained_at = Some(Instant::now());
                    tracing::warn!(%error, "usage cannot be written; verifying goes on");
                }
            }
        }
    }

    /// Another vault may have been put in the place of the one that was counted for. Looked at only when something was counted.
    fn follow(&mut self) {
        let looked_up = self.metrics.looked_up();
        if std::mem::replace(&mut self.looked_up, looked_up) == looked_up {
            return;
        }
        let Ok(vault) = self.usage.verifier.vault() else { return };
        if std::mem::replace(&mut self.vault, vault) != vault {
            tracing::warn!("another vault was put in the place of the one before; usage is counted for it from now on");
            let recorder = recorder(&self.usage.verifier, vault, &self.usage.world, self.usage.addresses);
            *self.usage.recorder.write().unwrap_or_else(PoisonError::into_inner) = recorder;
        }
    }
}
