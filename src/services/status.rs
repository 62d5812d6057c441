//! The vault in one screen.

use super::{Result, Services, VaultInfo};
use crate::domain::Instant;
use crate::domain::owner::OwnerKind;
use crate::domain::span::Span;
use crate::domain::summary::{TokenRow, TokenSummary};
use crate::domain::token::Status;

/// How far ahead an expiry is called near.
const SOON: Span = Span::from_days(14);

/// Counts and what comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReport {
    /// The vault.
    pub vault: VaultInfo,
    /// Projects that are not archived.
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
    /// Findings that nobody accepted, by severity in the order of `Severity::ALL`; whether the history holds is not asked.
    pub findings: [usize; 4],
    /// Events in the log.
    pub events: u64,
    /// How the log contradicts what this machine remembers of it.
    pub log_warning: Option<String>,
    /// Accepted and refused calls in the last 24 hours.
    pub calls: (u64, u64),
    /// The latest call, accepted or not.
    pub last_call_at: Option<Instant>,
    /// Live tokens of kinds that are verified, that never were accepted as far as is known.
    pub never_used: usize,
}

impl Services {
    /// The vault in one screen.
    ///
    /// # Errors
    /// The store failed.
    pub fn status(&self) -> Result<StatusReport> {
        let now = self.now();
        let (owners, tokens, events, account) =
            self.store.read(|tx| -> Result<_> { Ok((tx.owners()?, tx.roster()?, tx.count_events()?, tx.account()?.name)) })?;
        let count = |kind| owners.iter().filter(|owner| owner.kind == kind && owner.archived_at.is_none()).count();
        let tokens = tokens.with_uses(&self.usage.last_used());
        let traffic = self.traffic()?;
        let last_call = self.calls(None, 1)?.pop();
        let mut by_status = [0; Status::ALL.len()];
        tokens.rows().for_each(|token| by_status[token.status(now) as usize] += 1);
        let soon = SOON.after(now);
        let live = || tokens.rows().filter(|token| token.status(now).is_live());
        let chosen = |wants: &dyn Fn(&TokenRow<'_>) -> bool| -> Vec<TokenSummary> {
            live().filter(|token| wants(token)).map(|token| token.to_summary()).collect()
        };
        let never_used = live().filter(|token| token.kind.is_verified() && token.last_used_at().is_none()).count();
        let mut expiring = chosen(&|token| token.expires_at().is_some_and(|at| at <= soon));
        expiring.sort_by_key(|token| token.expires_at);
        let mut rotating = chosen(&|token| token.status(now) == Status::Rotating);
        rotating.sort_by_key(|token| token.grace_until);
        Ok(StatusReport {
            vault: VaultInfo { account, ..self.info.clone() },
            projects: count(OwnerKind::Project),
            bots: count(OwnerKind::Bot),
            integrations: count(OwnerKind::Integration),
            externals: count(OwnerKind::External),
            by_status,
            expiring,
            rotating,
            findings: self.audit(None)?.counts(),
            events,
            log_warning: self.rolled_back().map(|bad| bad.to_string()),
            calls: (traffic.accepted, traffic.refused),
            last_call_at: last_call.map(|call| call.at),
            never_used,
        })
    }
}
