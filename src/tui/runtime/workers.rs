//! Threads that run effects, so that no key waits for one.

use super::perform::{Done, perform};
use super::vault::Vault;
use crate::tui::effect::Effect;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};

/// The queues of the threads.
pub struct Workers {
    vault: Sender<Effect>,
    rows: Sender<Effect>,
    clipboard: Sender<Effect>,
    slow: Sender<Effect>,
    history: Sender<Effect>,
    audit: Sender<Effect>,
    latest: Arc<AtomicU64>,
}

impl Workers {
    /// Starts the threads; each hands what it did to `send` and ends when nobody listens.
    ///
    /// # Errors
    /// A thread cannot be started.
    pub fn start(vault: &Arc<Vault>, send: impl Fn(Done) -> bool + Clone + Send + 'static) -> io::Result<Self> {
        let latest = Arc::new(AtomicU64::new(0));
        let queue = |name: &str| worker(name, Arc::clone(vault), Arc::clone(&latest), send.clone());
        Ok(Self {
            vault: queue("vault")?,
            rows: queue("rows")?,
            clipboard: queue("clipboard")?,
            slow: queue("passphrase")?,
            history: queue("history")?,
            audit: queue("audit")?,
            latest: Arc::clone(&latest),
        })
    }

    /// Has an effect run. What changes the vault runs in the order in which it was asked for.
    pub fn run(&self, effect: Effect) {
        let queue = match &effect {
            Effect::Arrange(wish) => {
                self.latest.store(wish.generation, Ordering::SeqCst);
                &self.rows
            }
            Effect::Copy(..) | Effect::CopyShown { .. } | Effect::ClearClipboard => &self.clipboard,
            Effect::ReadHistory(..) | Effect::CheckChain { .. } | Effect::ReadTraffic(_) | Effect::ReadUse(_) => &self.history,
            Effect::Audit(_) => &self.audit,
            Effect::Judge(_) | Effect::ReadReviews { .. } => &self.history,
            // Argon2id takes half a second, in which metadata can still be browsed.
            Effect::Unlock { .. } | Effect::Prepare { .. } | Effect::ChangePassphrase { .. } => &self.slow,
            _ => &self.vault,
        };
        // A thread that is gone can only mean that the program ends.
        let _ = queue.send(effect);
    }
}

fn worker(
    name: &str,
    vault: Arc<Vault>,
    latest: Arc<AtomicU64>,
    send: impl Fn(Done) -> bool + Send + 'static,
) -> io::Result<Sender<Effect>> {
    let (queue, effects) = mpsc::channel::<Effect>();
    std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        for effect in effects {
            let generation = match &effect {
                Effect::Arrange(wish) => Some(wish.generation),
                _ => None,
            };
            let is_stale = || generation.is_some_and(|one| one != latest.load(Ordering::SeqCst));
            let done = perform(&vault, effect, is_stale);
            if (done.answer.is_some() || !done.terminal.is_empty()) && !send(done) {
                break;
            }
        }
    })?;
    Ok(queue)
}
