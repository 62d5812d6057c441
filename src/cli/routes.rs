//! `jeton config check METHOD PATH`: which route a request hits.

use super::context::Context;
use super::exit::Exit;
use super::failure::Result;
use super::json;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use crate::app::{load_config, profiles};
use crate::domain::nearest::nearest;
use crate::domain::route::{Profile, Profiles};
use crate::services::{Error, ROUTE_PROFILE};

/// Prints which route of one profile, or of each, the request hits, or why none.
pub fn run(method: &str, path: &str, profile: Option<&str>, context: &mut Context) -> Result {
    let loaded = load_config(&context.overrides, &context.environment)?;
    let profiles = profiles(&loaded.config)?;
    let asked: Vec<&Profile> = match profile {
        Some(name) => vec![named(&profiles, name)?],
        None => profiles.iter().collect(),
    };
    let answers: Vec<json::RouteAnswer> = asked.iter().map(|profile| json::RouteAnswer::of(profile, method, path)).collect();
    if context.globals.json {
        context.printer.json(&answers)?;
    } else {
        context.printer.table(&table(&answers))?;
    }
    Ok(if answers.iter().any(|answer| answer.route.is_some()) { Exit::Done } else { Exit::No })
}

fn named<'p>(profiles: &'p Profiles, name: &str) -> Result<&'p Profile> {
    profiles.get(name).ok_or_else(|| {
        let suggestion = nearest(name, profiles.iter().map(Profile::name)).map(str::to_owned);
        Error::NotFound { what: ROUTE_PROFILE, name: name.to_owned(), suggestion }.into()
    })
}

fn table(answers: &[json::RouteAnswer]) -> Table {
    let columns = [
        ("PROFILE", Fit::Fixed),
        ("ROUTE", Fit::Fixed),
        ("METHODS", Fit::Fixed),
        ("PATTERN", Fit::Cut(12)),
        ("SCOPE", Fit::Cut(12)),
    ];
    let mut table = Table::new(columns);
    for answer in answers {
        let profile = Text::from(answer.profile.as_str());
        match (&answer.route, &answer.reason) {
            (Some(route), _) => table.row([
                profile,
                Text::from(route.number.to_string()),
                Text::from(route.methods.as_str()),
                Text::from(route.pattern.as_str()),
                Text::toned(Tone::Good, route.scope.as_str()),
            ]),
            (None, reason) => {
                let why = answer.detail.as_deref().unwrap_or_default();
                let reason = Text::toned(Tone::Bad, reason.unwrap_or_default());
                table.row([profile, Text::toned(Tone::Faint, "-"), Text::toned(Tone::Faint, "-"), Text::from(why), reason]);
            }
        }
    }
    table
}
