//! Checking a log of a million events, beside hashing the same bytes in memory; and a flood of a million addresses.
//!
//! `cargo bench --bench log [-- EVENTS]`. The peer is SHA-256 over the canonical form of each event with the hash before it, one by
//! one, all of them in memory already. A ratio of 2.50 is 40 % of the peer's speed. Needs 700 MB of memory and as much disk.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use jeton::clock::World;
use jeton::domain::event::canonical;
use jeton::domain::traffic::{CallRef, Gateway};
use jeton::domain::verdict::Verdict;
use jeton::services::{Bound, Demo, DemoRequest, LogQuery, Services, Settings};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use support::{Runs, print};

const EVENTS: usize = 1_000_000;
const RUNS: usize = 5;

fn demo(directory: &Path, events: usize) -> Demo {
    let request = DemoRequest { tokens: 0, cancelled: &AtomicBool::new(false) };
    let demo =
        Services::demo(&directory.join("jeton.db"), &request, Settings::built_in().unwrap(), World::real()).unwrap().unwrap();
    demo.busy_years(events).unwrap();
    demo
}

/// The canonical form of every event behind the hash before it, one after the other.
fn forms(services: &Services) -> Vec<Vec<u8>> {
    let mut previous = [0; 32];
    let mut forms = Vec::new();
    let mut after = None;
    loop {
        // In pieces, as the log is longer than is good for memory.
        let filter = jeton::domain::filter::EventFilter::default();
        let last = after.unwrap_or(0);
        let page = services
            .history(&jeton::services::HistoryQuery {
                filter,
                from: jeton::services::HistoryFrom::After(last),
                entries: 10_000,
                look_at: 10_000,
            })
            .unwrap();
        if page.entries.is_empty() {
            return forms;
        }
        for event in page.entries.iter().filter_map(|entry| entry.event()) {
            let mut form = b"jeton/event-link/v1\0".to_vec();
            form.extend_from_slice(&previous);
            form.extend_from_slice(&canonical(event.seq, &event.what));
            previous = event.hash;
            after = Some(event.seq);
            forms.push(form);
        }
    }
}

fn flood(demo: &Demo) {
    const ADDRESSES: u32 = 1_000_000;
    let recorder = demo.services.usage_recorder().unwrap();
    let token = demo.services.log(&LogQuery { limit: Some(50), ..LogQuery::default() }).unwrap();
    let token = token.iter().rev().find_map(|event| event.what.token);
    let begun = Instant::now();
    for number in 0..ADDRESSES {
        let source = Some(IpAddr::from((0x2001_0db8_u128 << 96 | u128::from(number)).to_be_bytes()));
        recorder.record(&CallRef {
            at: demo.services.now(),
            token,
            version: Some(1),
            gateway: Gateway::Nginx,
            project: None,
            method: "GET",
            path: "/",
            scope: None,
            source,
            verdict: Verdict::Allow,
        });
        if number % 10_000 == 0 {
            let _ = recorder.flush().unwrap();
        }
    }
    let _ = recorder.flush().unwrap();
    let bytes = std::fs::metadata(demo.services.usage_path()).unwrap().len();
    println!(
        "{ADDRESSES} addresses in {:.1} s: {} KiB, of {} KiB at most",
        begun.elapsed().as_secs_f64(),
        bytes / 1024,
        Bound::of(60).bytes / 1024
    );
}

fn main() {
    let events = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(EVENTS);
    let directory = tempfile::Builder::new().permissions(std::fs::Permissions::from_mode(0o700)).tempdir().unwrap();
    let begun = Instant::now();
    let demo = demo(directory.path(), events);
    println!("{events} events written in {:.1} s", begun.elapsed().as_secs_f64());
    let forms = forms(&demo.services);
    let bytes: usize = forms.iter().map(Vec::len).sum();
    println!("{} forms of {} bytes each\n", forms.len(), bytes / forms.len().max(1));
    let hashed = Runs::of(RUNS, || forms.iter().fold(0_u8, |all, form| all ^ Sha256::digest(form)[0]));
    drop(forms);
    print("SHA-256 of the same bytes in memory", &hashed, None);
    let peer = Some(("hashing", hashed.median()));
    let report = demo.services.verify_log(Some(&demo.session), None).unwrap();
    assert!(report.is_intact(), "{:?}", report.faults);
    print("log verify", &Runs::of(RUNS, || demo.services.verify_log(None, None).unwrap()), peer);
    print("log verify --keyed", &Runs::of(RUNS, || demo.services.verify_log(Some(&demo.session), None).unwrap()), peer);
    let strides = Runs::of(RUNS, || {
        let mut walk = demo.services.begin_chain_walk(None).unwrap();
        let mut longest = std::time::Duration::ZERO;
        loop {
            let begun = Instant::now();
            let is_over = demo.services.walk_chain(&mut walk, Some(&demo.session), 20_000).unwrap();
            longest = longest.max(begun.elapsed());
            if is_over {
                return longest;
            }
        }
    });
    print("the walk of screen 3, keyed, in pieces", &strides, peer);
    println!();
    flood(&demo);
}
