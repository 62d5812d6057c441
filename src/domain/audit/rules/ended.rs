//! Rules about values that are refused for good, and that somebody still presents.

use crate::domain::Instant;
use crate::domain::audit::facts::Facts;
use crate::domain::audit::figures::SecretFigures;
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Mend, Severity};
use crate::domain::number::counted;
use crate::domain::relative::relative;
use crate::domain::span::Span;
use crate::domain::token::Status;

/// Whoever presents a value in so short a time still has it in use.
const LATELY: Span = Span::from_days(1);

/// The token is past its expiry, and somebody did not notice.
pub fn expired_presented(facts: &Facts<'_>) -> Option<Noticed> {
    let since = facts.token.expires_at().filter(|_| facts.status() == Status::Expired)?;
    let current = facts.token.version;
    presented(facts, since, "since it expired", [Severity::Medium, Severity::Low], Mend::SetExpiry, |secret| {
        secret.version == current
    })
}

/// A value that a rotation replaced is still tried.
pub fn retired_presented(facts: &Facts<'_>) -> Option<Noticed> {
    if facts.status() == Status::Revoked {
        return None;
    }
    presented(
        facts,
        facts.token.rotated_at(),
        "with a replaced value",
        [Severity::Medium, Severity::Low],
        Mend::LookInto,
        |secret| secret.version < facts.token.version && !facts.is_in_grace(secret.version),
    )
}

/// Somebody has a value that was ended for good, and tries it: it may be in the wrong hands.
pub fn revoked_presented(facts: &Facts<'_>) -> Option<Noticed> {
    if facts.status() != Status::Revoked {
        return None;
    }
    let severities = [Severity::High, Severity::Medium];
    presented(facts, facts.token.state_changed_at(), "since it was revoked", severities, Mend::LookInto, |_| true)
}

/// Refused calls with ended values since an instant; what was presented in the last day matters more.
fn presented(
    facts: &Facts<'_>,
    since: Instant,
    words: &str,
    [lately, before]: [Severity; 2],
    mend: Mend,
    wants: impl Fn(&SecretFigures) -> bool,
) -> Option<Noticed> {
    let figures = facts.figures?;
    let is_told = |secret: &&SecretFigures| {
        let is_recent = !facts.is_past(secret.last_at, facts.thresholds.presented_within);
        wants(secret) && secret.ended_week > 0 && secret.last_at >= since && is_recent
    };
    let secrets: Vec<&SecretFigures> = figures.secrets.iter().filter(is_told).collect();
    let last = secrets.iter().map(|secret| secret.last_at).max()?;
    let sum = |count: fn(&SecretFigures) -> u64| secrets.iter().map(|secret| count(secret)).fold(0_u64, u64::saturating_add);
    let (day, week) = (sum(|secret| secret.ended_day), sum(|secret| secret.ended_week));
    let evidence = format!(
        "{} refused in 7 d {words}, {day} of them in 24 h, last {}",
        counted(week, "call", "calls"),
        relative(last, facts.now)
    );
    let severity = if facts.is_past(last, LATELY) { before } else { lately };
    let from = figures.sources.iter().filter(|source| {
        source.refused > 0 && source.last_at >= since && secrets.iter().any(|secret| secret.version == source.version)
    });
    let lines = from.map(|source| {
        let address = source.address.map_or_else(|| "other addresses".to_owned(), |address| address.to_canonical().to_string());
        let calls = counted(source.refused, "refused call", "refused calls");
        format!("{address}: {calls} with version {}, last {}", source.version, relative(source.last_at, facts.now))
    });
    let versions: Vec<String> = secrets.iter().map(|secret| secret.version.to_string()).collect();
    Some(Noticed::new(severity, evidence, mend).details(lines).cause(format!("version {}", versions.join(" "))))
}
