//! What must hold before every proxy.

use crate::client::{Answer, Client};
use crate::proxy::Proxy;
use crate::service::Arrived;
use crate::yard::{UNKNOWN, Yard};
use jeton::domain::carrier::Carrier;
use jeton::domain::gateway_config::DROPPED;
use jeton::domain::identity;
use jeton::domain::route::{Found, Profiles};
use jeton::domain::scope::ScopeSet;

/// A path of the profile `botpress` that bots may read.
const READ: &str = "GET /v1/chat/messages/msg_1";

fn bearer(value: &str) -> String {
    format!("Authorization: Bearer {value}")
}

fn carried(carrier: Carrier, value: &str) -> String {
    match carrier {
        Carrier::Authorization => bearer(value),
        other => format!("{}: {value}", other.header()),
    }
}

#[track_caller]
fn expect_passed(answer: &Answer) {
    assert_eq!((answer.status, answer.body.as_str()), (200, "from the inside"), "{answer:?}");
}

/// The denial is Jeton's own, body and all, and nothing arrived.
#[track_caller]
fn expect_denied(yard: &Yard, answer: &Answer, status: u16, kind: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    let body = answer.json();
    assert_eq!((body["code"].as_u64(), body["type"].as_str()), (Some(status.into()), Some(kind)), "{answer:?}");
    assert_eq!(answer.all("content-type"), ["application/json"], "{answer:?}");
    assert_eq!(answer.all("cache-control"), ["no-store"], "{answer:?}");
    let challenges = answer.all("www-authenticate");
    assert_eq!(challenges.len(), usize::from(status == 401), "{answer:?}");
    assert!(challenges.iter().all(|challenge| challenge.starts_with("Bearer realm=\"jeton\"")), "{answer:?}");
    let arrived = yard.service.take();
    assert!(arrived.is_empty(), "{arrived:#?}");
}

pub fn good_tokens_pass_with_whom_they_speak_for(proxy: Proxy) {
    let yard = Yard::behind(proxy, &["--routes", "botpress"]);
    for carrier in Carrier::ALL {
        let token = carried(carrier, &yard.bot);
        expect_passed(&yard.ask("GET /v1/files/a%2Fb%20c?x=%2e%2e/&y=a+b;c", &[&token]));
        let arrived = yard.service.take_one();
        assert_eq!((arrived.method.as_str(), arrived.target.as_str()), ("GET", "/v1/files/a%2Fb%20c?x=%2e%2e/&y=a+b;c"));
        assert_speaks_for_the_bot(&arrived);
    }
    // The body arrives, and the answer of the service is the service's own, whatever its status.
    let token = bearer(&yard.bot);
    let post = format!(
        "POST /v1/chat/messages HTTP/1.1\r\nHost: localhost\r\n{token}\r\nx-bot-id: bot-1\r\nx-answer: 401\r\n\
         Content-Length: 12\r\n\r\nhello, world"
    );
    let answer = Client::to(yard.port()).send(post.as_bytes());
    assert_eq!((answer.status, answer.body.as_str()), (401, "from the inside"), "{answer:?}");
    let arrived = yard.service.take_one();
    assert_eq!((arrived.method.as_str(), arrived.body.as_str()), ("POST", "hello, world"));
    for status in ["403", "500", "503"] {
        let answer = yard.ask(READ, &[&token, &format!("x-answer: {status}")]);
        assert_eq!((answer.status.to_string().as_str(), answer.body.as_str()), (status, "from the inside"), "{answer:?}");
    }
}

#[track_caller]
fn assert_speaks_for_the_bot(arrived: &Arrived) {
    assert_eq!(arrived.alike("x-jeton-kind"), ["bot"], "{arrived:#?}");
    assert_eq!(arrived.alike("x-jeton-owner"), ["helper"]);
    assert_eq!(arrived.alike("x-jeton-project"), ["shop"]);
    assert_eq!(arrived.alike("x-jeton-bot"), ["bot-1"]);
    assert!(arrived.alike("x-jeton-token-id")[0].starts_with("tok_") && arrived.alike("x-jeton-token-id").len() == 1);
    assert!(arrived.alike("x-jeton-scopes")[0].split(' ').any(|scope| scope == "files:read"), "{arrived:#?}");
    // What there is nothing to say of is empty, or left out where the proxy sends no empty headers.
    for name in ["x-jeton-integration", "x-jeton-expires"] {
        assert!(arrived.alike(name).iter().all(|value| value.is_empty()) && arrived.alike(name).len() <= 1, "{arrived:#?}");
    }
    assert_eq!(arrived.alike("x-forwarded-for"), ["127.0.0.1"]);
}

pub fn bad_tokens_get_the_denial_that_they_deserve(proxy: Proxy) {
    let yard = Yard::behind(proxy, &["--routes", "botpress"]);
    let value = |arguments: &[&str]| yard.fixture.value(arguments);
    let revoked = value(&["issue", "bot:helper", "--name", "gone"]);
    yard.done(&["revoke", "bot:helper/gone", "--yes"]);
    let disabled = value(&["issue", "bot:helper", "--name", "off"]);
    yard.done(&["disable", "bot:helper/off"]);
    value(&["project", "add", "other"]);
    let foreign = value(&["bot", "add", "stranger", "--project", "other"]);
    let narrow = value(&["issue", "bot:helper", "--name", "narrow", "--scope", "files:read"]);
    yard.service.take();

    let missing = yard.ask(READ, &[]);
    assert_eq!(missing.json()["error"], "API token is required");
    expect_denied(&yard, &missing, 401, "Unauthorized");
    let (cut, expired) = (&yard.bot[..20], yard.expired());
    for (what, token) in
        [("unknown", UNKNOWN), ("cut", cut), ("revoked", &revoked), ("disabled", &disabled), ("expired", &expired)]
    {
        let answer = yard.ask(READ, &[&bearer(token)]);
        assert_eq!(answer.json()["error"], "Invalid API token", "{what}");
        expect_denied(&yard, &answer, 401, "Unauthorized");
    }
    for (line, header) in [
        (READ, bearer(&foreign)),
        (READ, bearer(&narrow)),
        ("DELETE /v1/admin/bots/1", bearer(&yard.bot)),
        ("GET /nothing/of/the/profile", bearer(&yard.bot)),
        (READ, format!("{}\r\nx-bot-id: bot-2", bearer(&yard.bot))),
        (READ, format!("{}\r\nx-bot-id: bot-1\r\nx-bot-id: bot-1", bearer(&yard.bot))),
    ] {
        expect_denied(&yard, &yard.ask(line, &[&header]), 403, "Forbidden");
    }
    // Neither a query nor a cookie carries a token.
    for (line, header) in [
        (format!("{READ}?x-api-token={0}&token={0}", yard.bot), "X: y".to_owned()),
        (READ.to_owned(), format!("Cookie: x-api-token={}", yard.bot)),
    ] {
        expect_denied(&yard, &yard.ask(&line, &[&header]), 401, "Unauthorized");
    }
}

pub fn a_token_over_its_rate_is_told_when_to_come_back(proxy: Proxy) {
    let yard = Yard::behind(proxy, &[]);
    let hasty = yard.fixture.value(&["issue", "bot:helper", "--name", "hasty", "--rate", "2/h"]);
    for _ in 0..2 {
        expect_passed(&yard.ask(READ, &[&bearer(&hasty)]));
    }
    yard.service.take();
    let answer = yard.ask(READ, &[&bearer(&hasty)]);
    expect_denied(&yard, &answer, 429, "RateLimited");
    let wait: u64 = answer.all("retry-after")[0].parse().unwrap();
    assert!((1..=3_600).contains(&wait), "{answer:?}");
    expect_passed(&yard.ask(READ, &[&bearer(&yard.bot)]));
}

pub fn what_a_client_forges_does_not_matter(proxy: Proxy) {
    let yard = Yard::behind(proxy, &["--routes", "botpress"]);
    let token = bearer(&yard.bot);
    let mut forged: Vec<String> = identity::HEADERS.iter().map(|name| format!("{name}: forged")).collect();
    forged.extend(identity::HEADERS.iter().map(|name| format!("{}: forged", name.replace('-', "_"))));
    forged.extend(DROPPED.iter().map(|name| format!("{name}: /v1/files/forged")));
    forged.extend(
        ["X-Jeton_Kind: forged", "X.Jeton.Kind: forged", "X_Jeton-Bot: forged", "x-jeton-new: forged"].map(str::to_owned),
    );
    forged.extend(["X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 7.7.7.7", "X-Real-IP: 6.6.6.6"].map(str::to_owned));
    // What follows must not be taken away again on the last stretch either.
    let all = identity::HEADERS.join(", ");
    forged.push(format!("Connection: {all}, x-forwarded-for, x-forwarded-uri, x-original-uri"));
    let mut headers: Vec<&str> = forged.iter().map(String::as_str).collect();
    headers.push(&token);

    expect_passed(&yard.ask(READ, &headers));
    let arrived = yard.service.take_one();
    assert_eq!(arrived.target, "/v1/chat/messages/msg_1");
    assert_speaks_for_the_bot(&arrived);
    let forged_values = arrived.headers.iter().filter(|(_, value)| value.contains("forged") || value.contains("6.6.6.6"));
    // A header of that prefix which Jeton does not send may arrive; a proxy cannot always name what it does not know.
    let known = |name: &str| name.eq_ignore_ascii_case("x-jeton-new");
    assert_eq!(forged_values.filter(|(name, _)| !known(name)).count(), 0, "{arrived:#?}");
    assert_eq!(arrived.alike("x-real-ip"), ["127.0.0.1"]);

    // The forged path would be allowed; the real one is not.
    let forbidden = "DELETE /v1/admin/bots/1";
    expect_denied(&yard, &yard.ask(forbidden, &headers), 403, "Forbidden");
    // And without a token no header helps.
    headers.pop();
    expect_denied(&yard, &yard.ask(READ, &headers), 401, "Unauthorized");
}

pub fn two_tokens_never_pass_as_one(proxy: Proxy) {
    let yard = Yard::behind(proxy, &[]);
    let (good, wrong) = (yard.bot.as_str(), UNKNOWN);
    for (first, second) in [(good, wrong), (wrong, good), (good, good)] {
        for carrier in Carrier::ALL {
            let twice = [carried(carrier, first), carried(carrier, second)];
            let answer = yard.ask(READ, &[&twice[0], &twice[1]]);
            assert!(matches!(answer.status, 400 | 401), "{twice:?}: {answer:?}");
            assert!(yard.service.take().is_empty());
            let joined = carried(carrier, &format!("{first}, {second}"));
            expect_denied(&yard, &yard.ask(READ, &[&joined]), 401, "Unauthorized");
        }
        if first == second {
            continue;
        }
        for (one, other) in [(0, 1), (1, 2), (2, 0)] {
            let [one, other] = [carried(Carrier::ALL[one], first), carried(Carrier::ALL[other], second)];
            expect_denied(&yard, &yard.ask(READ, &[&one, &other]), 401, "Unauthorized");
        }
    }
    // The same value in two carriers is one token.
    expect_passed(&yard.ask(READ, &[&bearer(good), &carried(Carrier::XApiToken, good)]));
    yard.service.take();
    // Look-alikes carry nothing, and do not reach a service that would read them.
    for name in ["x_api_token", "X_Api-Token", "x-api_token", "api_token", "X_API_TOKEN"] {
        expect_denied(&yard, &yard.ask(READ, &[&format!("{name}: {good}")]), 401, "Unauthorized");
        expect_passed(&yard.ask(READ, &[&bearer(good), &format!("{name}: {wrong}")]));
        let arrived = yard.service.take_one();
        assert!(!arrived.headers.iter().any(|(_, value)| value == wrong), "{arrived:#?}");
    }
    // An `Authorization` of another scheme belongs to the service.
    expect_passed(&yard.ask(READ, &["Authorization: Basic YTpi", &carried(Carrier::XApiToken, good)]));
    assert_eq!(yard.service.take_one().all("authorization"), ["Basic YTpi"]);
}

/// Targets that servers read in more than one way, or that could mean another path than the one that a bot may read.
const TARGETS: [&str; 50] = [
    "/v1/chat/../admin/bots",
    "/v1/chat/messages/../../admin/bots",
    "/v1/chat/messages/%2e%2e/%2e%2e/admin/bots",
    "/v1/chat/messages/%2E./admin",
    "/v1/chat/messages/.%2e/admin",
    "/v1/chat/messages/..%2f..%2fadmin",
    "/v1/chat/messages/..%2F..%2Fadmin%2Fbots",
    "/v1/chat/messages/%252e%252e/admin",
    "/v1/chat/messages/..%252f..%252fadmin",
    "/v1/chat/messages/./x",
    "/v1/chat/messages/x/.",
    "/v1/chat/messages/x/..",
    "/v1/chat/messages//x",
    "//v1/chat/messages/x",
    "/v1//chat/messages/x",
    "//evil.example.org/v1/chat/messages/x",
    "/v1/chat/messages/x//",
    "/v1/chat/messages/x/",
    "/v1/chat/messages;/x",
    "/v1/chat/messages/x;admin",
    "/v1/chat/..;/admin/bots",
    "/v1/chat/messages/x%3bb",
    "/v1/chat\\..\\admin",
    "/v1/chat/messages/..\\admin",
    "/v1/chat/messages/..%5cadmin",
    "/v1/chat/messages/x%5Cy",
    "/v1/chat/messages/x%00",
    "/v1/chat/messages/%00/../admin",
    "/v1/chat/messages/x%0a",
    "/v1/chat/messages/x%0d%0aX-Jeton-Kind:%20account",
    "/v1/chat/messages/x%20y",
    "/v1/chat/messages/x%09y",
    "/v1/chat/messages/x#/../admin",
    "/v1/chat/messages/x%23",
    "/v1/chat/messages/x%3f/../admin",
    "/v1/chat/messages/x?/../../admin",
    "/v1/chat/messages/x?a=/../admin&b=%2e%2e%00",
    "/v1/chat/messages/%zz",
    "/v1/chat/messages/%",
    "/v1/chat/messages/%c0%ae%c0%ae/admin",
    "/v1/chat/messages/x%2Fy",
    "/v1/chat/messages/%6dsg",
    "/V1/CHAT/messages/x",
    "/v1/chat/%6dessages/x",
    "/v1/chat/messages/x%7F",
    "/v1/chat/messages/caf\u{e9}",
    "http://localhost/v1/chat/messages/../../admin",
    "http://localhost/v1/chat/messages/x",
    "*",
    "v1/chat/messages/x",
];

pub fn the_path_that_was_judged_is_the_one_that_arrives(proxy: Proxy) {
    let yard = Yard::behind(proxy, &["--routes", "botpress"]);
    let token = bearer(&yard.bot);
    let profiles = Profiles::built_in().unwrap();
    let profile = profiles.get("botpress").unwrap();
    let scopes = |arrived: &Arrived| ScopeSet::from_stored(arrived.all("x-jeton-scopes")[0]);
    let mut passed = Vec::new();
    for target in TARGETS {
        for method in ["GET", "DELETE"] {
            // One byte a character: what is beyond ASCII goes out as it is.
            let line = format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\n{token}\r\nConnection: close\r\n\r\n");
            let bytes: Vec<u8> = line.chars().map(|c| u8::try_from(c).unwrap()).collect();
            let answer = Client::to(yard.port()).send(&bytes);
            let arrived = yard.service.take();
            if answer.status != 200 {
                assert!(matches!(answer.status, 400 | 403 | 404) && arrived.is_empty(), "{target}: {answer:?} {arrived:#?}");
                continue;
            }
            assert_eq!(arrived.len(), 1, "{target}: {arrived:#?}");
            // Whatever arrived, the policy allows exactly that.
            let Found::Route(_, scope) = profile.find(&arrived[0].method, &arrived[0].target) else {
                panic!("{target} arrived as {}, which no route is for", arrived[0].target)
            };
            assert!(arrived[0].method == method && scopes(&arrived[0]).allows(scope), "{target}: {scope} {arrived:#?}");
            passed.push(target);
        }
    }
    // Data that only looks dangerous passes, as it is in real ids and queries.
    for target in [
        "/v1/chat/messages/x%2Fy",
        "/v1/chat/messages/x?/../../admin",
        "/v1/chat/messages/x?a=/../admin&b=%2e%2e%00",
        "/v1/chat/messages/%6dsg",
    ] {
        assert!(passed.contains(&target), "{target} does not pass");
    }
    expect_passed(&yard.ask("GET /v1/files/a%2fb%2Fc", &[&token]));
    assert_eq!(yard.service.take().last().unwrap().target, "/v1/files/a%2fb%2Fc");
}

pub fn a_revoke_bites_on_the_next_request(proxy: Proxy) {
    let yard = Yard::behind(proxy, &[]);
    let mut client = Client::to(yard.port());
    for round in 0..3 {
        let name = format!("short-{round}");
        let value = yard.fixture.value(&["issue", "bot:helper", "--name", &name]);
        let token = bearer(&value);
        for _ in 0..3 {
            expect_passed(&client.ask(READ, &[&token]));
        }
        yard.service.take();
        yard.done(&["revoke", &format!("bot:helper/{name}"), "--yes"]);
        expect_denied(&yard, &client.ask(READ, &[&token]), 401, "Unauthorized");
    }
}

pub fn without_jeton_nothing_passes(proxy: Proxy) {
    let mut yard = Yard::behind(proxy, &[]);
    let token = bearer(&yard.bot);
    expect_passed(&yard.ask(READ, &[&token]));
    yard.service.take();
    yard.stop_jeton();
    for headers in [&[token.as_str()][..], &[]] {
        let answer = yard.ask(READ, headers);
        assert!((500..600).contains(&answer.status), "{answer:?}");
        if proxy != Proxy::Caddy {
            assert_eq!((answer.status, answer.json()["code"].as_u64()), (503, Some(503)), "{answer:?}");
        }
        assert!(yard.service.take().is_empty());
    }
    // A dead process leaves its socket behind; the next one takes its place, and the proxy finds it by itself.
    yard.start_jeton();
    expect_passed(&yard.ask(READ, &[&token]));
}

pub fn connections_are_kept(proxy: Proxy) {
    let (yard, relay) = Yard::counted(proxy);
    let token = bearer(&yard.bot);
    let before = relay.connections();
    for _ in 0..10 {
        expect_passed(&yard.ask(READ, &[&token]));
        yard.service.take();
        // A denial costs no connection either.
        expect_denied(&yard, &yard.ask(READ, &[]), 401, "Unauthorized");
    }
    assert!(relay.connections() - before <= 2, "20 requests took {} connections to Jeton", relay.connections() - before);
    let mut client = Client::to(yard.port());
    let before = yard.service.connections();
    for _ in 0..20 {
        expect_passed(&client.ask(READ, &[&token]));
    }
    assert!(yard.service.connections() - before <= 2, "20 requests took {} to the service", yard.service.connections() - before);
}

pub fn the_service_need_not_see_the_token(proxy: Proxy) {
    let yard = Yard::behind(proxy, &["--strip-authorization"]);
    for carrier in Carrier::ALL {
        expect_passed(&yard.ask(READ, &[&carried(carrier, &yard.bot)]));
        let arrived = yard.service.take_one();
        assert!(!format!("{arrived:?}").contains(&yard.bot), "{arrived:#?}");
        assert_speaks_for_the_bot(&arrived);
    }
}
