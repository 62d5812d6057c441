//! The thread that reads the vault: all requests in hand are looked up in one transaction.

use crate::domain::plaintext::Plaintext;
use crate::services::{self, Sight, Verifier};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// So many requests may wait for the thread; further ones are answered at once that the vault cannot be read.
const WAITING: usize = 4096;

/// So many are looked up in one transaction.
const BATCH: usize = 256;

/// A vault that could not be read is not tried again before so long.
const PAUSE: Duration = Duration::from_millis(100);

/// The vault cannot be read, or not in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What is asked of the vault, and where the answer goes.
enum Question {
    /// What it says of a value.
    Value(Plaintext, oneshot::Sender<Sight>),
    /// Which one it is.
    Vault(oneshot::Sender<String>),
}

impl Question {
    fn value(&self) -> Option<&str> {
        match self {
            Self::Value(value, _) => Some(value.expose()),
            Self::Vault(_) => None,
        }
    }

    /// Whether nobody waits for the answer any more.
    fn is_late(&self) -> bool {
        match self {
            Self::Value(_, answer) => answer.is_closed(),
            Self::Vault(answer) => answer.is_closed(),
        }
    }
}

/// The way to the vault.
#[derive(Debug)]
pub struct Reader {
    verifier: Arc<Verifier>,
    questions: SyncSender<Question>,
    timeout: Duration,
}

impl Reader {
    /// Starts the thread; an answer that takes longer than `timeout` is none.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(verifier: Arc<Verifier>, timeout: Duration) -> std::io::Result<Self> {
        let (questions, asked) = sync_channel(WAITING);
        let worker = Worker { verifier: Arc::clone(&verifier), failed_at: None, fault: None };
        std::thread::Builder::new().name("jeton-reader".to_owned()).spawn(move || worker.run(&asked))?;
        Ok(Self { verifier, questions, timeout })
    }

    /// What the vault says of a value, if that is certain without reading it.
    pub fn at_once(&self, value: &str) -> Option<Sight> {
        self.verifier.at_once(value)
    }

    /// What the vault says of a value.
    ///
    /// # Errors
    /// It cannot be read, or not in time.
    pub async fn look_up(&self, value: &str) -> Result<Sight, Unreadable> {
        let value = Plaintext::new(value.to_owned());
        self.ask(|answer| Question::Value(value, answer)).await
    }

    /// The fingerprint of the vault that can be read now.
    ///
    /// # Errors
    /// It cannot be read, or not in time.
    pub async fn fingerprint(&self) -> Result<String, Unreadable> {
        self.ask(Question::Vault).await
    }

    async fn ask<T>(&self, question: impl FnOnce(oneshot::Sender<T>) -> Question) -> Result<T, Unreadable> {
        let (answer, answered) = oneshot::channel();
        self.questions.try_send(question(answer)).map_err(|_| Unreadable)?;
        match tokio::time::timeout(self.timeout, answered).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) | Err(_) => Err(Unreadable),
        }
    }
}

struct Worker {
    verifier: Arc<Verifier>,
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
            batch.retain(|question| !question.is_late());
            self.answer(&mut batch);
            // Whoever is left gets no answer, which denies.
            batch.clear();
        }
    }

    fn answer(&mut self, batch: &mut Vec<Question>) {
        if self.failed_at.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        let (sights, vault) = match catch_unwind(AssertUnwindSafe(|| self.look(batch))) {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => return self.complain(error.to_string()),
            Err(_) => return self.complain("a look-up broke off".to_owned()),
        };
        self.failed_at = None;
        if self.fault.take().is_some() {
            tracing::warn!("the vault can be read again");
        }
        let mut sights = sights.into_iter();
        for question in batch.drain(..) {
            // Whoever has gone needs no answer.
            match question {
                Question::Value(_, answer) => drop(sights.next().map(|sight| answer.send(sight))),
                Question::Vault(answer) => drop(answer.send(vault.clone())),
            }
        }
    }

    /// Looks up the values of a batch, and the vault's fingerprint where that is asked for.
    fn look(&self, batch: &[Question]) -> services::Result<(Vec<Sight>, String)> {
        let values: Vec<&str> = batch.iter().filter_map(Question::value).collect();
        let asks_for_vault = batch.iter().any(|question| matches!(question, Question::Vault(_)));
        let vault = if asks_for_vault { self.verifier.fingerprint()? } else { String::new() };
        let sights = if values.is_empty() { Vec::new() } else { self.verifier.look_up(&values)? };
        Ok((sights, vault))
    }

    fn complain(&mut self, fault: String) {
        self.failed_at = Some(Instant::now());
        if self.fault.as_ref() != Some(&fault) {
            tracing::error!(fault, "the vault cannot be read; every request is denied until it can");
            self.fault = Some(fault);
        }
    }
}
