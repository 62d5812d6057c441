//! A vault in a private directory, made with the cheapest passphrase that is read back, and the real binary run on it.

use jeton::clock::World;
use jeton::domain::catalogue::Catalogue;
use jeton::domain::event::Actor;
use jeton::domain::owner::OwnerKind;
use jeton::domain::passphrase::Passphrase;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::slot::KdfParams;
use jeton::services::{AddOwner, InitRequest, PreparedVault, Settings};
use serde_json::Value;
use std::ffi::OsStr;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "correct horse battery staple";

/// A vault that nobody has open, with a bot `courier`; `rotate` and `revoke` need no passphrase.
pub struct House {
    directory: TempDir,
    db: PathBuf,
    pub bot_value: String,
}

/// How a run of the binary ended.
#[derive(Debug)]
pub struct Run {
    /// None when a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl House {
    pub fn new() -> Self {
        let directory = private_directory();
        let request = InitRequest {
            account: "Acme".parse().unwrap(),
            operator: "ops".parse().unwrap(),
            brand: Default::default(),
            unattended: vec!["rotate".to_owned(), "revoke".to_owned()],
            kdf: Some(KdfParams { memory_kib: 19 * 1024, iterations: 1, lanes: 1 }),
        };
        let passphrase = Passphrase::new(Plaintext::new(PASSPHRASE.to_owned()));
        let settings = Settings { catalogue: Catalogue::built_in().unwrap(), default_grace: "24h".parse().unwrap() };
        let actor = Actor { name: "tester".to_owned(), address: None };
        let prepared = PreparedVault::new(request, &passphrase, World::real()).unwrap();
        let db = directory.path().join("jeton.db");
        let made = prepared.commit(&db, settings, actor).unwrap();
        let bot = AddOwner {
            kind: OwnerKind::Bot,
            name: "courier".parse().unwrap(),
            project: None,
            external_id: None,
            dashboard_url: None,
            note: String::new(),
            token_name: None,
            scopes: None,
            expiry: None,
            value: None,
        };
        let added = made.services.add_owner((&made.session).into(), bot).unwrap();
        let bot_value = added.issued.unwrap().value.expose().to_owned();
        write_private(&directory.path().join("passphrase"), PASSPHRASE.as_bytes());
        Self { directory, db, bot_value }
    }

    /// The same vault again, in a directory of its own.
    pub fn copy(&self) -> Self {
        let directory = private_directory();
        self.furnish(directory.path());
        Self { db: directory.path().join("jeton.db"), directory, bot_value: self.bot_value.clone() }
    }

    /// Puts a copy of the database and the passphrase into another private directory.
    pub fn furnish(&self, other: &Path) {
        for name in ["jeton.db", "passphrase"] {
            write_private(&other.join(name), &std::fs::read(self.path().join(name)).unwrap());
        }
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn db(&self) -> &Path {
        &self.db
    }

    /// The binary with these arguments on this vault, in an empty environment, without a terminal.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jeton"));
        command.env_clear().env("JETON_DB", &self.db).args(arguments).stdin(Stdio::null());
        command
    }

    /// As [`Self::command`], unlocking with the passphrase.
    pub fn unlocking<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = self.command(arguments);
        command.env("JETON_PASSPHRASE_FILE", self.path().join("passphrase"));
        command
    }

    /// Runs a command line of plain words without a passphrase.
    pub fn run(&self, line: &str) -> Run {
        run(&mut self.command(line.split_whitespace()))
    }

    /// Runs a command line of plain words with the passphrase.
    pub fn run_unlocking(&self, line: &str) -> Run {
        run(&mut self.unlocking(line.split_whitespace()))
    }

    /// Whether the verifier accepts a value.
    pub fn accepts(&self, value: &str) -> bool {
        let run = run_with_input(&mut self.command(["verify"]), value);
        match run.code {
            Some(0) => true,
            Some(1) => false,
            _ => panic!("{run:?}"),
        }
    }

    /// What `show --json` says of a token.
    pub fn show(&self, selector: &str) -> Value {
        let run = self.run(&format!("show {selector} --json"));
        assert_eq!(run.code, Some(0), "{run:?}");
        serde_json::from_str(&run.out).unwrap()
    }

    /// The events' chain holds.
    pub fn expect_intact_log(&self) {
        let run = self.run("log verify");
        assert_eq!(run.code, Some(0), "{run:?}");
    }

    /// Changes the file behind the program's back.
    pub fn tamper(&self, sql: &str) {
        let connection = rusqlite::Connection::open(&self.db).unwrap();
        connection.execute_batch(sql).unwrap();
        connection.close().unwrap();
    }

    /// Whether the bytes stand in any file beside the vault.
    pub fn files_hold(&self, needle: &[u8]) -> bool {
        std::fs::read_dir(self.path()).unwrap().any(|entry| contains(&std::fs::read(entry.unwrap().path()).unwrap(), needle))
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

pub fn run(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

pub fn run_with_input(command: &mut Command, input: &str) -> Run {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

pub fn private_directory() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().unwrap()
}

pub fn write_private(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
    std::fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
}

/// Waits for another process, with a deadline in place of luck.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what} did not come to pass within 20 s");
        std::thread::sleep(Duration::from_millis(5));
    }
}
