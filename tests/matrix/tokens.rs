//! A token of every kind in every state that it can come to.

use crate::fixture::{Fixture, PASSPHRASE};
use jeton::app::App;
use jeton::clock::{Clock, World};
use jeton::config::Config;
use jeton::domain::Instant;
use jeton::domain::event::Actor;
use jeton::domain::owner::OwnerKind;
use jeton::domain::passphrase::Passphrase;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::selector::Selector;
use jeton::services::{AddOwner, IssueRequest, IssueTarget, Issued, Purpose, RotateRequest, Services, Session};
use std::sync::Arc;
use std::time::Duration;

/// What has become of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Active,
    Retiring,
    Retired,
    Disabled,
    Revoked,
    Expired,
    /// Never issued; of the right form.
    Unknown,
}

/// A value with what is known of it.
pub struct Minted {
    pub kind: &'static str,
    pub fate: Fate,
    pub id: String,
    pub value: String,
}

/// The clock of two hours ago, so that what was issued for an hour has expired.
struct Earlier;

impl Clock for Earlier {
    fn now(&self) -> Instant {
        World::real().clock.now().checked_sub(Duration::from_secs(7_200)).unwrap()
    }
}

struct Mint {
    services: Services,
    session: Session,
    minted: Vec<Minted>,
}

/// All of them.
pub fn mint(fixture: &Fixture) -> Vec<Minted> {
    let world = World { clock: Arc::new(Earlier), ..World::real() };
    let actor = Actor { name: "ops".to_owned(), address: None };
    let services = App::new(Config::default(), fixture.db(), world, actor).unwrap().open().unwrap();
    let session = services.unlock(&Passphrase::new(Plaintext::new(PASSPHRASE.to_owned()))).unwrap();
    let mut mint = Mint { services, session, minted: Vec::new() };
    mint.account();
    for fate in [Fate::Active, Fate::Retiring, Fate::Retired, Fate::Disabled, Fate::Revoked, Fate::Expired] {
        let name = format!("{fate:?}").to_lowercase();
        for kind in [OwnerKind::Project, OwnerKind::Bot, OwnerKind::Integration] {
            let issued = mint.owner(kind, &name, fate);
            mint.suffer(kind.word(), fate, issued);
        }
        let issued = mint.personal(&name, fate);
        mint.suffer("pat", fate, issued);
    }
    let external = AddOwner {
        value: Some(Plaintext::new("ghp_16C7e42F292c6912E7710c838347Ae178B4a".to_owned())),
        ..AddOwner::new(OwnerKind::External, "github".parse().unwrap())
    };
    let external = mint.services.add_owner((&mint.session).into(), external).unwrap().issued.unwrap();
    mint.keep("external", Fate::Active, external);
    let unknown = "jtn_bot_000000000000000000000000000000abcdef".to_owned();
    mint.minted.push(Minted { kind: "bot", fate: Fate::Unknown, id: String::new(), value: unknown });
    mint.minted
}

impl Mint {
    fn keep(&mut self, kind: &'static str, fate: Fate, issued: Issued) {
        let (id, value) = (issued.token.id.to_string(), issued.value.expose().to_owned());
        self.minted.push(Minted { kind, fate, id, value });
    }

    /// There is one at a time: the first is revoked, the next rotated twice. It has no expiry and cannot be disabled beside these.
    fn account(&mut self) {
        let selector: Selector = "account".parse().unwrap();
        let first = self.services.resolve(&selector).unwrap();
        let value = self.services.reveal(&self.session, first.id, Purpose::Reveal).unwrap();
        let revoked = self.services.revoke((&self.session).into(), first.id, None).unwrap();
        self.minted.push(Minted {
            kind: "account",
            fate: Fate::Revoked,
            id: first.id.to_string(),
            value: value.expose().to_owned(),
        });
        let next = revoked.next.unwrap();
        let second = self.rotate(&next, "0");
        let third = self.rotate(&second, "7d");
        self.keep("account", Fate::Retired, next);
        self.keep("account", Fate::Retiring, second);
        self.keep("account", Fate::Active, third);
    }

    fn rotate(&self, issued: &Issued, grace: &str) -> Issued {
        let request = RotateRequest { grace: grace.parse().unwrap(), force: false, value: None, expected_version: None };
        self.services.rotate((&self.session).into(), issued.token.id, request).unwrap()
    }

    fn owner(&self, kind: OwnerKind, name: &str, fate: Fate) -> Issued {
        let expiry = (fate == Fate::Expired).then(|| "1h".parse().unwrap());
        let request = AddOwner { expiry, ..AddOwner::new(kind, name.parse().unwrap()) };
        self.services.add_owner((&self.session).into(), request).unwrap().issued.unwrap()
    }

    fn personal(&self, name: &str, fate: Fate) -> Issued {
        let request = IssueRequest {
            target: IssueTarget::Personal,
            name: name.parse().unwrap(),
            scopes: Some(vec!["messages:write".to_owned()]),
            expiry: Some(if fate == Fate::Expired { "1h" } else { "90d" }.parse().unwrap()),
            policy: Default::default(),
            note: String::new(),
            value: None,
        };
        self.services.issue((&self.session).into(), request).unwrap()
    }

    /// Brings a token to its state; the value is the one first issued.
    fn suffer(&mut self, kind: &'static str, fate: Fate, issued: Issued) {
        let (right, id) = (|| (&self.session).into(), issued.token.id);
        match fate {
            Fate::Retiring => drop(self.rotate(&issued, "7d")),
            Fate::Retired => drop(self.rotate(&issued, "0")),
            Fate::Disabled => drop(self.services.disable(right(), id).unwrap()),
            Fate::Revoked => drop(self.services.revoke(right(), id, None).unwrap()),
            Fate::Active | Fate::Expired | Fate::Unknown => {}
        }
        self.keep(kind, fate, issued);
    }
}
