//! `jeton reset project:P`

use super::args::ResetArgs;
use super::confirm::{Question, confirm};
use super::context::{Context, resolve};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::outcome;
use crate::domain::kind::Kind;
use crate::domain::span::Span;
use crate::services::RotateRequest;

/// Gives a project's token a new value and ends the old one at once.
pub fn run(args: &ResetArgs, context: &mut Context) -> Result {
    context.expect_reader()?;
    let services = context.open()?;
    let token = resolve(&services, &args.selector)?;
    if token.kind != Kind::Project {
        let refusal = Failure::usage(format!("reset is for project tokens; {} is none", token.selector()));
        return Err(refusal.hint(format!("jeton rotate {} --grace 0 does the same for it", token.selector())));
    }
    let question = Question {
        consequences: vec![format!("resetting {} ends its present value at once", token.selector())],
        wanted: format!("the project's name ({})", token.owner.as_str()),
        answers: vec![token.owner.as_str().to_owned()],
    };
    confirm(args.yes, &question)?;
    let right = context.right_to("rotate", &services)?;
    let request = RotateRequest { grace: Span::ZERO, force: true, value: None, expected_version: Some(token.version) };
    let issued = services.rotate(right.authority(), token.id, request)?;
    let now = services.now();
    if context.globals.json {
        let result = outcome::issued_json(&issued, now, context);
        context.printer.secret_json(&result).map_err(|error| Failure::value_lost(&issued.token, &error))?;
        return Ok(Exit::Done);
    }
    outcome::note_token("reset", &issued.token, now, context);
    outcome::print_value(&issued, context)?;
    Ok(Exit::Done)
}
