//! What the audit found, with what the vault says of each token: read off the loop, shared by everything that shows it.

use crate::domain::Instant;
use crate::domain::filter::FindingRow;
use crate::domain::finding::{Finding, Rule, Severity};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::roster::Roster;
use std::collections::HashMap;

/// What tells a finding from every other.
pub type Key = (Option<TokenId>, Rule);

/// What stands in the place of a token where a finding is about the vault itself.
pub const VAULT: &str = "the vault";

/// A finding with what the vault says of its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// The finding.
    pub finding: Finding,
    /// What people call the token; still to be passed through `display_safe`.
    pub label: String,
    /// Its owner's name.
    pub owner: Option<String>,
    /// Its project's name.
    pub project: Option<String>,
    /// Its kind.
    pub kind: Option<Kind>,
}

impl Noticed {
    /// What tells it from every other.
    pub fn key(&self) -> Key {
        (self.finding.token, self.finding.rule)
    }

    /// As the filter looks at it.
    pub fn row(&self) -> FindingRow<'_> {
        FindingRow {
            finding: &self.finding,
            label: &self.label,
            owner: self.owner.as_deref(),
            project: self.project.as_deref(),
            kind: self.kind,
        }
    }
}

/// What the audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// When it was looked at; none before the first audit.
    pub at: Option<Instant>,
    /// The findings, the gravest first.
    pub noticed: Vec<Noticed>,
    /// How many live tokens were looked at.
    pub tokens: usize,
    /// What kept the audit from looking at everything.
    pub warnings: Vec<String>,
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open ones, by severity in the order of [`Severity::ALL`].
    pub open: [usize; 4],
    /// Accepted ones.
    pub accepted: usize,
}

impl Counts {
    /// Of some findings.
    pub fn of<'a>(findings: impl Iterator<Item = &'a Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match Severity::ALL.into_iter().position(|severity| severity == finding.severity) {
                Some(at) if finding.is_open() => counts.open[at] += 1,
                _ => counts.accepted += 1,
            }
        }
        counts
    }

    /// Open ones of every severity.
    pub fn all_open(&self) -> usize {
        self.open.iter().sum()
    }
}

impl Report {
    /// Of findings in their order, told apart by the tokens of a roster.
    pub fn new(at: Instant, findings: Vec<Finding>, tokens: usize, warnings: Vec<String>, rows: &Roster) -> Self {
        let places: HashMap<TokenId, usize> = rows.ids().enumerate().map(|(at, id)| (id, at)).collect();
        let noticed = findings.into_iter().map(|finding| noticed(finding, rows, &places)).collect();
        Self { at: Some(at), noticed, tokens, warnings }
    }

    /// How many there are.
    pub fn counts(&self) -> Counts {
        Counts::of(self.noticed.iter().map(|noticed| &noticed.finding))
    }
}

fn noticed(finding: Finding, rows: &Roster, places: &HashMap<TokenId, usize>) -> Noticed {
    let row = finding.token.and_then(|id| rows.row(*places.get(&id)?));
    let label = match (&row, finding.token) {
        (Some(row), _) => row.to_summary().label(),
        // The rows are a moment older or newer than the findings.
        (None, Some(id)) => id.to_string(),
        (None, None) => VAULT.to_owned(),
    };
    Noticed {
        label,
        owner: row.as_ref().map(|row| row.owner.to_owned()),
        project: row.as_ref().and_then(|row| row.project.map(str::to_owned)),
        kind: row.as_ref().map(|row| row.kind),
        finding,
    }
}
