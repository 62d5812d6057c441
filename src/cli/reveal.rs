//! `jeton reveal SEL`

use super::args::OneArgs;
use super::context::{Context, resolve};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::json;
use crate::services::Purpose;

/// Prints a token's value.
pub fn run(args: &OneArgs, context: &mut Context) -> Result {
    context.expect_reader()?;
    let services = context.open()?;
    let token = resolve(&services, &args.selector)?;
    let session = context.unlock(&services)?;
    let value = services.reveal(&session, token.id, Purpose::Reveal)?;
    let printed = if context.globals.json {
        let token = json::Token::at(&token, services.now(), false);
        context.printer.secret_json(&json::Issued { token, value: Some(json::Clear(&value)) })
    } else {
        context.printer.value(&value)
    };
    printed.map_err(|error| Failure::output(&error))?;
    Ok(Exit::Done)
}
