//! The hidden process of `jeton copy`, started directly.

use crate::home::JETON;
use crate::pty::eventually;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};

/// What it holds.
pub const VALUE: &str = "jtn_bot_0123456789abcdefghijklmnopqrstABCDEF";

/// The process that holds a value for a command that has ended.
pub struct Holder {
    child: Child,
    /// What it told the command.
    pub answer: String,
}

impl Holder {
    /// Starts it as `jeton copy` does, with these variables besides, and waits for its answer.
    pub fn start(mode: &str, clear_after: u64, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(JETON);
        command.arg("hold-clipboard").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        for name in ["DISPLAY", "TMUX", "STY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"] {
            command.env_remove(name);
        }
        let mut child = command.envs(variables.iter().copied()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        write!(input, "{{\"mode\":\"{mode}\",\"command\":[],\"clear_after\":{clear_after}}}\n{VALUE}").unwrap();
        drop(input);
        let mut answer = String::new();
        child.stdout.take().unwrap().read_to_string(&mut answer).unwrap();
        Self { child, answer }
    }

    /// Its process.
    pub fn id(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Sends it a signal.
    pub fn tell(&self, signal: Signal) {
        kill_process(self.id(), signal).unwrap();
    }

    /// Waits until it has ended by itself.
    #[track_caller]
    pub fn wait_for_end(&mut self) {
        eventually("the holder ends", || self.child.try_wait().unwrap().is_some());
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
