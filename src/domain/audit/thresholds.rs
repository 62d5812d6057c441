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

impl Thresholds {
    /// From which number on a rule notices something, in few words; empty where there is no number.
    pub fn told(&self, rule: Rule) -> String {
        let times = |factor: u32, least: u32, what: &str| format!("{factor} times its week, {least} {what} at least");
        match rule {
            Rule::ExpiresSoon => format!("within {}", self.expires_within),
            Rule::RotationDue => format!("after {}", self.rotate_after),
            Rule::Unused => format!("after {}", self.unused_after),
            Rule::NeverUsed => format!("after {}", self.never_used_after),
            Rule::ScopesUnused => format!("in {} of use", self.scopes_after),
            Rule::NewSource => format!("within {}", self.new_source_within),
            Rule::TrafficSpike => times(self.spike_factor, self.spike_least, "calls"),
            Rule::DenialsRising => times(self.denials_factor, self.denials_least, "refusals"),
            Rule::PatAtRuntime => format!("{} calls in 7d", self.runtime_least),
            Rule::ExpiredPresented | Rule::RetiredPresented | Rule::RevokedPresented => {
                format!("within {}", self.presented_within)
            }
            Rule::NotReviewed => format!("after {}", self.review_every),
            Rule::GraceEnding => format!("within {}", self.grace_within),
            Rule::ChainBroken
            | Rule::ClockBack
            | Rule::UsageUnusable
            | Rule::SeenInScan
            | Rule::OwnerArchived
            | Rule::NeverExpires
            | Rule::ValueSeen
            | Rule::Adopted => String::new(),
        }
    }
}
