//! The service behind the proxy: takes everything, and remembers what it saw and over how many connections.

use crate::client::{body, head};
use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Arrived {
    /// The values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
    }

    /// Target and headers, as services show them that are made for looking at requests.
    fn show(&self) -> String {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        format!("{} {}\n{headers}", self.method, self.target)
    }

    /// The values of every header that a server which takes `_` and `.` for `-` could mean by `name`.
    pub fn alike(&self, name: &str) -> Vec<&str> {
        let plain = |name: &str| name.to_ascii_lowercase().replace(['_', '.'], "-");
        self.headers.iter().filter(|(known, _)| plain(known) == name).map(|(_, value)| value.as_str()).collect()
    }
}

#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<Arrived>>,
    connections: AtomicUsize,
}

pub struct Service {
    port: u16,
    seen: Arc<Seen>,
}

impl Service {
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let seen = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &seen));
            }
        });
        Self { port, seen }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What arrived since this was last asked.
    pub fn take(&self) -> Vec<Arrived> {
        std::mem::take(&mut self.seen.requests.lock().unwrap())
    }

    /// The one request that arrived since this was last asked.
    pub fn take_one(&self) -> Arrived {
        let mut arrived = self.take();
        assert_eq!(arrived.len(), 1, "{arrived:#?}");
        arrived.remove(0)
    }

    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }
}

/// Answers each request with 200, or with the status that `x-answer` asks for. To the doctor it shows what it got.
fn serve(stream: TcpStream, seen: &Seen) {
    let mut stream = BufReader::new(stream);
    while let Some((first, headers)) = head(&mut stream) {
        let body = body(&mut stream, &headers, false);
        let mut words = first.split(' ').map(str::to_owned);
        let arrived = Arrived {
            method: words.next().unwrap_or_default(),
            target: words.next().unwrap_or_default(),
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        let status = arrived.all("x-answer").first().map_or_else(|| "200".to_owned(), |status| (*status).to_owned());
        let body = if arrived.all("user-agent") == ["jeton-doctor"] { arrived.show() } else { "from the inside".to_owned() };
        seen.requests.lock().unwrap().push(arrived);
        let answer = format!("HTTP/1.1 {status} Of the service\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        if stream.get_mut().write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}
