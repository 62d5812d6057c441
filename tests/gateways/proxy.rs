//! The real proxies, each started on a port of its own with a printed configuration and what it needs around it.

use crate::fixture::Fixture;
use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    Nginx,
    Caddy,
    Haproxy,
}

/// A proxy that runs until it is dropped.
pub struct Running {
    pub port: u16,
    child: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Proxy {
    pub fn word(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
            Self::Haproxy => "haproxy",
        }
    }

    /// Prints the configuration with `options` and starts the proxy; `mend` may change what was printed.
    pub fn start(self, fixture: &Fixture, options: &[&str], mend: impl Fn(String) -> String) -> Running {
        // The port that was free a moment ago may have been taken since.
        for _ in 0..5 {
            let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
            let listen = format!("127.0.0.1:{port}");
            let options: Vec<&str> = options.iter().copied().chain(["--listen", &listen]).collect();
            let printed = mend(self.print(fixture, &options));
            if let Some(running) = self.run(fixture, &printed, port) {
                return running;
            }
        }
        panic!("{self:?} does not start: {}", std::fs::read_to_string(self.log(fixture)).unwrap_or_default());
    }

    /// The configuration that `jeton gateway` prints.
    pub fn print(self, fixture: &Fixture, options: &[&str]) -> String {
        let arguments: Vec<&str> = ["gateway", self.word()].iter().chain(options).copied().collect();
        let run = fixture.run(&arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        run.out
    }

    /// Asks the proxy itself whether a printed configuration is in order.
    pub fn check(self, fixture: &Fixture, printed: &str) -> Output {
        let config = self.write(fixture, printed);
        let mut command = self.command(fixture);
        match self {
            Self::Nginx => command.arg("-t").arg("-c").arg(config),
            Self::Caddy => command.args(["validate", "--adapter", "caddyfile", "--config"]).arg(config),
            Self::Haproxy => command.arg("-c").arg("-f").arg(config),
        };
        command.output().unwrap()
    }

    fn run(self, fixture: &Fixture, printed: &str, port: u16) -> Option<Running> {
        let config = self.write(fixture, printed);
        let log = File::create(self.log(fixture)).unwrap();
        let mut command = self.command(fixture);
        match self {
            Self::Nginx => command.arg("-c").arg(config),
            Self::Caddy => command.args(["run", "--adapter", "caddyfile", "--config"]).arg(config),
            Self::Haproxy => command.arg("-db").arg("-f").arg(config),
        };
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let mut running = Running { port, child: command.spawn().unwrap() };
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if running.child.try_wait().unwrap().is_some() {
                return None;
            }
            assert!(Instant::now() < deadline, "{self:?} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(running)
    }

    fn command(self, fixture: &Fixture) -> Command {
        let program =
            ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"].map(|place| Path::new(place).join(self.word()));
        let program = program.iter().find(|path| path.exists());
        let mut command =
            Command::new(program.unwrap_or_else(|| panic!("{} is not installed; tests/run installs it", self.word())));
        command.current_dir(fixture.home()).env_clear().env("HOME", fixture.home()).env("PATH", "/usr/sbin:/usr/bin:/bin");
        command
    }

    /// Writes the printed configuration with what stands around it on a machine where it is pasted.
    fn write(self, fixture: &Fixture, printed: &str) -> PathBuf {
        let home = fixture.home().display();
        match self {
            Self::Nginx => {
                let site = fixture.write("site.conf", printed, 0o600);
                let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                    .map(|kind| format!("{kind}_temp_path {home}/nginx-{kind};\n"))
                    .concat();
                let whole = format!(
                    "daemon off;\nmaster_process off;\npid {home}/nginx.pid;\nerror_log stderr info;\nevents {{}}\n\
                     http {{\naccess_log off;\n{temporary}include {};\n}}\n",
                    site.display()
                );
                fixture.write("nginx.conf", &whole, 0o600)
            }
            Self::Caddy => {
                let site = fixture.write("site.caddy", printed, 0o600);
                let whole = format!("{{\n\tadmin off\n\tauto_https off\n}}\nimport {}\n", site.display());
                fixture.write("Caddyfile", &whole, 0o600)
            }
            Self::Haproxy => {
                let script = fixture.run(&["gateway", "haproxy", "--lua"]);
                assert_eq!(script.code, 0, "{script:?}");
                let script = fixture.write("jeton.lua", &script.out, 0o600);
                let whole = printed.replace("/etc/haproxy/jeton.lua", &script.display().to_string());
                fixture.write("haproxy.cfg", &whole, 0o600)
            }
        }
    }

    fn log(self, fixture: &Fixture) -> PathBuf {
        fixture.home().join(format!("{}.log", self.word()))
    }
}
