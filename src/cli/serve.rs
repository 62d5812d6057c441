//! `jeton serve`

use super::args::ServeArgs;
use super::context::{Context, parse_optional};
use super::exit::Exit;
use super::failure::{Failure, Result};
use crate::app::{NotServing, Serving};

/// Starts the verification service that `main` handed over.
pub fn run(args: &ServeArgs, context: &mut Context, serve: fn(Serving) -> std::result::Result<(), NotServing>) -> Result {
    let mut app = context.app()?;
    let settings = &mut app.config.serve;
    settings.listen = parse_optional(args.listen.as_deref(), "--listen")?.unwrap_or_else(|| settings.listen.clone());
    settings.log = parse_optional(args.log.as_deref(), "--log")?.unwrap_or(settings.log);
    settings.log_level = parse_optional(args.log_level.as_deref(), "--log-level")?.unwrap_or(settings.log_level);
    let notify = context.environment.var("NOTIFY_SOCKET").cloned();
    let serving = Serving { app, notify, require_landlock: args.require_landlock };
    serve(serving).map_err(|reason| match reason {
        NotServing::Vault(error) => Failure::from(error),
        NotServing::Other(reason) => Failure::fault(reason),
    })?;
    Ok(Exit::Done)
}
