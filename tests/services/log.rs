//! History that cannot be rewritten quietly.

use crate::world::Vault;
use jeton::domain::event::Action;
use jeton::domain::owner::OwnerKind;
use jeton::services::{LogQuery, Proof, Stretch};

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
    assert_eq!(report.proofs, [Stretch { proof: Proof::Keyed, from: 1, to: 7 }]);
    assert_eq!((report.first_bad, report.clock_jumps.len()), (None, 0), "the end of a grace is dated back and no jump");
    assert_eq!(report.head, vault.services.log_head().unwrap());
    let actions: Vec<Action> = vault.services.log(&LogQuery::default()).unwrap().iter().map(|e| e.what.action).collect();
    use Action::{GraceOver, Init, Issue, OwnerAdd, Rotate};
    assert_eq!(actions, [Init, Issue, OwnerAdd, Issue, Rotate, GraceOver, Issue]);
}
