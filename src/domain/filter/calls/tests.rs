//! The traffic's filter as people type it, well or badly.

use super::*;
use crate::domain::traffic::Gateway;
use crate::domain::verdict::{Reason, Verdict};
use proptest::prelude::*;

fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

fn call() -> Call {
    Call {
        seq: 7,
        at: now() - jiff::SignedDuration::from_mins(90),
        token: Some("tok_4j7mqz0v9xkd".parse().unwrap()),
        version: Some(2),
        gateway: Gateway::Nginx,
        project: Some("webshop".to_owned()),
        method: "POST".to_owned(),
        path: "/v1/chat/Messages".to_owned(),
        scope: Some("messages:write".to_owned()),
        source: Some("192.0.2.7".parse().unwrap()),
        verdict: Verdict::Deny(Reason::MissingScope),
    }
}

fn nobody() -> Call {
    Call { token: None, version: None, source: None, verdict: Verdict::Deny(Reason::Unknown), ..call() }
}

fn shows(filter: &str, call: &Call) -> bool {
    let known = call.token.is_some();
    let row = CallRow { call, token: known.then_some("bot:Café helper/staging"), owner: known.then_some("Café helper") };
    CallFilter::parse(filter).unwrap_or_else(|error| panic!("{filter}: {error}")).matches(&row, now())
}

#[track_caller]
fn assert_shown(filters: &[&str]) {
    for filter in filters {
        assert!(shows(filter, &call()), "{filter} should show the call");
    }
}

#[track_caller]
fn assert_hidden(filters: &[&str]) {
    for filter in filters {
        assert!(!shows(filter, &call()), "{filter} should hide the call");
    }
}

#[test]
fn words_stand_as_they_are_typed_in_any_field() {
    assert_shown(&["", "messages", "post", "cafe", "staging POST", "192.0.2", "denied", "missing", "nginx", "webshop"]);
    assert_shown(&["tok_4j7m", "\"messages:write\"", "\"helper/stag\"", "!laptop"]);
    assert_hidden(&["MESSAGES", "allow", "caddy", "msgs", "tok_7m", "!post", "messages laptop"]);
}

#[test]
fn how_it_was_answered_and_why() {
    assert_shown(&[
        "verdict:denied",
        "verdict:Refused",
        "reason:missing-scope",
        "reason:unknown,missing-scope",
        "!verdict:allow",
    ]);
    assert_hidden(&["verdict:allow", "reason:unknown", "!reason:missing-scope"]);
    let allowed = Call { verdict: Verdict::Allow, ..call() };
    assert!(shows("verdict:allow", &allowed) && shows("allow", &allowed) && !shows("reason:missing-scope", &allowed));
}

#[test]
fn whose_token_it_was() {
    assert_shown(&["token:staging", "token:tok_4j7", "token:bot:cafe", "owner:cafe", "owner:x,HELPER", "!token:none"]);
    assert_hidden(&["token:laptop", "token:none", "owner:staging", "token:4j7"]);
    assert!(shows("token:none", &nobody()) && shows("!token:staging", &nobody()) && !shows("owner:cafe", &nobody()));
}

#[test]
fn where_it_came_from() {
    assert_shown(&[
        "source:192.0.2.7",
        "source:192.",
        "source:192.0.2.0/24",
        "source:10.0.0.0/8,192.0.2.0/28",
        "!source:unknown",
    ]);
    assert_hidden(&["source:92.", "source:192.0.2.8/29", "source:unknown", "source:2001:db8::/32"]);
    assert!(shows("source:unknown", &nobody()) && !shows("source:0.0.0.0/0", &nobody()));
    let mapped = Call { source: Some("::ffff:10.1.2.3".parse().unwrap()), ..call() };
    assert!(shows("source:10.0.0.0/8", &mapped));
    let six = Call { source: Some("2001:db8::5".parse().unwrap()), ..call() };
    assert!(shows("source:2001:DB8", &six) && shows("source:2001:db8::/32", &six));
}

#[test]
fn what_was_asked_for_and_when() {
    assert_shown(&[
        "method:post",
        "method:get,POST",
        "path:/v1/chat",
        "path:messages",
        "scope:write",
        "project:web",
        "gateway:nginx",
    ]);
    assert_shown(&["at:<2h", "at:>1h", "!at:>1d"]);
    assert_hidden(&["method:pos", "method:get", "path:/v2", "scope:files", "project:helpdesk", "gateway:caddy", "at:<1h"]);
}

#[test]
fn what_cannot_be_meant_is_met_with_the_nearest_word() {
    for (filter, suggestion, at) in [
        ("reson:unknown", Some("reason:"), 0),
        ("x reason:unkown", Some("unknown"), 9),
        ("verdict:alow", Some("allow"), 8),
        ("gateway:ngnix", Some("nginx"), 8),
        ("source:example.org", None, 7),
        ("source:", None, 7),
        ("at:1h", Some("<1h"), 3),
        ("path:", None, 5),
    ] {
        let error = CallFilter::parse(filter).unwrap_err();
        assert_eq!((error.suggestion.as_deref(), error.at), (suggestion, at), "{filter}: {error}");
    }
}

#[test]
fn the_calls_of_a_thing_are_a_filter_that_can_be_typed() {
    let of_token = CallFilter::of_token(call().token.unwrap());
    assert_eq!(CallFilter::parse("token:tok_4j7mqz0v9xkd"), Ok(of_token));
    let of_owner = CallFilter::of_owner("Café, \"helper\"");
    assert_eq!(CallFilter::parse(&of_owner.to_string()), Ok(of_owner));
    assert!(shows(&CallFilter::of_owner("café helper").to_string(), &call()));
}

#[test]
fn hits_are_marked_where_the_term_looks() {
    let hits = |filter: &str, field, text: &str| CallFilter::parse(filter).unwrap().highlights(field, text);
    assert_eq!(hits("chat", CallField::Path, "/v1/chat"), [4, 5, 6, 7]);
    assert_eq!(hits("source:19", CallField::Source, "192.0.2.7"), [0, 1]);
    assert_eq!(hits("source:10.,::/0", CallField::Source, "::1"), [0, 1, 2]);
    assert_eq!(hits("reason:source", CallField::Verdict, "source"), [0, 1, 2, 3, 4, 5]);
    for (filter, field) in
        [("path:a", CallField::Token), ("!a", CallField::Path), ("method:a", CallField::Path), ("source:a", CallField::Source)]
    {
        assert!(hits(filter, field, "ba").is_empty(), "{filter}");
    }
}

proptest! {
    #[test]
    fn the_canonical_text_parses_to_the_same_filter(
        text in r#"(!{0,2}(verdict:|reason:|source:|token:|path:|at:)?[a-z0-9<>,./":]{0,8} ){0,4}"#,
    ) {
        if let Ok(filter) = CallFilter::parse(&text) {
            prop_assert_eq!(CallFilter::parse(&filter.to_string()), Ok(filter));
        }
    }

    #[test]
    fn any_text_is_met_calmly_and_hits_lie_within_it(text in r"\PC{0,30}", cell in r"\PC{0,20}") {
        if let Ok(filter) = CallFilter::parse(&text) {
            shows(&filter.to_string(), &call());
            for field in [CallField::Token, CallField::Path, CallField::Source, CallField::Verdict] {
                prop_assert!(filter.highlights(field, &cell).iter().all(|at| *at < cell.chars().count()));
            }
        }
    }
}
