//! What the service counts is what people are told, whatever happens to the file in between.

use crate::world::Vault;
use jeton::domain::Instant;
use jeton::domain::id::TokenId;
use jeton::domain::traffic::{CallRef, Gateway, TokenUse};
use jeton::domain::verdict::{Reason, Verdict};
use jeton::services::{Services, UsageRecorder};
use proptest::prelude::*;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicU64, Ordering};

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
    recorded: AtomicU64,
}

impl Scene {
    fn new() -> Self {
        let vault = Vault::new();
        let recorder = vault.services.usage_recorder().unwrap();
        let bot = vault.account.token.id;
        Self { vault, recorder, bot, recorded: AtomicU64::new(0) }
    }

    fn services(&self) -> &Services {
        &self.vault.services
    }

    fn now(&self) -> Instant {
        self.services().now()
    }

    fn calls(&self, count: usize, verdict: Verdict) {
        self.recorded.fetch_add(if verdict == Verdict::Allow { count as u64 } else { 0 }, Ordering::Relaxed);
        (0..count).for_each(|_| self.recorder.record(&call(self.now(), self.bot, 1, verdict)));
    }

    /// Accepted calls that were recorded, written or not.
    fn calls_recorded(&self) -> u64 {
        self.recorded.load(Ordering::Relaxed)
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
fn addresses_are_not_kept_by_those_who_do_not_want_them() {
    let scene = Scene::new();
    let recorder = scene.services().usage_recorder().unwrap().with_addresses(false);
    recorder.record(&call(scene.now(), scene.bot, 1, Verdict::Allow));
    recorder.record(&stranger(scene.now(), Reason::Unknown, 9));
    let _ = recorder.flush().unwrap();
    let (usage, traffic) = (scene.usage(), scene.services().traffic().unwrap());
    assert_eq!((usage.day, usage.secrets[0].last_source, usage.sources.len()), (1, None, 1));
    assert!(usage.sources.iter().chain(&traffic.sources).all(|source| source.address.is_none()));
    assert!(scene.services().calls(None, 10).unwrap().iter().all(|call| call.source.is_none()));
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
fn while_another_process_holds_the_file_calls_are_counted_on() {
    let scene = Scene::new();
    scene.calls(1, Verdict::Allow);
    scene.flush();
    let other = rusqlite::Connection::open(scene.services().usage_path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    scene.calls(2, Verdict::Allow);
    std::thread::scope(|scope| {
        let flushing = scope.spawn(|| scene.recorder.flush());
        while !flushing.is_finished() {
            scene.calls(1, Verdict::Allow);
        }
        let error = flushing.join().unwrap().unwrap_err().to_string();
        assert!(error.contains("another process holds the file"), "{error}");
    });
    assert_eq!(scene.usage().day, 1, "readers are not held up");
    other.execute_batch("COMMIT").unwrap();
    drop(other);
    let waiting = scene.calls_recorded();
    scene.flush();
    assert_eq!(scene.usage().day, waiting);
}

/// What is done between two looks.
#[derive(Clone, Debug)]
enum Step {
    Calls(u8, u8, bool),
    Flush(u8),
    Restart(u8),
    Pass(u16),
    Delete,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_u8, 1..9_u8, any::<bool>()).prop_map(|(who, count, allowed)| Step::Calls(who, count, allowed)),
        2 => (0..2_u8).prop_map(Step::Flush),
        1 => (0..2_u8).prop_map(Step::Restart),
        1 => (0..200_u16).prop_map(Step::Pass),
        1 => Just(Step::Delete),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Two services, any of which may be restarted, and a file that may vanish: what was written since is what is told.
    #[test]
    fn sums_are_what_was_recorded_whatever_happens_in_between(steps in prop::collection::vec(step(), 1..40)) {
        let scene = Scene::new();
        let mut services = [scene.services().usage_recorder().unwrap(), scene.services().usage_recorder().unwrap()];
        let (mut waiting, mut written) = ([(0, 0); 2], (0, 0));
        for step in steps {
            match step {
                Step::Calls(who, count, allowed) => {
                    let who = usize::from(who % 2);
                    let verdict = if allowed { Verdict::Allow } else { Verdict::Deny(Reason::MissingScope) };
                    (0..count).for_each(|_| services[who].record(&call(scene.now(), scene.bot, 1, verdict)));
                    let (accepted, refused) = &mut waiting[who];
                    *(if allowed { accepted } else { refused }) += u64::from(count);
                }
                Step::Flush(who) => {
                    let who = usize::from(who);
                    let _ = services[who].flush().unwrap();
                    let (accepted, refused) = std::mem::take(&mut waiting[who]);
                    written = (written.0 + accepted, written.1 + refused);
                }
                Step::Restart(who) => {
                    let who = usize::from(who);
                    services[who] = scene.services().usage_recorder().unwrap();
                    waiting[who] = (0, 0);
                }
                Step::Pass(minutes) => scene.vault.pass(&format!("{minutes}m")),
                Step::Delete => {
                    let _ = std::fs::remove_file(scene.services().usage_path());
                    written = (0, 0);
                }
            }
            let usage = scene.usage();
            let refused: u64 = usage.refused.iter().map(|(_, calls)| calls).sum();
            prop_assert_eq!((usage.month, refused), written);
            let by_source: u64 = usage.sources.iter().map(|source| source.calls + source.refused).sum();
            prop_assert_eq!(by_source, written.0 + written.1);
        }
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
