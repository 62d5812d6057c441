//! `jeton revoke SEL…`

use super::args::RevokeArgs;
use super::confirm::{Question, confirm};
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::rotate::resolve_all;
use super::{json, outcome};
use crate::domain::Instant;
use crate::domain::summary::TokenSummary;
use crate::services::{self, Authority, Consequence, FIRST_TOKEN, Revoked, Services};

/// Ends tokens for good; prints the values of those issued in their place.
pub fn run(args: &RevokeArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let tokens = resolve_all(&services, &args.selectors)?;
    let consequences = tokens.iter().map(|token| services.revoke_dry_run(token.id)).collect::<services::Result<Vec<_>>>()?;
    context.warn_of_usage(&services);
    if args.dry_run {
        return dry_run(&consequences, services.now(), context);
    }
    ask(&tokens, &consequences, args.yes, &services, context)?;
    let right = context.right_to("revoke", &services)?;
    end(&tokens, args.reason.as_deref(), right.authority(), &services, context)?;
    Ok(Exit::Done)
}

/// Asks whether one token is to be ended for good.
///
/// # Errors
/// The answer is no, or a value would be lost.
pub fn ask_about(token: &TokenSummary, yes: bool, services: &Services, context: &Context) -> Result<()> {
    let consequence = services.revoke_dry_run(token.id)?;
    ask(std::slice::from_ref(token), &[consequence], yes, services, context)
}

/// Asks whether tokens are to be ended for good.
///
/// # Errors
/// The answer is no, or a value would be lost.
pub fn ask(
    tokens: &[TokenSummary],
    consequences: &[Consequence],
    yes: bool,
    services: &Services,
    context: &Context,
) -> Result<()> {
    if tokens.iter().any(|token| token.kind.is_single()) {
        context.expect_reader()?;
    }
    confirm(yes, &question(consequences, services.now()))
}

/// Ends tokens one by one, and prints the values of those issued in their place.
///
/// # Errors
/// The first that cannot be ended; those before it are.
pub fn end(
    tokens: &[TokenSummary],
    reason: Option<&str>,
    authority: Authority<'_>,
    services: &Services,
    context: &mut Context,
) -> Result<()> {
    let each: Vec<_> = tokens.iter().map(|token| (token, reason)).collect();
    let (revoked, ended) = end_each(&each, authority, services, context);
    print_json(&revoked, services.now(), context)?;
    ended
}

/// Ends tokens one by one, each for a reason of its own, up to the first that cannot be ended; values of those issued in their
/// place are printed, except for JSON.
pub fn end_each(
    tokens: &[(&TokenSummary, Option<&str>)],
    authority: Authority<'_>,
    services: &Services,
    context: &mut Context,
) -> (Vec<Revoked>, Result<()>) {
    let mut revoked = Vec::with_capacity(tokens.len());
    let ended = tokens.iter().try_for_each(|(token, reason)| {
        let done = services.revoke(authority, token.id, *reason)?;
        keep(done, token, services, &mut revoked, context)
    });
    (revoked, ended)
}

fn dry_run(consequences: &[Consequence], now: Instant, context: &mut Context) -> Result {
    if context.globals.json {
        let private = context.globals.private;
        let result: Vec<_> = consequences.iter().map(|consequence| json::Consequence::at(consequence, now, private)).collect();
        context.printer.json(&result)?;
        return Ok(Exit::Done);
    }
    for consequence in consequences {
        context.printer.line(sentence(consequence, now))?;
    }
    context.printer.note("nothing was changed");
    Ok(Exit::Done)
}

/// What revoking one token means, said before it is done.
fn sentence(consequence: &Consequence, now: Instant) -> String {
    let token = &consequence.token;
    let accepted = match consequence.accepted_secrets {
        0 => "no value of it is accepted now".to_owned(),
        1 => "its value is refused from then on".to_owned(),
        count => format!("its {count} accepted values are refused from then on"),
    };
    let used = consequence.usage.told(now);
    let next = if consequence.issues_next { "; the next token is issued at once" } else { "" };
    format!("revoking {} ({}) is final: {accepted}; {used}{next}", token.selector(), token.id)
}

/// One token is confirmed by its name, several by their number.
fn question(consequences: &[Consequence], now: Instant) -> Question {
    let lines = consequences.iter().map(|consequence| sentence(consequence, now)).collect();
    match consequences {
        [one] => named(lines, &one.token),
        several => {
            let count = several.len().to_string();
            Question { consequences: lines, wanted: format!("the number of tokens ({count})"), answers: vec![count] }
        }
    }
}

/// The token's name; that of its owner where every owner has a token of that name.
fn named(consequences: Vec<String>, token: &TokenSummary) -> Question {
    let is_telling = !token.kind.is_single() && token.name.as_str() != FIRST_TOKEN;
    let (whose, name) = if is_telling { ("the token's name", &token.name) } else { ("its owner's name", &token.owner) };
    let name = name.as_str().to_owned();
    Question { consequences, wanted: format!("{whose} ({name})"), answers: vec![name, token.selector()] }
}

/// `before` still has the selector that it was known by.
fn keep(
    done: Revoked,
    before: &TokenSummary,
    services: &Services,
    revoked: &mut Vec<Revoked>,
    context: &mut Context,
) -> Result<()> {
    let now = services.now();
    context.printer.note(format!("revoked {} {}", before.selector(), done.token.id));
    if let Some(next) = &done.next {
        outcome::note_token("issued in its place:", &next.token, now, context);
        if !context.globals.json {
            outcome::print_value(next, context)?;
        }
    }
    revoked.push(done);
    Ok(())
}

/// Revoked tokens in JSON, with the values of those issued in their place.
pub fn as_json<'a>(revoked: &'a [Revoked], now: Instant, context: &Context) -> Vec<json::Revoked<'a>> {
    let one = |done: &'a Revoked| json::Revoked {
        token: json::Token::at(&done.token, now, context.globals.private),
        next: done.next.as_ref().map(|next| outcome::issued_json(next, now, context)),
    };
    revoked.iter().map(one).collect()
}

fn print_json(revoked: &[Revoked], now: Instant, context: &mut Context) -> Result<()> {
    if !context.globals.json {
        return Ok(());
    }
    let result = as_json(revoked, now, context);
    let next = revoked.iter().find_map(|done| done.next.as_ref());
    let lost = |error| next.map_or_else(|| Failure::output(&error), |next| Failure::value_lost(&next.token, &error));
    context.printer.secret_json(&result).map_err(lost)
}
