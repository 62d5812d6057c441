//! The rule about addresses that a token was not used from before.

use crate::domain::Instant;
use crate::domain::audit::facts::Facts;
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Mend, Severity};
use crate::domain::number::counted;
use crate::domain::relative::relative;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Calls from one address with whatever secret.
struct From {
    calls: u64,
    first_at: Instant,
    last_at: Instant,
}

/// Used from addresses that are new, more of them than its own weeks bring: a telephone or a cloud has a new one every day.
/// Where addresses were too many to keep apart, none of them can be called new.
pub fn new_source(facts: &Facts<'_>) -> Option<Noticed> {
    let figures = facts.figures.filter(|_| facts.is_live())?;
    let within = facts.thresholds.new_source_within;
    if !figures.first_at().is_some_and(|at| facts.is_past(at, within)) || !facts.is_covered(within) {
        return None;
    }
    let mut by_address: BTreeMap<IpAddr, From> = BTreeMap::new();
    for source in figures.sources.iter().filter(|source| source.calls > 0) {
        let From { calls, first_at, last_at } = by_address.entry(source.address?.to_canonical()).or_insert(From {
            calls: 0,
            first_at: source.first_at,
            last_at: source.last_at,
        });
        *calls = calls.saturating_add(source.calls);
        *first_at = source.first_at.min(*first_at);
        *last_at = source.last_at.max(*last_at);
    }
    let (old, new): (Vec<_>, Vec<_>) = by_address.into_iter().partition(|(_, from)| facts.is_past(from.first_at, within));
    let oldest = old.iter().map(|(_, from)| from.first_at).min()?;
    let before = facts.now.as_second().saturating_sub(oldest.as_second()).max(0).unsigned_abs();
    let turns = (before / within.as_secs().max(1)).saturating_sub(1).max(1);
    if new.is_empty() || (new.len() as u64).saturating_mul(turns) <= (old.len() as u64).saturating_sub(1) {
        return None;
    }
    let calls = new.iter().map(|(_, from)| from.calls).fold(0_u64, u64::saturating_add);
    let evidence = format!(
        "{} in {within}, {} before; {} from there",
        counted(new.len() as u64, "new address", "new addresses"),
        counted(old.len() as u64, "address", "addresses"),
        counted(calls, "call", "calls")
    );
    let lines = new.iter().map(|(address, from)| {
        let (first, last) = (relative(from.first_at, facts.now), relative(from.last_at, facts.now));
        format!("{address}: {}, first {first}, last {last}", counted(from.calls, "call", "calls"))
    });
    let addresses: Vec<String> = new.iter().map(|(address, _)| address.to_string()).collect();
    Some(Noticed::new(Severity::Medium, evidence, Mend::LookInto).details(lines).cause(addresses.join(" ")))
}
