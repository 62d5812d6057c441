//! The latest calls, one a line, and those that come.

use super::{Labels, warn};
use crate::cli::args::UsageArgs;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::follow::reader_left_within_half_a_second;
use crate::cli::json;
use crate::cli::table::{Fit, Table};
use crate::cli::text::{Text, Tone};
use crate::domain::id::TokenId;
use crate::domain::traffic::Call;
use crate::domain::verdict::Verdict;
use crate::services::Services;

/// Calls shown unless told otherwise.
const SHOWN: usize = 50;

/// More than the usage file keeps.
const ALL: usize = 1_000_000;

/// Which calls are wanted.
struct Wanted {
    token: Option<TokenId>,
    denied: bool,
}

impl Wanted {
    fn take(&self, mut calls: Vec<Call>) -> Vec<Call> {
        calls.retain(|call| {
            self.token.is_none_or(|token| call.token == Some(token)) && (!self.denied || call.verdict != Verdict::Allow)
        });
        calls
    }
}

pub(super) fn run(args: &UsageArgs, token: Option<TokenId>, services: &Services, context: &mut Context) -> Result {
    let wanted = Wanted { token, denied: args.denied };
    let shown = args.limit.unwrap_or(SHOWN);
    let is_narrowed = token.is_some() || args.denied;
    let found = services.calls(None, if is_narrowed { ALL } else { shown.max(1) })?;
    let head = found.last().map_or(0, |call| call.seq);
    let mut found = wanted.take(found);
    found.drain(..found.len().saturating_sub(shown));
    let mut labels = Labels::default();
    if args.follow {
        return follow(found, head, &wanted, &mut labels, services, context);
    }
    warn(services, context);
    if context.globals.json {
        context.printer.json(&found.iter().map(json::Call::from).collect::<Vec<_>>())?;
    } else if !found.is_empty() {
        context.printer.table(&table(&found, &mut labels, services))?;
    } else if services.usage_path().exists() {
        context.printer.note("no call matches");
    }
    Ok(Exit::Done)
}

fn table(calls: &[Call], labels: &mut Labels, services: &Services) -> Table {
    let mut table = Table::new([
        ("AT", Fit::Fixed),
        ("VERDICT", Fit::Fixed),
        ("TOKEN", Fit::Cut(12)),
        ("FROM", Fit::Cut(12)),
        ("METHOD", Fit::Drop(2)),
        ("PATH", Fit::Cut(12)),
        ("SCOPE", Fit::Drop(3)),
        ("GATEWAY", Fit::Drop(4)),
    ]);
    for call in calls {
        table.row(cells(call, labels, services));
    }
    table
}

fn cells(call: &Call, labels: &mut Labels, services: &Services) -> [Text; 8] {
    let tone = if call.verdict == Verdict::Allow { Tone::Good } else { Tone::Bad };
    let dash = || "-".to_owned();
    [
        Text::from(call.at.strftime("%Y-%m-%d %H:%M:%S").to_string()),
        Text::toned(tone, call.verdict.word()),
        Text::from(call.token.map_or_else(dash, |id| labels.of(id, services).to_owned())),
        Text::from(call.source.map_or_else(dash, |address| address.to_string())),
        Text::from(or_dash(&call.method)),
        Text::from(or_dash(&call.path)),
        Text::from(or_dash(call.scope.as_deref().unwrap_or_default())),
        Text::toned(Tone::Faint, call.gateway.word()),
    ]
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

/// Goes on printing until the reader has gone or Ctrl-C is pressed.
fn follow(
    found: Vec<Call>,
    mut head: u64,
    wanted: &Wanted,
    labels: &mut Labels,
    services: &Services,
    context: &mut Context,
) -> Result {
    print_lines(&found, labels, services, context)?;
    let mut warning = None;
    while !reader_left_within_half_a_second()? {
        let calls = services.calls(Some(head), ALL)?;
        let found = services.usage_warning();
        if found != warning {
            warn(services, context);
            warning = found;
        }
        head = calls.last().map_or(head, |call| call.seq);
        print_lines(&wanted.take(calls), labels, services, context)?;
    }
    Ok(Exit::Done)
}

fn print_lines(calls: &[Call], labels: &mut Labels, services: &Services, context: &mut Context) -> Result<()> {
    for call in calls {
        if context.globals.json {
            context.printer.json_line(&json::Call::from(call))?;
        } else {
            context.printer.line(Text::joined(cells(call, labels, services)))?;
        }
    }
    context.printer.flush()
}
