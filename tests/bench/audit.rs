//! All findings over ten thousand tokens with ninety days of use, and what a change costs after that. Run: `cargo bench --bench audit`.
//!
//! The peer is the engine alone, adding up the same rows of use: the last 24 hours, nine days, secrets, scopes and addresses.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use jeton::clock::World;
use jeton::domain::Instant;
use jeton::domain::event::Actor;
use jeton::domain::passphrase::Passphrase;
use jeton::domain::plaintext::Plaintext;
use jeton::services::{DEMO_PASSPHRASE, EditRequest, Services, Session, Settings};
use rusqlite::{Connection, params};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{Runs, print};

const TOKENS: usize = 10_000;
const RUNS: usize = 9;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What may be asked for, in milliseconds.
const ALL_AT_MOST: f64 = 1_000.0;
const REFRESH_AT_MOST: f64 = 50.0;

fn main() {
    let private = std::fs::Permissions::from_mode(0o700);
    let home = tempfile::Builder::new().permissions(private).tempdir().unwrap();
    let path = home.path().join("jeton.db");
    let tokens = TOKENS.to_string();
    let jeton = env!("CARGO_BIN_EXE_jeton");
    let made = Command::new(jeton).arg("--db").arg(&path).args(["demo", "--only-make", "--tokens", &tokens]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let actor = Actor { name: "bench".to_owned(), address: None };
    let services = Services::open(&path, Settings::built_in().unwrap(), World::real(), actor).unwrap();
    let rows = fill(&services);
    println!("{} tokens, {rows} hours of use", services.tokens().unwrap().len());

    let usage = services.usage_path().to_owned();
    let plain = Runs::of(RUNS, || add_up(&usage));
    print("the engine alone", &plain, None);
    let all = Runs::of(RUNS, || services.audit(None).unwrap());
    let audit = services.audit(None).unwrap();
    print("all findings", &all, Some(("the engine's time", plain.median())));
    print("  as a share", &all, Some(("the second that they may take", ALL_AT_MOST)));
    println!("  {} findings, open by severity {:?}", audit.findings.len(), audit.counts());

    let session = services.unlock(&Passphrase::new(Plaintext::new(DEMO_PASSPHRASE.to_owned()))).unwrap();
    let ids: Vec<_> = audit.roster().rows().filter(|row| row.status(audit.at).is_live()).map(|row| row.id).collect();
    let mut known = services.audit(None).unwrap();
    let refreshes = ids.iter().step_by(ids.len() / RUNS).map(|id| {
        change(&services, &session, *id);
        let start = std::time::Instant::now();
        known = services.refresh_audit(&known, None).unwrap();
        start.elapsed()
    });
    let refreshes = Runs::new(refreshes.collect());
    print("after a change", &refreshes, Some(("the 50 ms that it may take", REFRESH_AT_MOST)));
    let one = Runs::of(RUNS, || services.findings_of(ids[ids.len() / 2]).unwrap());
    print("one token's findings", &one, None);
    assert_eq!(known.findings.len(), services.audit(None).unwrap().findings.len());
}

fn change(services: &Services, session: &Session, id: jeton::domain::id::TokenId) {
    let request = EditRequest { note: Some(format!("changed at {}", Instant::now())), ..EditRequest::default() };
    services.edit(session.into(), id, request).unwrap();
}

/// Two weeks of hours, ninety days, three addresses and five scopes for each token that is verified. Answers how many hours.
fn fill(services: &Services) -> i64 {
    let now = Instant::now().as_millisecond();
    let (hour, day) = (now.div_euclid(HOUR), now.div_euclid(DAY));
    let tokens = services.tokens().unwrap();
    let verified: Vec<i64> =
        tokens.iter().filter(|token| token.kind.is_verified()).map(|token| token.id.number().cast_signed()).collect();
    let usage = PathBuf::from(services.usage_path());
    let mut file = Connection::open(usage).unwrap();
    let writing = file.transaction().unwrap();
    for table in ["hour", "day", "secret", "source", "scope", "caller", "call", "mark"] {
        writing.execute(&format!("DELETE FROM {table}"), []).unwrap();
    }
    writing.execute("UPDATE vault SET begun_at = ?1", [now - 100 * DAY]).unwrap();
    let numbers = "WITH RECURSIVE number (at) AS (SELECT ?1 UNION ALL SELECT at + 1 FROM number WHERE at < ?2)";
    writing.execute(&format!("{numbers} INSERT INTO mark SELECT at FROM number"), [day - 13, day]).unwrap();
    writing.execute("CREATE TEMP TABLE known (token INTEGER PRIMARY KEY)", []).unwrap();
    for token in &verified {
        writing.execute("INSERT INTO known VALUES (?1)", [token]).unwrap();
    }
    for (table, from, to) in [("hour", hour - 14 * 24 + 1, hour), ("day", day - 89, day)] {
        let insert = format!(
            "{numbers} INSERT INTO {table} SELECT at, token, 1, 'allow', 1 + (at * 7 + token) % 5 FROM number CROSS JOIN known"
        );
        writing.execute(&insert, [from, to]).unwrap();
    }
    writing
        .execute(
            "INSERT INTO secret SELECT token, 1, ?1, ?2, CASE token % 12 WHEN 0 THEN ?3 ELSE ?2 END, x'c0000207' FROM known",
            params![now - 90 * DAY, now - HOUR, now - 40 * DAY],
        )
        .unwrap();
    for address in 0..3_i64 {
        // One in a hundred has an address that is new.
        writing
            .execute(
                "INSERT INTO source SELECT token, 1, CAST(printf('%04d', ?1) AS BLOB), 400, 0, \
                     CASE WHEN ?1 = 2 AND token % 100 = 0 THEN ?2 ELSE ?3 END, ?4 FROM known",
                params![address, now - DAY, now - 80 * DAY, now - HOUR],
            )
            .unwrap();
    }
    for scope in ["conversations:read", "messages:read", "messages:write", "files:read", "users:read"] {
        writing.execute("INSERT INTO scope SELECT token, ?1, ?2 FROM known", params![scope, now - HOUR]).unwrap();
    }
    writing.execute("DROP TABLE known", []).unwrap();
    let rows = writing.query_row("SELECT count(*) FROM hour", [], |row| row.get(0)).unwrap();
    writing.commit().unwrap();
    rows
}

/// Reads what the audit reads, and does nothing with it.
fn add_up(usage: &Path) -> i64 {
    let now = Instant::now().as_millisecond();
    let (hour, day) = (now.div_euclid(HOUR), now.div_euclid(DAY));
    let file = Connection::open(usage).unwrap();
    let add = |sql: &str, from: i64| -> i64 { file.query_row(sql, [from], |row| row.get(0)).unwrap() };
    add("SELECT sum(calls + version + length(verdict)) FROM hour WHERE hour >= ?1", hour - 23)
        + add("SELECT sum(calls + version + length(verdict)) FROM day WHERE day >= ?1", day - 8)
        + add("SELECT sum(last_at / 1000 + used_at / 1000) FROM secret WHERE ?1 = ?1", 0)
        + add("SELECT sum(last_at / 1000 + length(scope)) FROM scope WHERE ?1 = ?1", 0)
        + add("SELECT sum(calls) FROM source WHERE first_at >= ?1", now - 7 * DAY)
}
