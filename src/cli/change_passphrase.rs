//! `jeton passphrase`

use super::args::PassphraseArgs;
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::json;
use super::passphrase::{self, Source};
use super::terminal::Terminal;

/// Puts another passphrase in the place of the operator's.
pub fn run(args: &PassphraseArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let source = context.passphrase_source();
    let new_source = args.new_passphrase_file.clone().map(Source::File);
    if new_source.is_none() && Terminal::open().is_none() {
        let refusal = Failure::locked("a new passphrase is needed, and there is no terminal to ask for it");
        return Err(refusal.hint("give --new-passphrase-file FILE"));
    }
    let present = match &source {
        Some(_) => passphrase::read(source.as_ref())?,
        None => passphrase::ask("present passphrase, or the recovery key: ")?,
    };
    let new = passphrase::read_new(new_source.as_ref(), "nothing was changed; start again")?;
    let session = services.change_passphrase(&present, &new)?;
    context.printer.note(format!("changed the passphrase of {}; the recovery key stays good", session.operator().as_str()));
    if let Some(source) = &source {
        context.printer.note(format!("  {} still gives what unlocked until now", source.holder()));
    }
    if context.globals.json {
        let operator = session.operator().as_str().to_owned();
        context.printer.json(&json::Passphrase { operator, role: session.role().word() })?;
    }
    Ok(Exit::Done)
}
