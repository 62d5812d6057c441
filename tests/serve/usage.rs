//! Usage: kept beside the vault, lost without harm.

use crate::service::{Service, wait_until};
use rusqlite::{Connection, OpenFlags};
use rustix::process::Signal;
use std::path::PathBuf;

fn usage_file(service: &Service) -> PathBuf {
    service.house.fixture.db().with_file_name("usage.db")
}

/// Calls that the usage file holds.
fn kept(service: &Service) -> i64 {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let Ok(connection) = Connection::open_with_flags(usage_file(service), flags) else { return 0 };
    connection.query_row("SELECT count(*) FROM call", [], |row| row.get(0)).unwrap_or(0)
}

#[test]
fn calls_are_kept_within_a_second_or_two_and_at_the_end() {
    let service = Service::start();
    let header = format!("x-api-token: {}", service.house.courier);
    let said = ["X-Original-Method: GET", "X-Original-URI: /v1/files/f?secret=query", &header];
    assert_eq!(service.ask("/auth/nginx?project=shop&routes=botpress", &said).status, 200);
    assert_eq!(service.ask("/auth/nginx", &[]).status, 401);
    wait_until("the calls are written down", || kept(&service) == 2);
    let text = String::from_utf8_lossy(&std::fs::read(usage_file(&service)).unwrap()).into_owned();
    let log = usage_file(&service).with_file_name("usage.db-wal");
    let text = text + &String::from_utf8_lossy(&std::fs::read(log).unwrap_or_default());
    assert!(text.contains("/v1/files/f") && !text.contains("secret=query"));
    assert!(!text.contains(&service.house.courier[8..30]), "no value is kept");
    for _ in 0..5 {
        service.status(&service.house.courier);
    }
    service.signal(Signal::TERM);
    wait_until("the rest is written down at the end", || kept(&service) == 7);
}

#[test]
fn a_usage_file_that_is_deleted_or_spoilt_changes_no_answer_and_is_begun_anew() {
    let service = Service::start();
    let value = &service.house.courier;
    let path = usage_file(&service);
    service.status(value);
    wait_until("the file is there", || kept(&service) == 1);
    for name in ["usage.db", "usage.db-wal", "usage.db-shm"] {
        let _ = std::fs::remove_file(path.with_file_name(name));
    }
    assert_eq!(service.status(value), 200);
    wait_until("it is made anew", || {
        assert_eq!(service.status(value), 200);
        kept(&service) > 0
    });
    for name in ["usage.db-wal", "usage.db-shm"] {
        let _ = std::fs::remove_file(path.with_file_name(name));
    }
    std::fs::write(&path, vec![b'x'; 20_000]).unwrap();
    wait_until("the spoilt one is set aside", || {
        assert_eq!(service.status(value), 200);
        kept(&service) > 0
    });
    wait_until("that is said", || !service.said("set aside").is_empty());
}

#[test]
fn where_usage_cannot_be_written_verifying_goes_on_and_it_is_said_once() {
    let service = Service::start();
    std::fs::create_dir(usage_file(&service)).unwrap();
    wait_until("it is noticed", || {
        assert_eq!(service.status(&service.house.courier), 200);
        service.metric("jeton_usage_failures_total") >= 3
    });
    let said = service.said("usage cannot be written");
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(service.status(&service.house.courier), 200);
}
