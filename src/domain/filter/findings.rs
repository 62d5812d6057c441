//! The filter grammar of the audit: the tokens' own grammar with keys that fit findings.
//!
//! | term | matches a finding … |
//! | --- | --- |
//! | `word` | whose token, rule or severity holds the letters in this order, or whose evidence holds the word |
//! | `"two words"`, `!word` | one of these holds it (none of them holds it) as it stands; lower case finds upper case too |
//! | `severity:high,medium` | that matters so much |
//! | `rule:unused` | of one of these rules |
//! | `kind:bot,pat` | of a token of one of these kinds |
//! | `owner:` | of a token whose owner's or project's name holds one of the values |
//! | `token:helper`, `token:tok_4j` | of a token whose selector holds the value, or whose id begins with it; `none` for the vault's own |
//! | `accepted:yes`, `accepted:no` | that somebody has accepted, or nobody has |
//!
//! `!` turns any term round. Accepted findings match only when they are asked for, or shown anyway.

mod terms;
#[cfg(test)]
mod tests;

use super::FilterError;
use super::term::{Term, Terms, Test};
use crate::domain::finding::Finding;
use crate::domain::kind::Kind;
use std::fmt;
use terms::Key;

/// A filter of findings. Its [`Display`](fmt::Display) is the canonical text, which parses to an equal filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingFilter {
    terms: Terms<Key>,
}

/// A finding with what the vault says of its token.
#[derive(Clone, Copy, Debug)]
pub struct FindingRow<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What people call the token; what stands for the vault itself where there is none.
    pub label: &'a str,
    /// Its owner's name.
    pub owner: Option<&'a str>,
    /// Its project's name.
    pub project: Option<&'a str>,
    /// Its kind.
    pub kind: Option<Kind>,
}

/// A text of a finding in which a filter may have hit something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingField {
    /// The severity's word.
    Severity,
    /// The rule's title.
    Rule,
    /// What people call the token.
    Token,
    /// The evidence.
    Evidence,
}

impl FindingFilter {
    /// Reads a filter.
    ///
    /// # Errors
    /// A key or value that is not known, with the nearest match and its place; a quote that is not closed.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Terms::parse(text).map(|terms| Self { terms })
    }

    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it asks for accepted findings itself, so that they are to be looked at too.
    pub fn asks_for_accepted(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, Test::Keyed(Key::Accepted(_))))
    }

    /// Whether a finding is shown. Allocates nothing, so that many thousands take milliseconds.
    pub fn matches(&self, row: &FindingRow<'_>) -> bool {
        let holds = |term: &Term<Key>| match &term.test {
            // Turned round, a fuzzy match would leave out far more than anyone means.
            Test::Word(word) if !term.negated => terms::is_spread_over(word, row),
            _ => term.holds(|text| terms::is_anywhere(text, row), |key| key.holds(row)),
        };
        self.terms.iter().all(holds)
    }

    /// The places in a field's text, counted in characters, that the filter hits; sorted, each once.
    pub fn highlights(&self, field: FindingField, text: &str) -> Vec<usize> {
        self.terms.highlights(text, |key| key.hits(field, text))
    }
}

impl fmt::Display for FindingFilter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.terms.fmt(out)
    }
}
