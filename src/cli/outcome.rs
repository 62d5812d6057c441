//! What commands that make a value have in common: the value alone on standard output, the rest beside it.

use super::context::Context;
use super::failure::{Failure, Result};
use super::json;
use super::text::{Text, Tone};
use super::when;
use crate::domain::Instant;
use crate::domain::kind::Kind;
use crate::domain::summary::TokenSummary;
use crate::services::Issued;

/// A token with its value as JSON; values that were handed in are not repeated.
pub fn issued_json<'a>(issued: &'a Issued, now: Instant, context: &Context) -> json::Issued<'a> {
    let token = json::Token::at(&issued.token, now, context.globals.private);
    let is_ours = issued.token.kind != Kind::External;
    json::Issued { token, value: is_ours.then_some(json::Clear(&issued.value)) }
}

/// Prints the value alone on standard output.
///
/// # Errors
/// Standard output did not take it; the failure says how to get at the value.
pub fn print_value(issued: &Issued, context: &mut Context) -> Result<()> {
    if issued.token.kind == Kind::External {
        return Ok(());
    }
    context.printer.value(&issued.value).map_err(|error| Failure::value_lost(&issued.token, &error))
}

/// Says on standard error what was done to which token.
pub fn note_token(done: &str, token: &TokenSummary, now: Instant, context: &mut Context) {
    let name = Text::from(done).plain(" ").and(Tone::Strong, token.selector()).and(Tone::Faint, format!(" {}", token.id));
    let expiry = token.expires_at.map(|at| format!(", expires {}", when::both(at, now))).unwrap_or_default();
    context.printer.note(name.plain(expiry));
    if let Some(until) = token.grace_until.filter(|until| now < *until) {
        context.printer.note(format!("  its previous value is accepted until {}", when::both(until, now)));
    }
}

/// Says that a value will not be seen again.
pub fn note_shown_once(token: &TokenSummary, context: &mut Context) {
    if !token.kind.is_revealable() {
        let warning = "  this value is shown once and kept nowhere: store it now";
        context.printer.note(Text::toned(Tone::Warning, warning));
    }
}
