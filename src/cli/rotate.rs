//! `jeton rotate SEL…`

use super::args::RotateArgs;
use super::context::{Context, parse_optional, resolve};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::{outcome, secret_input};
use crate::domain::kind::Kind;
use crate::domain::plaintext::Plaintext;
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;
use crate::services::{Issued, RotateRequest, Services};

/// Gives tokens new values and prints each alone, in the order of the selectors.
pub fn run(args: &RotateArgs, context: &mut Context) -> Result {
    context.expect_reader()?;
    let grace: Option<Span> = parse_optional(args.grace.as_deref(), "--grace")?;
    let services = context.open()?;
    let tokens = if args.due { due(&services, context)? } else { resolve_all(&services, &args.selectors)? };
    if args.stdin && (tokens.len() != 1 || tokens.iter().any(|token| token.kind != Kind::External)) {
        return Err(Failure::usage("--stdin is for one external token at a time"));
    }
    if tokens.is_empty() {
        print_json(&[], &services, context)?;
        return Ok(Exit::Done);
    }
    let values = tokens.iter().map(|token| external_value(token, args.stdin, &services, context)).collect::<Result<Vec<_>>>()?;
    let right = context.right_to("rotate", &services)?;
    let mut rotated = Vec::with_capacity(tokens.len());
    for (token, value) in tokens.iter().zip(values) {
        let request = RotateRequest {
            grace: grace.unwrap_or(services.settings().default_grace),
            force: args.force,
            value,
            expected_version: Some(token.version),
        };
        match services.rotate(right.authority(), token.id, request) {
            Ok(issued) => keep(issued, &services, &mut rotated, context)?,
            Err(error) => {
                print_json(&rotated, &services, context)?;
                return Err(error.into());
            }
        }
    }
    print_json(&rotated, &services, context)?;
    Ok(Exit::Done)
}

/// The tokens whose rotation is due. A new value of an external one comes from its own service, and cannot be made here.
fn due(services: &Services, context: &mut Context) -> Result<Vec<TokenSummary>> {
    let (foreign, own): (Vec<_>, Vec<_>) = services.rotation_due()?.into_iter().partition(|token| token.kind == Kind::External);
    for token in &foreign {
        context.printer.note(format!("{} is due too; its new value comes from its own service", token.selector()));
    }
    if own.is_empty() {
        context.printer.note(format!("no value is older than {}", services.settings().audit.rotate_after));
    }
    Ok(own)
}

/// Each token once, all found before anything is changed.
///
/// # Errors
/// A selector names none or several, or two name the same.
pub fn resolve_all(services: &Services, selectors: &[String]) -> Result<Vec<TokenSummary>> {
    let mut tokens: Vec<TokenSummary> = Vec::with_capacity(selectors.len());
    for selector in selectors {
        let token = resolve(services, selector)?;
        if tokens.iter().any(|other| other.id == token.id) {
            return Err(Failure::usage(format!("{} ({}) is named twice; nothing was changed", token.selector(), token.id)));
        }
        tokens.push(token);
    }
    Ok(tokens)
}

/// Values for people go out one by one, so that a later failure cannot swallow an earlier value.
fn keep(issued: Issued, services: &Services, rotated: &mut Vec<Issued>, context: &mut Context) -> Result<()> {
    outcome::note_token("rotated", &issued.token, services.now(), context);
    outcome::note_shown_once(&issued.token, context);
    if !context.globals.json {
        outcome::print_value(&issued, context)?;
    }
    rotated.push(issued);
    Ok(())
}

fn print_json(rotated: &[Issued], services: &Services, context: &mut Context) -> Result<()> {
    if !context.globals.json {
        return Ok(());
    }
    let now = services.now();
    let result: Vec<_> = rotated.iter().map(|issued| outcome::issued_json(issued, now, context)).collect();
    let lost =
        |error| rotated.first().map_or_else(|| Failure::output(&error), |issued| Failure::value_lost(&issued.token, &error));
    context.printer.secret_json(&result).map_err(lost)
}

/// The new value of an external token, which its own service issues.
///
/// # Errors
/// It cannot be read.
pub fn external_value(
    token: &TokenSummary,
    from_stdin: bool,
    services: &Services,
    context: &mut Context,
) -> Result<Option<Plaintext>> {
    if token.kind != Kind::External {
        return Ok(None);
    }
    if let (false, Some(url)) = (from_stdin, services.show(token.id)?.owner.dashboard_url) {
        context.printer.note(format!("get the new value of {} at {url}", token.selector()));
    }
    secret_input::value(&format!("new value of {}: ", token.name)).map(Some)
}
