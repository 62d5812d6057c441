//! The vault in one screen.

use super::{Result, Services, VaultInfo};
use crate::domain::summary::TokenSummary;

/// Counts and what comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReport {
    /// The vault.
    pub vault: VaultInfo,
    /// Owners that are not archived: projects, bots, integrations, external services.
    pub projects: usize,
    /// Bots.
    pub bots: usize,
    /// Integrations.
    pub integrations: usize,
    /// External services.
    pub externals: usize,
    /// Tokens by status, in the order of `Status::ALL`.
    pub by_status: [usize; 5],
    /// Live tokens that expire within 14 days, the nearest first.
    pub expiring: Vec<TokenSummary>,
    /// Tokens with a previous secret in its grace, the nearest end first.
    pub rotating: Vec<TokenSummary>,
    /// Events in the log.
    pub events: u64,
}

impl Services {
    /// The vault in one screen.
    ///
    /// # Errors
    /// The store failed.
    pub fn status(&self) -> Result<StatusReport> {
        todo!()
    }
}
