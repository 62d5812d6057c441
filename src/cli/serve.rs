//! `jeton serve`

use super::args::ServeArgs;
use super::context::{Context, parse_optional};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::text::{Text, Tone};
use crate::app::{App, NotServing, Serving};
use crate::services::NotifyWatch;

/// Starts the verification service that `main` handed over.
pub fn run(args: &ServeArgs, context: &mut Context, serve: fn(Serving) -> std::result::Result<(), NotServing>) -> Result {
    let mut app = context.app()?;
    let settings = &mut app.config.serve;
    settings.listen = parse_optional(args.listen.as_deref(), "--listen")?.unwrap_or_else(|| settings.listen.clone());
    settings.log = parse_optional(args.log.as_deref(), "--log")?.unwrap_or(settings.log);
    settings.log_level = parse_optional(args.log_level.as_deref(), "--log-level")?.unwrap_or(settings.log_level);
    let notify = context.environment.var("NOTIFY_SOCKET").cloned();
    let watch = if app.config.notify.command.is_empty() { None } else { watch(&app, context) };
    let serving = Serving { app, notify, watch, require_landlock: args.require_landlock };
    serve(serving).map_err(|reason| match reason {
        NotServing::Vault(error) => Failure::from(error),
        NotServing::Other(reason) => Failure::fault(reason),
    })?;
    Ok(Exit::Done)
}

/// The process that looks for new findings. A service without it is better than none.
fn watch(app: &App, context: &mut Context) -> Option<NotifyWatch> {
    let started = std::env::current_exe()
        .and_then(|program| NotifyWatch::start(&program, &app.db, app.config.file.as_ref()))
        .map_err(|error| format!("warning: nobody will be notified of findings: {error}"));
    match started {
        Ok(watch) => Some(watch),
        Err(why) => {
            let _ = context.printer.urgent(Text::toned(Tone::Warning, why));
            None
        }
    }
}
