//! `jeton KIND ls`

use crate::cli::args::OwnerLsArgs;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::json;
use crate::cli::table::{Fit, Table};
use crate::cli::text::{Text, Tone};
use crate::domain::owner::OwnerKind;
use crate::services::OwnerView;

/// Lists the owners of one kind.
pub fn run(kind: OwnerKind, args: OwnerLsArgs, context: &mut Context) -> Result {
    let mut owners = context.open()?.owners()?;
    owners.retain(|view| view.owner.kind == kind && (args.all || view.owner.archived_at.is_none()));
    if context.globals.json {
        context.printer.json(&owners.iter().map(json::Owner::from).collect::<Vec<_>>())?;
    } else if owners.is_empty() {
        let what = if kind == OwnerKind::External { "external service" } else { kind.word() };
        context.printer.note(format!("there is no {what} yet; add one with: jeton {kind} add NAME"));
    } else {
        context.printer.table(&table(&owners))?;
    }
    Ok(Exit::Done)
}

fn table(owners: &[OwnerView]) -> Table {
    let mut table = Table::new([
        ("NAME", Fit::Cut(12)),
        ("PROJECT", Fit::Drop(1)),
        ("LIVE", Fit::Fixed),
        ("TOKENS", Fit::Fixed),
        ("RUNS AS", Fit::Drop(2)),
        ("NOTE", Fit::Cut(8)),
    ]);
    for OwnerView { owner, project, live, total } in owners {
        let archived = if owner.archived_at.is_some() { " (archived)" } else { "" };
        table.row([
            Text::from(owner.name.as_str()).and(Tone::Faint, archived),
            Text::from(project.as_ref().map_or("", |name| name.as_str())),
            Text::from(live.to_string()),
            Text::from(total.to_string()),
            Text::from(owner.external_id.as_deref().unwrap_or_default()),
            Text::from(owner.note.as_str()),
        ]);
    }
    table
}
