//! One connection: HTTP/1.1 with limits, and an end to those that say nothing.

use super::gate::Gate;
use super::source::Peer;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::futures::OwnedNotified;
use tokio::time::{Instant, sleep};

/// How long a client may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(5);

/// After so long without a request a connection is closed, at the latest after twice that. Longer than proxies keep theirs (nginx: 60 s),
/// so that it is they who close.
const IDLE: Duration = Duration::from_secs(75);

/// The most headers of a request.
const MAX_HEADERS: usize = 64;

/// The most bytes of a request's head.
const MAX_HEAD: usize = 16 * 1024;

/// How connections are spoken with.
pub fn protocol() -> Builder {
    let mut protocol = Builder::new();
    // The timers here cost nothing while requests come whole; hyper's own would be set anew for each request.
    protocol.header_read_timeout(None).max_headers(MAX_HEADERS).max_header_size(MAX_HEAD).max_buf_size(MAX_HEAD);
    // Answers are small: copying one together costs less than handing the kernel its pieces.
    protocol.half_close(false).keep_alive(true).writev(false);
    protocol
}

/// How far a client has come.
#[derive(Debug, Default)]
struct Progress {
    /// Bytes have come that are no whole head yet.
    is_sending: AtomicBool,
    /// Requests whose head was whole.
    requests: AtomicU64,
}

/// What a connection is waited for, and what it had done when the waiting began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    Head { after: u64 },
    Request { after: u64 },
}

impl Progress {
    fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    fn is_sending(&self) -> bool {
        self.is_sending.load(Ordering::Relaxed)
    }

    fn waiting(&self) -> Waiting {
        let after = self.requests();
        if self.is_sending() { Waiting::Head { after } } else { Waiting::Request { after } }
    }
}

impl Waiting {
    fn time(self) -> Duration {
        match self {
            Self::Head { .. } => HEAD,
            Self::Request { .. } => IDLE,
        }
    }
}

/// Serves one connection to its end. `stop` tells that the service ends: the request in hand is answered, and no further one.
pub async fn serve<S>(stream: S, peer: Peer, protocol: &Builder, gate: &Gate, stop: OwnedNotified)
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let progress = Progress { is_sending: AtomicBool::new(true), requests: AtomicU64::new(0) };
    let service = service_fn(|request| {
        progress.is_sending.store(false, Ordering::Relaxed);
        progress.requests.fetch_add(1, Ordering::Relaxed);
        gate.answer(peer, request)
    });
    let mut connection = pin!(protocol.serve_connection(Watched { io: TokioIo::new(stream), progress: &progress }, service));
    let mut waiting = progress.waiting();
    let mut deadline = pin!(sleep(waiting.time()));
    let mut stop = pin!(stop);
    let mut is_ending = false;
    poll_fn(|context| {
        // A client that breaks off or sends no HTTP is its own fault: hyper has answered what can be answered.
        if connection.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        if !is_ending && stop.as_mut().poll(context).is_ready() {
            is_ending = true;
            connection.as_mut().graceful_shutdown();
            if connection.as_mut().poll(context).is_ready() {
                return Poll::Ready(());
            }
        }
        if progress.is_sending() && matches!(waiting, Waiting::Request { .. }) {
            waiting = progress.waiting();
            deadline.as_mut().reset(Instant::now() + waiting.time());
        }
        while deadline.as_mut().poll(context).is_ready() {
            if progress.waiting() == waiting {
                return Poll::Ready(());
            }
            waiting = progress.waiting();
            deadline.as_mut().reset(Instant::now() + waiting.time());
        }
        Poll::Pending
    })
    .await;
}

/// A stream that takes note of bytes that come in.
struct Watched<'p, S> {
    io: TokioIo<S>,
    progress: &'p Progress,
}

impl<S: AsyncRead + Unpin> Read for Watched<'_, S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.io).poll_read(context, buffer);
        if read.is_ready() {
            self.progress.is_sending.store(true, Ordering::Relaxed);
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> Write for Watched<'_, S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(context, parts)
    }
}
