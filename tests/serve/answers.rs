//! What is answered: the identity of a token that passes, and denials that each gateway and each client can read.

use crate::client::Answer;
use crate::service::{Service, wait_until};

const IDENTITY: [&str; 8] = [
    "x-jeton-token-id",
    "x-jeton-kind",
    "x-jeton-owner",
    "x-jeton-project",
    "x-jeton-bot",
    "x-jeton-integration",
    "x-jeton-scopes",
    "x-jeton-expires",
];

/// A denial is whole: JSON in body and header alike, nothing of an identity, nothing to be kept.
fn expect_denial(answer: &Answer, code: u16, kind: &str, error: &str) {
    let json = answer.json();
    assert_eq!((json["code"].as_u64(), json["type"].as_str()), (Some(u64::from(code)), Some(kind)), "{answer:?}");
    assert_eq!(json["error"], error, "{answer:?}");
    let id = json["id"].as_str().unwrap();
    assert!(regex::Regex::new("^err_[0-9]+x[0-9a-f]{8}$").unwrap().is_match(id), "{id}");
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "code", "type", "message", "error"]);
    assert_eq!(answer.all("x-jeton-error"), [answer.body.as_str()]);
    assert_eq!(answer.all("content-type"), ["application/json"]);
    assert_eq!(answer.all("cache-control"), ["no-store"]);
    for name in IDENTITY {
        assert_eq!(answer.all(name), [""], "{name}");
    }
}

#[test]
fn a_token_that_passes_says_whom_it_speaks_for_and_what_a_client_says_of_itself_is_gone() {
    let service = Service::start();
    let value = &service.house.courier;
    let answer =
        service.ask("/auth/caddy", &[&format!("Authorization: Bearer {value}"), "X-Jeton-Owner: root", "X-Jeton-Kind: account"]);
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_eq!(answer.all("cache-control"), ["no-store"]);
    let said: Vec<Vec<&str>> = IDENTITY.iter().map(|name| answer.all(name)).collect();
    assert!(said.iter().all(|values| values.len() == 1), "each once: {said:?}");
    assert!(said[0][0].starts_with("tok_") && said[6][0].contains("files:read"), "{said:?}");
    assert_eq!(
        [&said[1], &said[2], &said[3], &said[4], &said[5], &said[7]].map(|values| values[0]),
        ["bot", "courier", "shop", "b-1", "", ""]
    );
    assert_eq!(
        service.ask("/auth/caddy", &[&format!("x-api-token: {}", service.house.value("reveal account"))]).all("x-jeton-kind"),
        ["account"]
    );
}

#[test]
fn the_client_is_told_what_to_do_and_the_operator_why() {
    let service = Service::start();
    let missing = service.ask("/auth/traefik", &[]);
    expect_denial(&missing, 401, "Unauthorized", "API token is required");
    assert_eq!(missing.all("www-authenticate"), ["Bearer realm=\"jeton\""]);
    let expired = service.house.value("issue pat --name brief --scope files:read --expires 1m");
    let disabled = service.house.value("bot add idle");
    service.house.done("disable bot:idle");
    service.house.revoke("bot:courier");
    let mut told = Vec::new();
    for (value, reason) in
        [(disabled.as_str(), "disabled"), (&service.house.courier, "revoked"), ("jtn_bot_nonsense", "malformed")]
    {
        let answer = service.ask("/auth/traefik", &[&format!("x-api-token: {value}")]);
        expect_denial(&answer, 401, "Unauthorized", "Invalid API token");
        assert_eq!(answer.all("www-authenticate"), ["Bearer realm=\"jeton\", error=\"invalid_token\""]);
        let id = answer.json()["id"].clone();
        let logged =
            service.said("denied").into_iter().find(|line| line["id"] == id).unwrap_or_else(|| panic!("{:#?}", service.log()));
        assert_eq!((&logged["reason"], &logged["gateway"]), (&reason.into(), &"traefik".into()));
        told.push(answer.json()["message"].clone());
    }
    told.dedup();
    assert_eq!(told.len(), 1, "the client cannot tell them apart");
    assert_eq!(service.status(&expired), 200);
}

#[test]
fn development_may_be_told_more() {
    let service = Service::with("detailed_errors = true");
    service.house.revoke("bot:courier");
    let answer = service.ask("/auth/caddy", &[&format!("x-api-token: {}", service.house.courier)]);
    expect_denial(&answer, 401, "Unauthorized", "Invalid API token");
    assert_eq!(answer.json()["message"], "the token was revoked");
}

#[test]
fn what_the_gateway_asks_for_is_held_against_the_token() {
    let service = Service::start();
    service.house.value("project add other");
    let header = format!("x-api-token: {}", service.house.courier);
    for (target, status) in [
        ("/auth/nginx?project=shop", 200),
        ("/auth/nginx?project=SHOP&need=files:write&need=messages:write", 200),
        ("/auth/nginx?project=other", 403),
        ("/auth/nginx?project=nowhere", 403),
        ("/auth/nginx?need=tokens:manage", 403),
        ("/auth/envoy/project=shop&routes=botpress/v1/files/a%2Fb?project=other", 200),
        ("/auth/envoy/project=other/v1/files/a", 403),
        ("/auth/envoy/routes=botpress/v1/admin/bots", 403),
        ("/auth/envoy/routes=botpress/v1/files/../admin/bots", 403),
        ("/auth/envoy/routes=botpress/v1/files/%2e%2e/x", 403),
        ("/auth/envoy/routes=botpress//v1/files/x", 403),
    ] {
        let answer = service.ask(target, &[&header]);
        assert_eq!(answer.status, status, "{target}: {answer:?}");
        if status == 403 {
            expect_denial(&answer, 403, "Forbidden", "Forbidden");
            assert!(answer.all("www-authenticate").is_empty());
        }
    }
    assert_eq!(service.ask("/auth/nginx", &[&header, "x-bot-id: b-1"]).status, 200);
    for binding in [&["x-bot-id: b-2"][..], &["x-bot-id: b-1", "x-bot-id: b-1"], &["x-bot-id:"], &["x-bot-id: \u{e4}"]] {
        let answer = service.ask("/auth/nginx", &[&[header.as_str()], binding].concat());
        assert_eq!(answer.status, 403, "{binding:?}");
    }
}

#[test]
fn a_route_is_read_from_the_headers_of_the_gateway_that_asks_and_of_no_other() {
    let service = Service::start();
    let header = format!("x-api-token: {}", service.house.courier);
    let ask = |target: &str, headers: &[&str]| {
        service.ask(&format!("{target}?routes=botpress"), &[&[header.as_str()], headers].concat()).status
    };
    let original = ["X-Original-Method: GET", "X-Original-URI: /v1/files/f?x=/v1/admin"];
    let forwarded = ["X-Forwarded-Method: GET", "X-Forwarded-Uri: /v1/files/f"];
    for target in ["/auth/nginx", "/auth/haproxy"] {
        assert_eq!(ask(target, &original), 200);
        assert_eq!(ask(target, &forwarded), 403, "another gateway's headers");
        assert_eq!(ask(target, &["X-Forwarded-Method: DELETE", "X-Forwarded-Uri: /v1/tables/t", original[0], original[1]]), 200);
        assert_eq!(ask(target, &[original[0], "X-Original-URI: /v1/admin/bots"]), 403);
        assert_eq!(ask(target, &[original[0]]), 403, "one is missing");
        assert_eq!(ask(target, &[original[1]]), 403, "the other is missing");
        assert_eq!(ask(target, &[original[0], original[1], original[1]]), 403, "one stands there twice");
        assert_eq!(ask(target, &[original[0], original[0], original[1]]), 403, "the other stands there twice");
        assert_eq!(ask(target, &[original[0], "X-Original-URI: http://x/v1/files/f"]), 403);
        assert_eq!(ask(target, &[original[0], "X_Original_URI: /v1/files/f"]), 403);
    }
    for target in ["/auth/caddy", "/auth/traefik"] {
        assert_eq!(ask(target, &forwarded), 200);
        assert_eq!(ask(target, &original), 403);
    }
}

#[test]
fn a_configuration_that_is_not_understood_lets_nothing_through_and_is_said_once() {
    let service = Service::start();
    let header = format!("x-api-token: {}", service.house.courier);
    for target in [
        "/auth/nginx?projet=shop",
        "/auth/nginx?project=shop&x=1",
        "/auth/caddy?routes=botpres",
        "/auth/haproxy?need=files",
        "/auth/traefik?need=fles:read",
        "/auth/nginx?project=shop&project=shop",
        "/auth/nginx?project=my+shop",
        "/auth/envoy/projet=shop/v1/files",
        "/auth/envoy/v1/files",
    ] {
        for _ in 0..3 {
            let answer = service.ask(target, &[&header]);
            assert_eq!(answer.status, 500, "{target}");
            expect_denial(&answer, 500, "Internal", "Internal server error");
        }
    }
    wait_until("all is said", || service.said("is not understood").len() >= 8);
    let said = service.said("is not understood");
    assert_eq!(said.len(), 8, "each text once: {said:#?}");
    assert!(said.iter().all(|line| line["level"] == "ERROR"));
    assert_eq!(said[0]["why"], "unknown parameter projet; did you mean project?");
}

#[test]
fn a_token_over_its_rate_waits_and_nginx_is_told_in_its_own_way() {
    let service = Service::start();
    let value = service.house.value("issue bot:courier --name slow --rate 2/h");
    let header = format!("x-api-token: {value}");
    let ask = |target: &str| service.ask(target, &[&header]);
    assert_eq!((ask("/auth/caddy").status, ask("/auth/nginx").status), (200, 200));
    for target in ["/auth/caddy", "/auth/traefik", "/auth/haproxy", "/auth/envoy/-/x"] {
        let answer = ask(target);
        assert_eq!(answer.status, 429);
        expect_denial(&answer, 429, "RateLimited", "Rate limited");
        let wait: u64 = answer.all("retry-after")[0].parse().unwrap();
        assert!((1_700..=1_800).contains(&wait), "{wait}");
        assert!(answer.all("x-jeton-status").is_empty());
    }
    let nginx = ask("/auth/nginx");
    assert_eq!((nginx.status, nginx.all("x-jeton-status")), (403, vec!["429"]));
    expect_denial(&nginx, 429, "RateLimited", "Rate limited");
    assert_eq!(nginx.all("retry-after").len(), 1);
    assert_eq!(service.status(&service.house.courier), 200, "the bot's other token has a rate of its own");
}

#[test]
fn a_request_that_is_denied_otherwise_does_not_use_up_the_rate() {
    let service = Service::start();
    let value = service.house.value("issue bot:courier --name slow --rate 1/h");
    let header = format!("x-api-token: {value}");
    for _ in 0..5 {
        assert_eq!(service.ask("/auth/nginx?project=other", &[&header]).status, 403);
    }
    assert_eq!(service.ask("/auth/nginx", &[&header]).status, 200);
    assert_eq!(service.ask("/auth/caddy", &[&header]).status, 429);
}

#[test]
fn any_method_asks_and_a_question_with_head_has_no_body() {
    let service = Service::start();
    let header = format!("x-api-token: {}", service.house.courier);
    let mut client = service.client();
    for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
        assert_eq!(client.ask(&format!("{method} /auth/envoy/-/v1/files"), &[&header]).status, 200, "{method}");
    }
}

#[test]
fn the_command_and_the_service_agree() {
    let service = Service::start();
    let courier = service.house.courier.clone();
    service.house.done("bot add other");
    for (value, query, arguments) in [
        (courier.as_str(), "need=files:write", &["--need", "files:write"][..]),
        (&courier, "need=tokens:manage", &["--need", "tokens:manage"]),
        (&courier, "project=shop", &["--project", "shop"]),
        (&courier, "project=none", &["--project", "none"]),
        ("jtn_bot_nonsense", "", &[]),
    ] {
        let run = service.house.fixture.feed(value, &[&["verify"][..], arguments].concat());
        let answer = service.ask(&format!("/auth/haproxy?{query}"), &[&format!("x-api-token: {value}")]);
        assert_eq!(run.code == 0, answer.status == 200, "{query}: {run:?} {answer:?}");
    }
}
