//! Figures over months: hours become days, days go, clocks jump, and the file stays within its bounds.

use crate::usage::call;
use crate::world::{Vault, actor, settings};
use jeton::clock::{Clock, World};
use jeton::domain::Instant;
use jeton::domain::id::TokenId;
use jeton::domain::span::Span;
use jeton::domain::traffic::{CallRef, TokenUse};
use jeton::domain::verdict::Verdict;
use jeton::services::{Services, UsageRecorder};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

/// A clock that goes wherever it is set.
struct Jumping(Mutex<Instant>);

impl Clock for Jumping {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

struct Months {
    _vault: Vault,
    services: Services,
    recorder: UsageRecorder,
    clock: Arc<Jumping>,
    token: TokenId,
}

impl Months {
    fn begin() -> Self {
        let vault = Vault::new();
        let clock = Arc::new(Jumping(Mutex::new("2026-03-01T12:00:00Z".parse().unwrap())));
        let world = World { clock: clock.clone(), entropy: vault.world.entropy.clone() };
        let services = Services::open(&vault.path(), settings(), world, actor()).unwrap();
        let recorder = services.usage_recorder().unwrap();
        let token = vault.account.token.id;
        Self { _vault: vault, services, recorder, clock, token }
    }

    fn set(&self, at: Instant) {
        *self.clock.0.lock().unwrap() = at;
    }

    /// One accepted call, written down.
    fn call(&self) {
        self.recorder.record(&call(self.clock.now(), self.token, 1, Verdict::Allow));
        let _ = self.recorder.flush().unwrap();
    }

    /// So many days with a call each.
    fn days(&self, count: usize) {
        for _ in 0..count {
            self.set(Span::from_days(1).after(self.clock.now()));
            self.call();
        }
    }

    fn usage(&self) -> TokenUse {
        let usage = self.services.usage_of(self.token).unwrap();
        assert_eq!(self.services.usage_warning(), None);
        usage
    }

    /// What one number of the file is.
    fn count(&self, sql: &str) -> i64 {
        let file = rusqlite::Connection::open(self.services.usage_path()).unwrap();
        file.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

#[test]
fn hours_become_days_and_no_call_is_lost_or_counted_twice() {
    let months = Months::begin();
    months.days(60);
    let usage = months.usage();
    assert_eq!((usage.day, usage.week, usage.month), (1, 7, 30));
    assert_eq!(usage.days, [1; 30]);
    assert_eq!(months.count("SELECT sum(calls) FROM day"), 60);
    let hours = months.count("SELECT count(*) FROM hour");
    assert!((14..=17).contains(&hours), "{hours} hours are kept apart");
    assert!(months.count("SELECT count(*) FROM caller") <= 5);
    // A call that was counted long ago and comes late is added to its day.
    let late = Span::from_days(20).before(months.clock.now());
    months.recorder.record(&call(late, months.token, 1, Verdict::Allow));
    months.days(1);
    assert_eq!(months.usage().days[8], 2, "{:?}", months.usage().days);
}

#[test]
fn a_file_of_the_first_version_is_brought_up_to_date_once() {
    let months = Months::begin();
    months.days(20);
    let before = months.usage();
    // The first version kept days apart from hours: a day came to be when its hours went.
    let file = rusqlite::Connection::open(months.services.usage_path()).unwrap();
    file.execute_batch("DELETE FROM day WHERE day IN (SELECT hour / 24 FROM hour); PRAGMA user_version = 1").unwrap();
    drop(file);
    assert_eq!(months.usage(), before);
    assert_eq!(months.usage(), before, "what was added up once is not added again");
    months.days(1);
    assert_eq!((months.usage().week, months.usage().month), (7, 21));
}

#[test]
fn days_go_after_four_hundred_and_the_unused_are_forgotten() {
    let months = Months::begin();
    let idle = TokenId::from_number(7).unwrap();
    months.recorder.record(&call(months.clock.now(), idle, 1, Verdict::Allow));
    months.days(410);
    let kept = months.count("SELECT count(*) FROM day");
    assert!((400..=404).contains(&kept), "{kept} days are kept");
    assert!(!months.services.last_used().unwrap().contains_key(&idle));
    assert!(months.services.usage_of(idle).unwrap().is_empty());
    assert_eq!(months.usage().month, 30);
}

#[test]
fn a_clock_that_jumps_ahead_for_a_while_deletes_nothing() {
    let months = Months::begin();
    months.days(40);
    let before = months.usage();
    let right = months.clock.now();
    months.set(Span::from_days(3_650).after(right));
    months.call();
    months.days(1);
    months.set(right);
    months.call();
    let usage = months.usage();
    assert_eq!((usage.month, usage.days[29]), (before.month + 1, 2));
    assert_eq!(usage.last_used_at, Some(right), "a last use that lies ahead gives way to the next call");
    // What the wrong clock left behind goes once the right one has run for a while.
    months.days(14);
    assert_eq!(months.count("SELECT count(*) FROM hour WHERE hour > 24 * 365 * 60"), 0);
    assert_eq!(months.usage().month, 31);
}

#[test]
fn a_clock_that_starts_in_1970_deletes_nothing() {
    let months = Months::begin();
    months.days(40);
    let right = months.clock.now();
    months.set(Span::from_secs(60).after(Instant::UNIX_EPOCH));
    months.call();
    months.days(2);
    months.set(right);
    months.call();
    months.days(3);
    let usage = months.usage();
    assert_eq!((usage.month, usage.week), (31, 8), "{usage:?}");
    assert!(usage.last_used_at.unwrap() > right);
}

/// Bytes of a row at most: what the schema's columns take, a header, and pages that are half full.
const PER_HOUR: u64 = 2 * 32;
const PER_ADDRESS: u64 = 2 * 64;
/// The latest calls with paths of full length, callers of two days, the schema.
const FIXED: u64 = 10_000 * 512 + 50 * 201 * 128 + 64 * 1024;

#[test]
fn the_file_keeps_within_its_bound() {
    const TOKENS: u64 = 40;
    const HOURS: u64 = 20 * 24;
    let months = Months::begin();
    for hour in 0..HOURS {
        months.set(Span::from_secs(3_600).after(months.clock.now()));
        for token in 0..TOKENS {
            for caller in 0..4 {
                let last = (token * HOURS + hour) * 4 + caller;
                let source = Some(IpAddr::from((0x2001_0db8_u128 << 96 | u128::from(last)).to_be_bytes()));
                let id = TokenId::from_number(token << 40 | 0xff).unwrap();
                months.recorder.record(&CallRef { source, ..call(months.clock.now(), id, 1, Verdict::Allow) });
            }
        }
        let _ = months.recorder.flush().unwrap();
    }
    // A count stands in its hour and in its day.
    let kept_hours = 17 * 24;
    assert_eq!(months.count("SELECT count(*) FROM source"), (TOKENS * 101) as i64);
    assert!(months.count("SELECT count(*) FROM hour") as u64 <= TOKENS * kept_hours);
    assert!(months.count("SELECT max(number) FROM (SELECT count(*) AS number FROM caller GROUP BY hour)") <= 201);
    assert_eq!(months.count("SELECT sum(calls) FROM source"), (TOKENS * HOURS * 4) as i64);
    let bytes = std::fs::metadata(months.services.usage_path()).unwrap().len();
    let bound = |tokens: u64| FIXED + tokens * ((kept_hours + 404) * PER_HOUR + 101 * PER_ADDRESS);
    assert!(bytes <= bound(TOKENS), "{bytes} bytes, {} are the most", bound(TOKENS));
    assert!(bound(10_000) <= 1_000_000_000);
}
