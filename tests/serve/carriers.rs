//! Whatever a client puts into the headers that carry a value: one live value passes, anything else does not.

use crate::client::Client;
use crate::service::Service;
use jeton::domain::format::checksum;

/// Header lines as bytes, and what they are.
type Attempt = (&'static str, Vec<u8>);

fn lines(value: &str, other: &str, public_id: &str) -> Vec<Attempt> {
    let text = |what, text: String| (what, text.into_bytes());
    let last = value.chars().last().unwrap();
    let mistyped = format!("{}{}", &value[..value.len() - 1], if last == '0' { '1' } else { '0' });
    let prefix = &value[..value.len() - 6];
    let swapped = prefix.replacen("_bot_", "_int_", 1);
    let whole = |prefix: &str| format!("{prefix}{}", std::str::from_utf8(&checksum(prefix)).unwrap());
    vec![
        text("nothing", String::new()),
        text("an empty header", "x-api-token:\r\n".to_owned()),
        text("a scheme alone", "Authorization: Bearer\r\n".to_owned()),
        text("a scheme and blanks", "Authorization: Bearer    \r\n".to_owned()),
        text("the prefix only", "x-api-token: jtn_bot_\r\n".to_owned()),
        text("a bad checksum", format!("x-api-token: {mistyped}\r\n")),
        text("a value cut short", format!("x-api-token: {prefix}\r\n")),
        text("a swapped tag", format!("x-api-token: {}{}\r\n", swapped, &value[value.len() - 6..])),
        text("a swapped tag with its own checksum", format!("x-api-token: {}\r\n", whole(&swapped))),
        text("another brand", format!("x-api-token: {}\r\n", whole(&prefix.replacen("jtn", "abc", 1)))),
        text("upper case", format!("x-api-token: {}\r\n", value.to_uppercase())),
        text("lower case", format!("x-api-token: {}\r\n", value.to_lowercase())),
        text("a public id", format!("x-api-token: {public_id}\r\n")),
        text("a made-up digest", format!("x-api-token: {}\r\n", "ab".repeat(32))),
        text("Basic", format!("Authorization: Basic {value}\r\n")),
        text("no scheme", format!("Authorization: {value}\r\n")),
        text("a scheme without a blank", format!("Authorization: Bearer{value}\r\n")),
        text("a tab behind the scheme", format!("Authorization: Bearer\t{value}\r\n")),
        text("two in one header", format!("Authorization: Bearer {value}, Bearer {other}\r\n")),
        text("the same two in one header", format!("Authorization: Bearer {value}, Bearer {value}\r\n")),
        text("a pair of schemes", format!("Authorization: Basic YTpi, Bearer {value}\r\n")),
        text("two values", format!("x-api-token: {value}\r\nAuthorization: Bearer {other}\r\n")),
        text("two values the other way", format!("Authorization: Bearer {other}\r\nx-api-token: {value}\r\n")),
        text("a dead value first", format!("api-token: jtn_bot_x\r\nx-api-token: {value}\r\n")),
        text("one header twice", format!("x-api-token: {value}\r\nx-api-token: {value}\r\n")),
        text("one header twice, one empty", format!("x-api-token: {value}\r\nX-API-Token:\r\n")),
        text("one header twice, in another case", format!("Authorization: Bearer {value}\r\nAUTHORIZATION: Bearer {value}\r\n")),
        text("another scheme beside Bearer", format!("Authorization: Bearer {value}\r\nAuthorization: Basic YTpi\r\n")),
        text("a cookie", format!("Cookie: x-api-token={value}; token={value}\r\n")),
        text("underscores", format!("x_api_token: {value}\r\n")),
        text("dots", format!("x.api.token: {value}\r\n")),
        text("underscores in the old name", format!("api_token: {value}\r\n")),
        text("a look-alike", format!("x-api-tokens: {value}\r\nx-jeton-token: {value}\r\n")),
        text("a comma behind", format!("x-api-token: {value},\r\n")),
        text("a blank within", format!("x-api-token: {} {}\r\n", &value[..20], &value[20..])),
        text("quotes", format!("x-api-token: \"{value}\"\r\n")),
        text("far too long", format!("x-api-token: {}\r\n", "x".repeat(10_000))),
        text("longer than a value may be", format!("x-api-token: {value}{}\r\n", "x".repeat(512))),
        ("not UTF-8", [b"x-api-token: ", value.as_bytes(), b"\xff\xfe\r\n"].concat()),
        ("a letter beyond ASCII", [b"x-api-token: \xc3\xa4", value.as_bytes(), b"\r\n"].concat()),
        ("a NUL", [b"x-api-token: ", value.as_bytes(), b"\0\r\n"].concat()),
        ("a line break", [b"x-api-token: ", &value.as_bytes()[..20], b"\r", &value.as_bytes()[20..], b"\r\n"].concat()),
        ("a folded header", [b"x-api-token:\r\n ", value.as_bytes(), b"\r\n"].concat()),
        ("a blank before the colon", [b"x-api-token : ", value.as_bytes(), b"\r\n"].concat()),
    ]
}

fn send(client: &mut Client, target: &str, lines: &[u8]) -> crate::client::Answer {
    client.send(&[format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n").as_bytes(), lines, b"\r\n"].concat())
}

#[test]
fn one_live_value_in_any_carrier_passes() {
    let service = Service::start();
    let value = &service.house.courier;
    let mut client = service.client();
    for lines in [
        format!("x-api-token: {value}\r\n"),
        format!("X-Api-Token:   {value}  \r\n"),
        format!("api-token: {value}\r\n"),
        format!("Authorization: Bearer {value}\r\n"),
        format!("authorization: bEARER   {value}\r\n"),
        format!("x-api-token: {value}\r\nAuthorization: Bearer {value}\r\napi-token: {value}\r\n"),
        format!("Authorization: Basic YTpi\r\nx-api-token: {value}\r\n"),
        format!("x_api_token: jtn_bot_x\r\nx-api-token: {value}\r\n"),
    ] {
        assert_eq!(send(&mut client, "/auth/nginx", lines.as_bytes()).status, 200, "{lines}");
    }
}

#[test]
fn anything_else_is_refused_at_every_gateway_and_tells_nothing() {
    let service = Service::with("failures = \"off\"");
    let value = service.house.courier.clone();
    let other = service.house.value("bot add second");
    let shown = service.house.run("show bot:courier --json");
    let public_id = serde_json::from_str::<serde_json::Value>(&shown.out).unwrap()["token"]["id"].as_str().unwrap().to_owned();
    for target in ["/auth/nginx", "/auth/caddy", "/auth/traefik", "/auth/haproxy", "/auth/envoy/-/v1/files"] {
        for (what, lines) in lines(&value, &other, &public_id) {
            let answer = send(&mut service.client(), target, &lines);
            assert!([400, 401, 431].contains(&answer.status), "{what} at {target}: {answer:?}");
            if answer.status == 401 {
                let json = answer.json();
                let missing =
                    ["nothing", "Basic", "no scheme", "a scheme without a blank", "a tab behind the scheme", "a cookie"];
                let is_missing =
                    missing.contains(&what) || what.starts_with("underscores") || ["dots", "a look-alike"].contains(&what);
                let told = if is_missing { "API token is required" } else { "Invalid API token" };
                assert_eq!(json["error"], told, "{what} at {target}");
                assert_eq!(answer.all("x-jeton-token-id"), [""], "{what}");
            }
            assert!(!format!("{answer:?}").contains(&value[..20]), "{what}: the value comes back");
        }
    }
    assert_eq!(service.status(&value), 200, "and the service goes on");
    let (code, log) = service_end(service);
    assert_eq!(code, Some(0));
    assert!(!log.iter().any(|line| line.contains(&value[8..30]) || line.contains(&other[8..30])), "{log:#?}");
}

fn service_end(service: Service) -> (Option<i32>, Vec<String>) {
    service.into_running().end()
}

#[test]
fn a_value_in_the_query_is_not_read_and_misleads_nobody() {
    let service = Service::start();
    let value = &service.house.courier;
    for query in [format!("x-api-token={value}"), format!("token={value}"), format!("access_token={value}")] {
        let answer = service.ask(&format!("/auth/nginx?{query}"), &[]);
        assert_eq!(answer.status, 500, "{answer:?}");
    }
    let said = ["X-Original-Method: GET", &format!("X-Original-URI: /v1/files?access_token={value}")];
    assert_eq!(service.ask("/auth/nginx", &said).status, 401);
    let kept = service.log().join("\n");
    assert!(!kept.contains(&value[8..30]), "{kept}");
}

#[test]
fn a_value_of_a_megabyte_costs_no_memory() {
    let service = Service::start();
    let before = service.peak_memory();
    for _ in 0..8 {
        let head = b"GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nx-api-token: ";
        let status = service.status_of(&[&head[..], &vec![b'x'; 1 << 20], b"\r\n\r\n"].concat());
        assert!([None, Some(431)].contains(&status), "closed, or told why: {status:?}");
    }
    assert!(service.peak_memory() < before + 4_096, "{} KiB, {before} before", service.peak_memory());
    assert_eq!(service.status(&service.house.courier), 200);
}
