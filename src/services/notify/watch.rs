//! The process beside `jeton serve` that looks for new findings: the service itself is confined and can start no program.
//!
//! It is started before the service is confined, and ends when its standard input closes, however the service ends. What it has to
//! say it prints line by line, and the service logs it.

use super::Notified;
use crate::domain::notice::Notifying;
use crate::services::{Result, Services};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// The hidden command of that process; the database follows, and the configuration file where there is one.
pub const WATCH_COMMAND: &str = "watch-findings";

/// How long its end is waited for.
const LEAVE: Duration = Duration::from_secs(3);

/// The process that looks for new findings, from the side of the service.
#[derive(Debug)]
pub struct NotifyWatch {
    child: Option<Child>,
    input: Option<ChildStdin>,
    ended: Option<Receiver<()>>,
    /// Its end is asked for, and no news.
    is_ending: Arc<AtomicBool>,
}

impl NotifyWatch {
    /// Starts it: `program` is this program.
    ///
    /// # Errors
    /// The system starts none.
    pub fn start(program: &Path, database: &Path, configuration: Option<&PathBuf>) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(WATCH_COMMAND).arg(database).args(configuration);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
        let input = child.stdin.take();
        Ok(Self { child: Some(child), input, ended: None, is_ending: Arc::default() })
    }

    /// Listens, on a thread of its own, to what it says: `say` gets each line, and whether it tells of a failure.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn listen(&mut self, mut say: impl FnMut(bool, &str) + Send + 'static) -> io::Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        let (send, ended) = channel();
        self.ended = Some(ended);
        let is_ending = Arc::clone(&self.is_ending);
        let listen = move || {
            if let Some(out) = child.stdout.take() {
                for line in BufReader::new(out).lines().map_while(io::Result::ok) {
                    match line.split_once(' ') {
                        Some(("failed", text)) => say(true, text),
                        Some(("done", text)) => say(false, text),
                        _ => {}
                    }
                }
            }
            // Waited for, so that nothing is left of it.
            let how = child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
            if !is_ending.load(Ordering::Relaxed) {
                // The service is confined by now and can start no other.
                say(
                    true,
                    &format!("nobody is notified of findings any more: what looks for them ended ({how}); restart the service"),
                );
            }
            let _ = send.send(());
        };
        thread::Builder::new().name("findings".to_owned()).spawn(listen)?;
        Ok(())
    }
}

impl Drop for NotifyWatch {
    fn drop(&mut self) {
        self.is_ending.store(true, Ordering::Relaxed);
        drop(self.input.take());
        if let Some(ended) = &self.ended {
            let _ = ended.recv_timeout(LEAVE);
        } else if let Some(child) = &mut self.child {
            let _ = child.wait();
        }
    }
}

/// What that process does: looks at once and then every so often, until its standard input closes. A vault that cannot be opened is
/// tried again the next time.
pub fn watch(notifying: &Notifying, open: impl Fn() -> Result<Services>) {
    let stop = Arc::new(AtomicBool::new(false));
    let (send, closed) = channel();
    let stopping = Arc::clone(&stop);
    thread::spawn(move || {
        // Nothing is ever said on it.
        let _ = io::stdin().lock().read_to_end(&mut Vec::new());
        stopping.store(true, Ordering::Relaxed);
        let _ = send.send(());
    });
    loop {
        let told = match look(notifying, &open, &stop) {
            Ok(Notified::Nothing) => None,
            Ok(Notified::Told(count)) => Some(("done", format!("a notification tells of new findings: {count}"))),
            Ok(Notified::Failed(why)) => Some(("failed", format!("the notification failed: {why}"))),
            Err(error) => Some(("failed", format!("new findings cannot be looked for: {error}"))),
        };
        if let Some((how, text)) = told {
            say_to_service(how, &text);
        }
        if stop.load(Ordering::Relaxed) || closed.recv_timeout(Duration::from_secs(notifying.every.as_secs())).is_ok() {
            return;
        }
    }
}

/// A line for the service's log.
fn say_to_service(how: &str, text: &str) {
    let line = format!("{how} {}\n", crate::domain::label::display_safe(text));
    // A service that listens no more is about to end.
    let _ = rustix::io::write(rustix::stdio::stdout(), line.as_bytes());
}

/// What that process says when it cannot begin.
pub fn cannot_watch(why: &str) {
    say_to_service("failed", &format!("new findings cannot be looked for: {why}"));
}

fn look(notifying: &Notifying, open: &impl Fn() -> Result<Services>, stop: &AtomicBool) -> Result<Notified> {
    let services = open()?;
    let chain = services.verify_log(None, None)?;
    let audit = services.audit(Some(&chain))?;
    Ok(services.notify(notifying, &audit, stop))
}
