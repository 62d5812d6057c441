//! The audit in JSON.

use crate::cli::audit::next_step;
use crate::domain::Instant;
use crate::domain::finding::{self, Mend, Severity};
use crate::domain::summary::TokenRow;
use crate::services;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the audit found.
#[derive(Debug, Serialize)]
pub struct Audit {
    /// When
    pub at: Instant,
    /// Number of the newest event then
    pub head: u64,
    /// Tokens that are live
    pub tokens: usize,
    /// Findings that nobody accepted and that match, by severity: `high`, `medium`, `low`, `info`
    pub open: BTreeMap<&'static str, usize>,
    /// Findings that somebody accepted and that match
    pub accepted: usize,
    /// What kept rules silent, for people
    pub warnings: Vec<String>,
    /// The findings, the gravest first; accepted ones only where they were asked for
    pub findings: Vec<Finding>,
}

impl Audit {
    /// Those that match, and of them those that are shown.
    pub fn of(audit: &services::Audit, wanted: &[&finding::Finding], shown: &[&finding::Finding]) -> Self {
        let open = |severity| wanted.iter().filter(|finding| finding.is_open() && finding.severity == severity).count();
        let row = |finding: &finding::Finding| finding.token.and_then(|id| audit.row(id));
        Self {
            at: audit.at,
            head: audit.head,
            tokens: audit.tokens,
            open: open_by_severity(open),
            accepted: wanted.iter().filter(|finding| !finding.is_open()).count(),
            warnings: audit.warnings.clone(),
            findings: shown.iter().map(|finding| Finding::of(finding, row(finding).as_ref())).collect(),
        }
    }
}

/// A count for each severity's word.
pub fn open_by_severity(count: impl Fn(Severity) -> usize) -> BTreeMap<&'static str, usize> {
    Severity::ALL.into_iter().map(|severity| (severity.word(), count(severity))).collect()
}

/// Something that the audit noticed.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The rule: `never-expires`, `unused`, …; `jeton audit rules` lists them
    pub rule: &'static str,
    /// `high`, `medium`, `low` or `info`
    pub severity: &'static str,
    /// The token's id; `null` for the vault itself
    pub token: Option<String>,
    /// What a person would type for the token; `vault` for the vault itself
    pub selector: String,
    /// What was noticed, in a few words
    pub title: &'static str,
    /// The evidence in numbers
    pub evidence: String,
    /// Further lines: addresses, places, scopes (`=` used, `-` not)
    pub details: Vec<String>,
    /// The numbers that are compared; `null` where none are
    pub series: Option<Series>,
    /// What mends it: `rotate`, `revoke`, `narrow`, `set-expiry`, `grace`, `review` or `look-into`
    pub mend: &'static str,
    /// The scopes to narrow it to; `null` where that is not what mends it
    pub narrow_to: Option<Vec<String>>,
    /// The command to go on with
    pub next: Option<String>,
    /// The acceptance that holds now; `null` for an open finding
    pub accepted: Option<Acceptance>,
}

/// Numbers that are compared, the oldest first.
#[derive(Debug, Serialize)]
pub struct Series {
    /// What they count, and over what time
    pub label: &'static str,
    /// The numbers
    pub values: Vec<u64>,
}

/// Somebody's word that a finding may stay until a date.
#[derive(Debug, Serialize)]
pub struct Acceptance {
    /// Until when
    pub until: Instant,
    /// Why
    pub note: String,
    /// Who
    pub by: String,
    /// When
    pub at: Instant,
}

impl Finding {
    /// A finding with its token.
    pub fn of(finding: &finding::Finding, token: Option<&TokenRow<'_>>) -> Self {
        let narrow_to = match &finding.mend {
            Mend::Narrow(scopes) => Some(scopes.iter().map(|grant| grant.as_str().to_owned()).collect()),
            _ => None,
        };
        let label = |token: &TokenRow<'_>| token.to_summary().selector();
        Self {
            rule: finding.rule.word(),
            severity: finding.severity.word(),
            token: finding.token.map(|id| id.to_string()),
            selector: token.map_or_else(|| services::OF_THE_VAULT.to_owned(), label),
            title: finding.rule.title(),
            evidence: finding.evidence.clone(),
            details: finding.details.clone(),
            series: finding.series.as_ref().map(|series| Series { label: series.label, values: series.values.clone() }),
            mend: finding.mend.word(),
            narrow_to,
            next: next_step(finding, token),
            accepted: finding.accepted.as_ref().map(|accepted| Acceptance {
                until: accepted.until,
                note: accepted.note.clone(),
                by: accepted.by.clone(),
                at: accepted.at,
            }),
        }
    }
}

/// A finding just accepted, or opened again.
#[derive(Debug, Serialize)]
pub struct Accepted {
    /// The rule
    pub rule: &'static str,
    /// The token's id; `null` for the vault itself
    pub token: Option<String>,
    /// What a person would type for the token; `vault` for the vault itself
    pub selector: String,
    /// Until when it is accepted; `null` once it is open again
    pub until: Option<Instant>,
}

/// A rule of the audit.
#[derive(Debug, Serialize)]
pub struct AuditRule {
    /// Its word
    pub rule: &'static str,
    /// What it notices
    pub title: &'static str,
    /// From which number on; `null` where there is none
    pub threshold: Option<String>,
    /// Whether it is asked: `audit.ignore` does not name it
    pub asked: bool,
}
