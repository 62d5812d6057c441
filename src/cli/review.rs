//! `jeton review`: the walk through every live token from the command line.

mod check;
mod decide;
mod report;
mod show;

use super::args::{ReviewArgs, ReviewBeginArgs, ReviewCommand};
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::text::{Text, Tone};
use super::{json, show as token};
use crate::domain::review::{Review, ReviewId};
use crate::services::{self, Services};

/// Runs a step of a review; without one, says how far it is and shows the next token.
pub fn run(args: ReviewArgs, context: &mut Context) -> Result {
    match args.command {
        None => next(context),
        Some(ReviewCommand::Begin(args)) => begin(&args, context),
        Some(ReviewCommand::Keep(args)) => decide::keep(&args, context),
        Some(ReviewCommand::Rotate(args)) => decide::rotate(&args, context),
        Some(ReviewCommand::Revoke(args)) => decide::revoke(&args, context),
        Some(ReviewCommand::Snooze(args)) => decide::snooze(&args, context),
        Some(ReviewCommand::Show(args)) => show::run(&args, context),
        Some(ReviewCommand::Close(args)) => report::close(&args, context),
        Some(ReviewCommand::Report(args)) => report::run(&args, context),
        Some(ReviewCommand::Check(args)) => check::run(&args, context),
        Some(ReviewCommand::Ls) => show::ls(context),
    }
}

fn begin(args: &ReviewBeginArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let session = context.unlock(&services)?;
    let review = services.begin_review(&session, &args.filter.join(" "))?;
    if context.globals.json {
        context.printer.json(&json::Review::from(&review))?;
    } else {
        context.printer.line(progress(&review))?;
        context.printer.note("the first token: jeton review");
    }
    Ok(Exit::Done)
}

/// How far the open review is, and the first token about which nothing was decided.
fn next(context: &mut Context) -> Result {
    let services = context.open()?;
    let review = open(&services)?;
    let items = services.review_items(review.id)?;
    let next = items.iter().find(|item| item.decided.is_none());
    if context.globals.json {
        let next = next.map(|item| services.show(item.token)).transpose()?;
        let now = services.now();
        let next = next.map(|detail| token::as_json(&detail, now, context.globals.private));
        context.printer.json(&json::ReviewNext { review: json::Review::from(&review), next })?;
        return Ok(Exit::Done);
    }
    context.printer.line(progress(&review))?;
    let Some(item) = next else {
        context.printer.note("every token is decided; close the review: jeton review close --output FILE");
        return Ok(Exit::Done);
    };
    let detail = services.show(item.token)?;
    context.warn_of_usage(&services);
    context.printer.line("")?;
    token::print(&detail, &services, services.now(), context)?;
    let id = item.token;
    context.printer.note(format!("decide: jeton review keep|rotate|revoke|snooze {id} --note TEXT"));
    Ok(Exit::Done)
}

/// `review 3: 17 of 42 reviewed`
fn progress(review: &Review) -> Text {
    let heading = Text::toned(Tone::Strong, format!("review {}", review.id));
    let filter = if review.filter.is_empty() { String::new() } else { format!(" of {}", review.filter) };
    heading.plain(format!("{filter}: {} of {} reviewed", review.decided, review.tokens))
}

/// The open review.
fn open(services: &Services) -> Result<Review> {
    services.open_review()?.ok_or_else(|| Failure::usage("no review is open").hint("begin one: jeton review begin"))
}

/// The review of a number; else the open one, else the last.
fn chosen(services: &Services, number: Option<i64>) -> Result<Review> {
    let reviews = services.reviews()?;
    let found = match number {
        Some(number) => reviews.into_iter().find(|review| review.id == ReviewId(number)),
        None => reviews.into_iter().next(),
    };
    found.ok_or_else(|| match number {
        Some(number) => Failure::from(services::Error::NotFound { what: "review", name: number.to_string(), suggestion: None })
            .hint("jeton review ls lists them"),
        None => Failure::usage("there is no review").hint("begin one: jeton review begin"),
    })
}
