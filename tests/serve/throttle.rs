//! Floods of values that are no live token.

use crate::service::Service;
use jeton::domain::format::checksum;

/// A value of the right form that no vault knows.
fn unknown(n: u32) -> String {
    let prefix = format!("jtn_bot_{n:030}");
    format!("{prefix}{}", std::str::from_utf8(&checksum(&prefix)).unwrap())
}

#[test]
fn a_flood_is_told_to_wait_and_good_values_from_the_same_address_pass() {
    let service = Service::with("failures = \"20/h\"");
    let value = &service.house.courier;
    assert_eq!(service.status(value), 200);
    let mut client = service.client();
    let mut ask = |target: &str, value: &str, from: &str| {
        client.ask(&format!("GET {target}"), &[&format!("x-api-token: {value}"), &format!("X-Forwarded-For: {from}")])
    };
    let statuses: Vec<u16> = (0..60).map(|n| ask("/auth/caddy", &unknown(n), "192.0.2.7").status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 20);
    assert_eq!(statuses[20..].iter().find(|status| **status != 429), None);
    let told = ask("/auth/nginx", &unknown(61), "192.0.2.7");
    assert_eq!((told.status, told.all("x-jeton-status")), (403, vec!["429"]));
    assert!(!told.all("retry-after")[0].is_empty());
    assert_eq!(ask("/auth/caddy", "nonsense", "192.0.2.7").status, 429, "malformed ones too");
    assert_eq!(ask("/auth/caddy", value, "192.0.2.7").status, 200);
    assert_eq!(ask("/auth/caddy", &unknown(62), "192.0.2.8").status, 401, "other addresses begin afresh");
    assert_eq!(service.ask("/auth/caddy", &["X-Forwarded-For: 192.0.2.7"]).status, 401, "no value at all is no failure");
    // An issue makes the copy in memory old: now the database is asked, for values that were good before.
    service.house.value("bot add newcomer");
    assert_eq!(ask("/auth/caddy", value, "192.0.2.7").status, 200);
    service.house.revoke("bot:courier");
    assert_eq!(ask("/auth/caddy", value, "192.0.2.7").status, 429, "it was good, and is not any more");
    assert!(service.metric("jeton_requests_total{gateway=\"caddy\",verdict=\"throttled\"}") >= 41);
    assert!(service.said("denied").iter().filter(|line| line["reason"] == "unknown").count() <= 21);
}

#[test]
fn switched_off_nobody_is_told_to_wait() {
    let service = Service::with("failures = \"off\"");
    let mut client = service.client();
    for n in 0..800 {
        assert_eq!(client.ask("GET /auth/caddy", &[&format!("x-api-token: {}", unknown(n))]).status, 401);
    }
}
