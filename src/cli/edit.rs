//! `jeton edit SEL…`

use super::args::EditArgs;
use super::context::{Context, parse_optional};
use super::failure::{Failure, Result};
use super::{policy, several};
use crate::services::EditRequest;

/// Changes what a token is called, may do, until when, from where and how often; of several at once all but name and scopes.
pub fn run(args: &EditArgs, context: &mut Context) -> Result {
    let request = EditRequest {
        name: parse_optional(args.name.as_deref(), "--name")?,
        note: args.note.clone(),
        scopes: (!args.scopes.is_empty()).then(|| args.scopes.clone()),
        expiry: parse_optional(args.expires.as_deref(), "--expires")?,
        networks: policy::networks(&args.allow)?,
        rate: policy::rate(args.rate.as_deref())?,
    };
    if args.selectors.len() > 1 && (request.name.is_some() || request.scopes.is_some()) {
        return Err(Failure::usage("--name and --scope are for one token at a time; nothing was changed"));
    }
    several::change(&args.selectors, "edited", context, |services, session, token| {
        services.edit(session.into(), token.id, request.clone())
    })
}
