//! Deny by default: every carrier, kind, state, scope and gateway with every other, asked of the real service. Allowed exactly where
//! a table says so that knows nothing of how the policy is written.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../common/fixture.rs"]
mod fixture;
mod line;
mod tokens;

use fixture::Fixture;
use line::Line;
use tokens::{Fate, Minted, mint};

/// Header lines with a value in them.
type Headers = fn(&str) -> String;

/// A request line with headers, for a client's method and path.
type Asking = fn(&str, &str) -> String;

/// How a client sends its value, and whether that gets it there.
const CARRIERS: [(&str, Headers, bool); 12] = [
    ("x-api-token", |value| format!("X-Api-Token: {value}\r\n"), true),
    ("bearer", |value| format!("Authorization: Bearer {value}\r\n"), true),
    ("bearer, odd case", |value| format!("authorization: bEARER   {value}\r\n"), true),
    ("api-token", |value| format!("api-token: {value}\r\n"), true),
    ("the same in two", |value| format!("x-api-token: {value}\r\nAuthorization: Bearer {value}\r\n"), true),
    ("beside another scheme", |value| format!("Authorization: Basic eDp5\r\napi-token: {value}\r\n"), true),
    ("none", |_| String::new(), false),
    ("another scheme", |value| format!("Authorization: Basic {value}\r\n"), false),
    ("a look-alike", |value| format!("x_api_token: {value}\r\n"), false),
    ("two that differ", |value| format!("x-api-token: {value}\r\napi-token: {value}x\r\n"), false),
    ("one twice", |value| format!("x-api-token: {value}\r\nx-api-token: {value}\r\n"), false),
    ("two parted by a comma", |value| format!("x-api-token: {value},{value}\r\n"), false),
];

/// What is asked of the routes: method, path, and whether a token may that has scopes, or one of the account or a project.
const QUESTIONS: [(&str, &str, &str, bool, bool); 6] = [
    ("a scope that it has", "POST", "/v1/chat/messages?x=1", true, true),
    ("the same with an id", "PUT", "/v1/chat/messages/a%2Fb", true, true),
    ("a scope that it has not", "POST", "/v1/tables", false, true),
    ("no route", "GET", "/v9/chat", false, false),
    ("a path of two readings", "POST", "/v1/chat/messages/../../admin/bots", false, false),
    ("the same encoded", "POST", "/v1/chat/messages/%2e%2e/bots", false, false),
];

/// The request that a gateway makes of Jeton for a client's request.
const GATEWAYS: [(&str, Asking); 5] = [
    ("nginx", |method, path| {
        asked("GET", "/auth/nginx?routes=botpress", [("X-Original-Method", method), ("X-Original-URI", path)])
    }),
    ("caddy", |method, path| {
        asked("GET", "/auth/caddy?routes=botpress", [("X-Forwarded-Method", method), ("X-Forwarded-Uri", path)])
    }),
    ("traefik", |method, path| {
        asked("GET", "/auth/traefik?routes=botpress", [("X-Forwarded-Method", method), ("X-Forwarded-Uri", path)])
    }),
    ("haproxy", |method, path| {
        asked("HEAD", "/auth/haproxy?routes=botpress", [("X-Original-Method", method), ("X-Original-URI", path)])
    }),
    ("envoy", |method, path| asked(method, &format!("/auth/envoy/routes=botpress{path}"), [])),
];

fn asked<const N: usize>(method: &str, target: &str, headers: [(&str, &str); N]) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\n{headers}")
}

/// The status that a cell must have, by the words of the documentation alone.
fn wanted(is_carried: bool, token: &Minted, for_scoped: bool, for_all: bool) -> u16 {
    let is_alive = matches!(token.fate, Fate::Active | Fate::Retiring) && token.kind != "external";
    let is_whole = matches!(token.kind, "account" | "project");
    match (is_carried && is_alive, if is_whole { for_all } else { for_scoped }) {
        (false, _) => 401,
        (true, false) => 403,
        (true, true) => 200,
    }
}

#[test]
fn nothing_passes_that_the_table_does_not_let_pass() {
    let fixture = Fixture::new();
    let tokens = mint(&fixture);
    let mut line = Line::to(&fixture);
    let (mut cells, mut allowed, mut wrong) = (0, 0, Vec::new());
    for token in &tokens {
        for (carrier, headers, is_carried) in CARRIERS {
            for (question, method, path, for_scoped, for_all) in QUESTIONS {
                for (gateway, request) in GATEWAYS {
                    let answer = line.ask(&(request(method, path) + &headers(&token.value) + "\r\n"));
                    let expected = wanted(is_carried, token, for_scoped, for_all);
                    cells += 1;
                    allowed += usize::from(answer.status == 200);
                    let speaks_for = answer.header("x-jeton-token-id");
                    if answer.status != expected || speaks_for != Some(if expected == 200 { &token.id } else { "" }) {
                        let cell = format!("{} {:?}, {carrier}, {question}, {gateway}", token.kind, token.fate);
                        wrong.push(format!("{cell}: {} for {speaks_for:?} in place of {expected}", answer.status));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells}:\n{}", wrong.len(), wrong.join("\n"));
    // 6 carriers and 5 gateways; 2 questions for each of three kinds with scopes, 3 for the account and a project; 2 fates.
    assert_eq!(allowed, 6 * 5 * 2 * (3 * 2 + 2 * 3));
    assert!(cells > 10_000, "{cells}");
}

#[test]
fn the_command_line_judges_as_the_service_does() {
    let fixture = Fixture::new();
    for (at, token) in mint(&fixture).iter().enumerate() {
        let (question, method, path, for_scoped, for_all) = QUESTIONS[at % QUESTIONS.len()];
        let run = fixture.feed(&token.value, &["verify", "--profile", "botpress", "--method", method, "--path", path]);
        let expected = wanted(true, token, for_scoped, for_all);
        assert_eq!(run.code, i32::from(expected != 200), "{} {:?}, {question}: {run:?}", token.kind, token.fate);
    }
}

#[test]
fn the_account_is_shut_out_and_let_in_again_by_the_next_request() {
    let fixture = Fixture::new();
    let account = fixture.value(&["reveal", "account"]);
    let mut line = Line::to(&fixture);
    for (command, expected) in [("status", 200), ("disable account", 401), ("enable account", 200), ("revoke account --yes", 401)]
    {
        let run = fixture.run(&command.split(' ').collect::<Vec<_>>());
        assert_eq!(run.code, 0, "{command}: {}", run.err);
        for (gateway, request) in GATEWAYS {
            let answer = line.ask(&(request("GET", "/v1/files") + &format!("x-api-token: {account}\r\n\r\n")));
            assert_eq!(answer.status, expected, "{gateway} after {command}");
        }
    }
}
