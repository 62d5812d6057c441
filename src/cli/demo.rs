//! `jeton demo`

mod making;

use super::args::DemoArgs;
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use crate::app::{App, Opening, load_config};
use crate::clock::World;
use crate::domain::event::Actor;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::services::{DEMO_PASSPHRASE, DemoPlace};
use rustix::termios::isatty;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// From so many tokens on a person is told what the wait is for.
const WORTH_A_WORD: usize = 20_000;

/// Makes a throw-away vault, opens the interface on it, and removes it again.
pub fn run(args: &DemoArgs, context: &mut Context, open: fn(Opening) -> std::result::Result<(), String>) -> Result {
    if args.only_make {
        let database = context.overrides.db.clone().ok_or_else(|| Failure::usage("--only-make needs --db"))?;
        return making::make(args.tokens, &app(context, database, World::real())?);
    }
    if !isatty(rustix::stdio::stdin()) || !isatty(rustix::stdio::stdout()) {
        return Err(Failure::usage("the demo opens the terminal interface; run it on a terminal"));
    }
    let world = World::real();
    let place = DemoPlace::make(&std::env::temp_dir(), world.clock.now())?;
    let app = app(context, place.database(), world)?;
    if args.tokens >= WORTH_A_WORD {
        context.printer.note(format!("making a vault of {} tokens; it is removed when you leave", args.tokens));
    }
    // Whoever interrupts the making leaves nothing behind; afterwards the interface listens for itself.
    let wish = Wish::listen()?;
    let made = making::have_made(&place.database(), args.tokens, context.overrides.config.as_deref(), &wish)?;
    if made != Exit::Done {
        return Ok(made);
    }
    let services = app.open()?;
    let session = services.unlock(&Passphrase::new(Plaintext::new(DEMO_PASSPHRASE.to_owned())))?;
    let opening = Opening {
        app,
        services: Some(services),
        session: Some(session),
        passphrase_hint: Some(DEMO_PASSPHRASE.to_owned()),
        ascii: context.printer.style().ascii,
        colours: context.printer.style().color,
        environment: context.environment.clone(),
    };
    open(opening).map_err(Failure::usage)?;
    drop(wish);
    drop(place);
    Ok(Exit::Done)
}

fn app(context: &Context, database: PathBuf, world: World) -> Result<App> {
    let mut config = load_config(&context.overrides, &context.environment)?.config;
    config.ui.private |= context.globals.private;
    let actor = Actor { name: "demo".to_owned(), address: None };
    Ok(App::new(config, database, world, actor)?)
}

/// Whether somebody wants the program to end: Ctrl-C, SIGTERM or a closed terminal.
struct Wish {
    to_end: Arc<AtomicBool>,
    handlers: Vec<SigId>,
}

impl Wish {
    fn listen() -> Result<Self> {
        let to_end = Arc::new(AtomicBool::new(false));
        let mut handlers = Vec::new();
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let handler = flag::register(signal, Arc::clone(&to_end)).map_err(Failure::fault)?;
            handlers.push(handler);
        }
        Ok(Self { to_end, handlers })
    }
}

impl Drop for Wish {
    fn drop(&mut self) {
        self.handlers.iter().for_each(|handler| {
            low_level::unregister(*handler);
        });
    }
}
