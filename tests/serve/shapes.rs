//! Requests in shapes that two servers could read differently: one answer at most, and never for what was hidden.

use crate::service::Service;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Everything that comes back for these bytes until the connection is closed, or is silent.
fn talk(service: &Service, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", service.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(700))).unwrap();
    // The service may have closed before it took everything.
    let _ = stream.write_all(bytes);
    let mut answers = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        answers.extend_from_slice(&buffer[..length]);
    }
    String::from_utf8_lossy(&answers).into_owned()
}

fn statuses(answers: &str) -> Vec<u16> {
    let lines = answers.split("HTTP/1.").skip(1);
    lines.filter_map(|answer| answer.get(2..5)?.parse().ok()).collect()
}

#[test]
fn a_request_hidden_in_anothers_body_is_not_answered() {
    let service = Service::start();
    let value = &service.house.courier;
    let hidden = format!("GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nx-api-token: {value}\r\n\r\n");
    let long = hidden.len();
    let head = "POST /auth/nginx HTTP/1.1\r\nHost: localhost\r\n";
    for (what, request) in [
        ("a length and chunks", format!("{head}Content-Length: {long}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}")),
        (
            "chunks and a length",
            format!("{head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n{long:x}\r\n{hidden}\r\n0\r\n\r\n"),
        ),
        ("two lengths", format!("{head}Content-Length: 0\r\nContent-Length: {long}\r\n\r\n{hidden}")),
        ("a list of lengths", format!("{head}Content-Length: 0, {long}\r\n\r\n{hidden}")),
        ("a length with a sign", format!("{head}Content-Length: +{long}\r\n\r\n{hidden}")),
        ("a negative length", format!("{head}Content-Length: -1\r\n\r\n{hidden}")),
        ("a length in hexadecimal", format!("{head}Content-Length: 0x{long:x}\r\n\r\n{hidden}")),
        ("an unknown coding", format!("{head}Transfer-Encoding: xchunked\r\n\r\n{hidden}")),
        ("chunked twice", format!("{head}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n{hidden}")),
        (
            "chunked and identity",
            format!("{head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{hidden}"),
        ),
        ("a blank before the colon", format!("{head}Content-Length : {long}\r\n\r\n{hidden}")),
        ("a folded header", format!("{head}X-A: b\r\n Content-Length: {long}\r\n\r\n{hidden}")),
        (
            "chunks in HTTP/1.0",
            format!("POST /auth/nginx HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"),
        ),
    ] {
        let answers = talk(&service, request.as_bytes());
        let statuses = statuses(&answers);
        assert!(statuses.len() <= 1 && !statuses.contains(&200), "{what}: {answers}");
    }
    assert_eq!(service.status(value), 200);
}

#[test]
fn pipelined_requests_are_each_judged_for_themselves() {
    let service = Service::start();
    let value = &service.house.courier;
    let with = |headers: &str| format!("GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    let good = with(&format!("x-api-token: {value}\r\n"));
    let answers = talk(&service, [good.as_str(), &with(""), &good, &with("x-api-token: jtn_bot_x\r\n")].concat().as_bytes());
    assert_eq!(statuses(&answers), [200, 401, 200, 401], "{answers}");
}

#[test]
fn targets_that_are_no_path_of_ours_are_refused() {
    let service = Service::start();
    let value = &service.house.courier;
    for (line, status) in [
        ("GET http://evil.example/auth/nginx HTTP/1.1", Some(400)),
        ("GET http://localhost/auth/nginx HTTP/1.1", Some(400)),
        ("CONNECT localhost:443 HTTP/1.1", Some(400)),
        ("CONNECT /auth/nginx HTTP/1.1", Some(400)),
        ("OPTIONS * HTTP/1.1", Some(404)),
        ("GET /auth/nginx/../nginx HTTP/1.1", Some(404)),
        ("GET /auth/%6eginx HTTP/1.1", Some(404)),
        ("GET //auth/nginx HTTP/1.1", Some(404)),
        ("GET /auth/nginx%00 HTTP/1.1", Some(404)),
        ("GET /auth/nginx;x HTTP/1.1", Some(404)),
        ("GET /AUTH/nginx HTTP/1.1", Some(404)),
        ("GET /auth/envoy HTTP/1.1", Some(404)),
        ("GET / HTTP/1.1", Some(404)),
        ("GET /auth/nginx HTTP/1.1 x", Some(400)),
        ("GET  /auth/nginx HTTP/1.1", Some(400)),
        ("GET /auth/nginx HTTP/2.0", Some(400)),
        ("GET /auth/nginx HTTP/0.9", Some(400)),
        ("GET /auth/nginx", Some(400)),
        ("G\u{e4}T /auth/nginx HTTP/1.1", Some(400)),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n", None),
        ("\u{16}\u{3}\u{1}\u{2}", Some(400)),
    ] {
        let answers = talk(&service, format!("{line}\r\nHost: localhost\r\nx-api-token: {value}\r\n\r\n").as_bytes());
        let found = statuses(&answers);
        assert!(found.len() <= 1 && !found.contains(&200), "{line:?}: {answers}");
        if let Some(status) = status {
            assert_eq!(found, [status], "{line:?}: {answers}");
        }
    }
    assert_eq!(service.status(value), 200);
}

#[test]
fn bare_line_feeds_end_lines_and_nothing_else() {
    let service = Service::start();
    let value = &service.house.courier;
    // As RFC 9112, section 2.2 allows. A value that holds one ends there, and what follows is a header of its own, at this hop as at
    // any other: no proxy sends such a header on.
    let answers = talk(&service, format!("GET /auth/nginx HTTP/1.1\nHost: localhost\nx-api-token: {value}\n\n").as_bytes());
    assert_eq!(statuses(&answers), [200]);
    let split = format!("GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nx-api-token: {}\n{}\r\n\r\n", &value[..20], &value[20..]);
    let answers = talk(&service, split.as_bytes());
    assert!(!statuses(&answers).contains(&200), "{answers}");
    let carriage = format!("GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nx-a: b\rx-api-token: {value}\r\n\r\n");
    assert_eq!(statuses(&talk(&service, carriage.as_bytes())), [400]);
}

#[test]
fn names_of_strangers_are_not_answered() {
    let service = Service::with("hosts = [\"auth.example.org\"]");
    let value = &service.house.courier;
    let ask = |target: &str, hosts: &str| {
        statuses(&talk(&service, format!("GET {target} HTTP/1.1\r\n{hosts}x-api-token: {value}\r\n\r\n").as_bytes()))
    };
    for target in ["/auth/nginx", "/healthz", "/metrics"] {
        assert_eq!(ask(target, "Host: localhost:80\r\n"), [200], "{target}");
        assert_eq!(ask(target, "Host: 127.0.0.1\r\n"), [200], "{target}");
        assert_eq!(ask(target, "Host: AUTH.example.org\r\n"), [200], "{target}");
        assert_eq!(ask(target, "Host: rebound.example\r\n"), [421], "{target}");
        assert_eq!(ask(target, "Host: localhost\r\nHost: localhost\r\n"), [400], "{target}");
        assert_eq!(ask(target, "Host: localhost\r\nHost: rebound.example\r\n"), [400], "{target}");
        assert_eq!(ask(target, ""), [400], "{target}");
    }
    assert_eq!(ask("/auth/envoy/-/x", "Host: api.example.org\r\n"), [200], "Envoy asks under its client's name");
}
