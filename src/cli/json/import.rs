//! An import in JSON: what became of each line.

use crate::services::{ImportLine, ImportOutcome, ImportReport};
use serde::Serialize;

/// What became, or in a dry run would become, of each line.
#[derive(Debug, Serialize)]
pub struct Import<'a> {
    /// Whether nothing was changed
    pub dry_run: bool,
    /// The lines that a value was expected on, in the order of the file
    pub lines: Vec<Imported<'a>>,
}

/// What became of one line.
#[derive(Debug, Serialize)]
pub struct Imported<'a> {
    /// The line in the file, from 1
    pub line: usize,
    /// Its name, where it could be told from the value for certain
    pub name: Option<&'a str>,
    /// `imported`, `adopted`, `duplicate`, `left-out` or `refused`
    pub outcome: &'static str,
    /// The token that it is now
    pub selector: Option<&'a str>,
    /// The token or the line that has the same value
    pub same_as: Option<&'a str>,
    /// Why it was left out or refused
    pub reason: Option<&'a str>,
}

impl<'a> Import<'a> {
    /// The report as JSON.
    pub fn of(report: &'a ImportReport, dry_run: bool) -> Self {
        Self { dry_run, lines: report.lines.iter().map(Imported::of).collect() }
    }
}

impl<'a> Imported<'a> {
    fn of(line: &'a ImportLine) -> Self {
        let (selector, same_as, reason) = match &line.outcome {
            ImportOutcome::Imported { selector } | ImportOutcome::Adopted { selector } => (Some(selector), None, None),
            ImportOutcome::Duplicate { of } => (None, Some(of), None),
            ImportOutcome::LeftOut { reason } | ImportOutcome::Refused { reason } => (None, None, Some(reason)),
        };
        Self {
            line: line.line,
            name: line.name.as_deref(),
            outcome: line.outcome.word(),
            selector: selector.map(String::as_str),
            same_as: same_as.map(String::as_str),
            reason: reason.map(String::as_str),
        }
    }
}
