//! `jeton grace SEL --end|--extend LENGTH`

use super::args::GraceArgs;
use super::context::{Context, parse_optional, resolve};
use super::exit::Exit;
use super::failure::Result;
use super::{json, outcome};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::secret::SecretState;
use crate::domain::span::Span;
use crate::domain::traffic::NOT_RECORDED;
use crate::services::Services;

/// Ends or extends the grace of a token's previous value.
pub fn run(args: &GraceArgs, context: &mut Context) -> Result {
    let by: Option<Span> = parse_optional(args.extend.as_deref(), "--extend")?;
    let services = context.open()?;
    let token = resolve(&services, &args.selector)?;
    let session = context.unlock(&services)?;
    let now = services.now();
    let old = previous_use(&services, token.id, now)?;
    let token = match by {
        Some(by) => services.extend_grace((&session).into(), token.id, by)?,
        None => services.end_grace((&session).into(), token.id)?,
    };
    outcome::note_token(if by.is_some() { "extended the grace of" } else { "ended the grace of" }, &token, now, context);
    if let Some(old) = old {
        context.printer.note(format!("  its previous value: {old}"));
    }
    if context.globals.json {
        context.printer.json(&json::Token::at(&token, now, context.globals.private))?;
    }
    Ok(Exit::Done)
}

/// Use of the secret that is in its grace, in a sentence.
fn previous_use(services: &Services, id: TokenId, now: Instant) -> Result<Option<String>> {
    let detail = services.show(id)?;
    let retiring = detail.secrets.iter().find(|secret| secret.state_at(now) == SecretState::Retiring);
    Ok(retiring.map(|secret| match detail.usage.secret(secret.version) {
        Some(used) => used.told(now),
        None => NOT_RECORDED.to_owned(),
    }))
}
