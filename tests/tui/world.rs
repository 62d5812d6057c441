//! A vault in a temporary directory and a clock set by hand.

use crate::hand::{self, HandClock};
use jeton::clock::World;
use jeton::domain::event::Actor;
use jeton::domain::expiry::Expiry;
use jeton::domain::owner::OwnerKind;
use jeton::domain::passphrase::Passphrase;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::selector::OwnerSelector;
use jeton::domain::slot::KdfParams;
pub use jeton::services::IssueTarget;
use jeton::services::{AddOwner, InitRequest, IssueRequest, Issued, PreparedVault, RotateRequest, Services, Session, Settings};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub const PASSPHRASE: &str = "correct horse battery staple";

/// Where a vault is, and what it is made with.
pub struct Ground {
    pub clock: Arc<HandClock>,
    pub world: World,
    pub directory: tempfile::TempDir,
}

impl Ground {
    pub fn new() -> Self {
        let (world, clock) = hand::world();
        let private = std::fs::Permissions::from_mode(0o700);
        let directory = tempfile::Builder::new().permissions(private).tempdir().unwrap();
        Self { clock, world, directory }
    }

    pub fn path(&self) -> PathBuf {
        self.directory.path().join("jeton.db")
    }
}

pub fn settings() -> Settings {
    Settings::built_in().unwrap()
}

pub fn actor() -> Actor {
    Actor { name: "tester".to_owned(), address: None }
}

/// The cheapest cost of a passphrase that is read back.
pub fn cheap() -> KdfParams {
    KdfParams { memory_kib: 19 * 1024, iterations: 1, lanes: 1 }
}

/// A vault without anything but its account token.
pub fn bare(ground: &Ground) -> (Services, Session) {
    let request = InitRequest {
        account: "Acme".parse().unwrap(),
        operator: "mara".parse().unwrap(),
        brand: Default::default(),
        unattended: Vec::new(),
        kdf: Some(cheap()),
    };
    let passphrase = Passphrase::new(Plaintext::new(PASSPHRASE.to_owned()));
    let prepared = PreparedVault::new(request, &passphrase, ground.world.clone()).unwrap();
    let made = prepared.commit(&ground.path(), settings(), actor()).unwrap();
    (made.services, made.session)
}

/// A vault as a small shop has it.
pub fn lived_in(ground: &Ground) -> (Services, Session) {
    let (services, session) = bare(ground);
    for (kind, name, project) in [
        (OwnerKind::Project, "helpdesk", None),
        (OwnerKind::Project, "webshop", None),
        (OwnerKind::Bot, "support-bot", Some("helpdesk")),
        (OwnerKind::Bot, "faq-bot", Some("helpdesk")),
        (OwnerKind::Bot, "night-watch", None),
        (OwnerKind::Integration, "stripe", Some("webshop")),
    ] {
        add(&services, &session, kind, name, project, None);
    }
    let value = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
    add(&services, &session, OwnerKind::External, "github", None, Some(value));
    issue(&services, &session, IssueTarget::Personal, "laptop", Some(&["files:read", "files:write"]), "90d");
    let bot = || IssueTarget::Owner(OwnerSelector { kind: OwnerKind::Bot, name: "support-bot".to_owned() });
    let staging = issue(&services, &session, bot(), "staging", None, "12d");
    ground.clock.pass(Duration::from_secs(3_600));
    let turn = RotateRequest { grace: "24h".parse().unwrap(), force: false, value: None, expected_version: None };
    services.rotate((&session).into(), staging.token.id, turn).unwrap();
    ground.clock.pass(Duration::from_secs(1_800));
    (services, session)
}

fn add(services: &Services, session: &Session, kind: OwnerKind, name: &str, project: Option<&str>, value: Option<&str>) {
    let request = AddOwner {
        kind,
        name: name.parse().unwrap(),
        project: project.map(|project| project.parse().unwrap()),
        external_id: None,
        dashboard_url: value.map(|_| "https://github.com/settings/tokens".to_owned()),
        note: String::new(),
        token_name: None,
        scopes: None,
        expiry: None,
        policy: Default::default(),
        value: value.map(|value| Plaintext::new(value.to_owned())),
    };
    services.add_owner(session.into(), request).unwrap();
}

pub fn issue(
    services: &Services,
    session: &Session,
    target: IssueTarget,
    name: &str,
    scopes: Option<&[&str]>,
    expiry: &str,
) -> Issued {
    let request = IssueRequest {
        target,
        name: name.parse().unwrap(),
        scopes: scopes.map(|scopes| scopes.iter().map(|scope| (*scope).to_owned()).collect()),
        expiry: Some(expiry.parse::<Expiry>().unwrap()),
        policy: Default::default(),
        note: String::new(),
        value: None,
    };
    services.issue(session.into(), request).unwrap()
}
