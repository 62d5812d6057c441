//! `jeton doctor [--gateway URL]`

use super::args::DoctorArgs;
use super::context::{Context, parse, parse_optional};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::json;
use super::text::{Text, Tone};
use crate::domain::checkup::{Checked, Health};
use crate::domain::gateway_config::{Endpoint, Upstream};
use crate::domain::listen::Listen;
use crate::services::{Called, GatewayProbe, check_installation};
use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Checks the installation, or a gateway from outside.
pub fn run(args: &DoctorArgs, context: &mut Context) -> Result {
    match &args.gateway {
        Some(url) => gateway(url, args, context),
        None => installation(args, context),
    }
}

fn gateway(url: &str, args: &DoctorArgs, context: &mut Context) -> Result {
    let url: Upstream = parse(url, "--gateway")?;
    if url.is_tls || url.endpoint.is_socket() {
        let next = "let the proxy listen at http://127.0.0.1:PORT too, and try that one with --host NAME";
        return Err(Failure::usage("--gateway: a gateway is tried over http:// alone").hint(next));
    }
    let probe = GatewayProbe {
        url,
        host: parse_optional(args.host.as_deref(), "--host")?,
        path: path(&args.path)?,
        project: parse_optional(args.project.as_deref(), "--project")?,
        proxy: args.proxy.map(Into::into),
    };
    let services = context.open()?;
    let session = context.unlock(&services)?;
    let stop = Arc::new(AtomicBool::new(false));
    // From here on the tokens of the trial must be revoked before the process ends.
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(Failure::fault)?;
    }
    let mut printed = Ok(());
    let mut tell = |found: &Checked| {
        if !context.globals.json && printed.is_ok() {
            printed = print(found, context).and_then(|()| context.printer.flush());
        }
    };
    let found = services.probe_gateway(&session, &probe, &stop, &mut tell)?;
    printed?;
    if stop.load(Ordering::Relaxed) {
        let failure =
            Failure { message: "interrupted; the tokens of the trial are revoked".to_owned(), ..Failure::interrupted() };
        return Err(failure);
    }
    conclude(&found, context)
}

/// A path as it may stand in a request line.
fn path(text: &str) -> Result<String> {
    if text.starts_with('/') && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
        return Ok(text.to_owned());
    }
    Err(Failure::usage("--path: write a path that begins with /, percent-encoded where need be"))
}

fn installation(args: &DoctorArgs, context: &mut Context) -> Result {
    let app = context.app()?;
    let said: Option<Endpoint> = parse_optional(args.serve.as_deref(), "--serve")?;
    let is_expected = said.is_some();
    let at = match said {
        Some(said) => said,
        None => reaching(&app.config.serve.listen)?,
    };
    let called = Called { at, is_expected };
    let found = check_installation(&app.db, app.settings(), app.world.clone(), app.actor.clone(), &called, app.heads());
    if !context.globals.json {
        found.iter().try_for_each(|found| print(found, context))?;
    }
    conclude(&found, context)
}

/// The address at which one reaches what listens there.
pub(super) fn reaching(listen: &Listen) -> Result<Endpoint> {
    let refusal =
        || Failure::usage(format!("[serve] listen: {listen} holds characters that a proxy's configuration cannot name"));
    Endpoint::reaching(listen).ok_or_else(refusal)
}

fn print(found: &Checked, context: &mut Context) -> Result<()> {
    let tone = match found.health {
        Health::Skipped => Tone::Faint,
        Health::Ok => Tone::Good,
        Health::Warn => Tone::Warning,
        Health::Fail => Tone::Bad,
    };
    let word = format!("{:<4}", found.health.word());
    context.printer.line(Text::toned(tone, &word).plain(format!("  {:<15}  ", found.name)).plain(&found.detail))?;
    found.advice.iter().try_for_each(|advice| {
        let of = advice.gateway.map_or("do".to_owned(), |gateway| gateway.to_string());
        context.printer.line(Text::from(format!("      {of}: ")).plain(&advice.text))
    })
}

/// What all of it amounts to.
fn conclude(found: &[Checked], context: &mut Context) -> Result {
    let count = |health| found.iter().filter(|found| found.health == health).count();
    let (failed, warned, skipped) = (count(Health::Fail), count(Health::Warn), count(Health::Skipped));
    if context.globals.json {
        context.printer.json(&json::Checkup::from(found))?;
    } else {
        let fine = count(Health::Ok);
        context.printer.note(format!("{fine} as they should be, {warned} to look at, {failed} wrong, {skipped} not tried"));
    }
    Ok(if failed > 0 { Exit::No } else { Exit::Done })
}
