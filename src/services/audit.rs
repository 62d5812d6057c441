//! The audit: everything that the rules notice, derived anew each time from the vault and the figures of use.
//!
//! - `derive` gathers what rules look at and asks them, about all tokens or about those that changed.
//! - `accept` keeps somebody's word that a finding may stay until a date.

mod accept;
mod derive;
mod gathered;

use crate::domain::Instant;
use crate::domain::filter::FindingRow;
use crate::domain::finding::{Finding, Severity};
use crate::domain::id::TokenId;
use crate::domain::roster::Roster;
use crate::domain::summary::TokenRow;
use std::collections::HashMap;
use std::sync::Arc;

/// What stands for the vault itself where the others name their token.
pub const OF_THE_VAULT: &str = "vault";

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
    known: Arc<HashMap<TokenId, Known>>,
}

/// What a token is called, and its place in the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    label: String,
    place: usize,
}

impl Audit {
    /// What people call a token; empty for one that the audit does not know.
    pub fn label(&self, id: TokenId) -> &str {
        self.known.get(&id).map(|known| known.label.as_str()).unwrap_or_default()
    }

    /// A token as it was then.
    pub fn row(&self, id: TokenId) -> Option<TokenRow<'_>> {
        self.roster.row(self.known.get(&id)?.place)
    }

    /// A finding with what filters ask of its token.
    pub fn filter_row<'a>(&'a self, finding: &'a Finding) -> FindingRow<'a> {
        let row = finding.token.and_then(|id| self.row(id));
        let label = finding.token.map_or(OF_THE_VAULT, |id| self.label(id));
        let project = row.as_ref().and_then(|row| row.project);
        FindingRow { finding, label, owner: row.as_ref().map(|row| row.owner), project, kind: row.as_ref().map(|row| row.kind) }
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
