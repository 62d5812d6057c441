//! A vault with tokens of every kind and fate, `jeton serve` over it, a service, and a proxy between it and the clients.

use crate::client::{self, Answer};
use crate::fixture::{Fixture, PASSPHRASE};
use crate::proxy::{Proxy, Running};
use crate::relay::Relay;
use crate::service::Service;
use jeton::app::App;
use jeton::clock::{Clock, World};
use jeton::config::Config;
use jeton::domain::Instant;
use jeton::domain::event::Actor;
use jeton::domain::passphrase::Passphrase;
use jeton::domain::plaintext::Plaintext;
use jeton::services::{IssueRequest, IssueTarget};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// A wrong value of the right form.
pub const UNKNOWN: &str = "jtn_bot_000000000000000000000000000000abcdef";

pub struct Yard {
    pub fixture: Fixture,
    pub service: Service,
    /// Of a bot of project `shop`, with the default scopes.
    pub bot: String,
    jeton: Option<Child>,
    proxy: Option<Running>,
}

impl Drop for Yard {
    fn drop(&mut self) {
        self.stop_jeton();
    }
}

/// The clock of an hour ago.
pub struct Earlier;

impl Clock for Earlier {
    fn now(&self) -> Instant {
        let now = World::real().clock.now();
        now.checked_sub(Duration::from_secs(3_600)).unwrap()
    }
}

impl Yard {
    /// Everything but a proxy.
    pub fn open() -> Self {
        let fixture = Fixture::unattended(&["revoke"]);
        fixture.value(&["project", "add", "shop"]);
        let bot = fixture.value(&["bot", "add", "helper", "--project", "shop", "--external-id", "bot-1"]);
        let mut yard = Self { fixture, service: Service::start(), bot, jeton: None, proxy: None };
        yard.start_jeton();
        yard
    }

    /// Everything, with a printed configuration for project `shop`, and Jeton asked over its Unix socket.
    pub fn behind(proxy: Proxy, options: &[&str]) -> Self {
        let mut yard = Self::open();
        let jeton = format!("unix:{}", yard.socket().display());
        yard.start(proxy, &jeton, options, |printed| printed);
        yard
    }

    /// As [`Self::behind`], with Jeton asked over TCP, and each connection counted.
    pub fn counted(proxy: Proxy) -> (Self, Relay) {
        let mut yard = Self::open();
        let relay = Relay::to(yard.socket());
        yard.start(proxy, &relay.address(), &[], |printed| printed);
        (yard, relay)
    }

    /// Starts a proxy, what was printed for it changed by `mend`.
    pub fn start(&mut self, proxy: Proxy, jeton: &str, options: &[&str], mend: impl Fn(String) -> String) {
        let upstream = self.service.url();
        let all = ["--project", "shop", "--upstream", &upstream, "--jeton", jeton];
        let all: Vec<&str> = all.iter().chain(options).copied().collect();
        self.proxy = Some(proxy.start(&self.fixture, &all, mend));
    }

    /// Where the proxy listens.
    pub fn port(&self) -> u16 {
        self.proxy.as_ref().unwrap().port
    }

    /// One request through the proxy, on a connection of its own.
    pub fn ask(&self, line: &str, headers: &[&str]) -> Answer {
        client::ask(self.port(), line, headers)
    }

    /// Where Jeton listens.
    pub fn socket(&self) -> PathBuf {
        self.fixture.home().join("run/serve.sock")
    }

    pub fn start_jeton(&mut self) {
        let listen = format!("unix:{}", self.socket().display());
        let mut command = self.fixture.command(&["serve", "--listen", &listen]);
        // Nobody is asked for a passphrase.
        command.env_remove("JETON_PASSPHRASE_FILE").stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(std::fs::File::create(self.fixture.home().join("serve.log")).unwrap());
        let mut child = command.spawn().unwrap();
        let deadline = std::time::Instant::now() + Duration::from_secs(30);
        while UnixStream::connect(self.socket()).is_err() {
            let log = || std::fs::read_to_string(self.fixture.home().join("serve.log")).unwrap_or_default();
            assert!(child.try_wait().unwrap().is_none(), "jeton serve ended: {}", log());
            assert!(std::time::Instant::now() < deadline, "jeton serve does not listen: {}", log());
            std::thread::sleep(Duration::from_millis(10));
        }
        self.jeton = Some(child);
    }

    /// Runs the program, which must succeed.
    pub fn done(&self, arguments: &[&str]) {
        let run = self.fixture.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    }

    pub fn stop_jeton(&mut self) {
        if let Some(mut child) = self.jeton.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// The value of a token that expired: it was issued an hour ago for a minute.
    pub fn expired(&self) -> String {
        let world = World { clock: Arc::new(Earlier), ..World::real() };
        let actor = Actor { name: "ops".to_owned(), address: None };
        let app = App::new(Config::default(), self.fixture.db(), world, actor).unwrap();
        let services = app.open().unwrap();
        let session = services.unlock(&Passphrase::new(Plaintext::new(PASSPHRASE.to_owned()))).unwrap();
        let request = IssueRequest {
            expiry: Some("1m".parse().unwrap()),
            ..request(IssueTarget::Owner("bot:helper".parse().unwrap()), "late")
        };
        let value = services.issue((&session).into(), request).unwrap().value.expose().to_owned();
        let judged = self.fixture.feed(&value, &["verify", "--explain"]);
        assert!(judged.code == 1 && judged.out.contains("expired"), "{judged:?}");
        value
    }
}

fn request(target: IssueTarget, name: &str) -> IssueRequest {
    IssueRequest {
        target,
        name: name.parse().unwrap(),
        scopes: None,
        expiry: None,
        policy: Default::default(),
        note: String::new(),
        value: None,
    }
}
