//! Servers under load: Jeton's, and a bare one on the same runtime that says 200 to everything. Their processor time is read
//! from the kernel's accounts.

use super::vault::Vault;
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The word that makes this benchmark's own program the bare server.
pub const BARE: &str = "--serve-bare";

/// As [`BARE`], with as many headers in each answer as Jeton's have.
pub const BARE_WITH_HEADERS: &str = "--serve-bare-with-headers";

/// Headers as those of an accepted request.
const HEADERS: [(&str, &str); 9] = [
    ("x-jeton-token-id", "tok_4j7mqz0v9xkd"),
    ("x-jeton-kind", "bot"),
    ("x-jeton-owner", "order bot"),
    ("x-jeton-project", "shop"),
    ("x-jeton-bot", "order bot"),
    ("x-jeton-integration", ""),
    ("x-jeton-scopes", "files:read files:write"),
    ("x-jeton-expires", ""),
    ("cache-control", "no-store"),
];

/// A running server.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Jeton's over a vault.
    pub fn jeton(vault: &Vault, more: &[&str]) -> Self {
        let address = free();
        let mut command = vault.jeton();
        command.args(["serve", "--listen", &address.to_string()]).args(more);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Self { child, address }.up()
    }

    /// A bare one.
    pub fn bare(which: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut child = command.arg(which).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, address: line.trim().parse().unwrap() }
    }

    /// Better Auth's, from the directory where it is installed, with so many keys.
    pub fn better_auth(home: &Path, keys: usize) -> (Self, Vec<String>) {
        let script = home.join("jeton-bench.mjs");
        std::fs::write(&script, include_str!("better_auth.mjs")).unwrap();
        let mut child = Command::new("node").arg(script).arg(keys.to_string()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let address = lines.next().unwrap().parse().unwrap();
        let keys = lines.by_ref().take(keys).collect();
        (Self { child, address }, keys)
    }

    fn up(self) -> Self {
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(self.address).is_err() {
            assert!(Instant::now() < deadline, "the server does not listen");
            std::thread::sleep(Duration::from_millis(5));
        }
        self
    }

    /// Processor time that it has used, all threads together.
    pub fn cpu(&self) -> Duration {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let time = |task: std::io::Result<std::fs::DirEntry>| {
            let account = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            account.split(' ').next()?.parse::<u64>().ok()
        };
        Duration::from_nanos(tasks.filter_map(time).sum())
    }

    /// Resident memory in KiB.
    pub fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that is free now.
pub fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Serves 200 until killed; says its address first.
#[allow(clippy::print_stdout)]
pub fn serve_bare(with_headers: bool) {
    let headers = if with_headers { &HEADERS[..] } else { &[] };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            tokio::spawn(async move {
                let answer = service_fn(move |_: Request<Incoming>| async move {
                    let mut answer = Response::new(http_body_util::Empty::<bytes::Bytes>::new());
                    for (name, value) in headers {
                        answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
                    }
                    Ok::<_, Infallible>(answer)
                });
                let _ = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), answer).await;
            });
        }
    });
}
