//! What commands that take one token or several have in common: all are found first, then changed one by one.

use super::context::Context;
use super::exit::Exit;
use super::failure::Result;
use super::rotate::resolve_all;
use super::{json, outcome};
use crate::domain::summary::TokenSummary;
use crate::services::{self, Services, Session};

/// Changes each token that a selector names, a transaction each, and stops at the first that cannot be. `done` is the word
/// for what was done. With `--json` a single token comes as an object, several as a list.
///
/// # Errors
/// A selector names none or several, or two name the same: nothing was changed then. Else the first failure.
pub fn change(
    selectors: &[String],
    done: &str,
    context: &mut Context,
    act: impl Fn(&Services, &Session, &TokenSummary) -> services::Result<TokenSummary>,
) -> Result {
    let services = context.open()?;
    let tokens = resolve_all(&services, selectors)?;
    let session = context.unlock(&services)?;
    let mut changed = Vec::with_capacity(tokens.len());
    let ended = tokens.iter().try_for_each(|token| {
        let token = act(&services, &session, token)?;
        outcome::note_token(done, &token, services.now(), context);
        changed.push(token);
        Ok(())
    });
    if ended.is_err() && tokens.len() > 1 {
        context.printer.note(format!("stopped after {} of {}", changed.len(), tokens.len()));
    }
    if context.globals.json {
        let now = services.now();
        let list: Vec<_> = changed.iter().map(|token| json::Token::at(token, now, context.globals.private)).collect();
        match (&list[..], tokens.len()) {
            ([one], 1) => context.printer.json(one)?,
            ([], 1) => {}
            _ => context.printer.json(&list)?,
        }
    }
    ended.map(|()| Exit::Done)
}
