//! What this machine remembers of a vault: an older copy put in its place is noticed.

use crate::world::{Vault, actor, settings};
use jeton::services::{BadEntry, Proof, Services, Stretch, Tampering};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A vault, and a home in which it is remembered.
struct House {
    vault: Vault,
    home: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        Self { vault: Vault::new(), home: tempfile::tempdir().unwrap() }
    }

    fn heads(&self) -> PathBuf {
        self.home.path().join("state/jeton/heads")
    }

    /// The program once more, as the same user.
    fn open(&self) -> Services {
        self.open_with(&self.heads())
    }

    fn open_with(&self, heads: &Path) -> Services {
        let opened = Services::open(&self.vault.path(), settings(), self.vault.world.clone(), actor()).unwrap();
        opened.remembering(Some(heads))
    }

    fn file(&self) -> PathBuf {
        std::fs::read_dir(self.heads()).unwrap().next().unwrap().unwrap().path()
    }

    /// The number that is remembered.
    fn kept(&self) -> u64 {
        std::fs::read_to_string(self.file()).unwrap().split(' ').next().unwrap().parse().unwrap()
    }

    /// Cuts the log back to an event, as an older copy of the file would.
    fn roll_back(&self, to: u64) {
        self.vault.tamper_all(&format!("DELETE FROM event WHERE seq > {to}"));
    }
}

fn bad(seq: u64, kind: Tampering) -> Option<BadEntry> {
    Some(BadEntry { seq, kind })
}

#[test]
fn each_change_is_remembered_in_a_private_file_outside_the_vault() {
    let house = House::new();
    let services = house.open();
    assert_eq!((house.kept(), services.rolled_back(), services.memory_warning()), (2, None, None));
    let session = &house.vault.session;
    services.disable(session.into(), house.vault.account.token.id).unwrap();
    assert_eq!(house.kept(), 3);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&house.file()), mode(&house.heads())), (0o600, 0o700));
    assert_eq!(std::fs::read_dir(house.heads()).unwrap().count(), 1, "nothing is left beside it");
    let report = services.verify_log(Some(session), None).unwrap();
    assert!(report.proofs.contains(&Stretch { proof: Proof::Remembered, from: 1, to: 3 }), "{:?}", report.proofs);
    // What others did is remembered as soon as it was seen.
    house.vault.issue_pat("elsewhere", &["bots:read"]);
    assert_eq!(house.kept(), 3);
    house.open();
    assert_eq!(house.kept(), 4);
}

#[test]
fn an_older_copy_in_the_vaults_place_is_noticed_and_not_taken_over() {
    let house = House::new();
    house.vault.issue_pat("first", &["bots:read"]);
    house.open();
    house.roll_back(2);
    let services = house.open();
    let rolled_back = bad(3, Tampering::RolledBack { remembered: 3 });
    assert_eq!(services.rolled_back(), rolled_back);
    assert!(services.memory_warning().unwrap().contains("jeton log trust"), "{:?}", services.memory_warning());
    let report = services.verify_log(None, None).unwrap();
    assert_eq!((report.first_bad, report.broken_at, report.is_intact()), (rolled_back, Some(3), false));
    assert_eq!(services.status().unwrap().log_warning, Some(report.faults[0].clone()));
    let audit = services.audit(None).unwrap();
    assert!(audit.findings.iter().any(|finding| finding.rule.word() == "chain-broken"), "{:?}", audit.findings);
    // Going on from there does not cover it, neither with as many events nor with more.
    for events in 3..6 {
        services.issue((&house.vault.session).into(), crate::world::pat_request(&format!("n{events}"), &["bots:read"])).unwrap();
        let expected = bad(3, Tampering::NotRemembered);
        assert_eq!(house.open().rolled_back(), expected, "with {events} events");
        assert_eq!(house.kept(), 3);
    }
}

#[test]
fn a_log_that_was_made_anew_is_noticed_without_any_key() {
    let house = House::new();
    house.open();
    house.vault.tamper_all("UPDATE event SET hash = randomblob(32) WHERE seq = 2");
    assert_eq!(house.open().rolled_back(), bad(2, Tampering::NotRemembered));
}

#[test]
fn whoever_restored_a_backup_on_purpose_says_so_and_the_log_tells_of_it() {
    let house = House::new();
    house.vault.issue_pat("first", &["bots:read"]);
    let services = house.open();
    let session = &house.vault.session;
    assert!(services.trust_head(session).unwrap_err().to_string().contains("nothing to trust"));
    let head = services.log_head().unwrap();
    house.roll_back(2);
    let (remembered, now) = services.trust_head(session).unwrap();
    assert_eq!((remembered, now.seq, house.kept()), (head, 3, 3));
    assert_eq!((services.rolled_back(), house.open().rolled_back()), (None, None));
    let events = services.log(&Default::default()).unwrap();
    let last = events.last().unwrap();
    assert_eq!(last.what.action.word(), "trust-head");
    let hex: String = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(last.what.detail.contains(&format!("remembered 3 {hex}; is 2 ")), "{}", last.what.detail);
    assert!(last.mac.is_some());
}

#[test]
fn trouble_with_the_memory_is_a_warning_and_stops_nobody() {
    let house = House::new();
    // A file where the directory should be.
    let blocked = house.home.path().join("blocked");
    std::fs::write(&blocked, "").unwrap();
    let services = house.open_with(&blocked.join("heads"));
    assert!(services.memory_warning().unwrap().contains("cannot be kept"), "{:?}", services.memory_warning());
    services.disable((&house.vault.session).into(), house.vault.account.token.id).unwrap();
    assert!(services.verify_log(None, None).unwrap().is_intact());
    // What somebody wrote into it is no head, and is left for a person to look at.
    house.open();
    for text in ["nonsense\n", "7\n", "\u{fffd}"] {
        std::fs::write(house.file(), text).unwrap();
        let services = house.open();
        assert!(services.memory_warning().unwrap().contains("a number and a hash"), "{:?}", services.memory_warning());
        assert_eq!(std::fs::read_to_string(house.file()).unwrap(), text);
    }
    // An empty one is what a crash leaves behind; a link is not followed.
    std::fs::write(house.file(), "").unwrap();
    assert_eq!((house.open().memory_warning(), house.kept()), (None, 3));
    let (file, other) = (house.file(), house.home.path().join("other"));
    std::fs::rename(&file, &other).unwrap();
    std::os::unix::fs::symlink(&other, &file).unwrap();
    assert!(house.open().memory_warning().is_some());
}

#[test]
fn two_at_work_never_move_it_back() {
    let house = House::new();
    let (one, other) = (house.open(), house.open());
    let session = &house.vault.session;
    for round in 0..4 {
        let by = if round % 2 == 0 { &one } else { &other };
        by.issue(session.into(), crate::world::pat_request(&format!("n{round}"), &["bots:read"])).unwrap();
        assert_eq!(house.kept(), 3 + round);
    }
    assert_eq!((one.rolled_back(), other.rolled_back()), (None, None));
    assert_eq!((one.memory_warning(), other.memory_warning()), (None, None));
}
