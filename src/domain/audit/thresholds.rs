//! From which number on each rule notices something.

use crate::domain::finding::Rule;
use crate::domain::span::Span;
use std::collections::BTreeSet;

/// From which number on each rule notices something; `[audit]` in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// An expiry so near is said.
    pub expires_within: Span,
    /// A secret older than this is to be rotated.
    pub rotate_after: Span,
    /// A token not used for so long is called unused.
    pub unused_after: Span,
    /// A token not used so long after it was issued is called never used.
    pub never_used_after: Span,
    /// Scopes not needed in so long a time of use are called unused.
    pub scopes_after: Span,
    /// An address first seen so lately is new.
    pub new_source_within: Span,
    /// So many times the average of its week are far above it.
    pub spike_factor: u32,
    /// Fewer calls in 24 hours than this are never far above anything.
    pub spike_least: u32,
    /// So many times the average refusals of its week are a rise.
    pub denials_factor: u32,
    /// Fewer refusals in 24 hours than this are never a rise.
    pub denials_least: u32,
    /// Fewer calls of a personal token in 7 days than this are no bot's work.
    pub runtime_least: u32,
    /// A value that is refused for good is told while it was presented so lately.
    pub presented_within: Span,
    /// A token not reviewed for so long is due.
    pub review_every: Span,
    /// A grace that ends so soon is told while its secret is in use.
    pub grace_within: Span,
    /// Rules that are not asked.
    pub ignore: BTreeSet<Rule>,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            expires_within: Span::from_days(14),
            rotate_after: Span::from_days(90),
            unused_after: Span::from_days(30),
            never_used_after: Span::from_days(7),
            scopes_after: Span::from_days(14),
            new_source_within: Span::from_days(7),
            spike_factor: 5,
            spike_least: 100,
            denials_factor: 3,
            denials_least: 20,
            runtime_least: 100,
            presented_within: Span::from_days(7),
            review_every: Span::from_days(180),
            grace_within: Span::from_secs(24 * 3_600),
            ignore: BTreeSet::new(),
        }
    }
}
