//! `jeton log head`

use super::context::Context;
use super::exit::Exit;
use super::failure::Result;
use super::json;

/// Prints the newest event's hash.
pub fn run(context: &mut Context) -> Result {
    let head = json::Head::from(context.open()?.log_head()?);
    if context.globals.json {
        context.printer.json(&head)?;
    } else {
        context.printer.line(head.hash)?;
        context.printer.note(format!("event {}; keep this elsewhere, and check it with: jeton log verify --head", head.seq));
    }
    Ok(Exit::Done)
}
