//! `jeton KIND archive NAME`

use crate::cli::args::ArchiveArgs;
use crate::cli::confirm::{Question, confirm};
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::{Failure, Result};
use crate::cli::json;
use crate::domain::owner::OwnerKind;
use crate::domain::selector::OwnerSelector;
use crate::services::ArchiveTokens;

/// Puts an owner away, with or without its live tokens.
pub fn run(kind: OwnerKind, args: &ArchiveArgs, context: &mut Context) -> Result {
    let tokens = match (args.revoke, args.keep) {
        (true, _) => ArchiveTokens::Revoke,
        (false, true) => ArchiveTokens::Keep,
        (false, false) => ArchiveTokens::Refuse,
    };
    let selector = OwnerSelector { kind, name: args.name.clone() };
    let services = context.open()?;
    let owner = services.owner(&selector)?;
    if tokens == ArchiveTokens::Revoke {
        let name = owner.name.as_str().to_owned();
        let question = Question {
            consequences: vec![format!("archiving {kind} {name} ends its tokens for good")],
            wanted: format!("its name ({name})"),
            answers: vec![name],
        };
        confirm(args.yes, &question)?;
    }
    let session = context.unlock(&services)?;
    let archived = services.archive_owner((&session).into(), &selector, tokens).map_err(Failure::from);
    let archived = match archived {
        Err(refusal) if tokens == ArchiveTokens::Refuse && owner.archived_at.is_none() && refusal.code == "invalid" => {
            Err(refusal.hint("add --revoke to end them, or --keep to leave them as they are"))
        }
        other => other,
    }?;
    context.printer.note(format!("archived {kind} {}", archived.name));
    if context.globals.json {
        context.printer.json(&json::Owner::from(&archived))?;
    }
    Ok(Exit::Done)
}
