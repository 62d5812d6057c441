//! History that cannot be rewritten quietly.

use crate::world::Vault;
use jeton::domain::event::Action;
use jeton::domain::owner::OwnerKind;
use jeton::services::LogQuery;

fn eventful() -> Vault {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    vault.rotate(&bot, "1h").unwrap();
    vault.pass("2h");
    vault.issue_pat("ci", &["bots:read"]);
    vault
}

#[test]
fn an_untouched_log_is_whole_keyed_and_ends_in_its_head() {
    let vault = eventful();
    let report = vault.services.verify_log(Some(&vault.session), None).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!(report.keyed, report.events);
    assert_eq!(report.head, vault.services.log_head().unwrap());
    let actions: Vec<Action> = vault.services.log(&LogQuery::default()).unwrap().iter().map(|e| e.what.action).collect();
    use Action::{GraceOver, Init, Issue, OwnerAdd, Rotate};
    assert_eq!(actions, [Init, Issue, OwnerAdd, Issue, Rotate, GraceOver, Issue]);
}

#[test]
fn edits_cuts_and_reorderings_are_found() {
    for (sql, said) in [
        ("UPDATE event SET subject = 'bot:innocent' WHERE seq = 4", "event 4"),
        ("UPDATE event SET action = 'nothing' WHERE seq = 4", "after 3 cannot be read"),
        ("DELETE FROM event WHERE seq = 4", "events are missing"),
        ("UPDATE event SET seq = CASE seq WHEN 3 THEN 40 WHEN 4 THEN 3 END WHERE seq IN (3, 4)", "event"),
        ("UPDATE event SET mac = randomblob(32) WHERE seq = 5", "keyed hash"),
    ] {
        let vault = eventful();
        vault.tamper(sql);
        let report = vault.services.verify_log(Some(&vault.session), None).unwrap();
        assert!(report.faults.iter().any(|fault| fault.contains(said)), "{sql}: {:?}", report.faults);
    }
}

#[test]
fn a_cut_at_the_end_shows_only_against_a_head_that_was_kept() {
    let vault = eventful();
    let kept = vault.services.log_head().unwrap();
    assert!(vault.services.verify_log(None, Some(kept.hash)).unwrap().faults.is_empty());
    vault.tamper("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)");
    assert!(vault.services.verify_log(None, None).unwrap().faults.is_empty());
    let report = vault.services.verify_log(None, Some(kept.hash)).unwrap();
    assert!(report.faults[0].contains("head that you kept"), "{:?}", report.faults);
}
