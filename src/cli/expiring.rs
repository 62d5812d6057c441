//! `jeton expiring`

use super::args::ExpiringArgs;
use super::context::{Context, parse_optional};
use super::exit::Exit;
use super::failure::Result;
use super::{json, tokens};
use crate::domain::icalendar::{Entry, calendar};
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;

/// How long before an expiry a calendar says so.
const ALARM: Span = Span::from_days(1);

/// Lists live tokens that expire soon; exit 1 when there are some.
pub fn run(args: &ExpiringArgs, context: &mut Context) -> Result {
    let within: Option<Span> = parse_optional(args.within.as_deref(), "--within")?;
    let services = context.open()?;
    let within = within.unwrap_or(services.settings().audit.expires_within);
    let found = services.expiring(within)?;
    let now = services.now();
    if args.ics {
        let entries: Vec<Entry> = found.iter().filter_map(entry).collect();
        context.printer.document(&calendar(&entries, ALARM, now))?;
    } else if context.globals.json {
        let private = context.globals.private;
        context.printer.json(&found.iter().map(|token| json::Token::at(token, now, private)).collect::<Vec<_>>())?;
    } else if found.is_empty() {
        context.printer.note(format!("no token expires within {within}"));
    } else {
        let table = tokens::table(&found, &services.info().brand, now, context);
        context.printer.table(&table)?;
    }
    Ok(if found.is_empty() { Exit::Done } else { Exit::No })
}

fn entry(token: &TokenSummary) -> Option<Entry> {
    let label = token.label();
    Some(Entry {
        uid: format!("expiry-{}@jeton", token.id),
        at: token.expires_at?,
        summary: format!("{label} expires"),
        description: format!("From now on the token {label} ({}) is refused.", token.id),
    })
}
