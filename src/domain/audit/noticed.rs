//! What a rule noticed, before it is known of which token and whether somebody accepted it.

use crate::domain::finding::{Finding, Mend, Rule, Series, Severity};
use crate::domain::id::TokenId;

/// The most lines that a finding says besides its evidence.
pub const MOST_DETAILS: usize = 20;

/// What a rule noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    severity: Severity,
    evidence: String,
    details: Vec<String>,
    series: Option<Series>,
    cause: String,
    mend: Mend,
}

impl Noticed {
    /// With its evidence and what mends it.
    pub fn new(severity: Severity, evidence: impl Into<String>, mend: Mend) -> Self {
        Self { severity, evidence: evidence.into(), details: Vec::new(), series: None, cause: String::new(), mend }
    }

    /// With further lines; those that are too many are counted.
    #[must_use]
    pub fn details(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.details = lines.into_iter().collect();
        let surplus = self.details.len().saturating_sub(MOST_DETAILS - 1);
        if surplus > 1 {
            self.details.truncate(MOST_DETAILS - 1);
            self.details.push(format!("… and {surplus} more"));
        }
        self
    }

    /// With the numbers that are compared.
    #[must_use]
    pub fn series(self, label: &'static str, values: Vec<u64>) -> Self {
        Self { series: Some(Series { label, values }), ..self }
    }

    /// With what tells this cause from another.
    #[must_use]
    pub fn cause(self, cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), ..self }
    }

    /// As a finding.
    pub fn of(self, rule: Rule, token: Option<TokenId>) -> Finding {
        let Self { severity, evidence, details, series, cause, mend } = self;
        Finding { rule, token, severity, evidence, details, series, cause, mend, accepted: None }
    }
}
