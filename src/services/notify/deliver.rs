//! Runs the program of a notification: no shell, a group of its own, a time limit, and whatever it prints read and dropped.

use crate::domain::label::excerpt;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{Pid, Signal, kill_process_group};
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// So much of what it prints is kept for the log's sake; more is read and dropped.
const MAX_PRINTED: usize = 64 * 1024;

/// How long nothing is looked at: the end of the program comes without a descriptor that tells.
const TICK: Duration = Duration::from_millis(20);

/// Characters of what it printed that a message repeats.
const REPEATED: usize = 200;

/// Variables of ours that are none of the program's business.
const OURS: [&str; 3] = ["JETON_PASSPHRASE_FILE", "JETON_PASSPHRASE_COMMAND", "CREDENTIALS_DIRECTORY"];

/// Runs the program with `input` on its standard input. Gives up when it takes too long, or when `stop` is set.
///
/// # Errors
/// It cannot be started, did not end in time, or said that it failed: in words.
pub(super) fn deliver(command: &[String], input: &[u8], limit: Duration, stop: &AtomicBool) -> Result<(), String> {
    let (program, arguments) = command.split_first().ok_or("no command is configured")?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir("/").process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in OURS {
        command.env_remove(name);
    }
    let mut child = command.spawn().map_err(|error| format!("it cannot be started: {error}"))?;
    let deadline = Instant::now() + limit;
    let mut talk = Talk::with(&mut child, input).map_err(|error| error.to_string());
    let ended = match &mut talk {
        Ok(talk) => run(&mut child, talk, deadline, stop),
        Err(error) => Err(error.clone()),
    };
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{}{}", told(status), talk.map(|talk| talk.repeated()).unwrap_or_default())),
        Err(why) => {
            end(&mut child);
            Err(if why.is_empty() { format!("it did not end within {} s, and was ended", limit.as_secs()) } else { why })
        }
    }
}

/// An empty reason stands for time that ran out.
fn run(child: &mut Child, talk: &mut Talk<'_>, deadline: Instant, stop: &AtomicBool) -> Result<ExitStatus, String> {
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            // What it said last is still in the pipe.
            talk.go_on(Duration::ZERO);
            return Ok(status);
        }
        if Instant::now() >= deadline {
            return Err(String::new());
        }
        if stop.load(Ordering::Relaxed) {
            return Err("it was ended with the service".to_owned());
        }
        talk.go_on(TICK);
    }
}

/// Ends the program with all that it started in its group, and waits for it so that nothing is left of it.
fn end(child: &mut Child) {
    if let Ok(id) = i32::try_from(child.id())
        && let Some(group) = Pid::from_raw(id)
    {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn told(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("it ended with exit code {code}"),
        None => format!("it ended with {status}"),
    }
}

/// The three pipes to a program, none of which is ever waited for alone.
struct Talk<'i> {
    input: Option<(ChildStdin, &'i [u8])>,
    outputs: Vec<Box<dyn Output>>,
    printed: Vec<u8>,
}

trait Output: Read + AsFd {}

impl<T: Read + AsFd> Output for T {}

impl<'i> Talk<'i> {
    fn with(child: &mut Child, input: &'i [u8]) -> io::Result<Self> {
        let mut talk = Self { input: None, outputs: Vec::new(), printed: Vec::new() };
        if let Some(stdin) = child.stdin.take() {
            never_wait(stdin.as_fd())?;
            talk.input = Some((stdin, input));
        }
        // Complaints first: they are what is repeated.
        if let Some(stderr) = child.stderr.take() {
            never_wait(stderr.as_fd())?;
            talk.outputs.push(Box::new(stderr));
        }
        if let Some(stdout) = child.stdout.take() {
            never_wait(stdout.as_fd())?;
            talk.outputs.push(Box::new(stdout));
        }
        Ok(talk)
    }

    /// Waits up to `most` for a pipe that is ready, then writes and reads once what is possible without waiting.
    fn go_on(&mut self, most: Duration) {
        let mut ready: Vec<PollFd<'_>> = Vec::with_capacity(3);
        if let Some((stdin, _)) = &self.input {
            ready.push(PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::OUT));
        }
        ready.extend(self.outputs.iter().map(|output| PollFd::from_borrowed_fd(output.as_fd(), PollFlags::IN)));
        let limit = Timespec { tv_sec: 0, tv_nsec: most.subsec_nanos().into() };
        // A signal that comes between only shortens the wait.
        let _ = poll(&mut ready, Some(&limit));
        drop(ready);
        self.write();
        let mut printed = std::mem::take(&mut self.printed);
        self.outputs.retain_mut(|output| take(output, &mut printed));
        self.printed = printed;
    }

    fn write(&mut self) {
        let Some((stdin, rest)) = &mut self.input else { return };
        match stdin.write(rest) {
            Ok(written) => *rest = rest.get(written..).unwrap_or_default(),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => return,
            // A program that does not want to know need not.
            Err(_) => *rest = &[],
        }
        if rest.is_empty() {
            self.input = None;
        }
    }

    /// The first line that it printed, for a message.
    fn repeated(&self) -> String {
        let text = String::from_utf8_lossy(&self.printed);
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if first.is_empty() { String::new() } else { format!(": {}", excerpt(first.trim(), REPEATED)) }
    }
}

fn never_wait(pipe: BorrowedFd<'_>) -> io::Result<()> {
    Ok(fcntl_setfl(pipe, fcntl_getfl(pipe)? | OFlags::NONBLOCK)?)
}

/// Reads what is there, up to a bound, so that a flood leaves time to look at the clock. Answers whether more may come.
fn take(output: &mut Box<dyn Output>, printed: &mut Vec<u8>) -> bool {
    let mut piece = [0; 16 * 1024];
    for _ in 0..16 {
        match output.read(&mut piece) {
            Ok(0) => return false,
            Ok(read) => {
                let room = MAX_PRINTED.saturating_sub(printed.len()).min(read);
                printed.extend_from_slice(&piece[..room]);
            }
            Err(error) => return matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted),
        }
    }
    true
}
