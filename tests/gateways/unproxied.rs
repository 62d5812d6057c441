//! Traefik and Envoy, by the requests that they send.

use crate::client::{Answer, body, head};
use crate::yard::{UNKNOWN, Yard};
use jeton::domain::identity;
use std::io::{BufReader, Write};
use std::os::unix::net::UnixStream;

/// Asks Jeton itself; the header lines as the proxy would send them.
fn ask(yard: &Yard, line: &str, headers: &[&str]) -> Answer {
    let mut stream = BufReader::new(UnixStream::connect(yard.socket()).unwrap());
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    stream.get_mut().write_all(format!("{line} HTTP/1.1\r\n{headers}\r\n").as_bytes()).unwrap();
    let (first, headers) = head(&mut stream).unwrap();
    let body = body(&mut stream, &headers, false);
    let status = first.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, headers, body: String::from_utf8(body).unwrap() }
}

/// As Traefik 3 asks: a GET with the client's headers, and its own words on method and path.
fn traefik(yard: &Yard, method: &str, uri: &str, more: &[&str]) -> u16 {
    let (method, uri) = (format!("X-Forwarded-Method: {method}"), format!("X-Forwarded-Uri: {uri}"));
    let mut headers = vec![
        "Host: 127.0.0.1:7420",
        "User-Agent: Go-http-client/1.1",
        "X-Forwarded-For: 192.0.2.7",
        "X-Forwarded-Host: api.example.org",
        &method,
        "X-Forwarded-Proto: https",
        &uri,
        "Accept-Encoding: gzip",
    ];
    headers.extend(more);
    let answer = ask(yard, "GET /auth/traefik?project=shop&routes=botpress", &headers);
    identity::HEADERS.iter().for_each(|name| assert_eq!(answer.all(name).len(), 1, "{name}: {answer:?}"));
    answer.status
}

/// As Envoy asks: the client's own method, its path behind the prefix, its `Host`, and the headers that are allowed.
fn envoy(yard: &Yard, method: &str, path: &str, more: &[&str]) -> u16 {
    let line = format!("{method} /auth/envoy/project=shop&routes=botpress{path}");
    let mut headers = vec!["Host: localhost", "x-forwarded-for: 192.0.2.7", "x-envoy-internal: true", "content-length: 0"];
    headers.extend(more);
    ask(yard, &line, &headers).status
}

type Asks = fn(&Yard, &str, &str, &[&str]) -> u16;

#[test]
fn what_the_token_may_do_passes_and_nothing_else() {
    let yard = Yard::open();
    let (good, wrong) = (format!("X-Api-Token: {}", yard.bot), format!("X-Api-Token: {UNKNOWN}"));
    for asks in [traefik as Asks, envoy] {
        assert_eq!(asks(&yard, "GET", "/v1/chat/messages/a%2Fb?x=../..", &[&good]), 200);
        assert_eq!(asks(&yard, "POST", "/v1/chat/messages", &[&good]), 200);
        assert_eq!(asks(&yard, "DELETE", "/v1/admin/bots/1", &[&good]), 403);
        assert_eq!(asks(&yard, "GET", "/v1/chat/messages/1", &[&wrong]), 401);
        assert_eq!(asks(&yard, "GET", "/v1/chat/messages/1", &[]), 401);
        assert_eq!(asks(&yard, "GET", "/v1/chat/messages/1", &[&good, "x-bot-id: bot-1"]), 200);
        assert_eq!(asks(&yard, "GET", "/v1/chat/messages/1", &[&good, "x-bot-id: bot-2"]), 403);
    }
}

#[test]
fn hostile_paths_are_refused_as_they_come() {
    let yard = Yard::open();
    let good = format!("X-Api-Token: {}", yard.bot);
    for path in [
        "/v1/chat/messages/../../admin/bots",
        "/v1/chat/messages/%2e%2e/admin",
        "/v1/chat/messages/..%2fadmin",
        "/v1/chat/messages/%252e%252e/admin",
        "/v1/chat//messages/x",
        "//v1/chat/messages/x",
        "/v1/chat/messages/x;y",
        "/v1/chat/messages/x%5cy",
        "/v1/chat/messages/x%00",
        "/v1/chat/messages/x%23",
        "/v1/chat/messages/%zz",
        "/v1/unknown",
        "/",
    ] {
        for asks in [traefik as Asks, envoy] {
            assert_eq!(asks(&yard, "GET", path, &[&good]), 403, "{path}");
        }
    }
    // Traefik alone could hand on what is no path.
    for uri in ["", "v1/chat/messages/x", "*", "http://api/v1/chat/messages/x"] {
        assert_eq!(traefik(&yard, "GET", uri, &[&good]), 403, "{uri:?}");
    }
}

#[test]
fn pairs_are_refused_whether_joined_or_not() {
    let yard = Yard::open();
    let (good, wrong) = (yard.bot.as_str(), UNKNOWN);
    for (first, second) in [(good, wrong), (wrong, good), (good, good)] {
        let (one, other) = (format!("X-Api-Token: {first}"), format!("X-Api-Token: {second}"));
        // Traefik hands a header on as often as it was sent; Envoy joins them with a comma.
        assert_eq!(traefik(&yard, "GET", "/v1/chat/messages/1", &[&one, &other]), 401);
        for joined in [format!("x-api-token: {first},{second}"), format!("authorization: Bearer {first},Bearer {second}")] {
            assert_eq!(envoy(&yard, "GET", "/v1/chat/messages/1", &[&joined]), 401);
        }
    }
    // A gateway's word that stands there twice is nobody's word: somebody forged one of them.
    let good = format!("X-Api-Token: {good}");
    for twice in ["X-Forwarded-Uri: /v1/chat/messages/1", "X-Forwarded-Method: GET"] {
        assert_eq!(traefik(&yard, "GET", "/v1/chat/messages/1", &[&good, twice]), 403, "{twice}");
    }
    // The words of other gateways are not read.
    let forged = ["X-Original-URI: /v1/chat/messages/1", "X-Original-Method: GET", "x-forwarded-uri: /v1/chat/messages/1"];
    assert_eq!(traefik(&yard, "DELETE", "/v1/admin/bots/1", &[&good, forged[0], forged[1]]), 403);
    assert_eq!(envoy(&yard, "DELETE", "/v1/admin/bots/1", &[&good, forged[0], forged[1], forged[2]]), 403);
}

#[test]
fn no_path_of_a_client_changes_what_envoys_configuration_asks() {
    let yard = Yard::open();
    yard.fixture.value(&["project", "add", "other"]);
    let foreign = format!("x-api-token: {}", yard.fixture.value(&["bot", "add", "stranger", "--project", "other"]));
    for path in [
        "/v1/chat/messages/1",
        "/v1/chat/messages/1?project=other",
        "/../project=other/v1/chat/messages/1",
        "/../../envoy/project=other/v1/chat/messages/1",
        "/%2e%2e/project=other/v1/chat/messages/1",
        "//auth/envoy/project=other/v1/chat/messages/1",
    ] {
        assert_eq!(envoy(&yard, "GET", path, &[&foreign]), 403, "{path}");
    }
}
