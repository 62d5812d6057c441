//! `jeton review keep|rotate|revoke|snooze`

use super::{open, progress};
use crate::cli::args::{ReviewKeepArgs, ReviewRevokeArgs, ReviewRotateArgs, ReviewSnoozeArgs};
use crate::cli::context::{Context, parse, parse_optional, resolve};
use crate::cli::exit::Exit;
use crate::cli::failure::{Failure, Result};
use crate::cli::rotate::{external_value, resolve_all};
use crate::cli::{json, outcome, revoke};
use crate::domain::expiry::Expiry;
use crate::domain::review::{Decision, Review};
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;
use crate::services::{RotateRequest, Services, Session};

/// Records that tokens may stay.
pub fn keep(args: &ReviewKeepArgs, context: &mut Context) -> Result {
    several(&args.selectors, Decision::Keep, &args.note, context)
}

/// Puts tokens off.
pub fn snooze(args: &ReviewSnoozeArgs, context: &mut Context) -> Result {
    let until: Expiry = parse(&args.until, "--until")?;
    let now = context.open()?.now();
    let until = until.resolve(now).map_err(|error| Failure::usage(format!("--until: {error}")))?;
    let until = until.ok_or_else(|| Failure::usage("--until: a token is put off until a date; never is none"))?;
    several(&args.selectors, Decision::Snooze(until), &args.note, context)
}

fn several(selectors: &[String], decision: Decision, note: &str, context: &mut Context) -> Result {
    let services = context.open()?;
    open(&services)?;
    let tokens = resolve_all(&services, selectors)?;
    let session = context.unlock(&services)?;
    let mut review = None;
    for token in &tokens {
        review = Some(services.decide(&session, token.id, decision, note)?);
        context.printer.note(format!("{} {} {}", decision.word(), token.label(), token.id));
    }
    review.map_or(Ok(Exit::Done), |review| finish(&review, context))
}

fn finish(review: &Review, context: &mut Context) -> Result {
    if context.globals.json {
        context.printer.json(&json::Review::from(review))?;
    } else {
        context.printer.note(progress(review));
    }
    Ok(Exit::Done)
}

/// Rotates a token, prints its value alone, and records the rotation.
pub fn rotate(args: &ReviewRotateArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    open(&services)?;
    let token = resolve(&services, &args.selector)?;
    if args.done {
        let session = context.unlock(&services)?;
        let review = services.decide(&session, token.id, Decision::Rotate, &args.note)?;
        return finish(&review, context);
    }
    context.expect_reader()?;
    let grace: Option<Span> = parse_optional(args.grace.as_deref(), "--grace")?;
    let value = external_value(&token, false, &services, context)?;
    let session = context.unlock(&services)?;
    expect_part(&services, &token)?;
    let request = RotateRequest {
        grace: grace.unwrap_or(services.settings().default_grace),
        force: args.force,
        value,
        expected_version: Some(token.version),
    };
    let issued = services.rotate((&session).into(), token.id, request)?;
    outcome::note_token("rotated", &issued.token, services.now(), context);
    outcome::note_shown_once(&issued.token, context);
    // The value goes out before anything else can fail.
    if context.globals.json {
        let result = outcome::issued_json(&issued, services.now(), context);
        context.printer.secret_json(&result).map_err(|error| Failure::value_lost(&issued.token, &error))?;
    } else {
        outcome::print_value(&issued, context)?;
    }
    record(&services, &session, &token, (Decision::Rotate, &args.note), context)
}

/// Ends a token, and records why.
pub fn revoke(args: &ReviewRevokeArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    open(&services)?;
    let token = resolve(&services, &args.selector)?;
    if args.note.trim().is_empty() {
        return Err(Failure::usage("--note: say why the token is ended"));
    }
    if !args.done {
        expect_part(&services, &token)?;
        revoke::ask_about(&token, args.yes, &services, context)?;
    }
    let session = context.unlock(&services)?;
    if !args.done {
        revoke::end(std::slice::from_ref(&token), Some(&args.note), (&session).into(), &services, context)?;
    }
    record(&services, &session, &token, (Decision::Revoke, &args.note), context)
}

/// Refuses, before anything is changed, a token that the review does not walk through.
fn expect_part(services: &Services, token: &TokenSummary) -> Result<()> {
    let review = open(services)?;
    let is_part = services.review_items(review.id)?.iter().any(|item| item.token == token.id);
    let refusal = || Failure::usage(format!("{} is not part of review {}; nothing was changed", token.label(), review.id));
    if is_part { Ok(()) } else { Err(refusal()) }
}

fn record(
    services: &Services,
    session: &Session,
    token: &TokenSummary,
    (decision, note): (Decision, &str),
    context: &mut Context,
) -> Result {
    let review = services.decide(session, token.id, decision, note).map_err(|error| {
        let (word, id) = (decision.word(), token.id);
        Failure::from(error)
            .hint(format!("it was done, but not recorded; record it: jeton review {word} {id} --done --note TEXT"))
    })?;
    context.printer.note(progress(&review));
    Ok(Exit::Done)
}
