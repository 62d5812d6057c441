//! Rules about who saw a value: people who looked, and scans that found it lying about.

use crate::domain::audit::facts::{Facts, Looked};
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Mend, Severity};
use crate::domain::number::counted;
use crate::domain::relative::relative;
use crate::domain::sighting::Sighting;
use std::collections::BTreeSet;

/// A scan saw a value. One that is accepted is a leak; of one that has ended it is a trace to tidy up.
pub fn seen_in_scan(facts: &Facts<'_>) -> Option<Noticed> {
    let last = facts.seen.iter().map(|seen| seen.last_at).max()?;
    let is_accepted =
        |seen: &Sighting| facts.is_live() && (seen.version == facts.token.version || facts.is_in_grace(seen.version));
    let live = facts.seen.iter().filter(|seen| is_accepted(seen)).count();
    let (severity, mend, state) = match live {
        0 => (Severity::Info, Mend::LookInto, "none of them accepted any more".to_owned()),
        live => (Severity::High, Mend::Rotate, format!("{live} of them accepted")),
    };
    let values = counted(facts.seen.len() as u64, "place holds a value", "places hold a value");
    let evidence = format!("{values} of it, {state}; last seen {}", relative(last, facts.now));
    let lines = facts.seen.iter().map(|seen| format!("{} version {}", seen.spot(), seen.version));
    let places: BTreeSet<(u32, &str)> = facts.seen.iter().map(|seen| (seen.version, seen.place.as_str())).collect();
    let joined: Vec<String> = places.into_iter().map(|(version, place)| format!("{version}\0{place}")).collect();
    let cause = format!("{} {} {:08x}", joined.len(), live, crc32fast::hash(joined.join("\0\0").as_bytes()));
    Some(Noticed::new(severity, evidence, mend).details(lines).cause(cause))
}

/// People had the present value shown, or copied it.
pub fn value_seen(facts: &Facts<'_>) -> Option<Noticed> {
    let last = facts.looked.iter().max_by_key(|looked| looked.last_at).filter(|_| facts.is_live())?;
    let sum = |count: fn(&Looked) -> u64| facts.looked.iter().map(count).fold(0_u64, u64::saturating_add);
    let (revealed, copied) = (sum(|looked| looked.revealed), sum(|looked| looked.copied));
    let times = |count: u64, word: &str| (count > 0).then(|| format!("{word} {}", counted(count, "time", "times")));
    let done: Vec<String> = [times(revealed, "shown"), times(copied, "copied")].into_iter().flatten().collect();
    let evidence = format!(
        "{} by {} since version {} was made, last {} by {}",
        done.join(" and "),
        counted(facts.looked.len() as u64, "person", "people"),
        facts.token.version,
        relative(last.last_at, facts.now),
        last.by
    );
    let lines = facts.looked.iter().map(|looked| {
        let done: Vec<String> = [times(looked.revealed, "shown"), times(looked.copied, "copied")].into_iter().flatten().collect();
        format!("{}: {}, last {}", looked.by, done.join(", "), relative(looked.last_at, facts.now))
    });
    Some(Noticed::new(Severity::Info, evidence, Mend::Rotate).details(lines).cause(format!("version {}", facts.token.version)))
}
