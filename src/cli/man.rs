//! `jeton man DIR`

use super::args::ManArgs;
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use std::path::Path;

/// Writes a manual page for each command into an existing directory.
pub fn run(args: &ManArgs, context: &mut Context) -> Result {
    if !args.dir.is_dir() {
        return Err(Failure::usage(format!("{} is not a directory", args.dir.display())).hint("make it first, and give it again"));
    }
    let mut command = super::description().disable_help_subcommand(true);
    command.build();
    let count = write(&command, "jeton", &args.dir)?;
    context.printer.note(format!("wrote {count} manual pages to {}", args.dir.display()));
    Ok(Exit::Done)
}

/// A command's page and those of all commands under it; how many that were.
fn write(command: &clap::Command, name: &str, dir: &Path) -> Result<usize> {
    let failed = |error: std::io::Error| Failure::fault(format!("{name}.1 cannot be written: {error}"));
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone().name(name.to_owned()).display_name(name.to_owned()))
        .render(&mut page)
        .map_err(failed)?;
    std::fs::write(dir.join(format!("{name}.1")), page).map_err(failed)?;
    let below = command.get_subcommands().filter(|below| !below.is_hide_set());
    below.map(|below| write(below, &format!("{name}-{}", below.get_name()), dir)).sum::<Result<usize>>().map(|count| count + 1)
}
