//! The history's filter as people type it, well or badly.

use super::*;
use crate::domain::event::{Action, Actor, NewEvent, Outcome};
use crate::domain::owner::{OwnerId, OwnerKind};
use proptest::prelude::*;

fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

fn event() -> Event {
    Event {
        seq: 412,
        what: NewEvent {
            at: now() - jiff::SignedDuration::from_hours(24 * 3),
            actor: Actor { name: "Mara".to_owned(), address: Some("203.0.113.9".to_owned()) },
            action: Action::Rotate,
            outcome: Outcome::Done,
            token: Some("tok_4j7mqz0v9xkd".parse().unwrap()),
            owner: Some(OwnerId(3)),
            subject: "bot:Café helper/staging".to_owned(),
            detail: "version 2; the previous one ended at once".to_owned(),
        },
        hash: [7; 32],
        mac: None,
    }
}

fn shows(filter: &str, event: &Event) -> bool {
    EventFilter::parse(filter).unwrap_or_else(|error| panic!("{filter}: {error}")).matches(event, now())
}

#[track_caller]
fn assert_shown(filters: &[&str]) {
    for filter in filters {
        assert!(shows(filter, &event()), "{filter} should show the event");
    }
}

#[track_caller]
fn assert_hidden(filters: &[&str]) {
    for filter in filters {
        assert!(!shows(filter, &event()), "{filter} should hide the event");
    }
}

#[test]
fn words_stand_as_they_are_typed_in_any_field() {
    assert_shown(&["", "mara", "Mara", "rotate", "cafe", "help stag", "\"previous one\"", "203.0.113", "tok_4j7m", "!laptop"]);
    assert_hidden(&["MARA", "rtate", "hlpr", "\"one previous\"", "tok_7m", "mara laptop", "!mara"]);
}

#[test]
fn who_did_what_and_how_it_ended() {
    assert_shown(&["actor:mara", "actor:x,MAR", "actor:203.0", "action:rotate", "action:reveal,Rotate", "outcome:done"]);
    let refused = Event { what: NewEvent { outcome: Outcome::Refused, ..event().what }, ..event() };
    assert!(shows("refused", &refused) && !shows("refused", &event()) && !shows("done", &event()));
    assert_hidden(&["actor:ops", "action:reveal", "!action:rotate", "outcome:refused", "!outcome:done"]);
}

#[test]
fn what_it_was_done_to() {
    assert_shown(&["token:tok_4j7mqz0v9xkd", "token:TOK_4J", "token:staging", "subject:helper/stag", "owner:\"cafe h\""]);
    assert_shown(&["bot:café", "bot:\"cafe helper/staging\"", "Bot:cafe", "!pat:ci"]);
    assert_hidden(&["token:tok_7m", "token:laptop", "subject:tok_4j", "owner:staging", "pat:ci", "bot:staging"]);
}

#[test]
fn the_owner_is_read_from_the_subject() {
    for (subject, owner) in [
        ("bot:helper/ci", "helper"),
        ("project:webshop", "webshop"),
        ("account", "account"),
        ("pat:webshop", "account"),
        ("account:Acme", "acme"),
    ] {
        let event = Event { what: NewEvent { subject: subject.to_owned(), ..event().what }, ..event() };
        assert!(shows(&format!("owner:{owner}"), &event), "{subject}");
        assert!(owner == "webshop" || !shows("owner:webshop", &event), "{subject}");
    }
}

#[test]
fn times_are_counted_from_now() {
    assert_shown(&["at:<4d", "at:>2d", "at:>2d at:<7d", "at:<1h,>2d", "!at:<1h"]);
    assert_hidden(&["at:<3d", "at:>3d", "at:<1h"]);
    assert_shown(&["seq:412", "seq:1,412"]);
    assert_hidden(&["seq:41", "!seq:412"]);
}

#[test]
fn what_cannot_be_meant_is_met_with_the_nearest_word() {
    for (filter, suggestion, at) in [
        ("acton:rotate", Some("action:"), 0),
        ("mara action:rotat", Some("rotate"), 12),
        ("outcome:refuse", Some("refused"), 8),
        ("at:7d", Some("<7d"), 3),
        ("at:never", None, 3),
        ("kind:bot", None, 0),
        ("seq:x", None, 4),
        ("seq:-1", None, 4),
        ("actor:", None, 6),
    ] {
        let error = EventFilter::parse(filter).unwrap_err();
        assert_eq!((error.suggestion.as_deref(), error.at), (suggestion, at), "{filter}: {error}");
    }
}

#[test]
fn a_whole_id_names_the_one_token() {
    let token = |filter: &str| EventFilter::parse(filter).unwrap().token();
    assert_eq!(token("at:<7d token:tok_4j7mqz0v9xkd"), event().what.token);
    assert_eq!(token("token:TOK_4J7MQZ0V9XKD"), event().what.token);
    for other in ["token:tok_4j7", "!token:tok_4j7mqz0v9xkd", "token:tok_4j7mqz0v9xkd,tok_000000000000", "tok_4j7mqz0v9xkd"] {
        assert_eq!(token(other), None, "{other}");
    }
}

#[test]
fn the_history_of_a_thing_is_a_filter_that_can_be_typed() {
    for (kind, name, text) in [
        (OwnerKind::Bot, "Café helper", "subject:\"bot:Café helper\""),
        (OwnerKind::Project, "web,\"shop\"", "subject:\"project:web,\\\"shop\\\"\""),
        (OwnerKind::Account, "Acme", "owner:account"),
    ] {
        let filter = EventFilter::of_owner(kind, name);
        assert_eq!(filter.to_string(), text);
        assert_eq!(EventFilter::parse(text), Ok(filter));
    }
    assert!(EventFilter::of_owner(OwnerKind::Bot, "cafÉ helper").matches(&event(), now()));
    let filter = EventFilter::of_token(event().what.token.unwrap());
    assert_eq!(EventFilter::parse("token:tok_4j7mqz0v9xkd"), Ok(filter));
}

#[test]
fn hits_are_marked_where_the_term_looks() {
    let hits = |filter: &str, field, text: &str| EventFilter::parse(filter).unwrap().highlights(field, text);
    assert_eq!(hits("cafe", EventField::Subject, "bot:Café"), [4, 5, 6, 7]);
    assert_eq!(hits("action:rotate", EventField::Action, "rotate"), [0, 1, 2, 3, 4, 5]);
    assert_eq!(hits("actor:ra", EventField::Actor, "mara"), [2, 3]);
    for (filter, field) in
        [("actor:ra", EventField::Subject), ("!rotate", EventField::Action), ("action:rotate", EventField::Detail)]
    {
        assert!(hits(filter, field, "rotate").is_empty(), "{filter}");
    }
}

proptest! {
    #[test]
    fn the_canonical_text_parses_to_the_same_filter(text in r#"(!{0,2}(actor:|action:|owner:|at:|seq:|bot:)?[a-z0-9<>,":]{0,6} ){0,4}"#) {
        if let Ok(filter) = EventFilter::parse(&text) {
            prop_assert_eq!(EventFilter::parse(&filter.to_string()), Ok(filter));
        }
    }

    #[test]
    fn any_text_is_met_calmly_and_hits_lie_within_it(text in r"\PC{0,30}", cell in r"\PC{0,20}") {
        if let Ok(filter) = EventFilter::parse(&text) {
            filter.matches(&event(), now());
            for field in [EventField::Actor, EventField::Subject, EventField::Detail, EventField::Token] {
                prop_assert!(filter.highlights(field, &cell).iter().all(|at| *at < cell.chars().count()));
            }
        }
    }
}
