//! Rules about what a token may do, against what it does.

use crate::domain::Instant;
use crate::domain::audit::facts::Facts;
use crate::domain::audit::noticed::Noticed;
use crate::domain::catalogue::Entry;
use crate::domain::finding::{Mend, Severity};
use crate::domain::kind::{Kind, ScopeRule};
use crate::domain::number::counted;
use crate::domain::scope::{Grant, Scope, ScopeSet};
use crate::domain::span::Span;
use std::collections::BTreeSet;

/// Resources that people at a keyboard and their jobs use as bots do.
const STORAGE: [&str; 2] = ["files", "tables"];

/// It may do more than it did in some time of use. What it did is a set to narrow it to.
pub fn scopes_unused(facts: &Facts<'_>) -> Option<Noticed> {
    let token = facts.token;
    let length = facts.thresholds.scopes_after;
    let figures = facts.figures?;
    let is_in_use = figures.used_at().is_some_and(|at| !facts.is_past(at, length))
        && figures.first_at().is_some_and(|at| facts.is_past(at, length));
    let has_scopes = matches!(token.kind.scope_rule(), ScopeRule::Chosen | ScopeRule::Default);
    // What was granted lately may be needed tomorrow.
    let is_settled = facts.granted_at.is_none_or(|at| facts.is_past(at, length));
    if !facts.is_live() || !has_scopes || !is_in_use || !is_settled || !facts.is_covered(length) {
        return None;
    }
    let granted: BTreeSet<&Scope> =
        facts.catalogue.open_to(token.kind).map(|entry| &entry.scope).filter(|scope| token.scopes.allows(scope)).collect();
    let used: BTreeSet<Scope> = used_since(facts, length.before(facts.now)).collect();
    let used: BTreeSet<&Scope> = granted.iter().copied().filter(|scope| used.contains(*scope)).collect();
    if used.is_empty() || used.len() == granted.len() {
        return None;
    }
    let evidence = format!("{} of {} scopes used in {length}", used.len(), granted.len());
    let may_all = token.scopes.iter().any(|grant| grant.as_str() == "*");
    let severity = if may_all { Severity::Medium } else { Severity::Low };
    let line = |scope: &&Scope| format!("{} {scope}", if used.contains(scope) { '=' } else { '-' });
    let lines: Vec<String> = granted.iter().map(line).collect();
    let narrow: ScopeSet = used.into_iter().cloned().map(Grant::from).collect();
    Some(Noticed::new(severity, evidence, Mend::Narrow(narrow)).details(lines).cause(token.scopes.to_string()))
}

/// A personal token is used as a bot is: for scopes that bots have, and often.
pub fn pat_at_runtime(facts: &Facts<'_>) -> Option<Noticed> {
    let figures = facts.figures?;
    let is_personal = facts.token.kind == Kind::Personal;
    if !facts.is_live() || !is_personal || figures.week < u64::from(facts.thresholds.runtime_least) {
        return None;
    }
    let is_runtime = |entry: &&Entry| (entry.bot || entry.integration) && !STORAGE.contains(&entry.scope.resource());
    let runtime: BTreeSet<&Scope> = facts.catalogue.entries().iter().filter(is_runtime).map(|entry| &entry.scope).collect();
    let week = Span::from_days(7).before(facts.now);
    let used: Vec<String> =
        used_since(facts, week).filter(|scope| runtime.contains(scope)).map(|scope| scope.to_string()).collect();
    if used.is_empty() {
        return None;
    }
    let hours = figures.hours.iter().filter(|calls| **calls > 0).count();
    let evidence = format!(
        "{} in 7 d, in {hours} of the last 24 hours, on {}",
        counted(figures.week, "call", "calls"),
        counted(used.len() as u64, "scope of bots", "scopes of bots")
    );
    let hours = figures.hours.iter().map(|calls| u64::from(*calls)).collect();
    Some(Noticed::new(Severity::Low, evidence, Mend::LookInto).details(used).series("calls an hour, 24 h", hours))
}

/// The scopes that were needed and granted since an instant.
fn used_since<'a>(facts: &Facts<'a>, since: Instant) -> impl Iterator<Item = Scope> + 'a {
    let scopes = facts.figures.map(|figures| figures.scopes.as_slice()).unwrap_or_default();
    scopes.iter().filter(move |(_, at)| *at > since).filter_map(|(word, _)| word.parse().ok())
}
