//! The audit: one small rule for each thing to notice, over what is known of a token.
//!
//! - [`Thresholds`] say from which number on something is noticed.
//! - [`Facts`] are what a rule looks at: the token, its use, who looked, its last review, what scans saw.
//! - `rules` holds the rules. Each is pure: the same facts give the same finding, and no finding once the cause is gone.

mod facts;
mod figures;
mod noticed;
mod rules;
mod thresholds;

pub use facts::{Facts, Looked, Reviewed};
pub use figures::{AllFigures, Covered, Figures, SecretFigures, SourceFigures, WEEK, is_ended};
pub use noticed::{MOST_DETAILS, Noticed};
pub use rules::{chain_broken, clock_back, is_rotation_due, usage_unusable};
pub use thresholds::Thresholds;

use super::Instant;
use super::finding::{Acceptance, Finding, Rule};
use rules::RULES;

/// Everything that the rules notice about a token, in the order of [`Rule::ALL`].
pub fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let asked = RULES.iter().filter(|(rule, _)| !facts.thresholds.ignore.contains(rule));
    asked.filter_map(|(rule, look)| Some(look(facts)?.of(*rule, Some(facts.token.id)))).collect()
}

/// Marks a finding as accepted where one of the acceptances of its token and rule holds at `now` for its cause.
pub fn apply(finding: &mut Finding, acceptance: Option<&Acceptance>, now: Instant) {
    let holds = |acceptance: &&Acceptance| {
        acceptance.rule == finding.rule
            && acceptance.token == finding.token
            && acceptance.cause == finding.cause
            && now < acceptance.until
    };
    finding.accepted = acceptance.filter(holds).cloned();
}

/// Rules about the vault as a whole.
pub const OF_THE_VAULT: [Rule; 3] = [Rule::ChainBroken, Rule::ClockBack, Rule::UsageUnusable];

#[cfg(test)]
mod tests;
