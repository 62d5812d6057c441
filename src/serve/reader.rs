//! The thread that reads the vault: all requests in hand are looked up in one transaction, and a vault that was lost is opened again.

use crate::app::App;
use crate::domain::plaintext::Plaintext;
use crate::services::{self, Services, Sight, Verifier};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// So many requests may wait for the thread; further ones are answered at once that the vault cannot be read.
const WAITING: usize = 4096;

/// So many are looked up in one transaction.
const BATCH: usize = 256;

/// A vault that could not be opened is not tried again before so long.
const PAUSE: Duration = Duration::from_millis(100);

/// The vault cannot be read, or not in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// One question and where its answer goes. Without a value it is only asked whether the vault can be read.
struct Question {
    value: Option<Plaintext>,
    answer: oneshot::Sender<Option<Sight>>,
}

/// The way to the vault.
#[derive(Debug)]
pub struct Reader {
    vault: Arc<Vault>,
    questions: SyncSender<Question>,
    timeout: Duration,
}

impl Reader {
    /// Starts the thread over an open vault.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(app: App, services: Services) -> std::io::Result<Self> {
        let timeout = app.config.serve.look_up_timeout;
        let vault = Arc::new(Vault { app, verifier: RwLock::new(Some(Verifier::new(services))) });
        let (questions, asked) = sync_channel(WAITING);
        let worker = Worker { vault: Arc::clone(&vault), failed_at: None, fault: None };
        std::thread::Builder::new().name("jeton-reader".to_owned()).spawn(move || worker.run(&asked))?;
        Ok(Self { vault, questions, timeout })
    }

    /// What the vault says of a value, if that is certain without reading it.
    pub fn at_once(&self, value: &str) -> Option<Sight> {
        // While the thread opens a vault anew, nothing is certain.
        self.vault.verifier.try_read().ok()?.as_ref()?.at_once(value)
    }

    /// What the vault says of a value.
    ///
    /// # Errors
    /// It cannot be read, or not in time.
    pub async fn look_up(&self, value: &str) -> Result<Sight, Unreadable> {
        self.ask(Some(Plaintext::new(value.to_owned()))).await?.ok_or(Unreadable)
    }

    /// Whether the vault can be read now.
    ///
    /// # Errors
    /// It cannot, or not in time.
    pub async fn check(&self) -> Result<(), Unreadable> {
        self.ask(None).await.map(drop)
    }

    async fn ask(&self, value: Option<Plaintext>) -> Result<Option<Sight>, Unreadable> {
        let (answer, answered) = oneshot::channel();
        self.questions.try_send(Question { value, answer }).map_err(|_| Unreadable)?;
        match tokio::time::timeout(self.timeout, answered).await {
            Ok(Ok(sight)) => Ok(sight),
            Ok(Err(_)) | Err(_) => Err(Unreadable),
        }
    }
}

/// The vault, while it is open.
#[derive(Debug)]
struct Vault {
    app: App,
    verifier: RwLock<Option<Verifier>>,
}

struct Worker {
    vault: Arc<Vault>,
    failed_at: Option<Instant>,
    /// What was last complained of, so that a lasting fault is logged once.
    fault: Option<String>,
}

impl Worker {
    /// Ends when nobody can ask any more.
    fn run(mut self, asked: &Receiver<Question>) {
        let mut batch = Vec::with_capacity(BATCH);
        while let Ok(first) = asked.recv() {
            batch.push(first);
            batch.extend(asked.try_iter().take(BATCH - 1));
            // Nobody waits any more for an answer that is late.
            batch.retain(|question| !question.answer.is_closed());
            self.answer(&mut batch);
            // Whoever is left gets no answer, which denies.
            batch.clear();
        }
    }

    fn answer(&mut self, batch: &mut Vec<Question>) {
        let looked = catch_unwind(AssertUnwindSafe(|| self.look_up(batch)));
        let sights = match looked {
            Ok(Ok(Some(sights))) => sights,
            Ok(Ok(None)) => return,
            Ok(Err(error)) => return self.complain(&error.to_string()),
            Err(_) => {
                self.close();
                return self.complain("a look-up broke off");
            }
        };
        if self.fault.take().is_some() {
            tracing::warn!("the vault can be read again");
        }
        let mut sights = sights.into_iter();
        for Question { value, answer } in batch.drain(..) {
            let sight = if value.is_some() { sights.next() } else { None };
            // Whoever has gone needs no answer.
            let _ = answer.send(sight);
        }
    }

    /// `None` while it is too early to try again.
    fn look_up(&mut self, batch: &[Question]) -> services::Result<Option<Vec<Sight>>> {
        let values: Vec<&str> = batch.iter().filter_map(|question| question.value.as_ref()).map(Plaintext::expose).collect();
        if !self.is_open() && self.failed_at.is_some_and(|at| at.elapsed() < PAUSE) {
            return Ok(None);
        }
        self.open()?;
        let verifier = self.vault.verifier.read().unwrap_or_else(PoisonError::into_inner);
        let looked = match verifier.as_ref() {
            Some(verifier) => verifier.look_up(&values).map(Some),
            None => Ok(None),
        };
        drop(verifier);
        if looked.is_err() {
            self.close();
        }
        looked
    }
}

impl Worker {
    fn is_open(&self) -> bool {
        self.vault.verifier.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Opens the vault where it is closed. What is closed was let go of first: a process that opens a vault twice loses its locks.
    fn open(&mut self) -> services::Result<()> {
        let mut verifier = self.vault.verifier.write().unwrap_or_else(PoisonError::into_inner);
        if verifier.is_none() {
            let services = self.vault.app.open().inspect_err(|_| self.failed_at = Some(Instant::now()))?;
            *verifier = Some(Verifier::new(services));
        }
        Ok(())
    }

    /// Lets go of the vault, so that the next question opens what is at its path then.
    fn close(&mut self) {
        *self.vault.verifier.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn complain(&mut self, fault: &str) {
        if self.fault.as_deref() != Some(fault) {
            tracing::error!(fault, "the vault cannot be read; every request is denied until it can");
            self.fault = Some(fault.to_owned());
        }
    }
}
