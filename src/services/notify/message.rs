//! What a notification says, as JSON: no value, ever.

use super::super::{Audit, OF_THE_VAULT};
use crate::domain::Instant;
use crate::domain::finding::{Finding, Rule, Severity};
use serde::Serialize;

/// So many findings are told at once; how many more there are is said.
const MOST: usize = 500;

/// A notification. Field names are stable; the README lists them.
#[derive(Debug, Serialize)]
pub(super) struct Message<'a> {
    /// The form of what follows.
    schema: u32,
    /// Whether it is a sample, sent to try the program.
    sample: bool,
    /// The account that the vault belongs to.
    vault: &'a str,
    time: Instant,
    findings: Vec<Told<'a>>,
    /// New findings beyond those that are listed.
    more: usize,
}

#[derive(Debug, Serialize)]
struct Told<'a> {
    rule: &'static str,
    title: &'static str,
    severity: &'static str,
    /// `null` for the vault itself.
    token: Option<String>,
    label: &'a str,
    evidence: &'a str,
    mend: &'static str,
}

impl<'a> Message<'a> {
    pub fn of(vault: &'a str, time: Instant, new: &[&'a Finding], audit: &'a Audit) -> Self {
        let told = |finding: &&'a Finding| Told {
            rule: finding.rule.word(),
            title: finding.rule.title(),
            severity: finding.severity.word(),
            token: finding.token.map(|id| id.to_string()),
            label: finding.token.map_or(OF_THE_VAULT, |id| audit.label(id)),
            evidence: &finding.evidence,
            mend: finding.mend.word(),
        };
        let findings: Vec<Told<'_>> = new.iter().take(MOST).map(told).collect();
        Self { schema: 1, sample: false, vault, time, more: new.len() - findings.len(), findings }
    }

    pub fn sample(vault: &'a str, time: Instant) -> Self {
        let rule = Rule::SeenInScan;
        let sample = Told {
            rule: rule.word(),
            title: rule.title(),
            severity: Severity::High.word(),
            token: None,
            label: "bot:sample",
            evidence: "a sample: no value was seen anywhere",
            mend: "look-into",
        };
        Self { schema: 1, sample: true, vault, time, findings: vec![sample], more: 0 }
    }
}
