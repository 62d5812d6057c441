//! Notifications at the command line: after an audit, as a sample, and the hidden process beside `jeton serve`.

use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::text::{Text, Tone};
use crate::app::paths::Environment;
use crate::app::{App, Overrides};
use crate::clock::World;
use crate::domain::notice::Notifying;
use crate::services::{self, Audit, Notified, Services};
use std::ffi::OsString;
use std::sync::atomic::AtomicBool;

/// The configured notification.
///
/// # Errors
/// None is configured.
pub fn configured(context: &Context) -> Result<Notifying> {
    let notifying = context.app()?.config.notify;
    if notifying.command.is_empty() {
        let missing = Failure::usage("no notification is configured");
        return Err(missing.hint("set command under [notify] in the configuration: jeton config default shows how"));
    }
    Ok(notifying)
}

/// Tells of what is new in an audit. A failure is said and changes nothing.
pub fn tell(notifying: &Notifying, services: &Services, audit: &Audit, context: &mut Context) {
    match services.notify(notifying, audit, &AtomicBool::new(false)) {
        Notified::Nothing => context.printer.note("nothing is new since the last notification"),
        Notified::Told(count) => context.printer.note(format!("a notification tells of new findings: {count}")),
        Notified::Failed(why) => {
            let note = Text::toned(Tone::Warning, format!("warning: the notification failed: {why}"));
            // Also beside JSON: a timer's log is where it is looked for.
            let _ = context.printer.urgent(note);
        }
    }
}

/// Sends a sample.
///
/// # Errors
/// The program failed.
pub fn sample(context: &mut Context) -> Result {
    let notifying = configured(context)?;
    let services = context.open()?;
    match services.notify_sample(&notifying) {
        Notified::Failed(why) => Err(Failure::fault(format!("the notification failed: {why}"))),
        _ => {
            context.printer.note("the program took a sample");
            Ok(Exit::Done)
        }
    }
}

/// The hidden process beside `jeton serve`: its arguments are the database, and the configuration file where there is one.
pub fn watch(arguments: &[OsString]) -> Exit {
    let path = |at: usize| arguments.get(at).map(Into::into);
    let overrides = Overrides { db: path(0), config: path(1) };
    match App::load(&overrides, &Environment::real(), World::real()) {
        Ok(app) => {
            services::watch(&app.config.notify, || app.open());
            Exit::Done
        }
        Err(error) => {
            services::cannot_watch(&error.to_string());
            Exit::Fault
        }
    }
}
