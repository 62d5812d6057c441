//! A vault in a temporary directory, made with the cheapest passphrase that is read back, and a clock that is set by hand.

use crate::hand::{self, HandClock};
use jeton::clock::World;
use jeton::domain::event::Actor;
use jeton::domain::name::Name;
use jeton::domain::owner::OwnerKind;
use jeton::domain::passphrase::Passphrase;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::slot::KdfParams;
use jeton::domain::span::Span;
use jeton::domain::verdict::{Demand, Verdict};
use jeton::services::{AddOwner, InitRequest, IssueRequest, Issued, PreparedVault, RotateRequest, Services, Session, Settings};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub const PASSPHRASE: &str = "correct horse battery staple";

pub struct Vault {
    pub services: Services,
    pub session: Session,
    pub recovery: String,
    pub account: Issued,
    pub clock: Arc<HandClock>,
    pub world: World,
    directory: tempfile::TempDir,
}

pub fn settings() -> Settings {
    Settings::built_in().unwrap()
}

pub fn actor() -> Actor {
    Actor { name: "tester".to_owned(), address: None }
}

pub fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(Plaintext::new(text.to_owned()))
}

pub fn name(text: &str) -> Name {
    text.parse().unwrap()
}

pub fn span(text: &str) -> Span {
    text.parse().unwrap()
}

impl Vault {
    pub fn new() -> Self {
        Self::with(&[])
    }

    pub fn with(unattended: &[&str]) -> Self {
        let (world, clock) = hand::world();
        let request = InitRequest {
            account: name("Acme"),
            operator: name("ops"),
            brand: Default::default(),
            unattended: unattended.iter().map(|verb| (*verb).to_owned()).collect(),
            kdf: Some(KdfParams { memory_kib: 19 * 1024, iterations: 1, lanes: 1 }),
        };
        let prepared = PreparedVault::new(request, &passphrase(PASSPHRASE), world.clone()).unwrap();
        let recovery = prepared.recovery_key().expose().to_owned();
        let private = std::fs::Permissions::from_mode(0o700);
        let directory = tempfile::Builder::new().permissions(private).tempdir().unwrap();
        let made = prepared.commit(&directory.path().join("jeton.db"), settings(), actor()).unwrap();
        let (services, session, account) = (made.services, made.session, made.account);
        Self { services, session, recovery, account, clock, world, directory }
    }

    pub fn path(&self) -> PathBuf {
        self.directory.path().join("jeton.db")
    }

    /// Closes the vault; its files stay until the directory is dropped.
    pub fn close(self) -> tempfile::TempDir {
        self.directory
    }

    /// Lets this much time pass.
    pub fn pass(&self, length: &str) {
        self.clock.pass(Duration::from_secs(span(length).as_secs()));
    }

    /// A second process's view of the same file.
    pub fn reopen(&self) -> Services {
        Services::open(&self.path(), settings(), self.world.clone(), actor()).unwrap()
    }

    pub fn add(&self, kind: OwnerKind, owner: &str, project: Option<&str>) -> Issued {
        self.services.add_owner((&self.session).into(), add_request(kind, owner, project)).unwrap().issued.unwrap()
    }

    pub fn issue_pat(&self, token: &str, scopes: &[&str]) -> Issued {
        self.services.issue((&self.session).into(), pat_request(token, scopes)).unwrap()
    }

    pub fn rotate(&self, issued: &Issued, grace: &str) -> jeton::services::Result<Issued> {
        self.services.rotate((&self.session).into(), issued.token.id, turn(grace))
    }

    pub fn verdict(&self, value: &Plaintext) -> Verdict {
        self.services.verify(value, &Demand::default()).unwrap().verdict
    }

    /// The word of the denial, or "allow".
    pub fn answer(&self, value: &Plaintext) -> &'static str {
        match self.verdict(value) {
            Verdict::Allow => "allow",
            Verdict::Deny(reason) => reason.word(),
        }
    }

    /// Whether the bytes stand in any file of the vault.
    pub fn files_hold(&self, needle: &[u8]) -> bool {
        std::fs::read_dir(self.directory.path()).unwrap().any(|entry| file_holds(&entry.unwrap().path(), needle))
    }

    /// As [`Vault::tamper`], several statements.
    pub fn tamper_all(&self, sql: &str) {
        rusqlite::Connection::open(self.path()).unwrap().execute_batch(sql).unwrap();
    }

    /// Changes the file behind the program's back.
    pub fn tamper(&self, sql: &str) -> usize {
        rusqlite::Connection::open(self.path()).unwrap().execute(sql, []).unwrap()
    }
}

fn file_holds(path: &Path, needle: &[u8]) -> bool {
    std::fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle)
}

pub fn add_request(kind: OwnerKind, owner: &str, project: Option<&str>) -> AddOwner {
    AddOwner { project: project.map(name), ..AddOwner::new(kind, name(owner)) }
}

pub fn pat_request(token: &str, scopes: &[&str]) -> IssueRequest {
    IssueRequest {
        target: jeton::services::IssueTarget::Personal,
        name: name(token),
        scopes: Some(scopes.iter().map(|scope| (*scope).to_owned()).collect()),
        expiry: None,
        policy: Default::default(),
        note: String::new(),
        value: None,
    }
}

pub fn turn(grace: &str) -> RotateRequest {
    RotateRequest { grace: span(grace), force: false, value: None, expected_version: None }
}
