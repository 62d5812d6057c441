//! A tmux server of its own for a test.

use crate::home::Home;
use crate::pty::{PATIENCE, Terminal, needs};
use portable_pty::CommandBuilder;
use std::ffi::OsStr;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A tmux server of its own, on a private socket, with one session of 80 by 24.
pub struct Tmux {
    folder: TempDir,
}

impl Tmux {
    /// Starts it with these lines of configuration and `sh` in its only pane.
    pub fn start(configuration: &str) -> Self {
        needs("tmux", "tmux");
        let folder = tempfile::Builder::new().prefix("jeton-tmux-").tempdir().unwrap();
        std::fs::write(
            folder.path().join("tmux.conf"),
            format!("set -g default-command 'PS1=\"ready> \" sh'\n{configuration}\n"),
        )
        .unwrap();
        let server = Self { folder };
        server.ask(&["new-session", "-d", "-x", "80", "-y", "24"]);
        server
    }

    /// Starts it in a home, with the home's variables in its pane.
    pub fn start_at(home: &Home, configuration: &str) -> Self {
        let variables = home.variables().filter(|(name, _)| *name != "TERM");
        let lines: String = variables.map(|(name, value)| format!("set-environment -g {name} '{value}'\n")).collect();
        let server = Self::start(&format!("{lines}{configuration}"));
        server.type_in("cd; clear");
        server.keys(&["Enter"]);
        server
    }

    fn command(&self) -> Command {
        let mut command = Command::new("tmux");
        let (socket, conf) = (self.folder.path().join("socket"), self.folder.path().join("tmux.conf"));
        command.arg("-S").arg(socket).arg("-f").arg(conf).env_remove("TMUX").env_remove("TMUX_PANE");
        command
    }

    /// Runs a tmux command, whether or not it succeeds.
    pub fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// Runs a tmux command that must succeed; what it printed.
    #[track_caller]
    pub fn ask(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "tmux {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The value of `TMUX` inside this server's sessions.
    pub fn variable(&self) -> String {
        self.ask(&["display-message", "-p", "#{socket_path},#{pid},0"]).trim().to_owned()
    }

    /// Names of the buffers, newest first.
    pub fn buffers(&self) -> Vec<String> {
        self.ask(&["list-buffers", "-F", "#{buffer_name}"]).lines().map(str::to_owned).collect()
    }

    /// The terminal outside, in which the session is shown.
    pub fn attach(&self) -> Terminal {
        let mut command = CommandBuilder::new("tmux");
        command.args([OsStr::new("-S"), self.folder.path().join("socket").as_os_str(), OsStr::new("attach")]);
        command.env("TERM", "xterm-256color");
        command.env_remove("TMUX");
        let terminal = Terminal::start(command);
        terminal.wait_for("tmux shows the pane", b"ready> ");
        terminal
    }

    /// What the pane shows.
    pub fn screen(&self) -> String {
        self.ask(&["capture-pane", "-p"])
    }

    /// What the pane shows and everything that scrolled out of it.
    pub fn scrollback(&self) -> String {
        self.ask(&["capture-pane", "-p", "-S", "-"])
    }

    /// Waits until the pane shows `text`.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        let mut screen = String::new();
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            screen = self.screen();
            if screen.contains(text) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("the pane never showed {text:?}, but\n{screen}");
    }

    /// Presses keys by their tmux names; other words are typed as they are.
    pub fn keys(&self, keys: &[&str]) {
        self.ask(&[&["send-keys"], keys].concat());
    }

    /// Types text as it is, even where it names a key.
    pub fn type_in(&self, text: &str) {
        self.ask(&["send-keys", "-l", text]);
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.run(&["kill-server"]);
    }
}
