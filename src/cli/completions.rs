//! `jeton completions SHELL`

use super::args::CompletionsArgs;
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};

/// Prints a shell's completion script.
pub fn run(args: &CompletionsArgs, context: &mut Context) -> Result {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::description(), "jeton", &mut script);
    let script = String::from_utf8(script).map_err(|_| Failure::fault("the completion script is not text"))?;
    context.printer.document(&script)?;
    Ok(Exit::Done)
}
