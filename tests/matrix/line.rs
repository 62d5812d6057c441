//! One connection to the real service, over which request after request goes as its bytes stand.

use crate::fixture::Fixture;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// The service and the connection to it; the service ends with it.
pub struct Line {
    jeton: Child,
    stream: BufReader<UnixStream>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let _ = self.jeton.kill();
        let _ = self.jeton.wait();
    }
}

impl Line {
    /// Starts `jeton serve` over a vault, with no brake on failures: most requests here fail.
    pub fn to(fixture: &Fixture) -> Self {
        fixture.write("serve.toml", "[serve]\nfailures = \"off\"\n", 0o600);
        let socket = fixture.home().join("run/serve.sock");
        let listen = format!("unix:{}", socket.display());
        let mut command = fixture.command(&["--config", "serve.toml", "serve", "--listen", &listen]);
        command.env_remove("JETON_PASSPHRASE_FILE").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut jeton = command.spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        let stream = loop {
            match UnixStream::connect(&socket) {
                Ok(stream) => break stream,
                Err(_) => {
                    assert!(jeton.try_wait().unwrap().is_none() && Instant::now() < deadline, "jeton serve does not listen")
                }
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Self { jeton, stream: BufReader::new(stream) }
    }

    pub fn ask(&mut self, request: &str) -> Answer {
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut next = || {
            let mut text = String::new();
            assert!(self.stream.read_line(&mut text).unwrap() > 0, "no answer to {request}");
            text.trim_end().to_owned()
        };
        let status = next().split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let text = next();
            let Some((name, value)) = text.split_once(": ").or_else(|| text.split_once(':')) else { break };
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        let answer = Answer { status, headers };
        // The answer to HEAD says how long a body would be and sends none.
        let length: usize = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        if !request.starts_with("HEAD ") {
            self.stream.read_exact(&mut vec![0; length]).unwrap();
        }
        answer
    }
}
