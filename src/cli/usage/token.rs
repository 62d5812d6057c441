//! Use of one token.

use super::vault::{reasons, sources};
use super::{address, ago, both, chart, fact, refused, warn};
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::json;
use crate::cli::table::{Fit, Table};
use crate::cli::text::{Text, Tone};
use crate::domain::Instant;
use crate::domain::number::{counted, grouped};
use crate::domain::secret::Secret;
use crate::domain::summary::TokenSummary;
use crate::domain::traffic::TokenUse;
use crate::services::Services;

pub(super) fn run(token: &TokenSummary, listed: usize, services: &Services, context: &mut Context) -> Result {
    let usage = services.usage_of(token.id)?;
    warn(services, context);
    if context.globals.json {
        context.printer.json(&json::Usage::of(token, &usage))?;
        return Ok(Exit::Done);
    }
    let now = services.now();
    context.printer.line(fact("token", Text::toned(Tone::Strong, token.label())))?;
    context.printer.line(fact("id", token.id.to_string()))?;
    context.printer.line(fact("last used", both(usage.last_used_at, now)))?;
    let calls = counted(usage.day, "call", "calls");
    let (week, month) = (grouped(usage.week), grouped(usage.month));
    context.printer.line(fact("accepted", format!("{calls} in 24 h, {week} in 7 d, {month} in 30 d")))?;
    context.printer.line(fact("24 hours", chart(&usage.hours, "an hour", context)))?;
    context.printer.line(fact("30 days", chart(&usage.days, "a day", context)))?;
    for table in tables(&usage, &services.show(token.id)?.secrets, listed, now) {
        context.printer.line("")?;
        context.printer.table(&table)?;
    }
    Ok(Exit::Done)
}

fn tables(usage: &TokenUse, known: &[Secret], listed: usize, now: Instant) -> Vec<Table> {
    let mut tables = vec![secrets(usage, known, now)];
    if !usage.sources.is_empty() {
        tables.push(sources(&usage.sources, listed, now));
    }
    if !usage.refused.is_empty() {
        tables.push(reasons(&usage.refused));
    }
    if !usage.scopes.is_empty() {
        let mut table = Table::new([("SCOPE USED", Fit::Cut(12)), ("LAST", Fit::Fixed)]);
        for (scope, at) in &usage.scopes {
            table.row([scope.as_str().into(), ago(Some(*at), now)]);
        }
        tables.push(table);
    }
    tables
}

/// The secrets that the vault knows, with their figures: old and new stand side by side.
fn secrets(usage: &TokenUse, known: &[Secret], now: Instant) -> Table {
    let mut table = Table::new([
        ("VERSION", Fit::Fixed),
        ("STATE", Fit::Fixed),
        ("24 H", Fit::Fixed),
        ("7 D", Fit::Fixed),
        ("REFUSED 7 D", Fit::Fixed),
        ("LAST CALL", Fit::Fixed),
        ("FROM", Fit::Drop(1)),
    ]);
    for secret in known {
        let figures = usage.secret(secret.version);
        let count = |of: fn(&crate::domain::traffic::SecretUse) -> u64| figures.map_or(0, of);
        table.row([
            secret.version.to_string().into(),
            secret.state_at(now).word().into(),
            grouped(count(|secret| secret.day)).into(),
            grouped(count(|secret| secret.week)).into(),
            refused(count(|secret| secret.refused_week)),
            ago(figures.and_then(|secret| secret.last_at), now),
            figures.map_or_else(Text::default, |secret| address(secret.last_source)),
        ]);
    }
    table
}
