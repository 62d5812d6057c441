//! The audit: everything that the rules notice, derived anew each time from the vault and the figures of use.
//!
//! - `derive` gathers what rules look at and asks them, about all tokens or about those that changed.
//! - `accept` keeps somebody's word that a finding may stay until a date.

mod accept;
mod derive;
mod gathered;

use crate::domain::Instant;
use crate::domain::finding::{Finding, Severity};
use crate::domain::id::TokenId;
use crate::domain::roster::Roster;
use std::collections::HashMap;
use std::sync::Arc;

/// What the audit found. A copy shares everything but the findings themselves.
#[derive(Clone, Debug)]
pub struct Audit {
    /// When it was made, or last brought up to date.
    pub at: Instant,
    /// The gravest first, then by rule and by the token's label; accepted ones are among them, and marked.
    pub findings: Vec<Finding>,
    /// Number of the newest event then.
    pub head: u64,
    /// Tokens that are live.
    pub tokens: usize,
    /// What kept rules silent, for people.
    pub warnings: Vec<String>,
    roster: Roster,
    labels: Arc<HashMap<TokenId, String>>,
}

impl Audit {
    /// What people call a token; empty for one that the audit does not know.
    pub fn label(&self, id: TokenId) -> &str {
        self.labels.get(&id).map(String::as_str).unwrap_or_default()
    }

    /// Every token as it was then.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The findings that nobody accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_open())
    }

    /// How many findings nobody accepted, by severity in the order of [`Severity::ALL`].
    pub fn counts(&self) -> [usize; 4] {
        Severity::ALL.map(|severity| self.open().filter(|finding| finding.severity == severity).count())
    }
}
