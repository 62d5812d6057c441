//! What the operator and the machine see of the service: health, figures, log, confinement, its end.

use crate::service::{House, Running, Service, wait_until};
use rustix::process::Signal;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

#[test]
fn health_and_figures_are_told_and_nothing_else() {
    let service = Service::start();
    let health = service.ask("/healthz", &[]);
    assert_eq!(health.status, 200);
    let vault = health.json()["vault"].as_str().unwrap().to_owned();
    assert!(vault.len() == 32 && vault.bytes().all(|byte| byte.is_ascii_hexdigit()), "{vault}");
    assert_eq!(service.status(&service.house.courier), 200);
    assert_eq!(service.ask("/auth/caddy", &[]).status, 401);
    assert_eq!(service.metric("jeton_requests_total{gateway=\"nginx\",verdict=\"allow\"}"), 1);
    assert_eq!(service.metric("jeton_requests_total{gateway=\"caddy\",verdict=\"missing\"}"), 1);
    assert_eq!(service.metric("jeton_request_duration_seconds_count"), 2);
    let looked_up = |from: &str| service.metric(&format!("jeton_lookups_total{{from=\"{from}\"}}"));
    assert_eq!(looked_up("memory") + looked_up("database"), 1);
    wait_until("most come from memory", || {
        service.status(&service.house.courier);
        looked_up("memory") > 2
    });
    assert!(service.metric("jeton_connections_total") > 5);
    for path in ["/", "/auth", "/favicon.ico", "/healthz/", "/metrics/x"] {
        assert_eq!(service.ask(path, &[]).status, 404, "{path}");
    }
    for path in ["/healthz", "/metrics"] {
        assert_eq!(service.client().ask(&format!("POST {path}"), &[]).status, 405, "{path}");
    }
    let well = regex::Regex::new(r#"^jeton_[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [0-9.]+$"#).unwrap();
    for line in service.ask("/metrics", &[]).body.lines().filter(|line| !line.starts_with('#')) {
        assert!(well.is_match(line), "{line}");
    }
}

#[test]
fn the_log_names_ids_and_reasons_and_never_a_value_or_a_query() {
    let service = Service::start();
    let value = service.house.courier.clone();
    let dead = service.house.value("bot add dead");
    service.house.revoke("bot:dead");
    for value in [&value, &dead] {
        let headers = [&*format!("x-api-token: {value}"), "X-Original-Method: GET", "X-Original-URI: /v1/files?key=hush"];
        service.ask("/auth/nginx?project=shop&need=files:read", &headers);
    }
    wait_until("all is said", || !service.said("accepted").is_empty() && !service.said("denied").is_empty());
    let ready = &service.said("ready")[0];
    assert_eq!(ready["vault"].as_str().unwrap(), service.house.fixture.db().display().to_string());
    assert!(["fully", "partially", "not supported"].contains(&ready["landlock"].as_str().unwrap()), "{ready}");
    assert!(ready["sqlite"].as_str().unwrap().starts_with("3."), "{ready}");
    assert!(service.said("accepted")[0]["token"].as_str().unwrap().starts_with("tok_"));
    let denied = &service.said("denied")[0];
    assert_eq!(
        (&denied["reason"], &denied["level"], &denied["source"]),
        (&"revoked".into(), &"INFO".into(), &"127.0.0.1".into())
    );
    assert!(denied["token"].as_str().unwrap().starts_with("tok_"));
    let (code, log) = service.into_running().end();
    assert_eq!(code, Some(0));
    for line in log {
        for secret in [&value[8..30], &dead[8..30], "hush"] {
            assert!(!line.contains(secret), "{line}");
        }
        let json: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert!(json["timestamp"].as_str().unwrap().ends_with('Z'));
    }
}

#[test]
fn a_log_for_people_is_said_by_default_and_only_as_loud_as_asked() {
    let house = House::new();
    let socket = house.fixture.home().join("run/serve.sock");
    let config = house.configure(&format!("[serve]\nlisten = \"unix:{}\"\nlog_level = \"warn\"\n", socket.display()));
    let mut command = house.fixture.command(&["serve", "--config", &config]);
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    wait_until("it listens", || std::os::unix::net::UnixStream::connect(&socket).is_ok());
    assert_eq!(crate::place::ask(&socket, "/healthz", ""), 200);
    let pid = rustix::process::Pid::from_raw(child.id().cast_signed()).unwrap();
    rustix::process::kill_process(pid, Signal::TERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said, "", "nothing happened that an operator should see to");
    for arguments in [["--log", "xml"], ["--log-level", "loud"]] {
        let run: crate::fixture::Run = house.command(&arguments).output().unwrap().into();
        assert!(run.code == 2, "{run:?}");
    }
}

/// A request of which the last line is not sent yet.
fn half_asked(service: &Running, value: &str) -> std::net::TcpStream {
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", service.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(format!("GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nx-api-token: {value}\r\n").as_bytes()).unwrap();
    stream
}

#[test]
fn told_to_end_it_answers_what_is_in_hand_and_no_more() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut service = Service::start();
        let value = service.house.courier.clone();
        let mut idle = service.client();
        assert_eq!(idle.ask("GET /auth/nginx", &[&format!("x-api-token: {value}")]).status, 200);
        let mut half = half_asked(&service, &value);
        let began = Instant::now();
        service.signal(signal);
        service.wait_for("ending");
        wait_until("nobody is let in any more", || std::net::TcpStream::connect(("127.0.0.1", service.port())).is_err());
        let _ = half.write_all(b"\r\n");
        let mut answer = String::new();
        let _ = half.read_to_string(&mut answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 200"), "{answer}");
        service.wait_dead();
        assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    }
}

#[test]
fn a_hang_up_changes_nothing() {
    let service = Service::start();
    service.signal(Signal::HUP);
    service.signal(Signal::HUP);
    for _ in 0..20 {
        assert_eq!(service.status(&service.house.courier), 200);
    }
    assert_eq!(service.into_running().end().0, Some(0));
}

#[test]
fn the_kernel_confines_it_where_it_can() {
    let service = Service::start();
    let level = service.said("ready")[0]["landlock"].as_str().unwrap().to_owned();
    if level == "not supported" {
        eprintln!("skipped: this kernel has no Landlock");
        let run: crate::fixture::Run =
            service.house.command(&["--listen", "127.0.0.1:0", "--require-landlock"]).output().unwrap().into();
        assert!(run.code == 5 && run.err.contains("no Landlock"), "{run:?}");
        return;
    }
    let required = service.house.serve(&["--require-landlock"]);
    assert_eq!(required.status(&service.house.courier), 200);
    for thread in std::fs::read_dir(format!("/proc/{}/task", required.id())).unwrap() {
        let status = std::fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
        assert!(status.lines().any(|line| line == "NoNewPrivs:\t1"), "every thread gained what it will ever gain: {status}");
    }
    // The usage file is made, removed and made anew under the rules.
    let usage = service.house.fixture.db().with_file_name("usage.db");
    wait_until("usage is written", || {
        required.status(&service.house.courier);
        usage.exists()
    });
    assert_eq!(required.metric("jeton_usage_failures_total"), 0);
}
