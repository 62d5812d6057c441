//! Rules about the vault as a whole.

use crate::domain::Instant;
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Finding, Mend, Rule, Severity};
use crate::domain::number::counted;
use crate::domain::relative::relative;
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

/// The newest event is dated ahead of the clock, or times in the history go back: `jumps` are numbers of events with the seconds by
/// which they are dated before an earlier one.
pub fn clock_back(newest: Option<(u64, Instant)>, jumps: &[(u64, u64)], now: Instant) -> Option<Finding> {
    let ahead = newest.filter(|(_, at)| *at > TOLERANCE.after(now));
    let (severity, evidence, cause) = match (ahead, jumps.last()) {
        (Some((seq, at)), _) => {
            (Severity::Medium, format!("event {seq}, the newest, is dated {}: the clock went back", relative(at, now)), seq)
        }
        (None, Some((seq, _))) => {
            let times = counted(jumps.len() as u64, "event is", "events are");
            (Severity::Low, format!("{times} dated before an earlier one, the last of them event {seq}"), *seq)
        }
        (None, None) => return None,
    };
    let lines = jumps.iter().map(|(seq, seconds)| format!("event {seq}: {} back", Span::from_secs(*seconds)));
    let noticed = Noticed::new(severity, evidence, Mend::LookInto).details(lines);
    Some(noticed.cause(format!("event {cause}")).of(Rule::ClockBack, None))
}

/// The figures of use cannot be read for a reason that does not pass.
pub fn usage_unusable(warning: &str) -> Finding {
    let noticed = Noticed::new(Severity::Medium, format!("rules that go by use are silent: {warning}"), Mend::LookInto);
    noticed.cause(warning).of(Rule::UsageUnusable, None)
}
