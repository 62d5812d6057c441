//! `jeton copy SEL`, and the hidden process that keeps the value on the clipboard after it.

use super::args::{CopyArgs, CopyAs};
use super::context::{Context, resolve};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::json;
use super::text::{Text, Tone};
use crate::domain::snippet::Snippet;
use crate::services;

/// Copies a token's value, or a line with it, without printing it; standard output stays empty.
pub fn run(args: &CopyArgs, context: &mut Context) -> Result {
    let app = context.app()?;
    services::check_clipboard(&app.config.clipboard)?;
    let services = context.open_of(&app)?;
    let token = resolve(&services, &args.selector)?;
    let session = context.unlock(&services)?;
    let program = std::env::current_exe().map_err(|error| Failure::fault(format!("cannot find my own program: {error}")))?;
    let receipt = services.copy_detached(&session, token.id, line(args.shape), &app.config.clipboard, &program)?;
    let until = receipt.clears_at.map(|_| format!("; cleared after {}", app.config.clipboard.clear_after)).unwrap_or_default();
    let what = line(args.shape).map(|line| format!(" ({})", line.title())).unwrap_or_default();
    let note = Text::toned(Tone::Strong, token.selector()).plain(what).plain(": ").plain(receipt.message()).plain(until);
    context.printer.note(note);
    if context.globals.json {
        context.printer.json(&json::Copied::of(&token, &receipt))?;
    }
    Ok(Exit::Done)
}

fn line(shape: CopyAs) -> Option<Snippet> {
    match shape {
        CopyAs::Value => None,
        CopyAs::Bearer => Some(Snippet::Bearer),
        CopyAs::XApiToken => Some(Snippet::ApiToken),
        CopyAs::ApiToken => Some(Snippet::OldApiToken),
        CopyAs::Js => Some(Snippet::Client),
    }
}

/// Keeps a value on the clipboard. What fails is told to the command that waits for it, and by it to the operator.
pub fn hold() -> Exit {
    if services::hold_clipboard().is_ok() { Exit::Done } else { Exit::Fault }
}
