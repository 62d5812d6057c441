//! Runs a program that takes or gives a value through pipes, and does not wait for it for ever.

use super::ClipboardError;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long a program may take.
pub(super) const LIMIT: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(4);
const MAX_COMPLAINT: usize = 400;

/// How a program ended. What it wrote is kept only when asked for.
pub(super) struct Finished {
    pub(super) status: ExitStatus,
    pub(super) output: Zeroizing<Vec<u8>>,
    pub(super) complaint: String,
}

/// What is to be kept of a program's output.
#[derive(Clone, Copy)]
pub(super) enum Keep {
    /// Nothing: programs that stay in the background would hold the pipes open, and what they say could repeat the value.
    Nothing,
    /// At most so many bytes of standard output, and the beginning of standard error.
    Output(usize),
}

/// Runs `command` with `input` on its standard input. The value is never an argument or a variable, where other processes could see it.
pub(super) fn run(what: &'static str, mut command: Command, input: &[u8], keep: Keep) -> Result<Finished, ClipboardError> {
    let pipe = || if matches!(keep, Keep::Output(_)) { Stdio::piped() } else { Stdio::null() };
    command.stdin(Stdio::piped()).stdout(pipe()).stderr(pipe());
    let mut child = command.spawn().map_err(|error| ClipboardError::failed(what, error))?;
    let deadline = Instant::now() + LIMIT;
    if let Some(stdin) = child.stdin.take() {
        feed(stdin, Zeroizing::new(input.to_vec()));
    }
    let most = if let Keep::Output(most) = keep { most } else { 0 };
    let output = child.stdout.take().map(|stdout| collect(stdout, most));
    let complaint = child.stderr.take().map(|stderr| collect(stderr, MAX_COMPLAINT));
    let Some(status) = wait(&mut child, deadline) else {
        // A program that hangs is ended; whether that succeeds changes nothing for the caller.
        let _ = child.kill();
        let _ = child.wait();
        return Err(ClipboardError::Slow { what, limit: LIMIT });
    };
    let complaint = received(complaint, deadline);
    Ok(Finished { status, output: received(output, deadline), complaint: String::from_utf8_lossy(&complaint).trim().to_owned() })
}

/// Writes on a thread of its own: a program that does not read would block us once the pipe is full. The thread ends when
/// all is written or the program has gone, and closes the pipe.
fn feed(mut stdin: impl Write + Send + 'static, input: Zeroizing<Vec<u8>>) {
    thread::spawn(move || {
        // A program that ends without reading says why by its status.
        let _ = stdin.write_all(&input);
    });
}

/// Reads to the end so that the program is not blocked, keeping at most `most` bytes.
fn collect(mut from: impl Read + Send + 'static, most: usize) -> Receiver<Zeroizing<Vec<u8>>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut kept = Zeroizing::new(Vec::with_capacity(most));
        let mut chunk = Zeroizing::new([0_u8; 4096]);
        while let Ok(read @ 1..) = from.read(chunk.as_mut_slice()) {
            let room = most.saturating_sub(kept.len()).min(read);
            kept.extend_from_slice(&chunk[..room]);
        }
        let _ = sender.send(kept);
    });
    receiver
}

fn received(receiver: Option<Receiver<Zeroizing<Vec<u8>>>>, deadline: Instant) -> Zeroizing<Vec<u8>> {
    let left = deadline.saturating_duration_since(Instant::now()).max(POLL);
    receiver.and_then(|receiver| receiver.recv_timeout(left).ok()).unwrap_or_default()
}

fn wait(child: &mut Child, deadline: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < deadline => thread::sleep(POLL),
            _ => return None,
        }
    }
}
