//! `jeton enable SEL`

use super::args::OneArgs;
use super::context::{Context, resolve};
use super::exit::Exit;
use super::failure::Result;
use super::{json, outcome};

/// Switches a token on.
pub fn run(args: &OneArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let token = resolve(&services, &args.selector)?;
    let session = context.unlock(&services)?;
    let token = services.enable((&session).into(), token.id)?;
    let now = services.now();
    outcome::note_token("enabled", &token, now, context);
    if context.globals.json {
        context.printer.json(&json::Token::at(&token, now, context.globals.private))?;
    }
    Ok(Exit::Done)
}
