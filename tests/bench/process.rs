//! The program as a process: start to first frame, rows on the screen, memory, exit, and `ls`; with 1,000 tokens and with
//! 100,000, in turns. Run: `cargo bench --bench process`. Peers that are installed (less, fzf, sqlite3) run between.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use support::{Runs, print};

const JETON: &str = env!("CARGO_BIN_EXE_jeton");
const RUNS: usize = 11;
const PATIENCE: Duration = Duration::from_secs(20);

/// A program on a pty of 120×40, with the instant of each piece that it wrote.
struct Terminal {
    started: Instant,
    pieces: Receiver<(Instant, Vec<u8>)>,
    seen: Vec<u8>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(mut command: CommandBuilder) -> Self {
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let (send, pieces) = channel();
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        std::thread::spawn(move || {
            let mut chunk = vec![0; 65_536];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if send.send((Instant::now(), chunk[..read].to_vec())).is_err() {
                    break;
                }
            }
        });
        Self { started, pieces, seen: Vec::new(), keyboard, child, _master: pair.master }
    }

    /// When `text` had been written, counted from `from`.
    fn until(&mut self, text: &str, from: Instant) -> Duration {
        let deadline = Instant::now() + PATIENCE;
        let mut at = from;
        while !self.seen.windows(text.len()).any(|window| window == text.as_bytes()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let (when, piece) = self.pieces.recv_timeout(left).unwrap_or_else(|_| panic!("{text:?} was never written"));
            at = when;
            self.seen.extend(piece);
        }
        self.seen.clear();
        at.saturating_duration_since(from)
    }

    fn press(&mut self, keys: &str) -> Instant {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
        Instant::now()
    }

    /// Resident MiB.
    fn resident(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.process_id().unwrap())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    }

    fn leave(mut self, keys: &str) -> Duration {
        let asked = self.press(keys);
        self.child.wait().unwrap();
        asked.elapsed()
    }
}

struct Figures {
    start: Vec<Duration>,
    rows: Vec<Duration>,
    exit: Vec<Duration>,
    resident: Vec<f64>,
}

fn visit(database: &Path, figures: &mut Figures) {
    let mut command = CommandBuilder::new(JETON);
    command.args(["--db".as_ref(), database.as_os_str()]);
    let mut terminal = Terminal::start(command);
    let started = terminal.started;
    figures.start.push(terminal.until("Passphrase", started));
    let pressed = terminal.press("\x1b");
    // A lone escape character is waited on for 25 ms, since it may begin an arrow; that is no work of the program.
    figures.rows.push(terminal.until("jtn_acc_", pressed).saturating_sub(Duration::from_millis(25)));
    std::thread::sleep(Duration::from_millis(400));
    figures.resident.push(terminal.resident());
    figures.exit.push(terminal.leave("q"));
}

fn vault(folder: &Path, tokens: usize) -> PathBuf {
    let path = folder.join(format!("{tokens}.db"));
    let mut command = Command::new(JETON);
    command.args(["--db".as_ref(), path.as_os_str()]).args(["demo", "--only-make", "--tokens", &tokens.to_string()]);
    assert!(command.status().unwrap().success());
    path
}

fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success() && !output.stdout.is_empty(), "{command:?}: {output:?}");
    start.elapsed()
}

/// How long a pager or finder takes to show the last of the lines that fit.
fn peer(command: &str, expected: &str, leave: &str) -> Option<Duration> {
    let program = command.split_whitespace().next()?;
    Command::new(program).arg("--version").output().ok()?;
    let mut builder = CommandBuilder::new("sh");
    builder.args(["-c", &format!("exec {command}")]);
    let mut terminal = Terminal::start(builder);
    let started = terminal.started;
    let shown = terminal.until(expected, started);
    terminal.leave(leave);
    Some(shown)
}

fn main() {
    let folder = tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o700)).tempdir().unwrap();
    let (few, many) = (vault(folder.path(), 1_000), vault(folder.path(), 100_000));
    let lines = folder.path().join("lines");
    let text: String = (0..100_000).map(|line| format!("line {line:06} of one hundred thousand\n")).collect();
    fs::write(&lines, text).unwrap();

    let figures = || Figures { start: Vec::new(), rows: Vec::new(), exit: Vec::new(), resident: Vec::new() };
    let (mut of_few, mut of_many) = (figures(), figures());
    let (mut less, mut fzf) = (Vec::new(), Vec::new());
    let (mut ls, mut sqlite) = (Vec::new(), Vec::new());
    let rows = "SELECT token.id, token.kind, owner.name, token.name, token.state, token.scopes, token.expires_at, token.created_at \
                  FROM token JOIN owner ON owner.id = token.owner ORDER BY token.kind, owner.name, token.name";
    for _ in 0..RUNS {
        visit(&few, &mut of_few);
        visit(&many, &mut of_many);
        let file = lines.display();
        less.extend(peer(&format!("less {file}"), "line 000038", "q"));
        fzf.extend(peer(&format!("fzf < {file}"), "line 000030", "\x1b"));
        ls.push(timed(Command::new(JETON).arg("--db").arg(&few).args(["ls", "status:any"])));
        if Command::new("sqlite3").arg("--version").output().is_ok() {
            sqlite.push(timed(Command::new("sqlite3").arg("-readonly").arg(&few).arg(rows)));
        }
    }
    let beside = |times: &[Duration]| Runs::new(times.to_vec()).median();
    for (name, times) in [("less, 100,000 lines", &less), ("fzf, 100,000 lines", &fzf), ("sqlite3, 1,000 rows", &sqlite)] {
        if times.is_empty() {
            println!("{name}: not installed, left out");
        } else {
            print(name, &Runs::new(times.clone()), None);
        }
    }
    println!();
    let start_of_few = beside(&of_few.start);
    for (tokens, figures) in [("1,000", of_few), ("100,000", of_many)] {
        let theirs = if fzf.is_empty() { ("1,000 tokens", start_of_few) } else { ("fzf", beside(&fzf)) };
        print(&format!("start to first frame, {tokens} tokens"), &Runs::new(figures.start), Some(theirs));
        print("  Esc to rows on the screen", &Runs::new(figures.rows), None);
        print("  exit", &Runs::new(figures.exit), None);
        let mut resident = figures.resident;
        resident.sort_unstable_by(f64::total_cmp);
        println!("  resident MiB {:>37.1} ({:.1}-{:.1})", resident[RUNS / 2], resident[0], resident[RUNS - 1]);
    }
    println!();
    let theirs = beside(&sqlite);
    print("jeton ls, 1,000 tokens", &Runs::new(ls), (!sqlite.is_empty()).then_some(("sqlite3", theirs)));
}
