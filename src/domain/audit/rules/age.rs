//! Rules about time that passed: since the last rotation, the last use, the last review.

use crate::domain::Instant;
use crate::domain::audit::facts::Facts;
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Mend, Severity};
use crate::domain::relative::relative;
use crate::domain::review::Decision;
use crate::domain::span::Span;
use crate::domain::summary::TokenRow;

/// For so long the usage file remembers a secret that is not presented any more.
const REMEMBERED: Span = Span::from_days(390);

/// The secret is older than the policy allows; twice as old matters more.
pub fn rotation_due(facts: &Facts<'_>) -> Option<Noticed> {
    let (made, allowed) = (facts.token.rotated_at(), facts.thresholds.rotate_after);
    if !is_rotation_due(facts.token, allowed, facts.now) {
        return None;
    }
    let twice = Span::from_secs(allowed.as_secs().saturating_mul(2));
    let severity = if facts.is_past(made, twice) { Severity::Medium } else { Severity::Low };
    let evidence = format!("version {} was made {}, {allowed} is the policy", facts.token.version, relative(made, facts.now));
    Some(Noticed::new(severity, evidence, Mend::Rotate).cause(format!("version {}", facts.token.version)))
}

/// Whether a live token's secret is older than `allowed`.
pub fn is_rotation_due(token: &TokenRow<'_>, allowed: Span, now: Instant) -> bool {
    token.status(now).is_live() && token.rotated_at() <= allowed.before(now)
}

/// Whether its use is counted at all, and not using it is a reason to end it: the account and each project must have their token.
fn may_be_missed(facts: &Facts<'_>) -> bool {
    facts.is_live() && facts.token.kind.is_verified() && !facts.token.kind.is_single()
}

/// Used before, but not for long; or not once in that time, where nobody can tell of the time before.
pub fn unused(facts: &Facts<'_>) -> Option<Noticed> {
    let length = facts.thresholds.unused_after;
    if !may_be_missed(facts) || !facts.is_covered(length) || !facts.is_past(facts.token.created_at(), length) {
        return None;
    }
    let evidence = match facts.figures.and_then(|figures| figures.used_at()) {
        Some(at) if facts.is_past(at, length) => format!("last used {}", relative(at, facts.now)),
        Some(_) => return None,
        None if is_witnessed(facts) => return None,
        None => format!("no use is known, issued {}", relative(facts.token.created_at(), facts.now)),
    };
    Some(Noticed::new(Severity::Low, evidence, Mend::Revoke).cause(cause(facts)))
}

/// Not once used since it was issued, and there are figures of all that time.
pub fn never_used(facts: &Facts<'_>) -> Option<Noticed> {
    let is_used = || facts.figures.is_some_and(|figures| figures.used_at().is_some());
    let created = facts.token.created_at();
    if !may_be_missed(facts) || is_used() || !is_witnessed(facts) || !facts.is_past(created, facts.thresholds.never_used_after) {
        return None;
    }
    let evidence = format!("issued {}, never used since", relative(created, facts.now));
    Some(Noticed::new(Severity::Low, evidence, Mend::Revoke).cause(cause(facts)))
}

/// Whether figures tell of all its life.
fn is_witnessed(facts: &Facts<'_>) -> bool {
    let created = facts.token.created_at();
    let is_young = !facts.is_past(created, REMEMBERED);
    is_young && facts.is_covered(Span::ZERO) && facts.covered.is_some_and(|covered| covered.from <= created)
}

/// A new use begins a new time of disuse.
fn cause(facts: &Facts<'_>) -> String {
    let used = facts.figures.and_then(|figures| figures.used_at());
    used.map_or_else(|| "never".to_owned(), |at| at.as_second().to_string())
}

/// Nobody judged it for long, or the time is over for which it was put off.
pub fn not_reviewed(facts: &Facts<'_>) -> Option<Noticed> {
    let every = facts.thresholds.review_every;
    if !facts.is_live() {
        return None;
    }
    let (since, evidence) = match facts.reviewed {
        None => (facts.token.created_at(), format!("never reviewed, issued {}", relative(facts.token.created_at(), facts.now))),
        Some(reviewed) => match reviewed.decision {
            Decision::Snooze(until) if facts.now >= until => {
                let evidence = format!("put off until {}", relative(until, facts.now));
                return Some(Noticed::new(Severity::Low, evidence, Mend::Review).cause(reviewed.at.as_second().to_string()));
            }
            Decision::Snooze(_) => return None,
            _ => (reviewed.at, format!("last reviewed {}", relative(reviewed.at, facts.now))),
        },
    };
    facts.is_past(since, every).then(|| {
        let evidence = format!("{evidence}, every {every} is the policy");
        Noticed::new(Severity::Low, evidence, Mend::Review).cause(since.as_second().to_string())
    })
}
