//! Load: connections that each send a request, wait for its answer, and send the next.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    /// Time of each request, sorted.
    pub latencies: Vec<Duration>,
    /// From the first to the last.
    pub elapsed: Duration,
    /// Answers with another status than 200.
    pub refused: usize,
}

impl Outcome {
    pub fn percentile(&self, percent: f64) -> Duration {
        let at = (self.latencies.len() as f64 * percent / 100.0).ceil() as usize;
        self.latencies.get(at.saturating_sub(1)).copied().unwrap_or_default()
    }

    pub fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }
}

/// A request for each value, ready to be sent.
pub fn requests(path: &str, values: &[String]) -> Arc<Vec<Vec<u8>>> {
    let request = |value: &String| {
        format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Original-Method: GET\r\nX-Original-URI: /v1/files/report?page=2\r\n\
             X-Forwarded-For: 192.0.2.7\r\nAuthorization: Bearer {value}\r\n\r\n"
        )
        .into_bytes()
    };
    Arc::new(values.iter().map(request).collect())
}

/// Sends `count` requests over so many connections, taking the next of `requests` each time.
pub fn run(address: SocketAddr, connections: usize, count: usize, requests: &Arc<Vec<Vec<u8>>>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let next = Arc::new(AtomicUsize::new(0));
        let begun = Instant::now();
        let workers: Vec<_> =
            (0..connections).map(|_| tokio::spawn(work(address, count, Arc::clone(&next), Arc::clone(requests)))).collect();
        let mut outcome = Outcome::default();
        for worker in workers {
            let (latencies, refused) = worker.await.unwrap();
            outcome.latencies.extend(latencies);
            outcome.refused += refused;
        }
        outcome.elapsed = begun.elapsed();
        outcome.latencies.sort_unstable();
        outcome
    })
}

async fn work(address: SocketAddr, count: usize, next: Arc<AtomicUsize>, requests: Arc<Vec<Vec<u8>>>) -> (Vec<Duration>, usize) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut latencies, mut refused, mut buffer) = (Vec::new(), 0, Vec::with_capacity(4096));
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= count {
            return (latencies, refused);
        }
        let begun = Instant::now();
        stream.write_all(&requests[number % requests.len()]).await.unwrap();
        let status = answer(&mut stream, &mut buffer).await;
        latencies.push(begun.elapsed());
        refused += usize::from(status != 200);
    }
}

/// Reads one answer with its body, and says its status.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> u16 {
    buffer.clear();
    loop {
        assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = std::str::from_utf8(&buffer[..end]).unwrap().to_ascii_lowercase();
            let length = head.split("content-length:").nth(1).and_then(|rest| rest.split("\r\n").next());
            let body: usize = length.map_or(0, |length| length.trim().parse().unwrap());
            while buffer.len() < end + 4 + body {
                assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
            }
            return head[9..12].parse().unwrap();
        }
    }
}
