//! A vault with the cheapest passphrase that is read back, and the real program in a clean environment.

use jeton::clock::World;
use jeton::domain::event::Actor;
use jeton::domain::passphrase::Passphrase;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::slot::KdfParams;
use jeton::services::{InitRequest, PreparedVault, Settings};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub const PASSPHRASE: &str = "correct horse battery staple";

/// A home of its own, with a vault or without, that goes away with the test.
pub struct Fixture {
    directory: tempfile::TempDir,
    /// The recovery key of the vault.
    pub recovery: String,
}

/// The code of a run that a signal ended.
pub const KILLED: i32 = -1;

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Fixture {
    /// A home without a vault.
    pub fn empty() -> Self {
        let private = std::fs::Permissions::from_mode(0o700);
        let directory = tempfile::Builder::new().permissions(private).tempdir().unwrap();
        let fixture = Self { directory, recovery: String::new() };
        fixture.write("passphrase", PASSPHRASE, 0o600);
        fixture
    }

    /// A home with the vault of Acme.
    pub fn new() -> Self {
        Self::unattended(&[])
    }

    /// As [`Self::new`], with verbs that need no passphrase.
    pub fn unattended(verbs: &[&str]) -> Self {
        let mut fixture = Self::empty();
        let request = InitRequest {
            account: "Acme".parse().unwrap(),
            operator: "ops".parse().unwrap(),
            brand: Default::default(),
            unattended: verbs.iter().map(|verb| (*verb).to_owned()).collect(),
            kdf: Some(KdfParams { memory_kib: 19 * 1024, iterations: 1, lanes: 1 }),
        };
        let passphrase = Passphrase::new(Plaintext::new(PASSPHRASE.to_owned()));
        let prepared = PreparedVault::new(request, &passphrase, World::real()).unwrap();
        fixture.recovery = prepared.recovery_key().expose().to_owned();
        let settings = Settings::built_in().unwrap();
        prepared.commit(&fixture.db(), settings, Actor { name: "ops".to_owned(), address: None }).unwrap();
        fixture
    }

    /// The home.
    pub fn home(&self) -> &Path {
        self.directory.path()
    }

    /// Where the vault is, or would be.
    pub fn db(&self) -> PathBuf {
        self.home().join("vault/jeton.db")
    }

    /// Changes the vault's file behind the program's back.
    #[allow(dead_code)]
    pub fn tamper(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.db()).unwrap();
        connection.execute_batch(sql).unwrap();
        connection.close().unwrap();
    }

    /// Writes a file into the home.
    pub fn write(&self, name: &str, content: &str, mode: u32) -> PathBuf {
        let path = self.home().join(name);
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    /// The program with these arguments, the vault and the passphrase file named by the environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jeton"));
        command.args(arguments).current_dir(self.home()).env_clear();
        command.env("HOME", self.home()).env("LANG", "C.UTF-8").env("PATH", "/usr/bin:/bin");
        command.env("LOGNAME", "ops").env("JETON_DB", self.db());
        command.env("JETON_PASSPHRASE_FILE", self.home().join("passphrase"));
        command
    }

    /// Runs the program; nothing on standard input, no terminal.
    pub fn run(&self, arguments: &[&str]) -> Run {
        feed(self.command(arguments), "")
    }

    /// Runs the program with `input` on standard input.
    pub fn feed(&self, input: &str, arguments: &[&str]) -> Run {
        feed(self.command(arguments), input)
    }

    /// Runs the program, which must succeed, and gives its standard output without the last line end.
    pub fn value(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        run.out.strip_suffix('\n').unwrap().to_owned()
    }
}

fn feed(mut command: Command, input: &str) -> Run {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that does not read its input closes the pipe.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap().into()
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(KILLED), out: text(output.stdout), err: text(output.stderr) }
    }
}
