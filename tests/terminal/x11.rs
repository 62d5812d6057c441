//! An X server of its own for a test, and another program's view of its clipboard.

use crate::pty::needs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

/// An X server without a screen that anyone sees.
pub struct XServer {
    child: Child,
    display: String,
}

impl XServer {
    /// Starts one on a free display.
    pub fn start() -> Self {
        needs("Xvfb", "xvfb");
        needs("xclip", "xclip");
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "320x200x24"]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut number = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert_ne!(number, "", "Xvfb ended without naming its display");
        Self { child, display: format!(":{}", number.trim()) }
    }

    /// The value of `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }

    fn xclip(&self) -> Command {
        let mut command = Command::new("xclip");
        command.args(["-selection", "clipboard"]).env("DISPLAY", &self.display).stderr(Stdio::null());
        command
    }

    /// What another program pastes; none when the clipboard is empty.
    pub fn paste(&self) -> Option<String> {
        self.paste_as("UTF8_STRING")
    }

    /// What another program gets when it asks for `target`.
    pub fn paste_as(&self, target: &str) -> Option<String> {
        let output = self.xclip().args(["-o", "-t", target]).output().unwrap();
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// Another program copies.
    pub fn copy(&self, text: &str) {
        let mut child = self.xclip().arg("-i").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    }
}

impl Drop for XServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
