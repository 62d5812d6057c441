//! Requests as bytes, each on a connection of its own, and as much of the answer as is worth reading.

use crate::domain::gateway_config::{Endpoint, ServerName, Upstream};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10);

/// The most that is read of an answer, bytes.
const MOST: usize = 256 * 1024;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// The values of a header.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Where a client is sent on to, if that is TLS.
    pub fn sends_on_to_tls(&self) -> Option<&str> {
        let is_redirect = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        self.all("location").next().filter(|to| is_redirect && to.starts_with("https://"))
    }

    /// Whether it is a denial in Jeton's own words.
    pub fn is_jetons(&self) -> bool {
        let body: Option<serde_json::Value> = serde_json::from_str(&self.body).ok();
        body.is_some_and(|body| {
            let id = body["id"].as_str().is_some_and(|id| id.starts_with("err_"));
            id && body["code"].as_u64().is_some() && body["error"].is_string()
        })
    }
}

/// The way to a gateway.
#[derive(Debug)]
pub struct Wire {
    addresses: Vec<SocketAddr>,
    host: String,
}

impl Wire {
    /// Finds the gateway's addresses.
    ///
    /// # Errors
    /// The name has none, or the address is of a kind that is not spoken.
    pub fn to(url: &Upstream, host: Option<&ServerName>) -> io::Result<Self> {
        let port = match url.endpoint {
            Endpoint::Tcp(_, port) if !url.is_tls => port,
            _ => return Err(io::Error::new(ErrorKind::Unsupported, "a gateway is tried over TCP without TLS")),
        };
        let addresses: Vec<SocketAddr> = (url.endpoint.host().as_str(), port).to_socket_addrs()?.collect();
        let own = || if port == 80 { url.endpoint.host_in_url() } else { url.endpoint.to_string() };
        let host = host.map_or_else(own, |name| name.as_str().to_owned());
        Ok(Self { addresses, host })
    }

    /// Sends one request; `None` where the connection was closed without an answer. The header lines go out as they are.
    ///
    /// # Errors
    /// Nobody takes the connection, or nobody answers in time.
    pub fn exchange(&self, method: &str, target: &str, headers: &[String]) -> io::Result<Option<Answer>> {
        let mut stream = self.connect()?;
        let mut request = format!("{method} {target} HTTP/1.1\r\nHost: {}\r\nUser-Agent: jeton-doctor\r\n", self.host);
        if !headers.iter().any(|header| header.to_ascii_lowercase().starts_with("connection:")) {
            request.push_str("Connection: close\r\n");
        }
        headers.iter().for_each(|header| request.push_str(&format!("{header}\r\n")));
        request.push_str("\r\n");
        let sent = stream.write_all(request.as_bytes()).and_then(|()| stream.flush());
        // Who refuses a request may close before it has all of it; the answer is there all the same.
        match (read(&mut stream, method == "HEAD"), sent) {
            (Ok(answer), _) => Ok(answer),
            (Err(error), _) if error.kind() == ErrorKind::ConnectionReset => Ok(None),
            (Err(error), _) => Err(error),
        }
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let mut last = io::Error::new(ErrorKind::NotFound, "the name has no address");
        for address in &self.addresses {
            match TcpStream::connect_timeout(address, CONNECT) {
                Ok(stream) => {
                    stream.set_write_timeout(Some(CONNECT))?;
                    return Ok(stream);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

fn read(stream: &mut TcpStream, is_head: bool) -> io::Result<Option<Answer>> {
    let deadline = Instant::now() + ANSWER;
    let mut bytes = Vec::new();
    let mut room = [0; 16 * 1024];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        stream.set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
        let count = match stream.read(&mut room) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if bytes.is_empty() => return Err(error),
            Err(_) => 0,
        };
        bytes.extend_from_slice(&room[..count]);
        if count == 0 || bytes.len() > MOST || is_whole(&bytes, is_head) {
            return Ok(parse(&bytes));
        }
    }
}

/// Whether all that belongs to the answer is there.
fn is_whole(bytes: &[u8], is_head: bool) -> bool {
    let Some((answer, body)) = split(bytes) else { return false };
    if is_head || matches!(answer.status, 204 | 304) {
        return true;
    }
    let length = answer.all("content-length").next().and_then(|length| length.parse::<usize>().ok());
    length.is_some_and(|length| body.len() >= length) || (length.is_none() && body.ends_with(b"\r\n0\r\n\r\n"))
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let (mut answer, body) = split(bytes)?;
    answer.body = String::from_utf8_lossy(body).into_owned();
    Some(answer)
}

fn split(bytes: &[u8]) -> Option<(Answer, &[u8])> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let pair = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
    Some((Answer { status, headers: lines.filter_map(pair).collect(), body: String::new() }, &bytes[end + 4..]))
}
