//! The thread that makes a new copy when the last one does not hold any more.

use super::Shared;
use super::copy::Copy;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Copying takes a quarter of the time at most, however often the vault changes.
const REST: u32 = 3;

/// The least and the most time between two copies.
const SHORTEST: Duration = Duration::from_millis(2);
const LONGEST: Duration = Duration::from_secs(5);

/// Says that a copy is wanted.
#[derive(Debug, Default)]
pub(super) struct Bell {
    rung: AtomicBool,
    wish: Mutex<Wish>,
    heard: Condvar,
}

#[derive(Debug, Default)]
struct Wish {
    wanted: bool,
    closed: bool,
}

impl Bell {
    /// Asks for a copy. Costs next to nothing while one is asked for already.
    pub(super) fn ring(&self) {
        if !self.rung.swap(true, Ordering::SeqCst) {
            self.change(|wish| wish.wanted = true);
        }
    }

    fn close(&self) {
        self.change(|wish| wish.closed = true);
    }

    fn change(&self, change: impl FnOnce(&mut Wish)) {
        change(&mut self.wish.lock().unwrap_or_else(PoisonError::into_inner));
        self.heard.notify_all();
    }

    /// Waits until a copy is wanted; false when none will be any more.
    fn wait(&self) -> bool {
        let wish = self.wish.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wish = self.heard.wait_while(wish, |wish| !wish.wanted && !wish.closed).unwrap_or_else(PoisonError::into_inner);
        wish.wanted = false;
        // What changes from here on rings anew.
        self.rung.store(false, Ordering::SeqCst);
        !wish.closed
    }

    /// Rests for a while, unless it is all over.
    fn rest(&self, length: Duration) {
        let wish = self.wish.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.heard.wait_timeout_while(wish, length, |wish| !wish.closed));
    }
}

/// The running thread; dropping it ends it.
#[derive(Debug)]
pub(super) struct Refresher {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Refresher {
    pub(super) fn start(shared: &Arc<Shared>) -> std::io::Result<Self> {
        let work = Arc::clone(shared);
        let thread = std::thread::Builder::new().name("copy".to_owned()).spawn(move || run(&work))?;
        Ok(Self { shared: Arc::clone(shared), thread: Some(thread) })
    }
}

impl Drop for Refresher {
    fn drop(&mut self) {
        self.shared.bell.close();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to end.
            let _ = thread.join();
        }
    }
}

fn run(shared: &Shared) {
    while shared.bell.wait() {
        let begun = Instant::now();
        if is_current(shared) {
            continue;
        }
        // What cannot be copied, because somebody writes or the vault is at fault, is asked for again by whoever needs it.
        if let Ok(Some(copy)) = shared.services().and_then(Copy::of) {
            shared.put_copy(Some(Arc::new(copy)));
        }
        shared.bell.rest((begun.elapsed() * REST).clamp(SHORTEST, LONGEST));
    }
}

fn is_current(shared: &Shared) -> bool {
    shared.copy().is_some_and(|copy| copy.is_current())
}
