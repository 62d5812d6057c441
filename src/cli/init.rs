//! `jeton init`

use super::args::InitArgs;
use super::context::{Context, parse, parse_optional};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::text::{Text, Tone};
use super::{json, passphrase};
use crate::app::App;
use crate::domain::name::Name;
use crate::domain::plaintext::Plaintext;
use crate::services::{InitRequest, Initialised, PreparedVault};
use rustix::termios::isatty;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Makes a vault.
pub fn run(args: &InitArgs, context: &mut Context) -> Result {
    let app = context.app()?;
    let request = request(args, &app)?;
    check_ways_out(args, &app, context)?;
    let passphrase = passphrase::read_new(context.passphrase_source().as_ref(), "nothing was made; start again")?;
    context.printer.note("making the keys");
    let prepared = PreparedVault::new(request, &passphrase, app.world.clone())?;
    // The recovery key has a place to be found before there is anything to recover.
    let recovery = Plaintext::new(prepared.recovery_key().expose().to_owned());
    hand_over(&recovery, args, context)?;
    match prepared.commit(&app.db, app.settings(), app.actor.clone()) {
        Ok(made) => report(&made, &recovery, args, &app, context),
        Err(error) => {
            if let Some(path) = &args.recovery_file {
                // It opens nothing; what matters is that the next attempt finds the name free.
                let _ = std::fs::remove_file(path);
            }
            Err(Failure::from(error).hint("no vault was made, and the recovery key opens nothing"))
        }
    }
}

fn request(args: &InitArgs, app: &App) -> Result<InitRequest> {
    let own_name = || app.actor.name.parse::<Name>().ok();
    let missing = |option: &str| Failure::usage(format!("your user name is unknown; give {option} NAME"));
    let operator = parse_optional(args.operator.as_deref(), "--operator")?;
    let account = parse_optional(args.account.as_deref(), "--account")?;
    Ok(InitRequest {
        account: account.or_else(own_name).ok_or_else(|| missing("--account"))?,
        operator: operator.or_else(own_name).ok_or_else(|| missing("--operator"))?,
        brand: parse(&args.brand, "--brand")?,
        unattended: args.unattended.clone(),
        kdf: None,
    })
}

/// Finds out what would fail before anyone has thought of a passphrase.
fn check_ways_out(args: &InitArgs, app: &App, context: &Context) -> Result<()> {
    if app.db.symlink_metadata().is_ok() {
        let refusal = Failure::usage(format!("there is something at {} already", app.db.display()));
        return Err(refusal.hint("see what with `jeton status`, or make another vault with --db PATH"));
    }
    if let Some(path) = args.recovery_file.as_ref().filter(|path| path.symlink_metadata().is_ok()) {
        return Err(Failure::usage(format!("{} exists already", path.display())).hint("give --recovery-file a new name"));
    }
    if context.globals.json {
        return context.expect_reader();
    }
    if args.recovery_file.is_none() && !isatty(rustix::stdio::stderr()) {
        let refusal = Failure::usage("the recovery key would land in a log: standard error is no terminal");
        return Err(refusal.hint("give --recovery-file PATH, or --json to have it on standard output"));
    }
    Ok(())
}

/// Shows the recovery key, or writes it to the file that was asked for. With `--json` it comes with the result.
fn hand_over(recovery: &Plaintext, args: &InitArgs, context: &mut Context) -> Result<()> {
    if let Some(path) = &args.recovery_file {
        write_recovery_file(path, recovery)?;
        context.printer.note(format!("the recovery key is in {}; move it off this machine", path.display()));
        return Ok(());
    }
    if context.globals.json {
        return Ok(());
    }
    let unseen = |error| Failure::fault(format!("the recovery key cannot be shown ({error}); no vault was made"));
    context
        .printer
        .urgent(Text::toned(Tone::Strong, "recovery key, shown this once; keep it apart from this machine:"))
        .map_err(unseen)?;
    context.printer.urgent_secret(recovery).map_err(unseen)
}

fn write_recovery_file(path: &Path, recovery: &Plaintext) -> Result<()> {
    let failed =
        |error: std::io::Error| Failure::fault(format!("the recovery file {} cannot be written: {error}", path.display()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    let written =
        file.write_all(recovery.expose().as_bytes()).and_then(|()| file.write_all(b"\n")).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written.map_err(failed)
}

fn report(made: &Initialised, recovery: &Plaintext, args: &InitArgs, app: &App, context: &mut Context) -> Result {
    let info = made.services.info();
    if context.globals.json {
        let result = json::Init {
            database: app.db.display().to_string(),
            account: info.account.as_str().to_owned(),
            operator: made.session.operator().as_str().to_owned(),
            token: json::Token::at(&made.account.token, made.services.now(), context.globals.private),
            recovery_key: args.recovery_file.is_none().then_some(json::Clear(recovery)),
        };
        context.printer.secret_json(&result).map_err(|error| {
            let lost = format!("the vault is made, but standard output did not take its recovery key: {error}");
            Failure::fault(lost).hint(format!("remove {} and start again", app.db.display()))
        })?;
        return Ok(Exit::Done);
    }
    context.printer.note(
        Text::from("made the vault of ").and(Tone::Strong, info.account.as_str()).plain(format!(" at {}", app.db.display())),
    );
    context.printer.note("  the account token: jeton reveal account");
    context.printer.note("  the first project: jeton project add NAME");
    Ok(Exit::Done)
}
