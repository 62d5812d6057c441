//! Whether `jeton serve` answers, and for the same vault.

use crate::domain::checkup::{Checked, Health};
use crate::domain::gateway_config::Endpoint;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(3);

/// The most that is read of an answer, bytes.
const MOST: u64 = 64 * 1024;

/// Where the service is sought.
#[derive(Clone, Debug)]
pub struct Called {
    /// The address.
    pub at: Endpoint,
    /// Whether somebody said that it is there: then nobody answering is wrong.
    pub is_expected: bool,
}

/// Asks the service for its health; `own` is this vault's fingerprint.
pub fn check(called: &Called, own: Option<&str>) -> Checked {
    let at = &called.at;
    let found = match ask(at) {
        Err(error) if called.is_expected => Checked::new("service", Health::Fail, format!("nobody answers at {at}: {error}")),
        Err(error) => Checked::new("service", Health::Warn, format!("`jeton serve` does not run at {at} ({error})")),
        Ok(answer) => return judge(at, &answer, own),
    };
    found.advise(format!("start it with: jeton serve --listen {at}"))
}

fn judge(at: &Endpoint, answer: &str, own: Option<&str>) -> Checked {
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let health: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    match (health["status"].as_str(), health["vault"].as_str()) {
        (Some("ok"), Some(vault)) if own == Some(vault) => {
            Checked::new("service", Health::Ok, format!("it answers at {at} for this vault"))
        }
        (Some("ok"), Some(_)) => Checked::new("service", Health::Fail, format!("what answers at {at} serves another vault"))
            .advise("start it with the same --db, or give --serve the right address"),
        (Some(_), _) => Checked::new("service", Health::Fail, format!("it answers at {at}, but cannot read its vault"))
            .advise("see its log: journalctl -u jeton"),
        (None, _) => Checked::new("service", Health::Fail, format!("what answers at {at} is not jeton serve"))
            .advise("let the two listen at different addresses"),
    }
}

fn ask(at: &Endpoint) -> io::Result<String> {
    match at {
        Endpoint::Unix(path) => {
            let stream = UnixStream::connect(path)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            talk(stream, at)
        }
        Endpoint::Tcp(_, port) => {
            let address = (at.host().as_str(), *port).to_socket_addrs()?.next();
            let address = address.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the name has no address"))?;
            let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            talk(stream, at)
        }
    }
}

fn talk(mut stream: impl Read + Write, at: &Endpoint) -> io::Result<String> {
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", at.host_header());
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    match stream.take(MOST).read_to_end(&mut answer) {
        // Others than Jeton may keep the connection open behind their answer.
        Err(error) if answer.is_empty() => return Err(error),
        _ => {}
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
