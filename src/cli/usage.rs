//! `jeton usage [SEL]`

mod calls;
mod token;
mod vault;

use super::args::UsageArgs;
use super::context::{Context, resolve};
use super::failure::Result;
use super::text::{Text, Tone};
use super::when;
use crate::domain::Instant;
use crate::domain::chart::sparkline;
use crate::domain::id::TokenId;
use crate::domain::number::grouped;
use crate::domain::relative::relative;
use crate::domain::selector::Selector;
use crate::services::Services;
use std::collections::HashMap;
use std::net::IpAddr;

/// Lines of each list shown to people.
const LISTED: usize = 10;

/// Shows what the verification service counted.
pub fn run(args: &UsageArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let token = args.selector.as_deref().map(|selector| resolve(&services, selector)).transpose()?;
    let listed = args.limit.unwrap_or(LISTED);
    match token {
        token if args.calls => calls::run(args, token.map(|token| token.id), &services, context),
        Some(token) => token::run(&token, listed, &services, context),
        None => vault::run(listed, &services, context),
    }
}

/// Says what is wrong with the figures, or that there are none.
fn warn(services: &Services, context: &mut Context) {
    context.warn_of_usage(services);
    if services.usage_warning().is_none() && !services.usage_path().exists() {
        context.printer.note("nothing was counted yet: `jeton serve` counts what it verifies");
    }
}

/// A label, and what it is of.
fn fact(label: &str, text: impl Into<Text>) -> Text {
    Text::toned(Tone::Faint, format!("{label:<10}  ")).join(text.into())
}

/// A chart with what its highest column stands for.
fn chart(values: &[u64], unit: &str, context: &Context) -> Text {
    let most = values.iter().max().copied().unwrap_or(0);
    let scale = if most == 0 { String::new() } else { format!("  {} in the most of {unit}", grouped(most)) };
    Text::from(sparkline(values, context.printer.charset())).and(Tone::Faint, scale)
}

/// An address, or what stands for those that were not kept apart.
fn address(address: Option<IpAddr>) -> Text {
    match address {
        Some(address) => address.to_string().into(),
        None => Text::toned(Tone::Faint, "others and unknown"),
    }
}

/// `3 min ago`, or a dash.
fn ago(at: Option<Instant>, now: Instant) -> Text {
    at.map_or_else(|| Text::toned(Tone::Faint, "-"), |at| relative(at, now).into())
}

/// A count that stands out unless it is none.
fn refused(count: u64) -> Text {
    Text::toned(if count == 0 { Tone::Faint } else { Tone::Bad }, grouped(count))
}

/// What tokens are called, each asked for once.
#[derive(Default)]
struct Labels(HashMap<TokenId, String>);

impl Labels {
    /// What people call a token; its id once the vault does not know it any more.
    fn of(&mut self, id: TokenId, services: &Services) -> &str {
        let ask = || services.resolve(&Selector::Id(id.to_string())).map_or_else(|_| id.to_string(), |token| token.label());
        self.0.entry(id).or_insert_with(ask)
    }
}

/// When exactly and how far away, or that it never was.
fn both(at: Option<Instant>, now: Instant) -> String {
    at.map_or_else(|| "never, as far as is known".to_owned(), |at| when::both(at, now))
}
