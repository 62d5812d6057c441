//! The verification service: asked by a reverse proxy before each request, it answers whether the request may pass.
//!
//! One loop speaks HTTP ([`connection`]); one thread reads the vault ([`reader`]). No passphrase is asked for: nothing can be revealed.

mod answer;
mod asked;
mod connection;
mod gate;
mod gateway;
mod listener;
mod log;
mod reader;
mod source;

use crate::app::Serving;
use connection::protocol;
use gate::Gate;
use listener::{ListenError, Listener, Stream};
use reader::Reader;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Notify, Semaphore};

/// How long requests in hand may take when the service is told to end.
const LEAVE: Duration = Duration::from_secs(5);

/// Why the service could not be started.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// It cannot listen.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The system gives no thread, no signal or no timer.
    #[error("the service cannot be started: {0}")]
    Start(#[from] io::Error),
}

/// Verifies tokens until the process is told to end.
///
/// # Errors
/// The service could not be started.
pub fn serve(serving: Serving) -> Result<(), ServeError> {
    let Serving { app, verifier, .. } = serving;
    log::start(&app.config.serve);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let listener = {
        let _in_runtime = runtime.enter();
        Listener::open(&app.config.serve.listen)?
    };
    let most = usize::try_from(app.config.serve.max_connections).unwrap_or(usize::MAX);
    let reader = Reader::start(verifier, app.config.serve.look_up_timeout)?;
    let gate = Arc::new(Gate::new(&app, reader));
    tracing::info!(listen = listener.place(), vault = %app.db.display(), "ready");
    run(&runtime, listener, gate, most)
}

fn run(runtime: &Runtime, listener: Listener, gate: Arc<Gate>, most: usize) -> Result<(), ServeError> {
    runtime.block_on(async {
        let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let protocol = Arc::new(protocol());
        let stop = Arc::new(Notify::new());
        let room = Arc::new(Semaphore::new(most));
        let accepting = async {
            loop {
                let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
                let (stream, peer) = match listener.accept().await {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        pause_after(&error).await;
                        continue;
                    }
                };
                let (protocol, gate, stop) = (Arc::clone(&protocol), Arc::clone(&gate), Arc::clone(&stop));
                tokio::spawn(async move {
                    match stream {
                        Stream::Tcp(stream) => connection::serve(stream, peer, &protocol, &gate, stop).await,
                        Stream::Unix(stream) => connection::serve(stream, peer, &protocol, &gate, stop).await,
                    }
                    drop(permit);
                });
            }
        };
        tokio::select! {
            () = accepting => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        listener.close();
        stop.notify_waiters();
        let everything = u32::try_from(most).unwrap_or(u32::MAX);
        let _ = tokio::time::timeout(LEAVE, room.acquire_many(everything)).await;
        Ok(())
    })
}

/// A machine without room for a connection has some soon; a connection that broke off is no reason to wait.
async fn pause_after(error: &io::Error) {
    if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        tracing::warn!(%error, "a connection could not be accepted");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
