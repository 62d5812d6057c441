//! `jeton KIND add NAME`

use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::{Failure, Result};
use crate::cli::{json, outcome};
use crate::services::AddOwner;

/// Adds an owner and prints the value of its first token alone.
pub fn run(request: AddOwner, context: &mut Context) -> Result {
    context.expect_reader()?;
    let project = request.project.as_ref().map(|name| name.as_str().to_owned());
    let services = context.open()?;
    let session = context.unlock(&services)?;
    let added = services.add_owner((&session).into(), request)?;
    let now = services.now();
    if context.globals.json {
        let owner = json::Owner { project, ..json::Owner::from(&added.owner) };
        let issued = added.issued.as_ref().map(|issued| outcome::issued_json(issued, now, context));
        let lost = |error| match &added.issued {
            Some(issued) => Failure::value_lost(&issued.token, &error),
            None => Failure::output(&error),
        };
        context.printer.secret_json(&json::Added { owner, issued }).map_err(lost)?;
        return Ok(Exit::Done);
    }
    context.printer.note(format!("added {} {}", added.owner.kind, added.owner.name));
    if let Some(issued) = &added.issued {
        outcome::note_token("issued", &issued.token, now, context);
        outcome::print_value(issued, context)?;
    }
    Ok(Exit::Done)
}
