//! What the service counts is what people are told, whatever happens to the file in between.

use crate::world::Vault;
use jeton::domain::Instant;
use jeton::domain::id::TokenId;
use jeton::domain::traffic::{CallRef, Gateway, TokenUse};
use jeton::domain::verdict::{Reason, Verdict};
use jeton::services::{Services, UsageRecorder};
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;

pub fn call(at: Instant, token: TokenId, version: u32, verdict: Verdict) -> CallRef<'static> {
    CallRef {
        at,
        token: Some(token),
        version: Some(version),
        gateway: Gateway::Caddy,
        project: Some("shop"),
        method: "GET",
        path: "/v1/files/7?x=1",
        scope: Some("files:read"),
        source: Some(IpAddr::from([192, 0, 2, 7])),
        verdict,
    }
}

fn stranger(at: Instant, reason: Reason, last: u8) -> CallRef<'static> {
    CallRef {
        token: None,
        version: None,
        source: Some(IpAddr::from([198, 51, 100, last])),
        verdict: Verdict::Deny(reason),
        ..call(at, TokenId::from_number(0).unwrap(), 1, Verdict::Allow)
    }
}

struct Scene {
    vault: Vault,
    recorder: UsageRecorder,
    bot: TokenId,
}

impl Scene {
    fn new() -> Self {
        let vault = Vault::new();
        let recorder = vault.services.usage_recorder().unwrap();
        let bot = vault.account.token.id;
        Self { vault, recorder, bot }
    }

    fn services(&self) -> &Services {
        &self.vault.services
    }

    fn now(&self) -> Instant {
        self.services().now()
    }

    fn calls(&self, count: usize, verdict: Verdict) {
        (0..count).for_each(|_| self.recorder.record(&call(self.now(), self.bot, 1, verdict)));
    }

    fn flush(&self) {
        assert_eq!(self.recorder.flush().unwrap(), Default::default());
    }

    fn usage(&self) -> TokenUse {
        let usage = self.services().usage_of(self.bot).unwrap();
        assert_eq!(self.services().usage_warning(), None);
        usage
    }
}

#[test]
fn without_a_file_nothing_is_known_and_nothing_is_wrong() {
    let scene = Scene::new();
    assert!(scene.usage().is_empty());
    assert_eq!(scene.services().traffic().unwrap(), Default::default());
    assert_eq!(scene.services().calls(None, 10).unwrap(), []);
    assert!(scene.services().last_used().unwrap().is_empty());
    assert!(!scene.services().usage_path().exists(), "looking makes no file");
}

#[test]
fn what_was_recorded_is_told() {
    let scene = Scene::new();
    scene.calls(5, Verdict::Allow);
    scene.calls(2, Verdict::Deny(Reason::MissingScope));
    scene.recorder.record(&stranger(scene.now(), Reason::Unknown, 9));
    scene.flush();
    let usage = scene.usage();
    assert_eq!((usage.day, usage.week, usage.month), (5, 5, 5));
    assert_eq!((usage.hours[23], usage.days[29]), (5, 5));
    assert_eq!(usage.refused, [(Reason::MissingScope, 2)]);
    assert_eq!(usage.last_used_at, Some(scene.now()));
    assert_eq!(usage.scopes, [("files:read".to_owned(), scene.now())]);
    assert_eq!((usage.sources.len(), usage.sources[0].calls, usage.sources[0].refused), (1, 5, 2));
    let traffic = scene.services().traffic().unwrap();
    assert_eq!((traffic.accepted, traffic.refused, traffic.hours[23]), (5, 3, (5, 3)));
    assert_eq!(traffic.reasons, [(Reason::MissingScope, 2), (Reason::Unknown, 1)]);
    assert_eq!(traffic.tokens, [(scene.bot, 5)]);
    assert_eq!(traffic.sources.len(), 2);
    assert_eq!(scene.services().last_used().unwrap().into_iter().collect::<Vec<_>>(), [(scene.bot, scene.now())]);
}

#[test]
fn calls_on_the_old_and_the_new_secret_stand_side_by_side() {
    let scene = Scene::new();
    scene.calls(3, Verdict::Allow);
    let new = CallRef { source: Some(IpAddr::from([203, 0, 113, 1])), ..call(scene.now(), scene.bot, 2, Verdict::Allow) };
    scene.recorder.record(&new);
    scene.flush();
    let usage = scene.usage();
    let figures: Vec<_> = usage.secrets.iter().map(|secret| (secret.version, secret.day, secret.last_source)).collect();
    assert_eq!(figures, [(2, 1, new.source), (1, 3, Some(IpAddr::from([192, 0, 2, 7])))]);
    assert_eq!(usage.secrets[1].sources.len(), 1);
    assert_eq!((usage.day, usage.sources.len()), (4, 2));
}

#[test]
fn calls_are_followed_from_where_one_stopped() {
    let scene = Scene::new();
    scene.calls(2, Verdict::Allow);
    scene.flush();
    let first = scene.services().calls(None, 10).unwrap();
    assert_eq!(first.iter().map(|call| call.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((first[0].path.as_str(), first[0].project.as_deref()), ("/v1/files/7", Some("shop")));
    scene.calls(3, Verdict::Deny(Reason::Retired));
    scene.flush();
    let next = scene.services().calls(Some(2), 2).unwrap();
    assert_eq!(
        next.iter().map(|call| (call.seq, call.verdict)).collect::<Vec<_>>(),
        [(3, Verdict::Deny(Reason::Retired)), (4, Verdict::Deny(Reason::Retired))]
    );
    assert_eq!(scene.services().calls(None, 1).unwrap()[0].seq, 5);
    assert_eq!(scene.services().calls(Some(5), 9).unwrap(), []);
    // Another file has numbers of its own.
    std::fs::remove_file(scene.services().usage_path()).unwrap();
    scene.calls(1, Verdict::Allow);
    scene.flush();
    assert_eq!(scene.services().calls(Some(5), 9).unwrap()[0].seq, 1);
}

#[test]
fn figures_age_with_the_clock() {
    let scene = Scene::new();
    scene.calls(1, Verdict::Allow);
    scene.flush();
    scene.vault.pass("25h");
    let usage = scene.usage();
    assert_eq!((usage.day, usage.week, usage.month), (0, 1, 1));
    assert_eq!(scene.services().traffic().unwrap().accepted, 0);
    scene.vault.pass("7d");
    assert_eq!((scene.usage().week, scene.usage().month), (0, 1));
    scene.vault.pass("30d");
    assert_eq!(scene.usage().month, 0);
    assert!(scene.usage().last_used_at.is_some());
}

#[test]
fn a_file_that_is_deleted_or_broken_is_begun_anew_and_loses_nothing_that_is_not_written() {
    let scene = Scene::new();
    let path = scene.services().usage_path().to_path_buf();
    scene.calls(1, Verdict::Allow);
    scene.flush();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::remove_file(&path).unwrap();
    scene.calls(2, Verdict::Allow);
    scene.flush();
    assert_eq!(scene.usage().day, 2);
    // Put in its place while it is open.
    std::fs::write(path.with_extension("other"), b"no database at all").unwrap();
    std::fs::set_permissions(path.with_extension("other"), std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::rename(path.with_extension("other"), &path).unwrap();
    assert!(scene.services().usage_of(scene.bot).unwrap().is_empty());
    assert!(scene.services().usage_warning().unwrap().contains("damaged"), "{:?}", scene.services().usage_warning());
    scene.calls(3, Verdict::Allow);
    let written = scene.recorder.flush().unwrap();
    assert!(std::fs::read(written.set_aside.unwrap()).unwrap().starts_with(b"no database"));
    assert_eq!(scene.usage().day, 3);
}

#[test]
fn the_file_of_another_vault_is_neither_read_nor_written() {
    let scene = Scene::new();
    scene.calls(7, Verdict::Allow);
    scene.flush();
    let file = rusqlite::Connection::open(scene.services().usage_path()).unwrap();
    file.execute("UPDATE vault SET uuid = randomblob(16)", []).unwrap();
    drop(file);
    let recorder = scene.services().usage_recorder().unwrap();
    assert!(scene.services().last_used().unwrap().is_empty());
    assert!(scene.services().usage_warning().unwrap().contains("another vault"));
    recorder.record(&call(scene.now(), scene.bot, 1, Verdict::Allow));
    let aside = recorder.flush().unwrap().set_aside.unwrap();
    assert!(aside.exists());
    assert_eq!(scene.usage().day, 1);
    assert_eq!(scene.services().traffic().unwrap().accepted, 1);
}

#[test]
fn a_file_that_may_not_be_used_costs_nothing_but_the_figures() {
    let scene = Scene::new();
    let path = scene.services().usage_path().to_path_buf();
    std::os::unix::fs::symlink("elsewhere", &path).unwrap();
    scene.calls(1, Verdict::Allow);
    let error = scene.recorder.flush().unwrap_err().to_string();
    assert!(error.contains("symbolic link") && error.contains("tokens are not affected"), "{error}");
    assert!(scene.usage_after_warning().contains("symbolic link"));
    std::fs::remove_file(&path).unwrap();
    scene.flush();
    assert_eq!(scene.usage().day, 1, "what waited is written once it can be");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(scene.usage_after_warning().contains("open to others"));
}

impl Scene {
    fn usage_after_warning(&self) -> String {
        assert!(self.services().usage_of(self.bot).unwrap().is_empty());
        self.services().usage_warning().unwrap()
    }
}

#[test]
fn two_services_on_one_vault_add_up() {
    let scene = Scene::new();
    let second = scene.services().usage_recorder().unwrap();
    for _ in 0..5 {
        scene.calls(1, Verdict::Allow);
        second.record(&call(scene.now(), scene.bot, 1, Verdict::Allow));
        scene.flush();
        assert_eq!(second.flush().unwrap(), Default::default());
    }
    assert_eq!(scene.usage().day, 10);
    assert_eq!(scene.usage().sources[0].calls, 10);
}

#[test]
fn at_most_a_hundred_addresses_of_a_token_are_kept_apart_and_no_call_is_lost() {
    let scene = Scene::new();
    for number in 0..300_u32 {
        let source = Some(IpAddr::from((0xc633_6400 + number).to_be_bytes()));
        scene.recorder.record(&CallRef { source, ..call(scene.now(), scene.bot, 1, Verdict::Allow) });
        if number % 50 == 0 {
            scene.vault.pass("1s");
            scene.flush();
        }
    }
    scene.flush();
    let sources = scene.usage().sources;
    assert_eq!(sources.iter().filter(|source| source.address.is_some()).count(), 100);
    assert_eq!(sources.iter().map(|source| source.calls).sum::<u64>(), 300);
    let newest = Some(IpAddr::from((0xc633_6400_u32 + 299).to_be_bytes()));
    assert!(sources.iter().any(|source| source.address == newest), "the least recent make room");
    let traffic = scene.services().traffic().unwrap().sources;
    assert!(traffic.len() <= 100);
}
