//! A value on the clipboard of a display, held by the process that outlives a command.

use crate::pty::eventually;
use crate::x11::XServer;
use rustix::process::{Pid, Signal, getsid, kill_process};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

const VALUE: &str = "jtn_bot_0123456789abcdefghijklmnopqrstABCDEF";

struct Holder {
    child: Child,
    answer: String,
}

impl Holder {
    /// Starts the process as `jeton copy` does, and waits for its answer.
    fn start(display: &str, mode: &str, clear_after: u64) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jeton"));
        command.arg("hold-clipboard").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        for name in ["TMUX", "STY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"] {
            command.env_remove(name);
        }
        let mut child = command.env("DISPLAY", display).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        write!(input, "{{\"mode\":\"{mode}\",\"command\":[],\"clear_after\":{clear_after}}}\n{VALUE}").unwrap();
        drop(input);
        let mut answer = String::new();
        child.stdout.take().unwrap().read_to_string(&mut answer).unwrap();
        Self { child, answer }
    }

    #[track_caller]
    fn copied(display: &str, clear_after: u64) -> Self {
        let holder = Self::start(display, "auto", clear_after);
        assert!(holder.answer.contains("\"delivery\":\"Copied\""), "{}", holder.answer);
        holder
    }

    fn id(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    #[track_caller]
    fn wait_for_end(&mut self) {
        eventually("the holder ends", || self.child.try_wait().unwrap().is_some());
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn any_program_can_paste_it_and_history_is_asked_to_forget_it() {
    let server = XServer::start();
    let _holder = Holder::copied(server.display(), 600);
    assert_eq!(server.paste().as_deref(), Some(VALUE));
    assert_eq!(server.paste().as_deref(), Some(VALUE), "more than once");
    assert_eq!(server.paste_as("x-kde-passwordManagerHint").as_deref(), Some("secret"));
}

#[test]
fn it_goes_away_after_the_delay() {
    let server = XServer::start();
    let mut holder = Holder::copied(server.display(), 3);
    assert_eq!(server.paste().as_deref(), Some(VALUE));
    eventually("the clipboard is empty", || server.paste().is_none());
    holder.wait_for_end();
}

#[test]
fn what_was_copied_since_is_left_alone() {
    let server = XServer::start();
    let mut holder = Holder::copied(server.display(), 600);
    server.copy("notes");
    holder.wait_for_end();
    assert_eq!(server.paste().as_deref(), Some("notes"));
}

#[test]
fn being_told_to_end_clears_first() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let server = XServer::start();
        let mut holder = Holder::copied(server.display(), 600);
        kill_process(holder.id(), signal).unwrap();
        holder.wait_for_end();
        assert_eq!(server.paste(), None, "after {signal:?}");
    }
}

#[test]
fn without_a_delay_it_stays_until_something_else_is_copied() {
    let server = XServer::start();
    let mut holder = Holder::copied(server.display(), 0);
    assert!(holder.answer.contains("\"clears_at\":null"), "{}", holder.answer);
    assert_eq!(server.paste().as_deref(), Some(VALUE));
    server.copy("notes");
    holder.wait_for_end();
}

#[test]
fn the_holder_is_detached_and_shows_the_value_to_no_process() {
    let server = XServer::start();
    let holder = Holder::copied(server.display(), 600);
    assert_eq!(getsid(Some(holder.id())).unwrap(), holder.id(), "it leads a session of its own");
    for file in ["cmdline", "environ"] {
        let content = fs::read(format!("/proc/{}/{file}", holder.child.id())).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&content).contains(VALUE), "{file}");
    }
}

#[test]
fn a_display_that_does_not_exist_is_said() {
    let mut holder = Holder::start(":9999", "native", 45);
    assert!(holder.answer.contains("the display failed: "), "{}", holder.answer);
    holder.wait_for_end();
}

#[test]
fn a_display_that_does_not_answer_holds_nobody_up() {
    // Displays over TCP start at port 6000; this one takes the connection and says nothing.
    let (number, _deaf) = (100..200).find_map(|n| Some((n, TcpListener::bind(("127.0.0.1", 6000 + n)).ok()?))).unwrap();
    let mut holder = Holder::start(&format!("127.0.0.1:{number}"), "native", 45);
    assert!(holder.answer.contains("the display did not answer within 500 ms"), "{}", holder.answer);
    holder.wait_for_end();
}
