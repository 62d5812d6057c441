//! A revoke bites on the next request: none that begins after the command returned is let through.

use crate::service::Service;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

const HAMMERS: usize = 4;
const ROUNDS: usize = 30;

#[test]
fn no_request_that_begins_after_the_command_returned_is_accepted() {
    let service = Service::with("failures = \"off\"");
    let accepted_in_all = AtomicU64::new(0);
    for round in 0..ROUNDS {
        let name = format!("short-{round}");
        let value = service.house.value(&format!("bot add {name}"));
        let header = format!("x-api-token: {value}");
        assert_eq!(service.status(&value), 200);
        let over = AtomicBool::new(false);
        let revoked_at = std::thread::scope(|scope| {
            let hammers: Vec<_> = (0..HAMMERS)
                .map(|_| {
                    scope.spawn(|| {
                        let mut client = service.client();
                        let mut last_accepted = None;
                        while !over.load(Ordering::SeqCst) {
                            let began = Instant::now();
                            match client.ask("GET /auth/nginx", &[&header]).status {
                                200 => {
                                    last_accepted = Some(began);
                                    accepted_in_all.fetch_add(1, Ordering::Relaxed);
                                }
                                401 => {}
                                other => panic!("status {other}"),
                            }
                        }
                        last_accepted
                    })
                })
                .collect();
            service.house.revoke(&format!("bot:{name}"));
            let revoked_at = Instant::now();
            for _ in 0..20 {
                assert_eq!(service.status(&value), 401, "round {round}");
            }
            over.store(true, Ordering::SeqCst);
            for hammer in hammers {
                let last = hammer.join().unwrap();
                assert!(last.is_none_or(|began| began < revoked_at), "round {round}: accepted after the revoke returned");
            }
            revoked_at
        });
        assert!(revoked_at <= Instant::now());
    }
    assert!(accepted_in_all.load(Ordering::Relaxed) > 1_000, "the hammers hit a live token");
}

#[test]
fn each_way_of_ending_a_value_counts_at_once_and_each_way_back() {
    let service = Service::start();
    let house = &service.house;
    let value = &house.courier;
    assert_eq!(service.status(value), 200);
    house.done("disable bot:courier");
    assert_eq!(service.status(value), 401);
    house.done("enable bot:courier");
    assert_eq!(service.status(value), 200);
    let next = house.value("rotate bot:courier --grace 1h");
    assert_eq!((service.status(value), service.status(&next)), (200, 200));
    house.done("grace bot:courier --end");
    assert_eq!((service.status(value), service.status(&next)), (401, 200));
    house.done("edit bot:courier --scope files:read");
    assert_eq!(service.ask("/auth/nginx?need=files:write", &[&format!("x-api-token: {next}")]).status, 403);
    house.done("edit bot:courier --allow 192.0.2.1");
    assert_eq!(service.status(&next), 403);
    let added = house.value("bot add another");
    assert_eq!(service.status(&added), 200, "what is issued is known at once");
}
