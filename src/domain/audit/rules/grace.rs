//! The rule about a grace that runs out under somebody's feet.

use crate::domain::audit::facts::Facts;
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Mend, Severity};
use crate::domain::number::counted;
use crate::domain::relative::relative;
use crate::domain::token::Status;

/// The grace ends soon, and the old secret was used since the rotation and in the last 24 hours. In the first half of a grace
/// nobody is late yet.
pub fn grace_ending(facts: &Facts<'_>) -> Option<Noticed> {
    let until = facts.token.grace_until().filter(|_| facts.status() == Status::Rotating)?;
    let made = facts.token.rotated_at();
    let seconds = |from: crate::domain::Instant| u64::try_from(until.as_second().saturating_sub(from.as_second())).unwrap_or(0);
    if seconds(facts.now) > facts.thresholds.grace_within.as_secs().min(seconds(made) / 2) {
        return None;
    }
    let old = facts.figures?.secrets.iter().find(|secret| facts.is_in_grace(secret.version))?;
    let used = old.used_at.filter(|at| *at > made && old.day > 0)?;
    let evidence = format!(
        "the grace ends {}; the old value had {} in 24 h, last {}",
        relative(until, facts.now),
        counted(old.day, "call", "calls"),
        relative(used, facts.now)
    );
    let from = old.source.map(|address| format!("last from {}", address.to_canonical()));
    Some(Noticed::new(Severity::High, evidence, Mend::Grace).details(from).cause(format!("version {}", old.version)))
}
