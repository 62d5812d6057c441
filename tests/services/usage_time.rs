//! Figures over months: hours become days, days go, clocks jump, and the file stays within its bounds.

use crate::usage::call;
use crate::world::{Vault, actor, settings};
use jeton::clock::{Clock, World};
use jeton::domain::Instant;
use jeton::domain::id::TokenId;
use jeton::domain::span::Span;
use jeton::domain::traffic::{CallRef, TokenUse};
use jeton::domain::verdict::Verdict;
use jeton::services::{Bound, Services, UsageRecorder};
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

#[test]
fn the_file_keeps_within_its_bound() {
    const TOKENS: u64 = 40;
    const HOURS: u64 = 20 * 24;
    let months = Months::begin();
    let mut sizes = Vec::new();
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
        if hour % 24 == 0 {
            sizes.push(std::fs::metadata(months.services.usage_path()).unwrap().len());
        }
    }
    // A count stands in its hour and in its day.
    let kept_hours = 17 * 24;
    assert_eq!(months.count("SELECT count(*) FROM source"), (TOKENS * 101) as i64);
    assert!(months.count("SELECT count(*) FROM hour") as u64 <= TOKENS * kept_hours);
    assert!(months.count("SELECT max(number) FROM (SELECT count(*) AS number FROM caller GROUP BY hour)") <= 201);
    assert_eq!(months.count("SELECT sum(calls) FROM source"), (TOKENS * HOURS * 4) as i64);
    let bytes = std::fs::metadata(months.services.usage_path()).unwrap().len();
    assert!(bytes <= Bound::of(TOKENS).bytes, "{bytes} bytes, {} are the most", Bound::of(TOKENS).bytes);
    // Once hours go as fast as they come, their pages are filled again.
    let (full, last) = (sizes[18], *sizes.last().unwrap());
    assert!(last <= full + full / 10, "{sizes:?}");
}

/// Bytes that the rows of a table take in a file that holds nothing else of weight, each.
fn bytes_of_a_row(table: &str, row: &str, rows: i64) -> f64 {
    let months = Months::begin();
    months.call();
    let file = months.services.usage_path().to_owned();
    drop(months.recorder);
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.execute_batch(&format!("PRAGMA journal_mode = DELETE; DELETE FROM {table};")).unwrap();
    let before = std::fs::metadata(&file).unwrap().len();
    // Tokens come in any order, which leaves pages as empty as they ever are.
    let fill = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) INSERT OR IGNORE INTO {table} SELECT {row} \
         FROM (SELECT i, abs(random() % 1152921504606846975) AS t FROM n)"
    );
    connection.execute_batch(&fill).unwrap();
    let count: i64 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
    assert!(count >= rows * 9 / 10, "{table}: {count}");
    (std::fs::metadata(&file).unwrap().len() - before) as f64 / count as f64
}

#[test]
fn ten_thousand_tokens_with_a_hundred_sources_each_stay_within_the_bound_after_four_hundred_days() {
    const ROWS: i64 = 60_000;
    let hour = bytes_of_a_row("hour", "20000 * 24 + i % 24, abs(t), 7, 'not-yet-valid-x', 1000000", ROWS);
    let day = bytes_of_a_row("day", "20000 + i % 4, abs(t), 7, 'not-yet-valid-x', 1000000", ROWS);
    let source = bytes_of_a_row("source", "abs(t), 7, randomblob(16), 1000000, 1000000, 1800000000000, 1800000000000", ROWS);
    let secret = bytes_of_a_row("secret", "abs(t), 7, 1800000000000, 1800000000000, 1800000000000, randomblob(16)", ROWS);
    let full = 10_000.0 * (hour * 408.0 + day * 404.0 + source * 101.0 + secret) + 10_000.0 * 512.0 + 24_120.0 * source;
    let bound = Bound::of(10_000);
    let measured = format!("{hour:.1}, {day:.1}, {source:.1}, {secret:.1} bytes a row, {full:.0} in all");
    assert!(full <= bound.bytes as f64, "{measured}; {} are the most", bound.bytes);
    // A bound that is far from what is would say nothing.
    assert!(full * 2.5 >= bound.bytes as f64, "{measured}; {} are the most", bound.bytes);
    let readme = include_str!("../../README.md");
    assert!(readme.contains("9.2 million rows and 659 MB"), "the README names the bound");
}

#[test]
fn a_flood_of_addresses_stays_within_the_bound() {
    // A million of them take the benchmark (`cargo bench --bench log`); this is a build without optimisation.
    const ADDRESSES: u32 = 200_000;
    let months = Months::begin();
    for number in 0..ADDRESSES {
        let source = Some(IpAddr::from((0x2001_0db8_u128 << 96 | u128::from(number)).to_be_bytes()));
        months.recorder.record(&CallRef { source, ..call(months.clock.now(), months.token, 1, Verdict::Allow) });
        if number % 5_000 == 0 {
            months.set(Span::from_secs(1).after(months.clock.now()));
            let _ = months.recorder.flush().unwrap();
        }
    }
    let _ = months.recorder.flush().unwrap();
    assert!(months.count("SELECT count(*) FROM source") <= 101);
    assert!(months.count("SELECT max(number) FROM (SELECT count(*) AS number FROM caller GROUP BY hour)") <= 201);
    assert_eq!(months.count("SELECT sum(calls) FROM source"), i64::from(ADDRESSES), "no call is lost");
    let bytes = std::fs::metadata(months.services.usage_path()).unwrap().len();
    assert!(bytes <= Bound::of(1).bytes, "{bytes}");
}

#[test]
fn many_secrets_and_outcomes_of_one_token_are_added_up() {
    use jeton::domain::verdict::Reason;
    let months = Months::begin();
    let mut calls = 0;
    for round in 0..40_u32 {
        for verdict in std::iter::once(Verdict::Allow).chain(Reason::ALL.map(Verdict::Deny)) {
            months.recorder.record(&call(months.clock.now(), months.token, round + 1, verdict));
            calls += 1;
        }
        let _ = months.recorder.flush().unwrap();
    }
    assert!(months.count("SELECT count(*) FROM hour") > 23);
    months.set(Span::from_secs(3_600).after(months.clock.now()));
    let _ = months.recorder.flush().unwrap();
    for table in ["hour", "day"] {
        assert!(months.count(&format!("SELECT count(*) FROM {table}")) <= 24, "{table}");
        assert_eq!(months.count(&format!("SELECT sum(calls) FROM {table}")), calls, "{table}: no call is lost");
    }
    assert_eq!(months.count("SELECT count(*) FROM secret"), 16);
    assert_eq!(months.count("SELECT min(version) FROM secret"), 25, "the newest stay");
    assert!(months.count("SELECT count(*) FROM source") <= 16);
}

#[test]
fn figures_of_tokens_that_the_vault_does_not_have_are_let_go() {
    let months = Months::begin();
    months.call();
    let gone = TokenId::from_number(4_711).unwrap();
    months.recorder.record(&call(months.clock.now(), gone, 1, Verdict::Allow));
    let _ = months.recorder.flush().unwrap();
    assert_eq!(months.count("SELECT count(*) FROM secret"), 2);
    let missing = |ids: &[TokenId]| months.services.missing_tokens(ids).ok();
    assert_eq!(months.recorder.let_go(missing).unwrap(), 1);
    assert_eq!(months.recorder.let_go(missing).unwrap(), 0);
    for table in ["secret", "hour", "day", "source"] {
        assert_eq!(months.count(&format!("SELECT count(*) FROM {table}")), 1, "{table}");
    }
    assert_eq!(months.services.usage_of(months.token).unwrap().week, 1);
    // Where the vault cannot be asked, nothing goes.
    months.recorder.record(&call(months.clock.now(), gone, 1, Verdict::Allow));
    let _ = months.recorder.flush().unwrap();
    assert_eq!(months.recorder.let_go(|_| None).unwrap(), 0);
    assert_eq!(months.count("SELECT count(*) FROM secret"), 2);
}

#[test]
fn no_pruning_touches_the_history() {
    let months = Months::begin();
    let head = months.services.log_head().unwrap();
    months.days(420);
    assert_eq!(months.services.log_head().unwrap(), head);
    assert!(months.services.verify_log(None, Some(head.hash)).unwrap().is_intact());
}
