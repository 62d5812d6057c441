//! Effects of the activity screen: each reads a piece and ends, so that nobody waits for a long log.

use super::perform::with_services;
use super::vault::Vault;
use crate::domain::event::ExportFormat;
use crate::domain::filter::EventFilter;
use crate::services::{ChainWalk, HistoryPage, HistoryQuery, LogQuery, Result};
use crate::tui::model::activity::chain::STRIDE;
use crate::tui::model::activity::window::{LOOK_AT, Wanted};
use std::path::PathBuf;

/// Reads a page.
pub(super) fn read(vault: &Vault, wanted: Wanted, filter: EventFilter) -> Result<HistoryPage> {
    let query = HistoryQuery { filter, from: wanted.from, entries: wanted.entries, look_at: LOOK_AT };
    with_services(vault, |services| services.history(&query))
}

/// Exports what a filter shows; gives the file and how many events are in it.
pub(super) fn export(vault: &Vault, path: PathBuf, format: ExportFormat, filter: EventFilter) -> Result<(PathBuf, u64)> {
    let query = LogQuery { filter, ..LogQuery::default() };
    let events = with_services(vault, |services| services.export_log_to(&path, &query, format))?;
    Ok((path, events))
}

/// Checks a piece of the chain, the keyed hashes too while the vault is unlocked; says whether that was the last.
pub(super) fn check(vault: &Vault, walk: Option<ChainWalk>) -> Result<(ChainWalk, bool)> {
    let session = vault.session();
    with_services(vault, |services| {
        let mut walk = walk.map_or_else(|| services.begin_chain_walk(None), Ok)?;
        let is_over = services.walk_chain(&mut walk, session.as_deref(), STRIDE)?;
        Ok((walk, is_over))
    })
}
