//! A running service over a vault of its own, and what its log said.

use crate::client::{Answer, Client};
use crate::fixture::{Fixture, Run};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A vault with bots and a personal token, and the service over it.
pub struct Service {
    pub house: House,
    running: Running,
}

/// A vault that `rotate` and `revoke` need no passphrase for.
pub struct House {
    pub fixture: Fixture,
    /// The token of bot `courier` in project `shop`.
    pub courier: String,
}

/// The running process.
pub struct Running {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    reading: Option<JoinHandle<()>>,
    place: String,
}

impl House {
    pub fn new() -> Self {
        let fixture = Fixture::unattended(&["rotate", "revoke"]);
        fixture.value(&["project", "add", "shop"]);
        let courier = fixture.value(&["bot", "add", "courier", "--project", "shop", "--external-id", "b-1"]);
        Self { fixture, courier }
    }

    pub fn run(&self, line: &str) -> Run {
        let words: Vec<&str> = line.split_whitespace().collect();
        self.fixture.run(&words)
    }

    pub fn value(&self, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        self.fixture.value(&words)
    }

    /// Runs a command line that must succeed.
    pub fn done(&self, line: &str) {
        let run = self.run(line);
        assert_eq!(run.code, 0, "{line}: {run:?}");
    }

    /// Ends a token, without a passphrase.
    pub fn revoke(&self, selector: &str) {
        let mut command = self.fixture.command(&["revoke", selector, "--yes"]);
        let run: Run = command.env_remove("JETON_PASSPHRASE_FILE").stdin(Stdio::null()).output().unwrap().into();
        assert_eq!(run.code, 0, "{run:?}");
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let words = ["serve", "--log", "json", "--log-level", "debug"];
        let mut command = self.fixture.command(&[&words[..], arguments].concat());
        command.env_remove("JETON_PASSPHRASE_FILE");
        command
    }

    /// A configuration file.
    pub fn configure(&self, text: &str) -> String {
        self.fixture.write("config.toml", text, 0o600).display().to_string()
    }

    /// The service at a port that is free.
    pub fn serve(&self, arguments: &[&str]) -> Running {
        let listen = ["--listen", "127.0.0.1:0"];
        let listen = if arguments.contains(&"--listen") { &[][..] } else { &listen[..] };
        Running::start(self.command(&[listen, arguments].concat()))
    }
}

impl Service {
    pub fn start() -> Self {
        Self::with("")
    }

    /// With a `[serve]` section.
    pub fn with(settings: &str) -> Self {
        let house = House::new();
        let config = house.configure(&format!("[serve]\n{settings}\n"));
        let running = house.serve(&["--config", &config]);
        Self { house, running }
    }

    /// The process alone, whose vault goes away.
    pub fn into_running(self) -> Running {
        self.running
    }

    pub fn restart(&mut self) {
        self.running = self.house.serve(&[]);
    }
}

impl std::ops::Deref for Service {
    type Target = Running;

    fn deref(&self) -> &Running {
        &self.running
    }
}

impl std::ops::DerefMut for Service {
    fn deref_mut(&mut self) -> &mut Running {
        &mut self.running
    }
}

impl Running {
    /// Starts the service and waits until it says that it is ready.
    pub fn start(command: Command) -> Self {
        Self::start_with(command, Stdio::null())
    }

    /// As [`Self::start`], with something on standard input.
    pub fn start_with(mut command: Command, input: Stdio) -> Self {
        let mut child = command.stdin(input).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (lines, stderr) = (Arc::clone(&log), child.stderr.take().unwrap());
        let reading = std::thread::spawn(move || {
            BufReader::new(stderr).lines().map_while(Result::ok).for_each(|line| lines.lock().unwrap().push(line));
        });
        let mut running = Self { child, log, reading: Some(reading), place: String::new() };
        running.place = running.wait_for("ready")["listen"].as_str().unwrap().to_owned();
        running
    }

    /// Where it listens.
    pub fn place(&self) -> &str {
        &self.place
    }

    pub fn port(&self) -> u16 {
        self.place.rsplit(':').next().unwrap().parse().unwrap()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn client(&self) -> Client {
        Client::to(self.port())
    }

    /// One request of a gateway, on a connection of its own.
    pub fn ask(&self, target: &str, headers: &[&str]) -> Answer {
        crate::client::ask(self.port(), &format!("GET {target}"), headers)
    }

    /// The status that a value gets from the nginx gateway.
    pub fn status(&self, value: &str) -> u16 {
        self.ask("/auth/nginx", &[&format!("x-api-token: {value}")]).status
    }

    /// Sends what the service takes, and gives the status if an answer came before the end.
    pub fn status_of(&self, bytes: &[u8]) -> Option<u16> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port())).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).get(9..12)?.parse().ok()
    }

    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// The lines of the log with this message.
    pub fn said(&self, message: &str) -> Vec<Value> {
        let lines = self.log();
        let lines = lines.iter().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["message"].as_str().is_some_and(|said| said.contains(message))).collect()
    }

    /// Waits until the log has a line with this message.
    pub fn wait_for(&mut self, message: &str) -> Value {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(line) = self.said(message).pop() {
                return line;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "the service ended with {ended:?}: {:#?}", self.log());
            assert!(Instant::now() < deadline, "no {message:?} in the log: {:#?}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// A number of the metrics, by the beginning of its line.
    pub fn metric(&self, name: &str) -> u64 {
        let text = self.ask("/metrics", &[]).body;
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
    }

    /// KiB of memory that it had at most.
    pub fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// Waits until the process is gone.
    pub fn wait_dead(&mut self) {
        self.child.wait().unwrap();
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.id().cast_signed()).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Tells it to end; gives its exit code and the whole log.
    pub fn end(mut self) -> (Option<i32>, Vec<String>) {
        self.signal(rustix::process::Signal::TERM);
        let code = self.child.wait().unwrap().code();
        self.reading.take().unwrap().join().unwrap();
        (code, self.log())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for something, with a deadline in place of luck.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what} did not come to pass within 30 s");
        std::thread::sleep(Duration::from_millis(5));
    }
}
