//! The verification service under load: its processor time, latency and memory beside a bare server on the same runtime, and whether
//! an answer ever is older than a change. `cargo bench --bench serve [-- PART…]`, parts: cpu, many, latency, nginx, peer, memory, revoke.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "serve/load.rs"]
mod load;
#[path = "serve/nginx.rs"]
mod nginx;
#[path = "serve/server.rs"]
mod server;
#[path = "serve/vault.rs"]
mod vault;

use load::{Outcome, requests, run};
use server::{BARE, BARE_WITH_HEADERS, Server};
use std::sync::Arc;
use std::time::Duration;
use vault::Vault;

const PATH: &str = "/auth/nginx?need=files:read";
const TOKENS: usize = 10_000;
const ROUNDS: usize = 11;
const CALLS: usize = 30_000;
const CONNECTIONS: usize = 32;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    for (word, with_headers) in [(BARE, false), (BARE_WITH_HEADERS, true)] {
        if arguments.iter().any(|argument| argument == word) {
            return server::serve_bare(with_headers);
        }
    }
    let chosen: Vec<&str> = arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with("--")).collect();
    let wants = |part: &str| chosen.is_empty() || chosen.contains(&part);
    let parts = [
        ("cpu", cpu as fn()),
        ("many", many),
        ("latency", latency),
        ("nginx", behind_nginx),
        ("peer", peer),
        ("memory", memory),
        ("revoke", revoke),
    ];
    for (part, bench) in parts {
        if wants(part) {
            println!("\n{part}");
            bench();
        }
    }
}

/// The middle of some numbers, with the least and the most.
fn middle(mut numbers: Vec<f64>) -> (f64, f64, f64) {
    numbers.sort_by(f64::total_cmp);
    (numbers[numbers.len() / 2], numbers[0], numbers[numbers.len() - 1])
}

fn say(what: &str, unit: &str, numbers: Vec<f64>) -> f64 {
    let (middle, least, most) = middle(numbers);
    println!("{what:<52} {middle:>9.3} {unit} ({least:.3}-{most:.3})");
    middle
}

/// Processor time of the server for each request, in microseconds.
fn cost(server: &Server, calls: usize, all: &Arc<Vec<Vec<u8>>>) -> (f64, Outcome) {
    let before = server.cpu();
    let outcome = run(server.address, CONNECTIONS, calls, all);
    assert_eq!(outcome.refused, 0, "a valid token was refused");
    ((server.cpu() - before).as_secs_f64() * 1e6 / calls as f64, outcome)
}

/// Values whose scopes are asked for.
fn allowed(vault: &Vault) -> Vec<String> {
    vault.values.iter().enumerate().filter(|(at, _)| at % 3 != 2).map(|(_, value)| value.clone()).collect()
}

fn cpu() {
    let vault = Vault::with(TOKENS);
    let servers = [Server::jeton(&vault, &[]), Server::bare(BARE), Server::bare(BARE_WITH_HEADERS)];
    let all = requests(PATH, &allowed(&vault));
    let round = || [0, 1, 2].map(|at| cost(&servers[at], CALLS, &all).0);
    round();
    let rounds: Vec<[f64; 3]> = (0..ROUNDS).map(|_| round()).collect();
    let of = |at: usize| rounds.iter().map(|round| round[at]).collect();
    say("jeton serve, 10,000 tokens, usage on", "us of processor time a request", of(0));
    say("bare hyper, constant 200", "us", of(1));
    say("bare hyper, constant 200 with as many headers", "us", of(2));
    let ratio = |at: usize| rounds.iter().map(|round| round[0] / round[at]).collect();
    say("ratio to the bare one, round by round", "x", ratio(1));
    say("ratio to the one with headers, round by round", "x", ratio(2));
}

fn many() {
    let (few, many) = (Vault::with(TOKENS), Vault::with(1_000_000));
    let servers = [Server::jeton(&few, &[]), Server::jeton(&many, &[])];
    let all = [requests(PATH, &allowed(&few)), requests(PATH, &allowed(&many))];
    // The first copy of a million tokens takes some seconds, in which some requests may wait for too long and be refused.
    for round in 0..10 {
        let refused = [0, 1].map(|at| run(servers[at].address, CONNECTIONS, CALLS, &all[at]).refused);
        println!("warming up, round {round}: {refused:?} refused");
    }
    let pairs: Vec<[f64; 2]> = (0..ROUNDS).map(|_| [0, 1].map(|at| cost(&servers[at], CALLS, &all[at]).0)).collect();
    say("10,000 tokens", "us", pairs.iter().map(|pair| pair[0]).collect());
    say("1,000,000 tokens", "us", pairs.iter().map(|pair| pair[1]).collect());
    say("ratio, pair by pair", "x", pairs.iter().map(|pair| pair[1] / pair[0]).collect());
    println!("resident with 1,000,000 tokens: {} MiB", servers[1].resident() / 1024);
}

fn latency() {
    let vault = Vault::with(TOKENS);
    let (jeton, bare) = (Server::jeton(&vault, &[]), Server::bare(BARE));
    let all = requests(PATH, &allowed(&vault));
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    for connections in [1, CONNECTIONS] {
        let calls = if connections == 1 { CALLS / 5 } else { CALLS };
        let of = |server: &Server| run(server.address, connections, calls, &all);
        let pairs: Vec<[Outcome; 2]> = (0..ROUNDS).map(|_| [of(&jeton), of(&bare)]).collect();
        for (at, who) in ["jeton", "bare"].into_iter().enumerate() {
            let each = |figure: &dyn Fn(&Outcome) -> f64| pairs.iter().map(|pair| figure(&pair[at])).collect();
            say(&format!("{connections} connections, {who}: p50"), "us", each(&|outcome| micros(outcome.percentile(50.0))));
            say(&format!("{connections} connections, {who}: p99"), "us", each(&|outcome| micros(outcome.percentile(99.0))));
            say(&format!("{connections} connections, {who}: throughput"), "/s", each(&Outcome::per_second));
        }
        let ratio = |pair: &[Outcome; 2]| micros(pair[0].percentile(99.0)) / micros(pair[1].percentile(99.0));
        say(&format!("{connections} connections, p99: ratio, pair by pair"), "x", pairs.iter().map(ratio).collect());
    }
}

/// Through nginx as `jeton gateway` sets it up: asking nobody, a verifier that always says yes, and Jeton.
fn behind_nginx() {
    let vault = Vault::with(TOKENS);
    let (jeton, constant, upstream) = (Server::jeton(&vault, &[]), Server::bare(BARE), Server::bare(BARE));
    let asked = [None, Some(constant.address), Some(jeton.address)];
    let proxies = asked.map(|verifier| nginx::Nginx::start(&vault, verifier, upstream.address));
    let all = requests("/v1/files/report", &allowed(&vault));
    let of = |at: usize| {
        let outcome = run(proxies[at].address, CONNECTIONS, CALLS / 3, &all);
        assert_eq!(outcome.refused, 0, "a valid token was refused");
        outcome.per_second()
    };
    let rounds: Vec<[f64; 3]> = (0..ROUNDS).map(|_| [0, 1, 2].map(of)).collect();
    for (at, who) in ["no check", "constant verifier", "jeton"].into_iter().enumerate() {
        say(&format!("nginx, {who}"), "/s", rounds.iter().map(|round| round[at]).collect());
    }
    say("jeton to constant verifier, round by round", "x", rounds.iter().map(|round| round[2] / round[1]).collect());
}

/// Beside Better Auth's API-key plugin, where it is installed.
fn peer() {
    let Some(home) = std::env::var_os("BETTER_AUTH").map(std::path::PathBuf::from) else {
        return println!("skipped: BETTER_AUTH names no directory in which Better Auth is installed (see serve/better_auth.mjs)");
    };
    let vault = Vault::with(1_000);
    let jeton = Server::jeton(&vault, &[]);
    let (theirs, keys) = Server::better_auth(&home, 1_000);
    let (all, their_all) = (requests(PATH, &allowed(&vault)), requests("/", &keys));
    let of = |server: &Server, calls: usize, all: &Arc<Vec<Vec<u8>>>| {
        let outcome = run(server.address, CONNECTIONS, calls, all);
        assert_eq!(outcome.refused, 0, "a valid token was refused");
        outcome.per_second()
    };
    let pairs: Vec<(f64, f64)> = (0..ROUNDS).map(|_| (of(&jeton, CALLS, &all), of(&theirs, CALLS / 60, &their_all))).collect();
    say("jeton serve, 1,000 tokens", "/s", pairs.iter().map(|pair| pair.0).collect());
    say("Better Auth, 1,000 keys, SQLite in WAL mode", "/s", pairs.iter().map(|pair| pair.1).collect());
    say("ratio, pair by pair", "x", pairs.iter().map(|pair| pair.0 / pair.1).collect());
}

fn memory() {
    let vault = Vault::with(TOKENS);
    let jeton = Server::jeton(&vault, &[]);
    let all = requests(PATH, &allowed(&vault));
    for calls in [0, 100_000, 400_000, 500_000, 500_000, 500_000] {
        cost(&jeton, calls.max(1), &all);
        println!("after {calls:>9} more requests: {:.1} MiB", jeton.resident() as f64 / 1024.0);
    }
}

/// A thousand times: connections hammer one token, it is switched off by another process, and from the moment that process has
/// ended no request that begins may pass.
fn revoke() {
    let vault = Vault::with(100);
    let jeton = Server::jeton(&vault, &[]);
    let all = requests("/auth/nginx", &vault.values[..1]);
    let selector = vault::id(0).to_string();
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1_000);
    let ended = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let address = jeton.address;
    let hammer = {
        let (ended, all) = (Arc::clone(&ended), Arc::clone(&all));
        std::thread::spawn(move || {
            let mut sent = 0;
            while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                sent += run(address, CONNECTIONS, 2_000, &all).latencies.len();
            }
            sent
        })
    };
    let (mut stale, mut lost) = (0, 0);
    for _ in 0..rounds {
        assert!(vault.jeton().args(["disable", &selector]).output().unwrap().status.success());
        stale += 20 - run(address, 4, 20, &all).refused;
        assert!(vault.jeton().args(["enable", &selector]).output().unwrap().status.success());
        lost += run(address, 4, 20, &all).refused;
    }
    ended.store(true, std::sync::atomic::Ordering::Relaxed);
    println!(
        "{rounds} rounds, {} requests beside: {stale} accepted after the end, {lost} refused after the return",
        hammer.join().unwrap()
    );
    assert_eq!((stale, lost), (0, 0));
}
