//! The tail as it is followed, held still, scrolled and narrowed.

use super::*;
use crate::domain::traffic::Gateway;
use crate::domain::verdict::{Reason, Verdict};
use proptest::prelude::*;

const HEIGHT: usize = 10;

fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

/// Every third call is denied.
fn call(seq: u64) -> Call {
    Call {
        seq,
        at: now(),
        token: None,
        version: None,
        gateway: Gateway::Caddy,
        project: None,
        method: "GET".to_owned(),
        path: format!("/{seq}"),
        scope: None,
        source: None,
        verdict: if seq.is_multiple_of(3) { Verdict::Deny(Reason::Unknown) } else { Verdict::Allow },
    }
}

fn calls(range: std::ops::Range<u64>) -> Vec<Call> {
    range.map(call).collect()
}

fn filter(text: &str) -> CallFilter {
    CallFilter::parse(text).unwrap()
}

fn take(tail: &mut Tail, range: std::ops::Range<u64>, words: &str) {
    tail.take(calls(range), false, &filter(words), now(), HEIGHT);
}

fn selected(tail: &Tail) -> Option<u64> {
    tail.selected().map(|call| call.seq)
}

#[test]
fn the_cursor_follows_the_newest_until_it_is_moved_away_and_again_at_the_end() {
    let mut tail = Tail::default();
    take(&mut tail, 0..30, "");
    assert_eq!((selected(&tail), tail.top), (Some(29), 20));
    tail.move_by(-1, HEIGHT);
    take(&mut tail, 30..40, "");
    assert_eq!((selected(&tail), tail.top, tail.below(HEIGHT)), (Some(28), 20, 10), "nothing that is read moves");
    tail.move_to(usize::MAX, HEIGHT);
    take(&mut tail, 40..41, "");
    assert_eq!((selected(&tail), tail.top), (Some(40), 31));
}

#[test]
fn held_still_it_counts_what_is_new_and_shows_it_afterwards() {
    let mut tail = Tail::default();
    take(&mut tail, 0..30, "");
    tail.toggle_pause(&filter(""), now(), HEIGHT);
    take(&mut tail, 30..36, "");
    assert_eq!((tail.len(), tail.held(), tail.waiting(), selected(&tail)), (30, 30, (6, false), Some(29)));
    tail.sift(&filter("denied"), now(), HEIGHT);
    assert_eq!((tail.len(), tail.waiting()), (10, (2, false)));
    tail.sift(&filter(""), now(), HEIGHT);
    assert!(!tail.toggle_pause(&filter(""), now(), HEIGHT));
    assert_eq!((tail.len(), selected(&tail), tail.waiting()), (36, Some(35), (0, false)));
}

#[test]
fn held_still_for_long_it_takes_no_more_and_says_so() {
    let mut tail = Tail::default();
    take(&mut tail, 0..100, "");
    tail.toggle_pause(&filter(""), now(), HEIGHT);
    take(&mut tail, 100..100 + MOST as u64, "");
    assert!(tail.is_full() && tail.waiting() == (MOST, true));
    assert_eq!(tail.at(0).map(|call| call.seq), Some(0), "what is looked at stays");
    assert!(tail.toggle_pause(&filter(""), now(), HEIGHT), "what was missed is to be read anew");
    assert_eq!(tail.held(), MOST);
}

#[test]
fn a_filter_leaves_the_cursor_where_it_can() {
    let mut tail = Tail::default();
    take(&mut tail, 0..30, "");
    tail.move_to(16, HEIGHT);
    tail.sift(&filter("denied"), now(), HEIGHT);
    assert_eq!(selected(&tail), Some(15));
    take(&mut tail, 30..33, "denied");
    assert_eq!(tail.len(), 11, "new ones are sifted too");
    tail.sift(&filter("path:nowhere"), now(), HEIGHT);
    assert_eq!(selected(&tail), None);
    tail.sift(&filter(""), now(), HEIGHT);
    assert_eq!(tail.len(), 33);
}

#[test]
fn the_oldest_go_and_the_cursor_stays_on_its_call() {
    let mut tail = Tail::default();
    take(&mut tail, 0..MOST as u64, "");
    tail.move_to(2_000, HEIGHT);
    let (was, gap) = (selected(&tail), tail.cursor - tail.top);
    take(&mut tail, MOST as u64..MOST as u64 + 1_000, "");
    assert_eq!((tail.held(), selected(&tail), tail.cursor - tail.top), (MOST, was, gap));
    take(&mut tail, MOST as u64 + 1_000..MOST as u64 + 5_000, "");
    assert_eq!(selected(&tail), Some(5_000), "the oldest that is left, once its own is gone");
}

#[test]
fn another_file_takes_the_place_of_everything() {
    let mut tail = Tail::default();
    take(&mut tail, 0..30, "");
    tail.take(calls(1..4), true, &filter(""), now(), HEIGHT);
    assert_eq!((tail.len(), tail.held(), tail.newest(), selected(&tail)), (3, 3, Some(3), Some(3)));
}

proptest! {
    #[test]
    fn whatever_is_done_the_cursor_is_seen_and_what_is_shown_is_what_matches(
        steps in prop::collection::vec((0u8..7, 0usize..40), 1..40), height in 1usize..30,
    ) {
        let (mut tail, mut seq, mut words) = (Tail::default(), 0, "");
        for (step, by) in steps {
            match step {
                0 | 1 => {
                    let next = seq + by as u64;
                    tail.take(calls(seq..next), false, &filter(words), now(), height);
                    seq = next;
                }
                2 => tail.move_by(-(by as isize), height),
                3 => tail.move_by(by as isize, height),
                4 => _ = tail.toggle_pause(&filter(words), now(), height),
                5 => tail.turn(by as isize - 20, height),
                _ => {
                    words = if words.is_empty() { "denied" } else { "" };
                    tail.sift(&filter(words), now(), height);
                }
            }
            prop_assert!(tail.is_empty() || (tail.top..tail.top + height).contains(&tail.cursor));
            let held = tail.held() as u64;
            let wanted = (0..held).filter(|seq| words.is_empty() || seq.is_multiple_of(3)).count();
            prop_assert_eq!(tail.len(), wanted);
        }
    }
}
