//! A client that sends exactly the bytes it is told to, and reads one answer after the other from a connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// The values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// One connection.
pub struct Client(BufReader<TcpStream>);

impl Client {
    pub fn to(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends a request line, `Host`, and these header lines.
    pub fn ask(&mut self, line: &str, headers: &[&str]) -> Answer {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        self.send(format!("{line} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").as_bytes())
    }

    /// Sends these bytes and reads the answer.
    pub fn send(&mut self, bytes: &[u8]) -> Answer {
        // A server may have answered and closed before it took everything.
        let _ = self.0.get_mut().write_all(bytes);
        read(&mut self.0)
    }
}

/// One request on a connection of its own.
pub fn ask(port: u16, line: &str, headers: &[&str]) -> Answer {
    Client::to(port).ask(line, headers)
}

fn read(stream: &mut BufReader<impl Read>) -> Answer {
    let (first, headers) = head(stream).unwrap_or_else(|| panic!("the connection was closed without an answer"));
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{first:?}"));
    let body = body(stream, &headers, status == 204 || status == 304);
    Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// First line and headers.
pub fn head(stream: &mut impl BufRead) -> Option<(String, Vec<(String, String)>)> {
    let mut line = || {
        let mut bytes = Vec::new();
        stream.read_until(b'\n', &mut bytes).ok()?;
        let line: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        line.strip_suffix("\r\n").map(str::to_owned)
    };
    let first = line()?;
    let mut headers = Vec::new();
    loop {
        let header = line()?;
        if header.is_empty() {
            return Some((first, headers));
        }
        let (name, value) = header.split_once(':').unwrap_or((&header, ""));
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
}

/// The body that follows.
pub fn body(stream: &mut impl BufRead, headers: &[(String, String)], is_none: bool) -> Vec<u8> {
    let value = |name: &str| headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone());
    let mut body = Vec::new();
    if is_none {
        return body;
    }
    if value("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        loop {
            let mut size = String::new();
            stream.read_line(&mut size).unwrap();
            let size = usize::from_str_radix(size.trim(), 16).unwrap();
            let mut chunk = vec![0; size + 2];
            stream.read_exact(&mut chunk).unwrap();
            if size == 0 {
                return body;
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }
    let length = value("content-length").map(|length| length.parse().unwrap()).unwrap_or(0);
    body.resize(length, 0);
    stream.read_exact(&mut body).unwrap();
    body
}
