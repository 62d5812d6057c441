//! `jeton edit SEL`

use super::args::EditArgs;
use super::context::{Context, parse_optional, resolve};
use super::exit::Exit;
use super::failure::Result;
use super::{json, outcome};
use crate::services::EditRequest;

/// Changes what a token is called, may do, and until when.
pub fn run(args: &EditArgs, context: &mut Context) -> Result {
    let request = EditRequest {
        name: parse_optional(args.name.as_deref(), "--name")?,
        note: args.note.clone(),
        scopes: (!args.scopes.is_empty()).then(|| args.scopes.clone()),
        expiry: parse_optional(args.expires.as_deref(), "--expires")?,
    };
    let services = context.open()?;
    let token = resolve(&services, &args.selector)?;
    let session = context.unlock(&services)?;
    let token = services.edit((&session).into(), token.id, request)?;
    let now = services.now();
    outcome::note_token("edited", &token, now, context);
    if context.globals.json {
        context.printer.json(&json::Token::at(&token, now, context.globals.private))?;
    }
    Ok(Exit::Done)
}
