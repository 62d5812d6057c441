//! `jeton scan` beside ripgrep with the same pattern over one gigabyte of mixed sources, and `jeton scan --history` beside
//! `git log -p --all | rg`, in turns. Run: `cargo bench --bench scan`. JETON_BENCH_MB and JETON_BENCH_COMMITS make both smaller.
//! Ripgrep must be installed (Debian: `apt-get install ripgrep`); without it jeton runs alone.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use std::fs;
use std::io::{BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::{Runs, print};

const JETON: &str = env!("CARGO_BIN_EXE_jeton");
const PATTERN: &str = "[a-z0-9]{2,8}_(acc|prj|pat|bot|int)_[0-9A-Za-z]{36}";
const ROUNDS: usize = 7;
const WORDS: [&str; 24] = [
    "let",
    "match",
    "return",
    "self",
    "value",
    "_token",
    "index",
    "=>",
    "{",
    "}",
    "();",
    "fn",
    "// the",
    "config",
    "bot_id",
    "int",
    "\"path\"",
    "0x1f",
    "import",
    "request.headers",
    "_acc",
    "patch",
    "if (!user)",
    "const",
];

/// Reproducible numbers: splitmix64.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    /// Lines as sources have them.
    fn source(&mut self, bytes: usize) -> Vec<u8> {
        let mut text = Vec::with_capacity(bytes + 128);
        while text.len() < bytes {
            text.resize(text.len() + self.below(4) as usize * 4, b' ');
            for _ in 0..=self.below(9) {
                text.extend_from_slice(WORDS[self.below(WORDS.len() as u64) as usize].as_bytes());
                text.push(b' ');
            }
            text.push(b'\n');
        }
        text
    }

    fn noise(&mut self, bytes: usize) -> Vec<u8> {
        (0..bytes / 8).flat_map(|_| self.below(u64::MAX).to_le_bytes()).collect()
    }
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Sources of a few kilobytes, some logs of megabytes, a tenth of binary files, a value here and there.
fn tree(root: &Path, megabytes: u64, value: &str) -> (u64, u64) {
    let mut random = Seeded(1);
    let (mut files, mut bytes) = (0, 0);
    while bytes < megabytes << 20 {
        let directory = root.join(format!("{}/{}", files / 2_000, files / 40 % 50));
        fs::create_dir_all(&directory).unwrap();
        let mut content = match random.below(100) {
            0 => random.source(2 << 20),
            1..10 => random.noise(64 << 10),
            _ => {
                let length = 1 << 10 | random.below(24 << 10) as usize;
                random.source(length)
            }
        };
        if random.below(500) == 0 {
            content.extend_from_slice(format!("TOKEN={value}\n").as_bytes());
        }
        fs::write(directory.join(format!("{files}.txt")), &content).unwrap();
        files += 1;
        bytes += content.len() as u64;
    }
    (files, bytes)
}

/// A repository in which each commit changes a few lines of a few of its files.
fn repository(root: &Path, commits: u64, value: &str) {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(root).stdout(Stdio::null());
        command
    };
    fs::create_dir(root).unwrap();
    assert!(git(&["init", "-q", "-b", "main"]).status().unwrap().success());
    let mut import = git(&["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut to = BufWriter::new(import.stdin.take().unwrap());
    let mut random = Seeded(2);
    let mut files: Vec<Vec<u8>> = (0..300).map(|_| random.source(16 << 10)).collect();
    for commit in 0..commits {
        write!(to, "commit refs/heads/main\ncommitter a <a@localhost> {} +0000\ndata 1\nc\n", 1_700_000_000 + commit).unwrap();
        for _ in 0..if commit == 0 { 300 } else { 8 } {
            let at = random.below(300) as usize;
            let mut line = random.source(40);
            if random.below(2_000) == 0 {
                line = format!("TOKEN={value}\n").into_bytes();
            }
            let cut = random.below(files[at].len() as u64) as usize;
            files[at].splice(cut..cut, line);
            write!(to, "M 100644 inline src/{}/{at}.txt\ndata {}\n", at % 17, files[at].len()).unwrap();
            to.write_all(&files[at]).unwrap();
            to.write_all(b"\n").unwrap();
        }
    }
    drop(to);
    assert!(import.wait().unwrap().success());
    assert!(git(&["gc", "-q"]).stderr(Stdio::null()).status().unwrap().success());
}

/// How long a command takes, all of whose output is read. Both programs end with 1 or 0 by what they find.
fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).output().unwrap();
    let took = start.elapsed();
    assert!(output.status.code().is_some_and(|code| code <= 1) && !output.stdout.is_empty(), "{command:?}: {output:?}");
    took
}

fn jeton(database: &Path, arguments: &[&str], place: &Path) -> Command {
    let mut command = Command::new(JETON);
    command.arg("--db").arg(database).args(["scan", "--no-record"]).args(arguments).arg(place);
    command
}

fn main() {
    let folder = tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o700)).tempdir().unwrap();
    let database: PathBuf = folder.path().join("vault.db");
    let made = Command::new(JETON).arg("--db").arg(&database).args(["demo", "--only-make"]).status().unwrap();
    assert!(made.success());
    // Whose it is does not matter here: it is whole by its checksum.
    let value = sample();
    let (sources, history) = (folder.path().join("sources"), folder.path().join("history"));
    let (files, bytes) = tree(&sources, setting("JETON_BENCH_MB", 1024), &value);
    let commits = setting("JETON_BENCH_COMMITS", 3_000);
    repository(&history, commits, &value);
    println!("{files} files of {} MiB; {commits} commits", bytes >> 20);
    let has_rg = Command::new("rg").arg("--version").output().is_ok();
    if !has_rg {
        println!("rg: not installed, left out (Debian: apt-get install ripgrep)");
    }
    let rg = |flags: &[&str]| {
        let mut command = Command::new("rg");
        command.args(["--hidden", "--glob", "!.git"]).args(flags).arg(PATTERN).arg(&sources);
        command
    };
    let log = || {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("git log -p --all | rg '{PATTERN}'")]).current_dir(&history);
        command
    };
    let (mut ours, mut theirs, mut theirs_as_text, mut our_history, mut their_history) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mut times = vec![(timed(&mut jeton(&database, &[], &sources)), &mut ours)];
        times.push((timed(&mut jeton(&database, &["--history"], &history)), &mut our_history));
        if has_rg {
            times.push((timed(&mut rg(&[])), &mut theirs));
            times.push((timed(&mut rg(&["--text"])), &mut theirs_as_text));
            times.push((timed(&mut log()), &mut their_history));
        }
        // The first round warms the page cache.
        times.into_iter().filter(|_| round > 0).for_each(|(took, all)| all.push(took));
    }
    let median = |times: &[Duration]| Runs::new(times.to_vec()).median();
    let beside = |name, times: &Vec<Duration>| (!times.is_empty()).then(|| (name, median(times)));
    print("rg (binary files left off at the first NUL)", &Runs::new(theirs.clone()), None);
    print("rg --text", &Runs::new(theirs_as_text.clone()), None);
    print("jeton scan", &Runs::new(ours.clone()), beside("rg (goal 1.0)", &theirs));
    print("jeton scan", &Runs::new(ours), beside("rg --text", &theirs_as_text));
    print("git log -p --all | rg", &Runs::new(their_history.clone()), None);
    print("jeton scan --history", &Runs::new(our_history), beside("git log -p | rg (goal 1.5)", &their_history));
}

/// A value that is nobody's.
fn sample() -> String {
    let head = "jtn_bot_0123456789ABCDEFGHIJKLMNOPQRST";
    format!("{head}{}", std::str::from_utf8(&jeton::domain::format::checksum(head)).unwrap())
}
