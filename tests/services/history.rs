//! History by the page: nothing twice, nothing left out, whoever writes meanwhile.

use crate::world::Vault;
use jeton::domain::event::Action;
use jeton::domain::filter::EventFilter;
use jeton::domain::owner::OwnerKind;
use jeton::services::{HistoryFrom, HistoryPage, HistoryQuery, LogEntry, LogQuery};
use proptest::prelude::*;

/// A vault with `bots` bots, each of which was rotated once.
fn busy(bots: usize) -> Vault {
    let vault = Vault::new();
    for bot in 0..bots {
        let issued = vault.add(OwnerKind::Bot, &format!("bot {bot}"), None);
        vault.rotate(&issued, "0").unwrap();
    }
    vault
}

fn query(filter: &str, from: HistoryFrom, entries: usize, look_at: usize) -> HistoryQuery {
    HistoryQuery { filter: EventFilter::parse(filter).unwrap(), from, entries, look_at }
}

fn page(vault: &Vault, filter: &str, from: HistoryFrom, entries: usize, look_at: usize) -> HistoryPage {
    vault.services.history(&query(filter, from, entries, look_at)).unwrap()
}

fn numbers(entries: &[LogEntry]) -> Vec<u64> {
    entries.iter().map(LogEntry::seq).collect()
}

/// Goes back from the newest to the first, page by page; `between` happens after each.
fn back(vault: &Vault, filter: &str, entries: usize, look_at: usize, mut between: impl FnMut(&Vault)) -> Vec<u64> {
    let mut found = Vec::new();
    let mut from = HistoryFrom::Newest;
    loop {
        let page = page(vault, filter, from, entries, look_at);
        assert!(page.entries.len() <= entries);
        found.extend(numbers(&page.entries));
        if page.to == 0 {
            return found;
        }
        between(vault);
        from = HistoryFrom::Before(page.to);
    }
}

#[test]
fn pages_end_where_they_should() {
    let vault = busy(2);
    let head = vault.services.log_head().unwrap();
    assert_eq!(head.seq, 8, "init, issue, and for each bot an owner, a token, a rotation");
    let newest = page(&vault, "", HistoryFrom::Newest, 3, 100);
    assert_eq!((numbers(&newest.entries), newest.to, newest.head), (vec![8, 7, 6], 6, head));
    let rest = page(&vault, "", HistoryFrom::Before(6), 5, 100);
    assert_eq!((numbers(&rest.entries), rest.to), (vec![5, 4, 3, 2, 1], 0), "the first has been seen");
    assert_eq!(page(&vault, "", HistoryFrom::Before(1), 5, 100).to, 0);
    let forward = page(&vault, "", HistoryFrom::After(5), 2, 100);
    assert_eq!((numbers(&forward.entries), forward.to), (vec![6, 7], 7));
    let end = page(&vault, "", HistoryFrom::After(7), 2, 100);
    assert_eq!((numbers(&end.entries), end.to), (vec![8], 8));
    assert_eq!(page(&vault, "", HistoryFrom::After(8), 2, 100).to, 8);
    let only_head = page(&vault, "", HistoryFrom::After(3), 0, 100);
    assert_eq!((only_head.entries.len(), only_head.to, only_head.head), (0, 3, head));
}

#[test]
fn a_rare_match_is_found_a_look_at_a_time() {
    let vault = busy(20);
    let first = page(&vault, "action:init", HistoryFrom::Newest, 10, 7);
    assert!(first.entries.is_empty(), "not within the first seven");
    assert_eq!(first.to, first.head.seq - 6);
    assert_eq!(back(&vault, "action:init", 10, 7, |_| {}), [1]);
    assert_eq!(back(&vault, "\"bot 3/\" action:rotate", 1, 7, |_| {}).len(), 1);
    assert!(back(&vault, "outcome:refused", 10, 7, |_| {}).is_empty());
}

#[test]
fn one_tokens_events_need_no_search() {
    let vault = busy(20);
    let id = vault.account.token.id;
    let page = page(&vault, &format!("token:{id}"), HistoryFrom::Newest, 10, 2);
    assert_eq!((numbers(&page.entries), page.to), (vec![2], 0), "two looks are enough among {}", page.head.seq);
}

#[test]
fn the_log_gives_the_latest_that_match() {
    let vault = busy(3);
    let of = |filter: &str, limit| {
        let filter = EventFilter::parse(filter).unwrap();
        let events = vault.services.log(&LogQuery { filter, limit, ..LogQuery::default() }).unwrap();
        events.iter().map(|event| event.seq).collect::<Vec<_>>()
    };
    assert_eq!(of("", Some(2)), [10, 11]);
    assert_eq!(of("action:rotate", None), [5, 8, 11]);
    assert_eq!(of("action:rotate", Some(2)), [8, 11]);
    assert_eq!(of("bot:\"bot 1\"", Some(50)), [6, 7, 8]);
    assert!(of("", Some(0)).is_empty());
}

#[test]
fn an_entry_that_cannot_be_read_is_shown_as_such_among_the_others() {
    let vault = busy(1);
    vault.tamper("UPDATE event SET action = 'nothing' WHERE seq = 3");
    for filter in ["", "outcome:done"] {
        let page = page(&vault, filter, HistoryFrom::Newest, 10, 100);
        assert_eq!(numbers(&page.entries), [5, 4, 3, 2, 1]);
        assert!(matches!(&page.entries[2], LogEntry::Unreadable { seq: 3, why } if why.contains("no event holds")));
        assert!(page.entries[3].event().is_some_and(|event| event.what.action == Action::Issue));
    }
    vault.tamper("UPDATE event SET seq = -3 WHERE seq = 3");
    assert_eq!(numbers(&page(&vault, "", HistoryFrom::Newest, 10, 100).entries), [5, 4, 2, 1]);
}

#[test]
fn a_walk_of_the_chain_goes_on_with_what_was_written_since() {
    let vault = busy(2);
    let mut walk = vault.services.begin_chain_walk(None).unwrap();
    let session = Some(&vault.session);
    assert!(!vault.services.walk_chain(&mut walk, session, 3).unwrap());
    assert_eq!((walk.seq(), walk.broken_at()), (3, None));
    assert!(!vault.services.walk_chain(&mut walk, session, 3).unwrap());
    vault.issue_pat("meanwhile", &["bots:read"]);
    assert!(vault.services.walk_chain(&mut walk, session, 100).unwrap());
    assert_eq!(walk.report(), vault.services.verify_log(session, None).unwrap());
    vault.tamper("UPDATE event SET subject = 'bot:innocent' WHERE seq = 4");
    let report = vault.services.verify_log(session, None).unwrap();
    assert_eq!(report.broken_at, Some(4));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_twice_and_nothing_left_out_while_others_write(entries in 1usize..5, look_at in 1usize..9, writes in 0usize..4) {
        let vault = busy(3);
        let other = vault.reopen();
        let before = vault.services.log_head().unwrap().seq;
        let mut left = writes;
        let all = back(&vault, "", entries, look_at, |vault| {
            if left > 0 {
                left -= 1;
                other.disable((&vault.session).into(), vault.account.token.id).unwrap();
                other.enable((&vault.session).into(), vault.account.token.id).unwrap();
            }
        });
        prop_assert_eq!(all, (1..=before).rev().collect::<Vec<_>>());
        // Forward from where it began, the new ones follow, each once.
        let (mut from, mut newer) = (before, Vec::new());
        loop {
            let page = page(&vault, "", HistoryFrom::After(from), entries, look_at);
            newer.extend(numbers(&page.entries));
            from = page.to;
            if from == page.head.seq {
                break;
            }
        }
        prop_assert_eq!(newer, (before + 1..=vault.services.log_head().unwrap().seq).collect::<Vec<_>>());
    }
}
