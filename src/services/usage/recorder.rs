//! Counting calls as they come, and writing the counts down once in a while.

use super::{UsageError, Written};
use crate::clock::Clock;
use crate::domain::id::TokenId;
use crate::domain::slot::VaultId;
use crate::domain::traffic::{CallRef, Tally};
use crate::store::UsageWriter;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Records calls of one vault. Shared between threads by reference.
///
/// Memory is bounded, see [`Tally`]: 16,384 tokens, 65,536 addresses and 1,024 single calls wait to be written at most.
pub struct UsageRecorder {
    tally: Mutex<Tally>,
    writer: Mutex<UsageWriter>,
    clock: Arc<dyn Clock>,
    addresses: bool,
}

impl UsageRecorder {
    /// A recorder for the vault at a path. Touches nothing before the first [`UsageRecorder::flush`].
    pub fn open(vault_path: &Path, vault: VaultId, clock: Arc<dyn Clock>) -> Self {
        Self { tally: Mutex::default(), writer: Mutex::new(UsageWriter::new(vault_path, vault)), clock, addresses: true }
    }

    /// The same, that keeps addresses or does not.
    #[must_use]
    pub fn with_addresses(self, kept: bool) -> Self {
        Self { addresses: kept, ..self }
    }

    /// Counts a call, in memory only. Never waits for the disk.
    pub fn record(&self, call: &CallRef<'_>) {
        let source = call.source.filter(|_| self.addresses);
        lock(&self.tally).record(&CallRef { source, ..*call });
    }

    /// Counts so many calls that are alike.
    pub(in crate::services) fn record_times(&self, call: &CallRef<'_>, times: u64) {
        lock(&self.tally).record_times(call, times);
    }

    /// Writes down what was counted since the last time, in one transaction; to be called once a second, and at the end.
    /// Blocks on the disk, for at most a second on other processes. Nothing counted costs next to nothing.
    ///
    /// # Errors
    /// The file could not be written. What was counted waits for the next time, as far as there is room.
    pub fn flush(&self) -> Result<Written, UsageError> {
        self.write(std::mem::take)
    }

    /// As [`UsageRecorder::flush`], for the calls that were kept one by one alone: some hundred rows at most, however many tokens
    /// are in use. The counts wait.
    ///
    /// # Errors
    /// As for [`UsageRecorder::flush`].
    pub fn flush_calls(&self) -> Result<Written, UsageError> {
        self.write(Tally::take_calls)
    }

    fn write(&self, take: impl FnOnce(&mut Tally) -> Tally) -> Result<Written, UsageError> {
        let mut writer = lock(&self.writer);
        let counted = take(&mut lock(&self.tally));
        let written = writer.add(&counted, self.clock.now());
        if written.is_err() {
            lock(&self.tally).take_back(counted);
        }
        written
    }

    /// Lets the figures of tokens go that the vault does not have: of a vault that was restored from an older copy. `missing` says
    /// which of some tokens these are. It is asked after the figures were read, so that a token issued meanwhile is none of them.
    ///
    /// # Errors
    /// The file could not be read or written.
    pub fn let_go(&self, missing: impl FnOnce(&[TokenId]) -> Option<Vec<TokenId>>) -> Result<usize, UsageError> {
        let mut writer = lock(&self.writer);
        let now = self.clock.now();
        let gone = missing(&writer.tokens(now)?).unwrap_or_default();
        if !gone.is_empty() {
            writer.let_go(&gone, now)?;
        }
        Ok(gone.len())
    }

    /// Where the figures are written to.
    pub fn path(&self) -> std::path::PathBuf {
        lock(&self.writer).path().to_path_buf()
    }
}

impl fmt::Debug for UsageRecorder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("UsageRecorder").finish_non_exhaustive()
    }
}

/// A thread that panicked while it counted has left whole numbers behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
