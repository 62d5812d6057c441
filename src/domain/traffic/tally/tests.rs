//! Sums and bounds of what waits in memory.

use super::*;
use crate::domain::Instant;
use crate::domain::traffic::Gateway;
use crate::domain::verdict::Reason;
use std::net::IpAddr;

fn id(number: u64) -> TokenId {
    TokenId::from_number(number).unwrap()
}

fn call(token: u64) -> CallRef<'static> {
    CallRef {
        at: "2026-06-15T12:00:00Z".parse().unwrap(),
        token: Some(id(token)),
        version: Some(1),
        gateway: Gateway::Nginx,
        project: None,
        method: "GET",
        path: "/v1/files/7?key=secret",
        scope: Some("files:read"),
        source: Some(IpAddr::from([192, 0, 2, 7])),
        verdict: Verdict::Allow,
    }
}

fn of(tally: &Tally, token: Option<u64>) -> &TokenTally {
    tally.tokens().find(|(known, _)| *known == token.map(id)).unwrap().1
}

#[test]
fn like_calls_are_one_count() {
    let mut tally = Tally::default();
    for _ in 0..1_000 {
        tally.record(&call(1));
    }
    let token = of(&tally, Some(1));
    assert_eq!(token.secrets[0].hours, [Counts { hour: 494_868, verdict: Verdict::Allow, calls: 1_000 }]);
    assert_eq!(token.sources.iter().map(|(_, source)| source.calls).collect::<Vec<_>>(), [1_000]);
    assert_eq!(token.scopes.len(), 1);
    assert_eq!((tally.counted(), tally.lost()), (1_000, 0));
    assert_eq!(tally.calls().count(), KEPT[0] as usize, "of accepted calls a few are kept one by one");
    assert_eq!(tally.calls().next().unwrap().path, "/v1/files/7", "queries may hold secrets and are never kept");
}

#[test]
fn a_flood_of_addresses_stays_within_bounds_and_loses_no_count() {
    let mut tally = Tally::default();
    for number in 0..100_000_u128 {
        let source = Some(IpAddr::from((0x2001_0db8_u128 << 96 | number).to_be_bytes()));
        tally.record(&CallRef { source, token: None, verdict: Verdict::Deny(Reason::Missing), ..call(1) });
    }
    let strangers = of(&tally, None);
    assert_eq!(strangers.sources.len(), MAX_SOURCES + 1);
    assert_eq!(strangers.sources.iter().map(|(_, source)| source.refused).sum::<u64>(), 100_000);
    assert_eq!(tally.calls().count(), KEPT[2] as usize);
    assert_eq!(tally.counted(), 100_000);
}

#[test]
fn addresses_are_bounded_over_all_tokens_too() {
    let mut tally = Tally::default();
    for number in 0..150_000_u32 {
        tally.record(&CallRef { source: Some(IpAddr::from(number.to_be_bytes())), ..call(u64::from(number % 1_000)) });
    }
    let apart: usize = tally.tokens().map(|(_, token)| token.sources.len()).sum();
    assert!(apart <= MAX_ALL_SOURCES + 1_000, "{apart}");
    let counted: u64 = tally.tokens().flat_map(|(_, token)| &token.sources).map(|(_, source)| source.calls).sum();
    assert_eq!(counted, 150_000);
}

#[test]
fn more_tokens_than_there_is_room_for_are_counted_as_lost() {
    let mut tally = Tally::default();
    for number in 0..MAX_TOKENS as u64 + 10 {
        tally.record(&call(number));
    }
    assert_eq!((tally.counted(), tally.lost()), (MAX_TOKENS as u64, 10));
    tally.record(&call(5));
    assert_eq!((tally.counted(), tally.lost()), (MAX_TOKENS as u64 + 1, 10), "known ones go on");
}

#[test]
fn a_flood_of_one_sort_leaves_room_for_the_others() {
    let mut tally = Tally::default();
    for _ in 0..10_000 {
        tally.record(&CallRef { token: None, version: None, verdict: Verdict::Deny(Reason::Unknown), ..call(1) });
    }
    tally.record(&CallRef { verdict: Verdict::Deny(Reason::Retired), ..call(1) });
    assert_eq!(tally.calls().last().unwrap().verdict, Verdict::Deny(Reason::Retired));
}

#[test]
fn what_could_not_be_written_is_taken_back_before_what_came_since() {
    let (mut older, mut newer) = (Tally::default(), Tally::default());
    older.record(&CallRef { path: "/older", ..call(1) });
    older.record(&CallRef { path: "/older", ..call(2) });
    newer.record(&CallRef { path: "/newer", at: "2026-06-15T13:00:00Z".parse().unwrap(), ..call(1) });
    newer.take_back(older);
    assert_eq!(newer.calls().map(|call| call.path.as_str()).collect::<Vec<_>>(), ["/older", "/older", "/newer"]);
    assert_eq!(newer.counted(), 3);
    let secret = &of(&newer, Some(1)).secrets[0];
    assert_eq!(secret.hours.len(), 2);
    assert_eq!(secret.last_at - secret.first_at, 3_600_000);
}

#[test]
fn a_long_failure_to_write_stays_within_bounds() {
    let mut tally = Tally::default();
    for hour in 0..MAX_HOURS as i64 + 5 {
        let mut more = Tally::default();
        let at = Instant::from_second(1_781_000_000 + hour * 3_600).unwrap();
        (0..300).for_each(|_| more.record(&CallRef { at, verdict: Verdict::Deny(Reason::Retired), ..call(1) }));
        more.take_back(std::mem::take(&mut tally));
        tally = more;
    }
    assert_eq!(of(&tally, Some(1)).secrets[0].hours.len(), MAX_HOURS);
    assert_eq!(tally.calls().count(), MAX_KEPT_CALLS);
    assert_eq!((tally.counted(), tally.lost()), (MAX_HOURS as u64 * 300, 5 * 300));
}

#[test]
fn the_latest_calls_can_be_taken_out_and_the_counts_stay() {
    let mut tally = Tally::default();
    (0..3).for_each(|_| tally.record(&call(1)));
    let latest = tally.take_calls();
    assert_eq!((latest.calls().count(), latest.counted(), latest.is_empty()), (3, 0, false));
    assert_eq!((tally.calls().count(), tally.counted(), tally.is_empty()), (0, 3, false));
    tally.record(&call(1));
    tally.take_back(latest);
    assert_eq!((tally.calls().count(), tally.counted()), (4, 4), "what could not be written comes before what came since");
}
