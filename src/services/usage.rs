//! What tokens are used for: recorded by the verification service, asked about by everybody else.
//!
//! Figures lie in a file of their own beside the vault. A file that is missing reads as no use at all; one that is damaged, or of
//! another vault, does so too, and [`Services::usage_warning`] says why.

mod recorder;

pub use crate::store::{Bound, UsageError, Written};
pub use recorder::UsageRecorder;

use super::{Result, Services};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::summary::TokenSummary;
use crate::domain::traffic::{Call, TokenUse, Traffic};
use crate::store::{Tx, UsageReader, UsageWatch};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The figures beside a vault, and what was wrong with them when they were last asked for.
#[derive(Debug)]
pub(super) struct Usage {
    reader: UsageReader,
    warning: Mutex<Option<String>>,
}

impl Usage {
    pub(super) fn new(reader: UsageReader) -> Self {
        Self { reader, warning: Mutex::default() }
    }

    /// When each token was last accepted.
    pub(super) fn last_used(&self) -> HashMap<TokenId, Instant> {
        self.ask(UsageReader::last_used)
    }

    /// When each of a few tokens was last accepted.
    pub(super) fn last_used_of(&self, ids: &[TokenId]) -> HashMap<TokenId, Instant> {
        self.ask(|reader| reader.last_used_of(ids))
    }

    /// What a question gave, or nothing and a warning.
    fn ask<T: Default>(&self, question: impl FnOnce(&UsageReader) -> std::result::Result<T, UsageError>) -> T {
        self.try_ask(question).unwrap_or_default()
    }

    /// What a question gave; a failure is kept as the warning too.
    pub(super) fn try_ask<T>(
        &self,
        question: impl FnOnce(&UsageReader) -> std::result::Result<T, UsageError>,
    ) -> std::result::Result<T, UsageError> {
        let answer = question(&self.reader);
        let warning = answer.as_ref().err().map(ToString::to_string);
        *self.warning.lock().unwrap_or_else(PoisonError::into_inner) = warning;
        answer
    }
}

impl Services {
    /// Where the figures lie, or would lie.
    pub fn usage_path(&self) -> &Path {
        self.usage.reader.path()
    }

    /// What was wrong with the figures when they were last asked for; the answer was that nothing is known, then.
    pub fn usage_warning(&self) -> Option<String> {
        self.usage.warning.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A look-out that waits until something is written to the figures.
    pub fn watch_usage(&self) -> UsageWatch {
        self.usage.reader.watch()
    }

    /// Use of a token.
    ///
    /// # Errors
    /// None at present: see [`Services::usage_warning`].
    pub fn usage_of(&self, id: TokenId) -> Result<TokenUse> {
        Ok(self.usage.ask(|reader| reader.usage_of(id, self.now())))
    }

    /// Traffic of the whole vault in the last 24 hours.
    ///
    /// # Errors
    /// None at present: see [`Services::usage_warning`].
    pub fn traffic(&self) -> Result<Traffic> {
        Ok(self.usage.ask(|reader| reader.traffic(self.now())))
    }

    /// Up to `limit` calls after the one with a number, the newest last; without a number the latest ones.
    ///
    /// # Errors
    /// None at present: see [`Services::usage_warning`].
    pub fn calls(&self, after: Option<u64>, limit: usize) -> Result<Vec<Call>> {
        Ok(self.usage.ask(|reader| reader.calls(after, limit)))
    }

    /// When each token was last accepted; those that never were are not there.
    ///
    /// # Errors
    /// None at present: see [`Services::usage_warning`].
    pub fn last_used(&self) -> Result<HashMap<TokenId, Instant>> {
        Ok(self.usage.last_used())
    }

    /// A row with its last use.
    pub(super) fn with_use(&self, row: TokenSummary) -> TokenSummary {
        let last = self.usage.last_used_of(&[row.id]);
        TokenSummary { last_used_at: last.get(&row.id).copied(), ..row }
    }

    /// Those of some tokens that the vault does not have.
    ///
    /// # Errors
    /// The store failed.
    pub fn missing_tokens(&self, ids: &[TokenId]) -> Result<Vec<TokenId>> {
        self.store.read(|tx| missing(tx, ids))
    }

    /// A recorder of this vault's traffic.
    ///
    /// # Errors
    /// The store failed.
    pub fn usage_recorder(&self) -> Result<UsageRecorder> {
        let vault = self.store.read(|tx| tx.vault())?.uuid;
        Ok(UsageRecorder::open(self.path(), vault, self.world.clock.clone()))
    }
}

/// Those of some tokens that the vault does not have.
pub(super) fn missing(tx: &Tx<'_>, ids: &[TokenId]) -> Result<Vec<TokenId>> {
    let mut missing = Vec::new();
    for id in ids {
        if tx.token(*id)?.is_none() {
            missing.push(*id);
        }
    }
    Ok(missing)
}
