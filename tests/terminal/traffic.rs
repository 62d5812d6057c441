//! From a request at the service to the screen of whoever watches: the real service, the real interface, one vault.

use crate::home::{Home, JETON};
use crate::interface::{A_LOOK, command, unlocked};
use crate::pty::{Terminal, eventually};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// The verification service over a home's vault, on a socket of its own.
struct Service {
    child: Child,
    socket: PathBuf,
}

impl Service {
    fn start(home: &Home) -> Self {
        let socket = home.path("service/jeton.sock");
        let listen = format!("unix:{}", socket.display());
        std::fs::create_dir(home.path("service")).unwrap();
        let mut command = Command::new(JETON);
        command.args(["serve", "--listen", &listen]).env_clear().envs(home.variables());
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let service = Self { child, socket };
        eventually("the service listens", || UnixStream::connect(&service.socket).is_ok());
        service
    }

    /// Asks as nginx does; the status that it answers with.
    fn ask(&self, value: Option<&str>, target: &str) -> u16 {
        let mut stream = UnixStream::connect(&self.socket).unwrap();
        let token = value.map(|value| format!("X-Api-Token: {value}\r\n")).unwrap_or_default();
        let head = format!("X-Original-Method: GET\r\nX-Original-URI: {target}\r\n{token}");
        write!(stream, "GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{answer:?}"))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How often the threads of a program have gone to sleep by themselves so far.
fn naps(terminal: &Terminal) -> u64 {
    let threads = std::fs::read_dir(format!("/proc/{}/task", terminal.pid())).unwrap();
    let status = |thread: std::io::Result<std::fs::DirEntry>| std::fs::read_to_string(thread.unwrap().path().join("status"));
    let naps = |status: String| {
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        line.and_then(|count| count.trim().parse::<u64>().ok()).unwrap()
    };
    threads.filter_map(|thread| status(thread).ok()).map(naps).sum()
}

#[test]
fn a_request_is_seen_within_a_moment_and_a_revoke_bites_on_the_next() {
    let home = Home::with_bot();
    let value = home.jeton(&["reveal", "bot:helper"]).trim().to_owned();
    let service = Service::start(&home);
    let mut terminal = unlocked(&home);
    terminal.type_keys(b"4");
    terminal.wait_to_see("live");
    assert_eq!(service.ask(Some(&value), "/v1/first?key=hidden"), 200);
    terminal.wait_to_see("GET /v1/first");
    assert!(terminal.screen().contains("✓ allow") && terminal.screen().contains("bot:helper"));
    assert_eq!(service.ask(None, "/.env"), 401);
    terminal.wait_to_see("✕ missing");

    // The token is found from its call, and ended; the next request is another one's.
    terminal.type_keys(b"kt");
    terminal.wait_to_see("bot:helper/default");
    terminal.type_keys(b"x");
    terminal.wait_to_see("call in 7 d");
    thread::sleep(A_LOOK);
    terminal.type_keys(b"helper\t\t\x1b[C\r");
    terminal.wait_to_see("revoked bot:helper");
    assert_eq!(service.ask(Some(&value), "/v1/second"), 401);
    terminal.type_keys(b"4");
    terminal.wait_to_see("✕ revoked");
    let shown = String::from_utf8_lossy(&terminal.received()).into_owned();
    assert!(!shown.contains("hidden") && !shown.contains(&value), "neither queries nor values are shown");
    terminal.type_keys(b"q");
    terminal.exit_code();
}

#[test]
fn while_nobody_calls_nothing_wakes_up_and_other_screens_do_not_follow() {
    let home = Home::with_bot();
    let value = home.jeton(&["reveal", "bot:helper"]).trim().to_owned();
    let service = Service::start(&home);
    service.ask(Some(&value), "/v1/first");
    let mut terminal = Terminal::start(command(&home, JETON));
    terminal.wait_to_see("Passphrase");
    terminal.type_keys(b"\x1b");
    terminal.wait_to_see("Owners");
    terminal.type_keys(b"4");
    terminal.wait_to_see("GET /v1/first");
    // What reading leaves behind is read once more at the most.
    let mut before = naps(&terminal);
    eventually("nothing wakes up for a second and a half", || {
        thread::sleep(Duration::from_millis(1_500));
        let now = naps(&terminal);
        std::mem::replace(&mut before, now) == now
    });
    terminal.type_keys(b"3");
    terminal.wait_to_see("History");
    let drawn = terminal.received().len();
    service.ask(Some(&value), "/v1/second");
    thread::sleep(Duration::from_millis(1_800));
    assert_eq!(terminal.received().len(), drawn, "the history has nothing to do with calls");
    terminal.type_keys(b"4");
    terminal.wait_to_see("GET /v1/second");
    terminal.type_keys(b"q");
    terminal.exit_code();
}
