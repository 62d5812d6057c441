//! The loop: connections are accepted and served until a signal ends it.

use super::connection;
use super::gate::Gate;
use super::listener::{Listener, Stream};
use super::metrics::count;
use super::systemd::Notifier;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Notify, Semaphore};

/// How long requests in hand may take when the service is told to end.
const LEAVE: Duration = Duration::from_secs(5);

/// File descriptors that are not connections: the vault, its log, the usage file, sockets, the loop's own.
const OWN_FILES: u64 = 64;

/// The loop's machinery: one thread.
///
/// # Errors
/// The system has no more to give.
pub fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// How many connections there is room for: those that are asked for, or fewer where the system gives fewer files.
pub fn room(wanted: u32) -> u32 {
    let limit = getrlimit(Resource::Nofile);
    let needed = u64::from(wanted) + OWN_FILES;
    let reachable = limit.maximum.map_or(needed, |maximum| maximum.min(needed));
    let current = limit.current.unwrap_or(u64::MAX);
    let raised =
        current < reachable && setrlimit(Resource::Nofile, Rlimit { current: Some(reachable), maximum: limit.maximum }).is_ok();
    let files = if raised { reachable } else { current };
    let room = u32::try_from(files.saturating_sub(OWN_FILES)).unwrap_or(u32::MAX).clamp(1, wanted);
    if room < wanted {
        tracing::warn!(wanted, room, "the limit of open files leaves room for fewer connections");
    }
    room
}

/// Accepts and serves until SIGTERM or SIGINT; then requests in hand are answered, for five seconds at most. SIGHUP changes
/// nothing: settings hold until the next start, and what changes in the vault counts at once.
///
/// # Errors
/// Signals cannot be listened for.
pub fn run(runtime: &Runtime, listener: Listener, gate: Arc<Gate>, room: u32, notifier: &Notifier) -> io::Result<()> {
    runtime.block_on(async {
        let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let _hangup = signal(SignalKind::hangup())?;
        let stop = Arc::new(Notify::new());
        let places = Arc::new(Semaphore::new(usize::try_from(room).unwrap_or(usize::MAX)));
        notifier.ready();
        tokio::select! {
            () = accept(&listener, &gate, &places, &stop) => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        notifier.stopping();
        tracing::info!(open = gate.metrics().open.load(Ordering::Relaxed), "ending");
        listener.close();
        stop.notify_waiters();
        if tokio::time::timeout(LEAVE, places.acquire_many(room)).await.is_err() {
            tracing::warn!("some requests were not answered in time");
        }
        Ok(())
    })
}

/// Accepts for ever; while every place is taken, further connections wait in the kernel's queue.
async fn accept(listener: &Listener, gate: &Arc<Gate>, places: &Arc<Semaphore>, stop: &Arc<Notify>) {
    let protocol = Arc::new(connection::protocol());
    while let Ok(place) = Arc::clone(places).acquire_owned().await {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                pause_after(&error).await;
                continue;
            }
        };
        // Made here and not in the task: one that has not begun when the service ends is told too.
        let (protocol, gate, stop) = (Arc::clone(&protocol), Arc::clone(gate), Arc::clone(stop).notified_owned());
        count(&gate.metrics().connections);
        count(&gate.metrics().open);
        tokio::spawn(async move {
            match stream {
                Stream::Tcp(stream) => connection::serve(stream, peer, &protocol, &gate, stop).await,
                Stream::Unix(stream) => connection::serve(stream, peer, &protocol, &gate, stop).await,
            }
            gate.metrics().open.fetch_sub(1, Ordering::Relaxed);
            drop(place);
        });
    }
}

/// A machine without room for a connection has some soon; a connection that broke off is no reason to wait.
async fn pause_after(error: &io::Error) {
    if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        tracing::warn!(%error, "a connection could not be accepted");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
