//! `jeton audit accept` and `jeton audit unaccept`

use super::rule;
use crate::cli::args::{AuditAcceptArgs, AuditUnacceptArgs};
use crate::cli::context::{Context, parse, resolve};
use crate::cli::exit::Exit;
use crate::cli::failure::{Failure, Result};
use crate::cli::text::{Text, Tone};
use crate::cli::{json, when};
use crate::domain::Instant;
use crate::domain::expiry::Expiry;
use crate::domain::finding::Rule;
use crate::domain::id::TokenId;
use crate::services::{OF_THE_VAULT, Services};

/// Accepts a finding until a date.
pub fn accept(args: &AuditAcceptArgs, context: &mut Context) -> Result {
    let rule = rule(&args.rule)?;
    let expiry: Expiry = parse(&args.until, "--until")?;
    let services = context.open()?;
    let until = match expiry {
        Expiry::In(span) => span.after(services.now()),
        Expiry::At(at) => at,
        Expiry::Never => return Err(Failure::usage("--until: a finding is accepted until a date; 400d is the most")),
    };
    let (token, label) = target(&args.selector, &services)?;
    let session = context.unlock(&services)?;
    services.accept(&session, &[(token, rule)], until, &args.note)?;
    tell("accepted", rule, token, &label, Some(until), context)
}

/// Takes an acceptance back.
pub fn unaccept(args: &AuditUnacceptArgs, context: &mut Context) -> Result {
    let rule = rule(&args.rule)?;
    let services = context.open()?;
    let (token, label) = target(&args.selector, &services)?;
    let session = context.unlock(&services)?;
    services.unaccept(&session, &[(token, rule)])?;
    tell("open again", rule, token, &label, None, context)
}

/// The token that a selector names, or the vault.
fn target(selector: &str, services: &Services) -> Result<(Option<TokenId>, String)> {
    if selector == OF_THE_VAULT {
        return Ok((None, selector.to_owned()));
    }
    let token = resolve(services, selector)?;
    Ok((Some(token.id), token.selector()))
}

fn tell(done: &str, rule: Rule, token: Option<TokenId>, label: &str, until: Option<Instant>, context: &mut Context) -> Result {
    if context.globals.json {
        let token = token.map(|id| id.to_string());
        context.printer.json(&json::Accepted { rule: rule.word(), token, selector: label.to_owned(), until })?;
    } else {
        let until = until.map(|until| format!(" until {}", when::exact(until))).unwrap_or_default();
        context.printer.note(Text::toned(Tone::Good, done).plain(format!("{until}  {rule}  ")).and(Tone::Strong, label));
    }
    Ok(Exit::Done)
}
