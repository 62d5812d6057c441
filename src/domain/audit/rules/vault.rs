//! Rules about the vault as a whole.

use crate::domain::Instant;
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Finding, Mend, Rule, Severity};
use crate::domain::number::counted;
use crate::domain::relative::{compact, relative};
use crate::domain::span::Span;

/// A clock may be set right by so much without anybody minding.
const TOLERANCE: Span = Span::from_secs(120);

/// The history does not hold from an event on.
pub fn chain_broken(broken_at: Option<u64>, faults: &[String]) -> Option<Finding> {
    let first = faults.first()?;
    let evidence = format!("{} in the history; the first: {first}", counted(faults.len() as u64, "fault", "faults"));
    let cause = broken_at.map_or_else(|| first.clone(), |seq| format!("event {seq}"));
    let noticed = Noticed::new(Severity::High, evidence, Mend::LookInto).details(faults.iter().cloned()).cause(cause);
    Some(noticed.of(Rule::ChainBroken, None))
}

/// The newest event is dated ahead of the clock, or (`jumps`) times in the history go back: number of the event, its time, and the
/// later time of an event before it.
pub fn clock_back(newest: Option<(u64, Instant)>, jumps: &[(u64, Instant, Instant)], now: Instant) -> Option<Finding> {
    let ahead = newest.filter(|(_, at)| *at > TOLERANCE.after(now));
    let told = |(seq, at, before): &(u64, Instant, Instant)| {
        format!("event {seq} is dated {}, {} before the one above it", at.strftime("%Y-%m-%d %H:%M UTC"), compact(*at, *before))
    };
    let jumps: Vec<&(u64, Instant, Instant)> = jumps.iter().filter(|(_, at, before)| *before > TOLERANCE.after(*at)).collect();
    let (severity, evidence, cause) = match (ahead, jumps.last()) {
        (Some((seq, at)), _) => {
            (Severity::Medium, format!("event {seq}, the newest, is dated {}: the clock went back", relative(at, now)), seq)
        }
        (None, Some((seq, ..))) => {
            (Severity::Low, format!("{} in the history", counted(jumps.len() as u64, "jump back", "jumps back")), *seq)
        }
        (None, None) => return None,
    };
    let noticed = Noticed::new(severity, evidence, Mend::LookInto).details(jumps.into_iter().map(told));
    Some(noticed.cause(format!("event {cause}")).of(Rule::ClockBack, None))
}

/// The figures of use cannot be read for a reason that does not pass.
pub fn usage_unusable(warning: &str) -> Finding {
    let noticed = Noticed::new(Severity::Medium, format!("rules that go by use are silent: {warning}"), Mend::LookInto);
    noticed.cause(warning).of(Rule::UsageUnusable, None)
}
