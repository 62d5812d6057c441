//! `jeton KIND rename NAME NEW_NAME`, `jeton account rename NEW_NAME`

use crate::cli::args::{AccountRenameArgs, RenameArgs};
use crate::cli::context::{Context, parse};
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::json;
use crate::domain::owner::OwnerKind;
use crate::domain::selector::OwnerSelector;

/// Gives an owner another name.
pub fn run(kind: OwnerKind, args: &RenameArgs, context: &mut Context) -> Result {
    rename(&OwnerSelector { kind, name: args.name.clone() }, &args.new_name, context)
}

/// Gives the account another name.
pub fn run_account(args: &AccountRenameArgs, context: &mut Context) -> Result {
    rename(&OwnerSelector { kind: OwnerKind::Account, name: String::new() }, &args.new_name, context)
}

fn rename(selector: &OwnerSelector, new_name: &str, context: &mut Context) -> Result {
    let new_name = parse(new_name, "the new name")?;
    let services = context.open()?;
    let before = services.owner(selector)?;
    let session = context.unlock(&services)?;
    let owner = services.rename_owner((&session).into(), selector, new_name)?;
    context.printer.note(format!("renamed {} {} to {}", owner.kind, before.name, owner.name));
    if context.globals.json {
        context.printer.json(&json::Owner::from(&owner))?;
    }
    Ok(Exit::Done)
}
