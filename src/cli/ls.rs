//! `jeton ls [FILTER]`

use super::args::{LsArgs, SortBy};
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::{json, tokens};
use crate::domain::filter::Filter;
use crate::services::{Sort, SortKey};

/// Lists the tokens that match.
pub fn run(args: &LsArgs, context: &mut Context) -> Result {
    let filter = Filter::parse(&args.filter.join(" "))
        .map_err(|error| Failure::usage(error).hint("for example: jeton ls kind:bot 'expires:<30d' deploy"))?;
    let services = context.open()?;
    let mut found = services.list(&filter, Sort { key: args.sort.into(), reverse: args.reverse })?;
    context.warn_of_usage(&services);
    let matching = found.len();
    found.truncate(args.limit.unwrap_or(matching));
    let now = services.now();
    if context.globals.json {
        let private = context.globals.private;
        context.printer.json(&found.iter().map(|token| json::Token::at(token, now, private)).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    if found.is_empty() {
        context.printer.note(if filter.is_empty() { "there are no tokens" } else { "no token matches" });
        return Ok(Exit::Done);
    }
    let table = tokens::table(&found, &services.info().brand, now, context);
    context.printer.table(&table)?;
    if found.len() < matching {
        context.printer.note(format!("{} of {matching}", found.len()));
    }
    Ok(Exit::Done)
}

impl From<SortBy> for SortKey {
    fn from(by: SortBy) -> Self {
        match by {
            SortBy::Owner => Self::Owner,
            SortBy::Name => Self::Name,
            SortBy::Status => Self::Status,
            SortBy::Expires => Self::Expires,
            SortBy::Created => Self::Created,
            SortBy::Used => Self::Used,
        }
    }
}
