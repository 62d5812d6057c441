//! History that is tampered with, in every way, by somebody with the file and SQL: each way is named, with the first bad entry.

use crate::world::Vault;
use jeton::domain::owner::OwnerKind;
use jeton::services::{BadEntry, ChainReport, Proof, Stretch, Tampering};
use proptest::prelude::*;

/// Nine events: init, issue, owner, issue, rotate, grace over, issue, and two that nobody unlocked for: revoke and its issue.
fn eventful() -> Vault {
    let vault = Vault::with(&["revoke"]);
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    vault.rotate(&bot, "1h").unwrap();
    vault.pass("2h");
    vault.issue_pat("ci", &["bots:read"]);
    vault.services.revoke(jeton::services::Authority::Unattended, vault.account.token.id, None).unwrap();
    vault
}

fn check(vault: &Vault) -> ChainReport {
    vault.services.verify_log(Some(&vault.session), None).unwrap()
}

fn bad(seq: u64, kind: Tampering) -> Option<BadEntry> {
    Some(BadEntry { seq, kind })
}

const TO_THE_END: &str = "UPDATE event SET seq = seq + 100 WHERE seq >= 5; UPDATE event SET seq = seq - 99 WHERE seq > 100;";

#[test]
fn each_way_is_named_with_the_first_bad_entry() {
    let slip = format!(
        "{TO_THE_END} INSERT INTO event SELECT 5, at, actor, address, action, outcome, token, owner, subject, 'forged', \
         randomblob(32), NULL FROM event WHERE seq = 6"
    );
    let copy = format!(
        "{TO_THE_END} INSERT INTO event SELECT 5, at, actor, address, action, outcome, token, owner, subject, detail, hash, mac \
         FROM event WHERE seq = 3"
    );
    let swap = |one: u64, other: u64| {
        format!(
            "UPDATE event SET seq = 1000 WHERE seq = {one}; UPDATE event SET seq = {one} WHERE seq = {other}; \
             UPDATE event SET seq = {other} WHERE seq = 1000"
        )
    };
    for (sql, expected) in [
        ("UPDATE event SET subject = 'bot:innocent' WHERE seq = 4", bad(4, Tampering::Edited)),
        ("UPDATE event SET at = at - 1 WHERE seq = 1", bad(1, Tampering::Edited)),
        ("UPDATE event SET hash = randomblob(32) WHERE seq = 4", bad(4, Tampering::Edited)),
        ("UPDATE event SET detail = 'x' WHERE seq = 9", bad(9, Tampering::Edited)),
        ("DELETE FROM event WHERE seq = 4", bad(5, Tampering::Cut { from: 4, to: 4 })),
        ("DELETE FROM event WHERE seq BETWEEN 3 AND 6", bad(7, Tampering::Cut { from: 3, to: 6 })),
        ("DELETE FROM event WHERE seq < 3", bad(3, Tampering::Cut { from: 1, to: 2 })),
        (
            "DELETE FROM event WHERE seq IN (4, 5); UPDATE event SET seq = seq - 2 WHERE seq > 5",
            bad(4, Tampering::Cut { from: 4, to: 5 }),
        ),
        (&swap(3, 4), bad(3, Tampering::Moved { fits: 4 })),
        (&swap(3, 8), bad(3, Tampering::Moved { fits: 8 })),
        (&swap(8, 9), bad(8, Tampering::Moved { fits: 9 })),
        ("UPDATE event SET seq = 40 WHERE seq = 4", bad(40, Tampering::Moved { fits: 4 })),
        ("UPDATE event SET seq = 40 WHERE seq = 9", bad(40, Tampering::Moved { fits: 9 })),
        ("UPDATE event SET seq = -3 WHERE seq = 4", bad(4, Tampering::Moved { fits: 4 })),
        ("UPDATE event SET seq = -3 WHERE seq = 9", bad(9, Tampering::Moved { fits: 9 })),
        (&slip, bad(5, Tampering::SlippedIn { to: 5 })),
        (&copy, bad(5, Tampering::SlippedIn { to: 5 })),
        (
            "INSERT INTO event SELECT 0, at, actor, address, action, outcome, token, owner, subject, detail, hash, mac FROM event \
             WHERE seq = 1",
            bad(0, Tampering::SlippedIn { to: 0 }),
        ),
        ("UPDATE event SET mac = NULL WHERE seq = 4", bad(4, Tampering::KeyStripped)),
        // A rotation may be unattended: that it was keyed is told by the next keyed hash.
        ("UPDATE event SET mac = NULL WHERE seq = 5", bad(5, Tampering::KeyStripped)),
        ("UPDATE event SET mac = NULL WHERE seq IN (5, 6)", bad(5, Tampering::KeyStripped)),
        ("UPDATE event SET mac = randomblob(32) WHERE seq = 5", bad(5, Tampering::KeyForged { since: 4 })),
        ("UPDATE event SET mac = (SELECT mac FROM event WHERE seq = 3) WHERE seq = 4", bad(4, Tampering::KeyForged { since: 3 })),
        ("UPDATE event SET mac = randomblob(32) WHERE seq = 8", bad(8, Tampering::KeyForged { since: 7 })),
        ("UPDATE event SET action = 'nothing' WHERE seq = 4", bad(4, Tampering::Unreadable)),
        ("PRAGMA ignore_check_constraints = ON; UPDATE event SET hash = x'00' WHERE seq = 4", bad(4, Tampering::Unreadable)),
        ("UPDATE event SET actor = CAST(x'ff' AS TEXT) WHERE seq = 4", bad(4, Tampering::Unreadable)),
        ("UPDATE vault SET uuid = randomblob(16)", bad(1, Tampering::OtherVault)),
    ] {
        let vault = eventful();
        vault.tamper_all(sql);
        let report = check(&vault);
        assert_eq!(report.first_bad, expected, "{sql}: {:#?}", report.faults);
        assert_eq!(report.broken_at, expected.map(|bad| bad.seq));
        assert_eq!(report.faults[0], expected.unwrap().to_string());
        let proven = report.proofs.iter().map(|stretch| stretch.to).max().unwrap_or(0);
        assert!(proven < expected.unwrap().seq.max(1), "{sql}: {:?}", report.proofs);
    }
}

#[test]
fn what_comes_after_a_forgery_that_was_made_room_for_is_not_blamed() {
    let vault = eventful();
    vault.tamper_all(&format!(
        "{TO_THE_END} INSERT INTO event SELECT 5, at, actor, address, action, outcome, token, owner, subject, '', randomblob(32), NULL \
         FROM event WHERE seq = 6"
    ));
    assert_eq!(check(&vault).faults.len(), 1);
    let vault = eventful();
    vault.tamper_all("UPDATE event SET hash = randomblob(32) WHERE seq = 4");
    assert_eq!(check(&vault).faults.len(), 1, "what follows fits what the entry's hash was");
}

/// Rewrites an entry and makes the plain hashes of all that follow anew, as somebody with the file and this program's source can.
fn relink(vault: &Vault, seq: u64, detail: &str, strips: bool) {
    use jeton::domain::event::NewEvent;
    use jeton::services::LogQuery;
    let mut events = vault.services.log(&LogQuery::default()).unwrap();
    let mut hash = events[seq as usize - 2].hash;
    let mut sql = String::new();
    for event in events.iter_mut().filter(|event| event.seq >= seq) {
        if event.seq == seq {
            event.what = NewEvent { detail: detail.to_owned(), ..event.what.clone() };
        }
        hash = jeton::vault::chain::link(&hash, event.seq, &event.what);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let mac = if strips && event.seq == seq { ", mac = NULL" } else { "" };
        sql += &format!("UPDATE event SET hash = x'{hex}', detail = '{}'{mac} WHERE seq = {};", event.what.detail, event.seq);
    }
    vault.tamper_all(&sql);
}

#[test]
fn a_chain_that_was_made_anew_is_found_by_the_key_alone() {
    let vault = eventful();
    relink(&vault, 3, "harmless", false);
    assert!(vault.services.verify_log(None, None).unwrap().is_intact(), "whoever can hash can link");
    let report = check(&vault);
    assert_eq!(report.first_bad, bad(3, Tampering::KeyForged { since: 2 }));
    assert_eq!(report.proofs, [Stretch { proof: Proof::Keyed, from: 1, to: 2 }]);
    // Without its keyed hash a reveal or an issue is suspect without any key.
    let vault = eventful();
    relink(&vault, 4, "harmless", true);
    assert_eq!(vault.services.verify_log(None, None).unwrap().first_bad, bad(4, Tampering::KeyStripped));
    // A rotation is not: the next keyed hash tells that something since the last good one is not what it was.
    let vault = eventful();
    relink(&vault, 5, "harmless", true);
    assert!(vault.services.verify_log(None, None).unwrap().is_intact());
    assert_eq!(check(&vault).first_bad, bad(6, Tampering::KeyForged { since: 4 }));
}

#[test]
fn a_later_honest_session_does_not_cover_a_keyed_hash_that_was_stripped() {
    let vault = eventful();
    vault.tamper("UPDATE event SET mac = NULL WHERE seq = 5");
    vault.issue_pat("later", &["bots:read"]);
    assert_eq!(check(&vault).first_bad, bad(5, Tampering::KeyStripped));
}

#[test]
fn stretches_say_what_is_proven_by_what() {
    let vault = eventful();
    let kept = vault.services.log_head().unwrap();
    let report = vault.services.verify_log(Some(&vault.session), Some(kept.hash)).unwrap();
    let stretch = |proof, from, to| Stretch { proof, from, to };
    assert_eq!(
        report.proofs,
        [stretch(Proof::Keyed, 1, 7), stretch(Proof::Plain, 8, 9), stretch(Proof::KeptHead, 1, 9)],
        "the unattended revocation has no key"
    );
    assert_eq!(report.proven_to(Proof::Keyed), 7);
    let locked = vault.services.verify_log(None, None).unwrap();
    assert_eq!((locked.proofs, locked.keyed, locked.carry_key), (vec![stretch(Proof::Plain, 1, 9)], 0, 7));
    vault.tamper("UPDATE event SET detail = '' WHERE seq = 4");
    let report = vault.services.verify_log(Some(&vault.session), Some(kept.hash)).unwrap();
    assert_eq!(report.proofs, [stretch(Proof::Keyed, 1, 3)]);
}

#[test]
fn a_cut_at_the_end_shows_only_against_a_head_that_was_kept() {
    let vault = eventful();
    let kept = vault.services.log_head().unwrap();
    vault.tamper("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)");
    assert!(vault.services.verify_log(None, None).unwrap().is_intact());
    let report = vault.services.verify_log(None, Some(kept.hash)).unwrap();
    assert_eq!(report.first_bad, bad(9, Tampering::HeadMissing));
    assert!(report.faults[0].contains("head that you kept"), "{:?}", report.faults);
}

#[test]
fn a_clock_that_went_back_is_told_of() {
    let vault = eventful();
    vault.clock.set("2020-01-01T00:00:00Z");
    vault.issue_pat("before", &["bots:read"]);
    vault.clock.set("2019-12-31T23:56:00Z");
    vault.issue_pat("four minutes", &["bots:read"]);
    let report = check(&vault);
    assert!(report.is_intact());
    assert_eq!(report.clock_jumps.len(), 1);
    assert_eq!(report.clock_jumps[0].0, 10, "{report:?}");
    for _ in 0..30 {
        vault.pass("10m");
        vault.issue_pat(&format!("n{}", vault.services.log_head().unwrap().seq), &["bots:read"]);
        vault.clock.set("2019-12-31T23:00:00Z");
        vault.issue_pat(&format!("n{}", vault.services.log_head().unwrap().seq), &["bots:read"]);
    }
    assert_eq!(check(&vault).clock_jumps.len(), 20, "a report does not grow without bound");
}

const COLUMNS: [&str; 12] =
    ["seq", "at", "actor", "address", "action", "outcome", "token", "owner", "subject", "detail", "hash", "mac"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_single_edit_of_any_column_of_any_row_is_found(seq in 1u64..=9, column in 0..COLUMNS.len(), how in 0usize..4, number in -3i64..400) {
        let vault = eventful();
        let column = COLUMNS[column];
        let text = ["''", "'init'", "'refused'", "'tok_0123456789ab'"][how].to_owned();
        let value = match column {
            "seq" => (number + if number > 0 { 9 } else { 0 }).to_string(),
            "at" => format!("at + {}", if number == 0 { 1 } else { number }),
            "owner" => if how == 0 { "NULL".to_owned() } else { number.to_string() },
            "hash" => "randomblob(32)".to_owned(),
            "mac" => if how == 0 { "NULL".to_owned() } else { "randomblob(32)".to_owned() },
            "address" | "token" if number < 0 => "NULL".to_owned(),
            _ => text,
        };
        // One that changes nothing, or that the schema itself refuses, is none.
        let sql = format!("UPDATE OR IGNORE event SET {column} = {value} WHERE seq = {seq} AND {column} IS NOT ({value})");
        let is_edit = vault.tamper(&sql) == 1;
        let report = check(&vault);
        prop_assert_eq!(report.is_intact(), !is_edit, "{}: {:?}", sql, report);
        prop_assert_eq!(report.first_bad.is_some(), is_edit);
    }
}

/// Long enough for several threads.
const LONG: usize = 60_000;

#[test]
fn a_long_log_is_checked_on_several_threads_and_nothing_less_is_found() {
    use jeton::services::{DemoRequest, Services, Settings};
    use std::os::unix::fs::PermissionsExt;
    let private = std::fs::Permissions::from_mode(0o700);
    let home = tempfile::Builder::new().permissions(private).tempdir().unwrap();
    let path = home.path().join("jeton.db");
    let request = DemoRequest { tokens: 0, cancelled: &std::sync::atomic::AtomicBool::new(false) };
    let world = jeton::clock::World::real();
    let demo = Services::demo(&path, &request, Settings::built_in().unwrap(), world).unwrap().unwrap();
    demo.busy_years(LONG).unwrap();
    let in_pieces = || {
        let mut walk = demo.services.begin_chain_walk(None).unwrap();
        while !demo.services.walk_chain(&mut walk, Some(&demo.session), 7_000).unwrap() {}
        walk.report()
    };
    let at_once = || demo.services.verify_log(Some(&demo.session), None).unwrap();
    let head = demo.services.log_head().unwrap();
    assert_eq!(at_once(), in_pieces());
    assert!(at_once().is_intact() && at_once().proven_to(Proof::Keyed) == head.seq);
    let kept = demo.services.verify_log(None, Some(head.hash)).unwrap();
    assert_eq!((kept.proven_to(Proof::KeptHead), kept.events), (head.seq, head.seq));
    for (sql, kind) in [
        ("UPDATE event SET detail = 'forged' WHERE seq = 50000", Tampering::Edited),
        ("UPDATE event SET mac = NULL WHERE seq = 44444", Tampering::KeyStripped),
        ("DELETE FROM event WHERE seq BETWEEN 30000 AND 30009", Tampering::Cut { from: 30_000, to: 30_009 }),
        ("UPDATE event SET subject = 'forged' WHERE seq = 100", Tampering::Edited),
    ] {
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let report = at_once();
        assert_eq!(report, in_pieces(), "{sql}");
        assert_eq!(report.first_bad.map(|bad| bad.kind), Some(kind), "{sql}");
    }
}
