//! A vault with a bot, and what a judge asks of it after an accident.

use super::fixture::{Fixture, Run};
use serde_json::Value;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A vault that nobody has open, with a bot `courier`; `rotate` and `revoke` need no passphrase.
pub struct House {
    fixture: Fixture,
    pub bot_value: String,
}

impl House {
    pub fn new() -> Self {
        let fixture = Fixture::unattended(&["rotate", "revoke"]);
        let bot_value = fixture.value(&["bot", "add", "courier"]);
        Self { fixture, bot_value }
    }

    /// The same vault again, in a home of its own.
    pub fn copy(&self) -> Self {
        let fixture = Fixture::empty();
        let directory = fixture.db().parent().unwrap().to_owned();
        std::fs::create_dir(&directory).unwrap();
        std::fs::set_permissions(&directory, Permissions::from_mode(0o700)).unwrap();
        self.furnish(&directory);
        for file in ["new", "recovery"] {
            if let Ok(text) = std::fs::read_to_string(self.home().join(file)) {
                fixture.write(file, &text, 0o600);
            }
        }
        Self { fixture, bot_value: self.bot_value.clone() }
    }

    /// Puts a file that only its owner reads into the home; copies of the house have `new` and `recovery` too.
    pub fn write(&self, name: &str, text: &str) {
        self.fixture.write(name, text, 0o600);
    }

    /// Puts a copy of the database into another private directory.
    pub fn furnish(&self, other: &Path) {
        let copy = other.join("jeton.db");
        std::fs::write(&copy, std::fs::read(self.db()).unwrap()).unwrap();
        std::fs::set_permissions(copy, Permissions::from_mode(0o600)).unwrap();
    }

    /// The machine knows nothing of the vault's history any more, as if it were another one.
    pub fn forget(&self) {
        let _ = std::fs::remove_dir_all(self.home().join(".local/state"));
    }

    /// A directory of its own, apart from the vault's.
    pub fn home(&self) -> &Path {
        self.fixture.home()
    }

    pub fn db(&self) -> PathBuf {
        self.fixture.db()
    }

    /// The program with these arguments, without a passphrase.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.unlocking(arguments);
        command.env_remove("JETON_PASSPHRASE_FILE");
        command
    }

    /// The program with these arguments and the passphrase.
    pub fn unlocking(&self, arguments: &[&str]) -> Command {
        let mut command = self.fixture.command(arguments);
        command.stdin(Stdio::null());
        command
    }

    /// Runs a command line of plain words without a passphrase.
    pub fn run(&self, line: &str) -> Run {
        run(&mut self.command(&words(line)))
    }

    /// Runs a command line of plain words with the passphrase.
    pub fn run_unlocking(&self, line: &str) -> Run {
        run(&mut self.unlocking(&words(line)))
    }

    /// Runs with the passphrase, and with `input` on standard input.
    pub fn feed(&self, input: &str, line: &str) -> Run {
        self.fixture.feed(input, &words(line))
    }

    /// Whether the verifier accepts a value.
    pub fn accepts(&self, value: &str) -> bool {
        let run = self.feed(value, "verify");
        match run.code {
            0 => true,
            1 => false,
            _ => panic!("{run:?}"),
        }
    }

    /// What `show --json` says of a token.
    pub fn show(&self, selector: &str) -> Value {
        let run = self.run(&format!("show {selector} --json"));
        assert_eq!(run.code, 0, "{run:?}");
        serde_json::from_str(&run.out).unwrap()
    }

    /// The events' chain holds.
    pub fn expect_intact_log(&self) {
        let run = self.run("log verify");
        assert_eq!(run.code, 0, "{run:?}");
    }

    /// Changes the file behind the program's back.
    pub fn tamper(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.db()).unwrap();
        connection.execute_batch(sql).unwrap();
        connection.close().unwrap();
    }

    /// Puts other bytes in the database's place.
    pub fn replace_db(&self, bytes: &[u8]) {
        std::fs::write(self.db(), bytes).unwrap();
    }

    /// Whether the bytes stand in any file of the vault.
    pub fn files_hold(&self, needle: &[u8]) -> bool {
        let directory = self.db().parent().unwrap().to_owned();
        std::fs::read_dir(directory).unwrap().any(|entry| contains(&std::fs::read(entry.unwrap().path()).unwrap(), needle))
    }

    /// The recovery key of the vault.
    pub fn recovery(&self) -> &str {
        &self.fixture.recovery
    }
}

pub fn run(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

pub fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

pub fn private_directory() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().unwrap()
}

/// Waits for another process, with a deadline in place of luck.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what} did not come to pass within 20 s");
        std::thread::sleep(Duration::from_millis(5));
    }
}
