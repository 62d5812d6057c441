//! `jeton KIND rename NAME NEW_NAME`

use crate::cli::args::RenameArgs;
use crate::cli::context::{Context, parse};
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::json;
use crate::domain::owner::OwnerKind;
use crate::domain::selector::OwnerSelector;

/// Gives an owner another name.
pub fn run(kind: OwnerKind, args: &RenameArgs, context: &mut Context) -> Result {
    let new_name = parse(&args.new_name, "the new name")?;
    let selector = OwnerSelector { kind, name: args.name.clone() };
    let services = context.open()?;
    let before = services.owner(&selector)?;
    let session = context.unlock(&services)?;
    let owner = services.rename_owner((&session).into(), &selector, new_name)?;
    context.printer.note(format!("renamed {kind} {} to {}", before.name, owner.name));
    if context.globals.json {
        context.printer.json(&json::Owner::from(&owner))?;
    }
    Ok(Exit::Done)
}
