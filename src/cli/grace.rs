//! `jeton grace SEL --end|--extend LENGTH`

use super::args::GraceArgs;
use super::context::{Context, parse_optional, resolve};
use super::exit::Exit;
use super::failure::Result;
use super::{json, outcome};
use crate::domain::span::Span;

/// Ends or extends the grace of a token's previous value.
pub fn run(args: &GraceArgs, context: &mut Context) -> Result {
    let by: Option<Span> = parse_optional(args.extend.as_deref(), "--extend")?;
    let services = context.open()?;
    let token = resolve(&services, &args.selector)?;
    let session = context.unlock(&services)?;
    let token = match by {
        Some(by) => services.extend_grace((&session).into(), token.id, by)?,
        None => services.end_grace((&session).into(), token.id)?,
    };
    let now = services.now();
    outcome::note_token(if by.is_some() { "extended the grace of" } else { "ended the grace of" }, &token, now, context);
    if context.globals.json {
        context.printer.json(&json::Token::at(&token, now, context.globals.private))?;
    }
    Ok(Exit::Done)
}
