//! Notifications: for which findings a program is run, and how often.

use super::finding::Severity;
use super::span::Span;

/// What an operator wants to be told, and by which program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notifying {
    /// The program and its arguments, run without a shell; empty tells nobody.
    pub command: Vec<String>,
    /// How long it may take before it is ended.
    pub timeout: Span,
    /// The least severity that is told.
    pub severity: Severity,
    /// How often the service looks.
    pub every: Span,
}

impl Default for Notifying {
    fn default() -> Self {
        Self { command: Vec::new(), timeout: Span::from_secs(10), severity: Severity::High, every: Span::from_secs(300) }
    }
}
