//! The verification service: asked by a reverse proxy before each request, it answers whether the request may pass.
//!
//! One loop speaks HTTP (`connection`); one thread reads the vault when memory has no certain answer (`reader`), one writes
//! usage down (`usage`). No passphrase is asked for: nothing can be revealed.

mod answer;
mod asked;
mod confine;
mod connection;
mod gate;
mod gateway;
mod host;
mod listener;
mod log;
mod metrics;
mod reader;
mod run;
mod source;
mod systemd;
mod throttle;
mod usage;
mod verify;

use crate::app::{App, NotServing, Serving};
use crate::clock::EntropyError;
use crate::services;
use confine::Level;
use gate::Gate;
use host::Hosts;
use listener::{ListenError, Listener};
use metrics::Metrics;
use reader::Reader;
use std::io;
use std::path::Path;
use std::sync::Arc;
use systemd::Notifier;
use usage::{Flusher, Usage};
use verify::Verify;

/// Why the service could not be started.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// It cannot listen.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The vault cannot be opened.
    #[error(transparent)]
    Vault(#[from] services::Error),
    /// The kernel cannot confine the process, and `--require-landlock` wants it to.
    #[error("{0}; leave --require-landlock out, or use a kernel with Landlock (5.13 or newer, \"landlock\" among lsm=)")]
    NotConfined(String),
    /// The system gives no thread, no signal, no timer or no randomness.
    #[error("the service cannot be started: {0}")]
    Start(#[from] io::Error),
}

impl From<EntropyError> for ServeError {
    fn from(error: EntropyError) -> Self {
        Self::Start(io::Error::other(error))
    }
}

impl From<ServeError> for NotServing {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Vault(error) => Self::Vault(error),
            other => Self::Other(other.to_string()),
        }
    }
}

/// Verifies tokens until the process is told to end. To be called while the process has one thread.
///
/// # Errors
/// The service could not be started.
pub fn serve(serving: Serving) -> Result<(), ServeError> {
    let Serving { app, notify, mut watch, require_landlock } = serving;
    let config = &app.config.serve;
    log::start(config);
    let room = run::room(config.max_connections);
    // What lies outside the vault's directory is opened first; then nothing else can be.
    let notifier = Notifier::of(notify)?;
    let runtime = run::runtime()?;
    let listener = {
        let _in_runtime = runtime.enter();
        Listener::open(&config.listen)?
    };
    let level = confine(&app, &listener, require_landlock)?;
    // Its process was started before, since now none can be; the thread that listens to it is confined as all others.
    if let Some(watch) = &mut watch {
        watch.listen(log::of_findings)?;
    }
    let verifier = Arc::new(app.open_verifier()?);
    let metrics = Arc::new(Metrics::default());
    let usage = Arc::new(Usage::new(Arc::clone(&verifier), app.world.clone(), app.config.usage.addresses)?);
    let flusher = Flusher::start(Arc::clone(&usage), Arc::clone(&metrics))?;
    let reader = Reader::start(verifier, config.look_up_timeout)?;
    let verify = Verify::new(&app, reader, usage, Arc::clone(&metrics));
    let mut seed = [0; 8];
    app.world.entropy.fill(&mut seed)?;
    let hosts = Hosts::new(&config.hosts);
    let gate = Arc::new(Gate::new(verify, hosts, metrics, config.detailed_errors, u64::from_ne_bytes(seed)));
    tracing::info!(
        listen = listener.place(),
        vault = %app.db.display(),
        landlock = %level,
        sqlite = services::engine_version(),
        connections = room,
        "ready"
    );
    let ended = run::run(&runtime, listener, gate, room, &notifier);
    flusher.end();
    drop(watch);
    tracing::info!("ended");
    ended.map_err(ServeError::from)
}

fn confine(app: &App, listener: &Listener, is_required: bool) -> Result<Level, ServeError> {
    let vault = app.db.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match confine::confine(vault, listener.directory()) {
        Ok(Level::NotSupported) if is_required => Err(ServeError::NotConfined("the kernel has no Landlock".to_owned())),
        Ok(level) => Ok(level),
        Err(error) if is_required => Err(ServeError::NotConfined(format!("Landlock refuses the rules ({error})"))),
        Err(error) => {
            tracing::warn!(%error, "Landlock refuses the rules; the service goes on without");
            Ok(Level::NotSupported)
        }
    }
}
