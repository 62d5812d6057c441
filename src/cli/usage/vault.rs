//! Traffic of the whole vault in the last 24 hours.

use super::{Labels, address, ago, chart, fact, refused, warn};
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::json;
use crate::cli::table::{Fit, Table};
use crate::cli::text::{Text, Tone};
use crate::domain::Instant;
use crate::domain::number::{counted, grouped};
use crate::domain::traffic::{SourceUse, Traffic};
use crate::domain::verdict::Reason;
use crate::services::Services;

pub(super) fn run(listed: usize, services: &Services, context: &mut Context) -> Result {
    let traffic = services.traffic()?;
    warn(services, context);
    let mut labels = Labels::default();
    if context.globals.json {
        context.printer.json(&json::Traffic::of(&traffic, |id| labels.of(id, services).to_owned()))?;
        return Ok(Exit::Done);
    }
    let now = services.now();
    print_totals(&traffic, context)?;
    let mut tables = Vec::new();
    if !traffic.tokens.is_empty() {
        let mut table = Table::new([("TOKEN", Fit::Cut(16)), ("CALLS", Fit::Fixed), ("ID", Fit::Drop(1))]);
        for (id, calls) in traffic.tokens.iter().take(listed) {
            let label = labels.of(*id, services);
            table.row([Text::from(label), grouped(*calls).into(), Text::toned(Tone::Faint, id.to_string())]);
        }
        tables.push(table);
    }
    if !traffic.sources.is_empty() {
        tables.push(sources(&traffic.sources, listed, now));
    }
    if !traffic.reasons.is_empty() {
        tables.push(reasons(&traffic.reasons));
    }
    for table in tables {
        context.printer.line("")?;
        context.printer.table(&table)?;
    }
    Ok(Exit::Done)
}

fn print_totals(traffic: &Traffic, context: &mut Context) -> Result<()> {
    let tone = if traffic.refused == 0 { Tone::Plain } else { Tone::Bad };
    let calls = Text::from(counted(traffic.accepted, "call accepted", "calls accepted")).plain(", ");
    context.printer.line(fact("24 hours", calls.and(tone, format!("{} refused", grouped(traffic.refused)))))?;
    let accepted = chart(&traffic.hours.map(|(accepted, _)| accepted), "an hour", context);
    context.printer.line(fact("accepted", accepted))?;
    let refused = chart(&traffic.hours.map(|(_, refused)| refused), "an hour", context);
    context.printer.line(fact("refused", refused))
}

/// Addresses with their calls.
pub(super) fn sources(sources: &[SourceUse], listed: usize, now: Instant) -> Table {
    let mut table = Table::new([
        ("ADDRESS", Fit::Cut(12)),
        ("CALLS", Fit::Fixed),
        ("REFUSED", Fit::Fixed),
        ("FIRST", Fit::Drop(1)),
        ("LAST", Fit::Fixed),
    ]);
    for source in sources.iter().take(listed) {
        table.row([
            address(source.address),
            grouped(source.calls).into(),
            refused(source.refused),
            ago(Some(source.first_at), now),
            ago(Some(source.last_at), now),
        ]);
    }
    table
}

/// Reasons with how often, and what they mean.
pub(super) fn reasons(reasons: &[(Reason, u64)]) -> Table {
    let mut table = Table::new([("REFUSED FOR", Fit::Fixed), ("CALLS", Fit::Fixed), ("", Fit::Drop(1))]);
    for (reason, calls) in reasons {
        table.row([reason.word().into(), grouped(*calls).into(), Text::toned(Tone::Faint, reason.phrase())]);
    }
    table
}
