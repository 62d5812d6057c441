//! A real pty with a program on it, and everything that reached it; patience with other processes.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Fails loudly when a program is missing, with what to do.
pub fn needs(program: &str, package: &str) {
    let found = std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()));
    assert!(found, "{program} is not installed and this test cannot do without: apt-get install {package} (tests/run does it)");
}

/// Asks again and again until the answer is yes.
#[track_caller]
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "it never happened: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Whether `haystack` holds `needle`.
pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// A program on a pty.
pub struct Terminal {
    received: Arc<Mutex<Vec<u8>>>,
    closing: Arc<AtomicBool>,
    listener: JoinHandle<()>,
    child: Option<Box<dyn Child + Send + Sync>>,
    keyboard: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts `command` on a pty of 24 rows and 80 columns.
    pub fn start(command: CommandBuilder) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let received = Arc::new(Mutex::new(Vec::new()));
        let (mut reader, sink) = (pair.master.try_clone_reader().unwrap(), Arc::clone(&received));
        let closing = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&closing);
        let listener = thread::spawn(move || {
            let mut chunk = [0; 4096];
            while !asked.load(Ordering::SeqCst)
                && let Ok(read @ 1..) = reader.read(&mut chunk)
            {
                sink.lock().unwrap().extend_from_slice(&chunk[..read]);
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Self { received, closing, listener, child: Some(child), keyboard, master: pair.master }
    }

    /// All bytes that have reached the terminal so far.
    pub fn received(&self) -> Vec<u8> {
        self.received.lock().unwrap().clone()
    }

    /// Waits until `bytes` have reached the terminal.
    #[track_caller]
    pub fn wait_for(&self, what: &str, bytes: &[u8]) {
        eventually(what, || contains(&self.received(), bytes));
    }

    /// What a person sees now.
    pub fn screen(&self) -> String {
        let mut parser = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        parser.process(&self.received());
        parser.screen().contents()
    }

    /// Waits until a person sees `text`.
    #[track_caller]
    pub fn wait_to_see(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.screen().contains(text) {
            assert!(Instant::now() < deadline, "{text:?} was never seen, but:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Types.
    pub fn type_keys(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Gives the window another size.
    pub fn resize(&self, cols: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// The program's process id.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().and_then(|child| child.process_id()).unwrap()
    }

    /// How the line treats what is typed: raw or not, echo or not.
    pub fn line_discipline(&self) -> String {
        let modes = self.master.get_termios().unwrap();
        format!("{:?} {:?} {:?}", modes.local_flags, modes.input_flags, modes.output_flags)
    }

    /// Waits for the end, and for everything that was written until then.
    #[track_caller]
    pub fn exit_code(&mut self) -> u32 {
        let child = self.child.as_mut().unwrap();
        let mut status = None;
        eventually("the program has ended", || {
            status = child.try_wait().unwrap();
            status.is_some()
        });
        // The last bytes may still be on their way through the pty.
        let mut seen = usize::MAX;
        eventually("the line is quiet", || {
            let before = std::mem::replace(&mut seen, self.received.lock().unwrap().len());
            thread::sleep(Duration::from_millis(20));
            before == seen
        });
        status.unwrap().exit_code()
    }

    /// Closes the terminal under a program that draws when the window's size changes; the program stays to be waited for.
    pub fn hang_up(mut self) -> Box<dyn Child + Send + Sync> {
        // Whoever listens holds the line open until there is something to hear.
        self.closing.store(true, Ordering::SeqCst);
        self.resize(81, 24);
        eventually("the listener has let go", || self.listener.is_finished());
        self.child.take().unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
