//! What a scan found, for people: a table of places, and what was covered.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::json;
use super::super::table::{Fit, Table};
use super::super::text::{Text, Tone};
use super::super::when;
use crate::domain::Instant;
use crate::domain::brand::Brand;
use crate::domain::mask::{Hint, mask};
use crate::domain::number::{counted, grouped, short};
use crate::domain::relative::{relative, relative_or};
use crate::domain::secret::SecretState;
use crate::domain::token::Status;
use crate::services::{Hit, Owned, Recorded, ScanReport, Whose};
use std::collections::HashSet;

/// Every place of every value; `now` is left out where no vault was asked.
pub fn hits(report: &ScanReport, brand: &Brand, now: Option<Instant>, context: &mut Context) -> Result<()> {
    if report.hits.is_empty() {
        return Ok(());
    }
    let place = ("PLACE", Fit::Cut(24));
    let value = ("VALUE", Fit::Drop(2));
    let mut table = match now {
        Some(_) => Table::new([place, value, ("TOKEN", Fit::Cut(16)), ("STATE", Fit::Cut(8)), ("LAST USED", Fit::Drop(1))]),
        None => Table::new([place, value]),
    };
    for hit in &report.hits {
        let (value, rest) = cells(hit, brand, now, context);
        table.row([place_of(hit), value].into_iter().chain(rest));
    }
    context.printer.table(&table)
}

/// `path:line:column`, or the byte of a binary file.
fn place_of(hit: &Hit) -> Text {
    if hit.is_binary {
        return Text::from(hit.place.shown.as_str()).and(Tone::Faint, format!(" (binary, byte {})", grouped(hit.spot.offset)));
    }
    Text::from(hit.place.shown.as_str()).and(Tone::Faint, format!(":{}:{}", hit.spot.line, hit.spot.column))
}

fn cells(hit: &Hit, brand: &Brand, now: Option<Instant>, context: &Context) -> (Text, Vec<Text>) {
    let charset = context.printer.charset();
    let shown = |hint: &Hint| if context.globals.private { Hint::default() } else { *hint };
    match &hit.whose {
        Whose::Own(owned) => {
            let value = owned.token.masked_with(&shown(&owned.hint), brand, charset);
            let cells = now.map(|now| {
                let used = relative_or(owned.token.last_used_at, now, "-");
                vec![Text::from(owned.token.label()), state(owned, now), Text::from(used)]
            });
            (Text::from(value), cells.unwrap_or_default())
        }
        Whose::Nobody { brand, kind, hint } => {
            let value = mask(brand, *kind, &shown(hint), charset);
            let cells = now.map(|_| vec![Text::toned(Tone::Faint, "not this vault's"), Text::default(), Text::default()]);
            (Text::from(value), cells.unwrap_or_default())
        }
    }
}

/// Where a value stands: its token's end first, since that outweighs its own.
fn state(owned: &Owned, now: Instant) -> Text {
    let status = owned.token.status(now);
    match (status, owned.state) {
        (Status::Revoked, _) => Text::toned(Tone::Faint, "token revoked"),
        (_, SecretState::Retired) => {
            let since = owned.retired_at.map(|at| format!(", {}", relative(at, now))).unwrap_or_default();
            Text::toned(Tone::Faint, format!("retired{since}"))
        }
        (Status::Disabled | Status::Expired, state) => {
            Text::toned(Tone::Warning, format!("{}, token {}", state.word(), status.word()))
        }
        (_, SecretState::Current) => Text::toned(Tone::Bad, "current"),
        (_, SecretState::Retiring) => {
            let until = owned.grace_until.map(|until| format!(" until {}", when::both(until, now))).unwrap_or_default();
            Text::toned(Tone::Bad, format!("retiring{until}"))
        }
    }
}

/// What was covered, and what came of it, in a few lines; `asked` is whether there was a vault to ask.
pub fn summary(report: &ScanReport, asked: bool, recorded: Option<Recorded>) -> Vec<String> {
    let covered = &report.covered;
    let mut lines = vec![answer(report, asked)];
    let left_out = [
        (covered.skipped_binary, "binary"),
        (covered.too_large, "too large"),
        (covered.no_files, "not files"),
        (covered.own_files, "of the vault itself"),
        (covered.vanished, "gone meanwhile"),
        (covered.unreadable, "unreadable"),
    ];
    let left_out: Vec<String> =
        left_out.into_iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{} {why}", grouped(count))).collect();
    let left_out = if left_out.is_empty() { String::new() } else { format!("; left out: {}", left_out.join(", ")) };
    lines.push(format!("{}, {} B{left_out}", counted(covered.files, "content", "contents"), short(covered.bytes)));
    if let Some((looked_for, too_short)) = report.foreign {
        let short = if too_short == 0 { String::new() } else { format!("; too short for that: {too_short}") };
        lines.push(format!("{} issued elsewhere looked for{short}", counted(looked_for as u64, "value", "values")));
    }
    if report.more > 0 {
        lines.push(format!("{} more are not listed", grouped(report.more)));
    }
    if let Some(Recorded { new, gone, not_kept }) = recorded {
        let parts = [(new, "new"), (gone, "no longer there"), (not_kept, "beyond the most that are kept of a token")];
        let parts: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if !parts.is_empty() {
            lines.push(format!("places: {}", parts.join(", ")));
        }
    }
    lines
}

fn answer(report: &ScanReport, asked: bool) -> String {
    let own = report.hits.iter().filter_map(|hit| match &hit.whose {
        Whose::Own(owned) => Some(owned),
        Whose::Nobody { .. } => None,
    });
    let live: HashSet<_> = own.clone().filter(|owned| owned.is_live).map(|owned| owned.token.id).collect();
    let places = counted(report.hits.len() as u64, "place", "places");
    match (report.hits.len(), own.count(), live.len() as u64) {
        (0, ..) => "nothing was found".to_owned(),
        (_, 0, _) if asked => format!("{places}, none with a value of this vault"),
        (_, 0, _) => format!("{places}, of no vault that was asked"),
        (_, _, 0) => format!("{places}, none with a value that is accepted"),
        (_, _, live) => format!("{places}; accepted are values of {}", counted(live, "token", "tokens")),
    }
}

/// The report as JSON, with the values of tokens issued in the place of revoked ones.
pub fn json(result: &json::Scan<'_>, has_values: bool, context: &mut Context) -> Result<()> {
    if !has_values {
        return context.printer.json(result);
    }
    let length = serde_json::to_vec_pretty(&result.hits).map_or(0, |bytes| bytes.len());
    // Set out deeper in the report than alone.
    context.printer.secret_json_beside(result, length * 2).map_err(|error| Failure::output(&error))
}
