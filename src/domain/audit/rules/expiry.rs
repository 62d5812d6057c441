//! Rules about when a token ends by itself.

use crate::domain::audit::facts::Facts;
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Mend, Severity};
use crate::domain::kind::{ExpiryRule, Kind};
use crate::domain::number::counted;
use crate::domain::relative::relative;
use crate::domain::span::Span;

/// So near an end of a token in use is no matter of leisure any more.
const URGENT: Span = Span::from_days(3);

/// Tokens made for less than this are meant to end soon.
const SHORT_LIFE: Span = Span::from_days(1);

/// It expires soon. A token made for a short time is told of in the last quarter of its life only, one made for less than a day
/// never: it was meant to.
pub fn expires_soon(facts: &Facts<'_>) -> Option<Noticed> {
    let at = facts.token.expires_at().filter(|_| facts.is_live())?;
    let within = facts.thresholds.expires_within.as_secs();
    let seconds = |from: crate::domain::Instant| u64::try_from(at.as_second().saturating_sub(from.as_second())).unwrap_or(0);
    let (life, left) = (seconds(facts.token.created_at()), seconds(facts.now));
    let is_short = life <= within;
    if life < SHORT_LIFE.as_secs() || left > if is_short { life / 4 } else { within } {
        return None;
    }
    let week = facts.figures.map_or(0, |figures| figures.week);
    let is_idle = facts.token.kind.is_verified() && facts.is_covered(Span::from_days(7)) && week == 0;
    let (severity, use_of_it) = match () {
        () if is_idle => (Severity::Info, ", not used in 7 d".to_owned()),
        () if left <= URGENT.as_secs() => (Severity::Medium, used(week)),
        () => (Severity::Low, used(week)),
    };
    let evidence = format!("expires {}{use_of_it}", relative(at, facts.now));
    Some(Noticed::new(severity, evidence, Mend::SetExpiry).cause(at.as_millisecond().to_string()))
}

fn used(week: u64) -> String {
    if week == 0 { String::new() } else { format!("; {} in 7 d", counted(week, "call", "calls")) }
}

/// It never expires. A personal token should; one that may do everything all the more. Others may, and are rotated by policy.
pub fn never_expires(facts: &Facts<'_>) -> Option<Noticed> {
    let rule = facts.token.kind.expiry_rule();
    if !facts.is_live() || facts.token.expires_at().is_some() || rule == ExpiryRule::None {
        return None;
    }
    let is_personal = facts.token.kind == Kind::Personal;
    let may_all = facts.token.scopes.iter().any(|grant| grant.as_str() == "*");
    let severity = match (is_personal, may_all) {
        (true, true) => Severity::Medium,
        (true, false) => Severity::Low,
        (false, _) => Severity::Info,
    };
    let power = if may_all { ", and it may do everything" } else { "" };
    let evidence = format!("no expiry is set{power}; issued {}", relative(facts.token.created_at(), facts.now));
    Some(Noticed::new(severity, evidence, Mend::SetExpiry))
}
