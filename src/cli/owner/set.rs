//! `jeton KIND set NAME`, `jeton account set`

use crate::cli::args::{AccountSetArgs, SetArgs};
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::json;
use crate::domain::owner::OwnerKind;
use crate::domain::selector::OwnerSelector;
use crate::services::EditOwner;

/// Changes what is kept of an owner besides its name.
pub fn run(kind: OwnerKind, args: &SetArgs, context: &mut Context) -> Result {
    let request = EditOwner {
        name: None,
        external_id: args.external_id.clone(),
        dashboard_url: args.dashboard.clone(),
        note: args.note.clone(),
    };
    change(&OwnerSelector { kind, name: args.name.clone() }, &request, context)
}

/// Changes what is kept of the account besides its name.
pub fn run_account(args: &AccountSetArgs, context: &mut Context) -> Result {
    let request = EditOwner { external_id: args.external_id.clone(), note: args.note.clone(), ..EditOwner::default() };
    change(&OwnerSelector { kind: OwnerKind::Account, name: String::new() }, &request, context)
}

fn change(selector: &OwnerSelector, request: &EditOwner, context: &mut Context) -> Result {
    let services = context.open()?;
    services.owner(selector)?;
    let session = context.unlock(&services)?;
    let owner = services.edit_owner((&session).into(), selector, request)?;
    context.printer.note(format!("changed {} {}", owner.kind, owner.name));
    if let (Some(_), Some(id)) = (&request.external_id, &owner.external_id) {
        context.printer.note(format!("  it runs as {}", crate::domain::label::display_safe(id)));
    }
    if context.globals.json {
        context.printer.json(&json::Owner::from(&owner))?;
    }
    Ok(Exit::Done)
}
