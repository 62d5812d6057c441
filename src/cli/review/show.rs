//! `jeton review show` and `jeton review ls`

use super::{chosen, progress};
use crate::cli::args::ReviewShowArgs;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::table::{Fit, Table};
use crate::cli::text::{Text, Tone};
use crate::cli::{json, when};
use crate::domain::id::TokenId;
use crate::domain::review::{Decision, ReviewItem};
use crate::services::Services;
use std::collections::HashMap;

/// The tokens of a review in their order.
pub fn run(args: &ReviewShowArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let review = chosen(&services, args.review)?;
    let mut items = services.review_items(review.id)?;
    if args.undecided {
        items.retain(|item| item.decided.is_none());
    }
    let labels = labels(&services)?;
    if context.globals.json {
        let items = items.iter().map(|item| json::ReviewItem::of(item, label(item, &labels))).collect();
        context.printer.json(&json::ReviewShown { review: json::Review::from(&review), tokens: items })?;
        return Ok(Exit::Done);
    }
    context.printer.line(progress(&review))?;
    context.printer.table(&table(&items, &labels))?;
    Ok(Exit::Done)
}

fn labels(services: &Services) -> Result<HashMap<TokenId, String>> {
    Ok(services.tokens()?.into_iter().map(|token| (token.id, token.label())).collect())
}

/// As it was called when it was decided; else as it is now.
fn label(item: &ReviewItem, labels: &HashMap<TokenId, String>) -> String {
    let then = item.decided.as_ref().map(|decided| decided.facts.label.clone());
    then.or_else(|| labels.get(&item.token).cloned()).unwrap_or_default()
}

fn table(items: &[ReviewItem], labels: &HashMap<TokenId, String>) -> Table {
    let mut table = Table::new([
        ("#", Fit::Fixed),
        ("TOKEN", Fit::Cut(20)),
        ("ID", Fit::Drop(1)),
        ("DECISION", Fit::Fixed),
        ("UNTIL", Fit::Drop(2)),
        ("BY", Fit::Drop(3)),
        ("NOTE", Fit::Cut(16)),
    ]);
    for item in items {
        let decided = item.decided.as_ref();
        let decision = match decided.map(|decided| decided.decision) {
            None => Text::toned(Tone::Warning, "undecided"),
            Some(Decision::Revoke) => Text::toned(Tone::Bad, "revoke"),
            Some(decision) => Text::from(decision.word()),
        };
        let until = decided.and_then(|decided| decided.decision.until()).map(when::exact).unwrap_or_default();
        table.row([
            Text::from(item.place.to_string()),
            Text::from(label(item, labels)),
            Text::toned(Tone::Faint, item.token.to_string()),
            decision,
            Text::from(until),
            Text::from(decided.map_or("", |decided| &decided.by)),
            Text::from(decided.map_or("", |decided| &decided.note)),
        ]);
    }
    table
}

/// Every review, the newest first.
pub fn ls(context: &mut Context) -> Result {
    let reviews = context.open()?.reviews()?;
    if context.globals.json {
        context.printer.json(&reviews.iter().map(json::Review::from).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    if reviews.is_empty() {
        context.printer.note("there is no review yet; begin one: jeton review begin");
        return Ok(Exit::Done);
    }
    let mut table = Table::new([
        ("REVIEW", Fit::Fixed),
        ("BEGUN", Fit::Fixed),
        ("BY", Fit::Cut(8)),
        ("CLOSED", Fit::Fixed),
        ("DECIDED", Fit::Fixed),
        ("FILTER", Fit::Cut(12)),
    ]);
    for review in &reviews {
        let closed = review.closed.as_ref();
        table.row([
            Text::from(review.id.to_string()),
            Text::from(when::exact(review.begun_at)),
            Text::from(review.begun_by.as_str()),
            closed.map_or_else(|| Text::toned(Tone::Warning, "open"), |closed| Text::from(when::exact(closed.at))),
            Text::from(format!("{} of {}", review.decided, review.tokens)),
            Text::from(review.filter.as_str()),
        ]);
    }
    context.printer.table(&table)?;
    Ok(Exit::Done)
}
