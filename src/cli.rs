//! The command line: arguments in, results out, an exit code at the end.
//!
//! Results go to standard output, everything else to standard error, both through `printer` alone.
//! Commands that make a value print it alone; with `--json` they print the objects of [`json`].

mod args;
mod audit;
mod change_passphrase;
mod completions;
mod config;
mod confirm;
mod context;
mod copy;
mod demo;
mod disable;
mod doctor;
mod edit;
mod enable;
mod exit;
mod expiring;
mod failure;
mod follow;
mod gateway;
mod grace;
mod import;
mod init;
mod issue;
pub mod json;
mod log;
mod log_head;
mod log_trust;
mod log_verify;
mod ls;
mod man;
mod notify;
mod outcome;
mod owner;
mod passphrase;
mod policy;
mod printer;
mod reset;
mod reveal;
mod review;
mod revoke;
mod rotate;
mod routes;
mod scan;
mod secret_input;
mod serve;
mod several;
mod show;
mod status;
mod style;
mod table;
mod terminal;
mod text;
mod tokens;
mod usage;
mod verify;
mod when;

use crate::app::paths::Environment;
use crate::app::{Interface, Opening, Overrides, load_config};
use crate::domain::owner::OwnerKind;
use crate::services::{HOLDER_COMMAND, WATCH_COMMAND};
use args::{Cli, Command, ConfigCommand, LogCommand};
use clap::{CommandFactory, Parser};
use context::Context;
use exit::Exit;
use failure::{Failure, Result};
use printer::{Printer, Style};
use std::ffi::OsString;
use std::process::ExitCode;
use style::Surroundings;

/// Runs the program with these arguments, the program's name first; without a command `interface` opens.
pub fn run(arguments: impl IntoIterator<Item = OsString>, interface: Interface) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // No command of anyone's: kept out of the help, the completions and what a mistyped command might have meant.
    if arguments.get(1).is_some_and(|first| first == HOLDER_COMMAND) {
        return copy::hold().into();
    }
    if arguments.get(1).is_some_and(|first| first == WATCH_COMMAND) {
        return notify::watch(arguments.get(2..).unwrap_or_default()).into();
    }
    match Cli::try_parse_from(&arguments) {
        Ok(cli) => run_command(cli, interface),
        Err(error) => explain_usage(&error, arguments.iter().any(|argument| argument == "--json")),
    }
}

/// The process cannot be hardened, so nothing is begun.
pub fn refuse_to_start(error: &std::io::Error) -> ExitCode {
    let failure = Failure::fault(format!("the process cannot be kept from being dumped: {error}"));
    Printer::standard(Style::default()).failure(&failure);
    failure.exit.into()
}

/// The command line's own description, for completions and manual pages.
pub fn description() -> clap::Command {
    Cli::command()
}

fn run_command(cli: Cli, interface: Interface) -> ExitCode {
    let environment = Environment::real();
    let overrides = Overrides { db: cli.globals.db.clone(), config: cli.globals.config.clone() };
    // A configuration that cannot be read is complained of by the commands that need one.
    let ascii = load_config(&overrides, &environment).ok().and_then(|loaded| loaded.config.ui.ascii);
    let style = style::choose(&cli.globals, ascii, &environment, Surroundings::real());
    let mut context = Context { globals: cli.globals, overrides, environment, printer: Printer::standard(style) };
    let ended = dispatch(cli.command, &mut context, interface);
    // What was printed before a failure is still a result.
    let flushed = context.printer.flush();
    match ended.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            context.printer.failure(&failure);
            failure.exit.into()
        }
    }
}

/// One arm a command.
fn dispatch(command: Option<Command>, context: &mut Context, interface: Interface) -> Result {
    let Some(command) = command else {
        return open_interface(context, interface);
    };
    match command {
        Command::Init(args) => init::run(&args, context),
        Command::Status => status::run(context),
        Command::Passphrase(args) => change_passphrase::run(&args, context),
        Command::Account(command) => owner::run_account(command, context),
        Command::Project(command) => owner::run(OwnerKind::Project, command, context),
        Command::Bot(command) => owner::run(OwnerKind::Bot, command, context),
        Command::Integration(command) => owner::run(OwnerKind::Integration, command, context),
        Command::External(command) => owner::run(OwnerKind::External, command, context),
        Command::Issue(args) => issue::run(&args, context),
        Command::Ls(args) => ls::run(&args, context),
        Command::Show(args) => show::run(&args, context),
        Command::Edit(args) => edit::run(&args, context),
        Command::Disable(args) => disable::run(&args, context),
        Command::Enable(args) => enable::run(&args, context),
        Command::Reveal(args) => reveal::run(&args, context),
        Command::Copy(args) => copy::run(&args, context),
        Command::Rotate(args) => rotate::run(&args, context),
        Command::Grace(args) => grace::run(&args, context),
        Command::Reset(args) => reset::run(&args, context),
        Command::Revoke(args) => revoke::run(&args, context),
        Command::Import(args) => import::run(&args, context),
        Command::Verify(args) => verify::run(&args, context),
        Command::Scan(args) => scan::run(&args, context),
        Command::Serve(args) => serve::run(&args, context, interface.serve),
        Command::Gateway(args) => gateway::run(&args, context),
        Command::Usage(args) => usage::run(&args, context),
        Command::Doctor(args) => doctor::run(&args, context),
        Command::Review(args) => review::run(args, context),
        Command::Audit(args) => audit::run(&args, context),
        Command::Expiring(args) => expiring::run(&args, context),
        Command::Log(args) => match args.command {
            None => log::run(&args, context),
            Some(LogCommand::Verify(args)) => log_verify::run(&args, context),
            Some(LogCommand::Head) => log_head::run(context),
            Some(LogCommand::Trust) => log_trust::run(context),
        },
        Command::Demo(args) => demo::run(&args, context, interface.open),
        Command::Completions(args) => completions::run(&args, context),
        Command::Man(args) => man::run(&args, context),
        Command::Config(ConfigCommand::Check(args)) => match (&args.method, &args.path) {
            (Some(method), Some(path)) => routes::run(method, path, args.routes.as_deref(), context),
            _ => config::check(interface, context),
        },
        Command::Config(ConfigCommand::Keys) => config::keys(interface, context),
        Command::Config(ConfigCommand::Path) => config::path(context),
        Command::Config(ConfigCommand::Default) => config::default(context),
    }
}

/// `jeton` alone.
fn open_interface(context: &mut Context, interface: Interface) -> Result {
    let mut opening = Opening::of(context.app()?, context.environment.clone())?;
    opening.ascii = context.printer.style().ascii;
    opening.colours = context.printer.style().color;
    opening.app.config.ui.private |= context.globals.private;
    (interface.open)(opening).map_err(Failure::usage)?;
    Ok(Exit::Done)
}

/// clap's answer to a command line that is none, or to `--help` and `--version`.
fn explain_usage(error: &clap::Error, as_json: bool) -> ExitCode {
    let rendered = error.render().to_string();
    let mut printer = Printer::standard(Style { json: as_json, ..Style::default() });
    if !error.use_stderr() {
        return match printer.document(&rendered).and_then(|()| printer.flush()) {
            Ok(()) => Exit::Done.into(),
            Err(failure) => {
                printer.failure(&failure);
                failure.exit.into()
            }
        };
    }
    let message = rendered.strip_prefix("error: ").unwrap_or(&rendered).trim_end();
    printer.failure(&Failure::usage(message));
    Exit::Usage.into()
}
